"""Who cannot use a mouse, see faint letters or read small ones, and who presses F5: the page serves them too."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_browser import paste
from ui import text

DEBT = "石湾仪表厂内退费从去年9月停发至今，父亲断药三天，请把欠的补发给我们。"
WCAG_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


def settle(page: Page) -> None:
    page.wait_for_timeout(300)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=WCAG_AA).response["violations"]
    return [f"{fault['id']}: {node['html'][:120]}" for fault in found for node in fault["nodes"]]


def test_every_page_keeps_the_contrast_and_the_names_that_wcag_asks_for(page: Page) -> None:
    paste(page, DEBT)
    page.locator("div.letter").wait_for()
    settle(page)
    assert faults(page) == []
    for path in list(text.PAGES)[1:]:
        page.get_by_role("link", name=text.PAGES[path]).click()
        page.get_by_role("heading", name=text.PAGES[path], level=1).wait_for()
        settle(page)
        assert faults(page) == [], path


def test_a_letter_is_pasted_judged_and_registered_by_keys_alone(page: Page) -> None:
    settle(page)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == text.PASTE_TEXT:
            break
    page.keyboard.insert_text(DEBT)
    page.keyboard.press("Control+Enter")
    page.locator("div.letter").wait_for()
    settle(page)
    page.keyboard.press("F9")
    expect(page.get_by_text(re.compile(r"已登记：\d{4}-\d{6}"))).to_be_visible()


def test_where_the_keyboard_is_can_be_seen(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2


def test_another_page_is_opened_and_searched_by_keys_alone(page: Page) -> None:
    settle(page)
    _tab_to(page, "document.activeElement.href", f"/{list(text.PAGES)[3]}")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=text.EXPLORE, level=1).wait_for()
    settle(page)
    _tab_to(page, "document.activeElement.getAttribute('aria-label')", text.SEARCH_WORDS)
    page.keyboard.insert_text("没有的事")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("找到 0 封"))).to_be_visible()


def _tab_to(page: Page, what: str, ends: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if str(page.evaluate(what)).endswith(ends):
            return
    raise AssertionError(f"no way to {ends} by Tab")


@pytest.mark.parametrize("path", text.PAGES)
def test_at_twice_the_size_nothing_runs_out_of_the_window(browser: Browser, address: str, path: str) -> None:
    """1280 pixels at 200 % are 640 wide (WCAG 1.4.10 asks for no scrolling in two directions)."""
    context = browser.new_context(viewport={"width": 640, "height": 500}, device_scale_factor=2, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/{path}")
    page.get_by_role("heading", level=1).wait_for(timeout=60_000)
    settle(page)
    wide = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map((box) => box.scrollWidth)"
    assert max(page.evaluate(wide)) <= 640
    context.close()


def test_a_letter_and_what_was_found_of_it_can_be_read_at_twice_the_size(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 640, "height": 500}, device_scale_factor=2, locale="zh-CN")
    page = context.new_page()
    page.goto(address)
    page.get_by_label(text.PASTE_TEXT).wait_for(timeout=60_000)
    paste(page, DEBT)
    page.locator("div.letter mark").first.wait_for()
    settle(page)
    right = "[...document.querySelectorAll('[data-testid=stMain] *')].map((one) => one.getBoundingClientRect().right)"
    assert max(page.evaluate(right)) <= 641
    context.close()


def test_who_is_at_the_page_stands_there_however_early_somebody_clicks(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/explore")
    page.get_by_role("tab", name=text.EXPLORE_TABS[1]).click(timeout=60_000)
    page.get_by_role("button", name=text.COMPARE).wait_for()
    settle(page)
    expect(page.get_by_role("textbox", name=text.WHO)).not_to_have_value("")
    expect(page.get_by_role("radio", name=text.LANGUAGES["zh"])).to_be_checked()
    context.close()


def test_a_refresh_gives_back_what_was_there(page: Page) -> None:
    paste(page, DEBT)
    page.locator("div.letter").wait_for()
    page.reload()
    expect(page.locator("div.letter mark").first).to_be_visible()
    expect(page.get_by_label(text.PASTE_TEXT)).to_have_value(DEBT)
    assert "?" not in page.url


def test_a_refresh_gives_back_what_was_searched_for(page: Page) -> None:
    page.get_by_role("link", name=text.EXPLORE).click()
    page.get_by_label(text.SEARCH_WORDS).fill("内退费")
    page.get_by_label(text.SEARCH_WORDS).press("Enter")
    found = page.get_by_text(re.compile(r"找到 \d+ 封"))
    found.wait_for()
    page.reload()
    expect(found).to_be_visible()
    expect(page.get_by_label(text.SEARCH_WORDS)).to_have_value("内退费")
    assert "?" not in page.url


def test_a_refresh_keeps_who_is_at_the_page_and_the_language(page: Page) -> None:
    page.get_by_role("textbox", name=text.WHO).fill("周登记")
    page.get_by_role("textbox", name=text.WHO).press("Enter")
    page.get_by_role("radio", name=text.LANGUAGES["en"]).click()
    page.get_by_role("heading", name="Intake").wait_for()
    settle(page)
    page.reload()
    expect(page.get_by_role("heading", name="Intake")).to_be_visible()
    expect(page.get_by_role("textbox", name="Who")).to_have_value("周登记")


def test_a_refresh_keeps_the_page(page: Page) -> None:
    page.get_by_role("link", name=text.EXPLORE).click()
    page.get_by_role("heading", name=text.EXPLORE, level=1).wait_for()
    page.reload()
    expect(page.get_by_role("heading", name=text.EXPLORE, level=1)).to_be_visible()


def test_another_browser_gets_nothing_back_without_the_word_of_the_tab(
    page: Page, browser: Browser, address: str
) -> None:
    paste(page, DEBT)
    page.locator("div.letter").wait_for()
    other = browser.new_context().new_page()
    other.add_init_script("sessionStorage.setItem('petitions', 'guessed')")
    other.goto(address)
    other.get_by_label(text.PASTE_TEXT).wait_for(timeout=60_000)
    settle(other)
    expect(other.get_by_label(text.PASTE_TEXT)).to_have_value("")
    other.context.close()
