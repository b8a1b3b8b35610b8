"""A long batch in a real browser: its progress, leaving it, stopping it with one key, going on without loss."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from nlp.store import Store, open_store
from nlp.store.schema import analyses, letters
from tests.browser.conftest import address_of, served, turn_to
from ui import text

LETTERS = 6000
FAULTS = '[data-testid="stException"], [data-testid="stAlertContentError"]'


@pytest.fixture
def page_of_its_own(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Serve over a store that no other test counts in."""
    with served(tmp_path) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(address)
        page.get_by_role("heading", level=1, name="来信登记").wait_for()
        yield page
        context.close()


def many(folder: Path) -> Path:
    path = folder / "一年来信.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["标题", "内容"])
        rows.writerows([f"第{n}号", f"本厂第{n}车间从{n % 12 + 1}月起没有发工资，请补发。" * 6] for n in range(LETTERS))
    return path


def counted(store: Store) -> tuple[int, int]:
    with store.reading() as connection:
        held, read = (connection.scalar(select(func.count()).select_from(one)) for one in (letters, analyses))
    return held or 0, read or 0


def test_a_long_batch_is_watched_left_stopped_and_gone_on_with_without_loss(
    page_of_its_own: Page, tmp_path: Path
) -> None:
    page = page_of_its_own
    turn_to(page, "批量研判")
    page.locator("input[type=file]").set_input_files(str(many(tmp_path)))
    page.get_by_role("button", name=text.START).click()
    expect(page.get_by_text(re.compile(r"研判：[\d,]+ / 6,000 封，约剩 \d+ (秒|分钟)"))).to_be_visible()
    turn_to(page, "检索")
    turn_to(page, "批量研判")
    page.get_by_role("button", name=re.compile(text.STOP)).wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_text(text.STOPPED)).to_be_visible()
    store = open_store(address_of(tmp_path))
    held, read = counted(store)
    assert held == LETTERS
    assert 0 < read < LETTERS
    page.get_by_role("button", name=text.GO_ON).click()
    expect(page.get_by_role("button", name=text.GO_ON)).to_have_count(0, timeout=60_000)
    page.get_by_role("button", name="Excel").first.wait_for()
    assert counted(store) == (LETTERS, LETTERS)
    assert page.locator(FAULTS).count() == 0
