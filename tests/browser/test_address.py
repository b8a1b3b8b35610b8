"""Addresses people type: every page has its own, and one that does not exist is said in the page's language."""

import pytest
from playwright.sync_api import Page, expect

from ui import text


@pytest.mark.parametrize("path", text.PAGES)
def test_the_name_of_a_page_typed_as_address_opens_it(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}")
    expect(page.get_by_role("heading", name=text.PAGES[path], level=1)).to_be_visible()
    expect(page.get_by_test_id("stSidebarNavLink").filter(has_text=text.PAGES[path])).to_have_attribute(
        "aria-current", "page"
    )
    assert page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize("path", ["nowhere", "没有这页"])
def test_an_address_that_does_not_exist_is_said_in_chinese_with_a_way_back(page: Page, address: str, path: str) -> None:
    page.goto(f"{address}/{path}")
    expect(page.get_by_text(text.NO_SUCH_PAGE)).to_be_visible()
    assert page.get_by_role("dialog").count() == 0
    page.get_by_test_id("stMain").get_by_role("link", name=text.INTAKE).click()
    expect(page.get_by_label(text.PASTE_TEXT)).to_be_visible()
