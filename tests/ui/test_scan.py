"""The original of a scanned letter, beside what was recognized in it."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from nlp.letter import Letter
from nlp.receipt import Doubt, Scan
from nlp.store import SourceFile, Store, audit_lines, keep_scans, open_batch, open_file, register
from tests.ui.conftest import shown
from ui import text

IMAGE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAG7buVgAAAABJRU5ErkJggg==")
Open = Callable[[str], AppTest]


def registered(store: Store, tmp_path: Path, name: str, *, scanned: bool) -> str:
    """Register one letter of a file; give its number."""
    (tmp_path / "0001.png").write_bytes(IMAGE)
    source = SourceFile(name, "0" * 64)
    file = open_file(store, open_batch(store, [source], "安之若"), source)
    letter = Letter("内退费从去年9月停发，我叫段长喜", id=name, source=name)
    (arrival,) = register(store, [letter], file_id=file.id)
    if scanned:
        assert keep_scans(store, file.id, [Scan(name, (tmp_path / "0001.png",), (Doubt(0, 2, 0.6),))])
    return arrival.number


@pytest.fixture
def open_letter(store: Store) -> Open:
    """Open one letter with what is offered below it."""

    def run(number: str) -> AppTest:
        def page(number: str) -> None:
            from ui.reading import show_letter
            from ui.scan import offer_scan
            from ui.state import ask_who, store_or_stop

            ask_who(None)
            if letter := show_letter(store_or_stop(), number):
                offer_scan(store_or_stop(), letter)

        app = AppTest.from_function(page, args=(number,), default_timeout=60)
        app.session_state["handler"] = True  # what is not analysed yet is confidential
        return app.run()

    return run


def ask(page: AppTest, why: str) -> AppTest:
    assert not page.exception
    page.text_input(key="scan_why").set_value(why)
    return page.button[0].click().run()


def test_with_a_reason_the_pages_are_shown_and_unsure_places_are_marked_in_masked_text(
    open_letter: Open, store: Store, tmp_path: Path
) -> None:
    page = ask(open_letter(registered(store, tmp_path, "信.pdf", scanned=True)), "核对识别")
    assert not page.exception
    assert len(page.get("image")) == 1
    said = shown(page)
    assert text.SCAN_DOUBTS.format(count=1) in said
    assert ">内退</mark>" in said
    assert "段长喜" not in said


def test_the_look_is_noted_once_with_its_reason(open_letter: Open, store: Store, tmp_path: Path) -> None:
    ask(open_letter(registered(store, tmp_path, "信.pdf", scanned=True)), "核对识别").run()
    noted = [line.details for line in audit_lines(store) if line.action == "unmask"]
    assert noted == [{"why": "核对识别"}]


def test_without_a_reason_nothing_is_shown(open_letter: Open, store: Store, tmp_path: Path) -> None:
    page = ask(open_letter(registered(store, tmp_path, "信.pdf", scanned=True)), " ")
    assert not page.get("image")
    assert "理由" in page.warning[0].value


def test_a_document_that_was_no_scan_says_so(open_letter: Open, store: Store, tmp_path: Path) -> None:
    page = ask(open_letter(registered(store, tmp_path, "信.pdf", scanned=False)), "核对识别")
    assert text.NO_SCAN in shown(page)


def test_a_row_of_a_table_has_no_original_to_offer(open_letter: Open, store: Store, tmp_path: Path) -> None:
    assert not open_letter(registered(store, tmp_path, "信.csv 第 2 行", scanned=False)).button
