"""Monday morning: the week that was reviewed, its matters, what is searched for and taken away, in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Browser, BrowserContext, Page, expect

from nlp.intake import open_office
from nlp.settings import Settings
from tests.browser.conftest import address_of, served
from tests.browser.test_browser import paste
from tests.browser.test_reach import faults, settle
from tests.ui import reviewed_week
from ui import text

PHONE = "13800001234"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served page over a store with one matter of three letters and the review of its week."""
    folder = tmp_path_factory.mktemp("week")
    reviewed_week.fill(open_office(Settings(store=address_of(folder))))
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, locale="zh-CN")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, office: str) -> Iterator[Page]:
    """A tab of its own for each test, so that none finds what another left."""
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{office}/trends")
    page.get_by_text(text.TOTAL_LETTERS, exact=True).wait_for()
    settle(page)
    yield page
    page.close()


def turn(page: Page, tab: str) -> None:
    page.get_by_role("tab", name=text.TREND_TABS[tab]).click()
    settle(page)


def taken(page: Page, label: str, folder: Path) -> Path:
    """Press a button that offers a file, and keep what comes under the name it comes with."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    return file


def test_a_click_on_a_dot_opens_the_matter_and_a_refresh_keeps_it(page: Page) -> None:
    turn(page, "timeline")
    page.locator('[data-testid="stVegaLiteChart"] .mark-symbol path').last.click()
    expect(page.get_by_role("heading", name="甲内退费停发")).to_be_visible()
    page.get_by_role("button", name=re.compile("调阅")).click()
    page.get_by_text(text.MATTER_LETTERS, exact=True).wait_for()
    assert PHONE not in page.content()
    page.reload()
    expect(page.get_by_role("heading", name="甲内退费停发")).to_be_visible()
    assert "?" not in page.url


def test_from_a_pasted_letter_the_way_leads_to_the_matter_it_belongs_to(page: Page, office: str) -> None:
    page.goto(office)
    settle(page)
    paste(page, "内退费停发，电话13800001234。")
    page.get_by_text(text.BELONGS).wait_for()
    page.get_by_role("button", name=text.OPEN_MATTER).click()
    expect(page.get_by_role("heading", name="甲内退费停发")).to_be_visible()
    assert page.url == f"{office}/trends"


def test_the_bulletin_is_taken_away_for_word_and_as_a_page(page: Page, tmp_path: Path) -> None:
    word, html = (taken(page, label, tmp_path) for label in (text.BULLETIN_WORD, text.BULLETIN_PAGE))
    said = "\n".join(paragraph.text for paragraph in Document(str(word)).paragraphs)
    for bulletin in (said, html.read_text(encoding="utf-8")):
        assert "2026年第46周" in bulletin
        assert PHONE not in bulletin


def test_what_was_searched_for_goes_to_excel_masked(page: Page, office: str, tmp_path: Path) -> None:
    page.goto(f"{office}/explore")
    settle(page)
    page.get_by_label(text.SEARCH_WORDS).fill("退费")
    page.get_by_label(text.SEARCH_WORDS).press("Enter")
    expect(page.get_by_text("找到 2 封")).to_be_visible()
    rows = list(load_workbook(taken(page, text.TO_EXCEL, tmp_path)).worksheets[0].iter_rows(values_only=True))
    assert tuple(text.FOUND_COLUMNS) in rows
    assert len([row for row in rows if "退费" in row]) == 2
    assert PHONE not in str(rows)


def test_the_week_with_its_charts_keeps_the_contrast_and_the_names_that_wcag_asks_for(page: Page) -> None:
    assert faults(page) == []
    for tab in ("timeline", "enterprises", "procedure"):
        turn(page, tab)
        assert faults(page) == [], tab


def test_charts_are_written_in_a_chinese_font(page: Page) -> None:
    turn(page, "enterprises")
    fonts = page.locator('[data-testid="stVegaLiteChart"] text').evaluate_all(
        "(all) => [...new Set(all.map((one) => one.getAttribute('font-family')))]"
    )
    assert fonts
    assert all(font.startswith("'Noto Sans CJK SC'") for font in fonts)


def test_at_twice_the_size_the_week_does_not_run_out_of_the_window(page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 500})
    for tab in ("emerging", "timeline", "volume", "enterprises"):
        turn(page, tab)
        wide = (
            "[document.documentElement, document.querySelector('[data-testid=stMain]')].map((box) => box.scrollWidth)"
        )
        assert max(page.evaluate(wide)) <= 640, tab
