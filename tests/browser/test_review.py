"""Reviewing and the model's page, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from nlp.intake import open_office
from nlp.settings import Settings
from tests.browser.conftest import address_of
from tests.ui.test_review import put

HEAD = re.compile(r"第 \d+ 封，共 \d+ 封")


@pytest.fixture(scope="module")
def doubtful(folder: Path) -> None:
    """Four letters the model was not sure of."""
    store = open_office(Settings(store=address_of(folder)))
    for place in range(4):
        put(store, f"第{place}分厂的内退费停发了，请把欠的补发给我们。", 0.5)


@pytest.fixture
def queue(doubtful: None, page: Page) -> Page:
    """The page with the first of them on the screen, the cursor in no field."""
    page.get_by_role("link", name="复核").click()
    page.get_by_role("button", name=re.compile("先放一放")).wait_for()
    page.get_by_role("heading", name="复核").click()
    return page


def place(page: Page) -> int:
    """Which letter of the queue is on the screen."""
    return int(re.findall(r"\d+", page.get_by_text(HEAD).inner_text())[0])


def test_a_doubtful_letter_is_reviewed_with_one_key(queue: Page) -> None:
    queue.keyboard.press("F9")
    queue.get_by_text(re.compile(r"\d{4}-\d{6} 已确认为")).wait_for()


def test_a_key_held_down_decides_about_one_letter_only(queue: Page) -> None:
    first = place(queue)
    for _ in range(4):
        queue.keyboard.down("F9")
        queue.wait_for_timeout(400)
    queue.keyboard.up("F9")
    queue.get_by_text(re.compile(r"已确认为")).wait_for()
    assert place(queue) == first + 1


def test_the_card_of_the_model_is_drawn(page: Page) -> None:
    page.get_by_role("link", name="模型与口径").click()
    page.get_by_role("heading", name="混淆表").wait_for()
    page.locator('[data-testid="stVegaLiteChart"]').first.wait_for()
    expect(page.get_by_text("检举件召回率").first).to_be_visible()
