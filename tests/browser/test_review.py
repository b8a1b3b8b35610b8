"""Reviewing and the model's page, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_browser import paste


def test_a_doubtful_letter_is_reviewed_with_one_key(page: Page) -> None:
    paste(page, "领导好。")
    page.get_by_role("button", name=re.compile("登记入库")).click()
    page.get_by_text(re.compile(r"已登记：\d{4}-\d{6}")).wait_for()
    page.get_by_role("link", name="复核").click()
    page.get_by_role("button", name=re.compile("先放一放")).wait_for()
    page.get_by_role("heading", name="复核").click()
    page.keyboard.press("F9")
    page.get_by_text(re.compile(r"\d{4}-\d{6} 已确认为")).wait_for()


def test_the_card_of_the_model_is_drawn(page: Page) -> None:
    page.get_by_role("link", name="模型与口径").click()
    page.get_by_role("heading", name="混淆表").wait_for()
    page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()
    expect(page.get_by_text("检举件召回率").first).to_be_visible()
