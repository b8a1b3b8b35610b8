"""Page images and doubtful characters beside the text of a scanned letter."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.receipt import Doubt, Scan
from nlp.store import (
    KeptScan,
    Reader,
    SourceFile,
    Store,
    audit_lines,
    back_up,
    keep_scans,
    open_batch,
    open_file,
    open_store,
    register,
    restore,
    unmask_scan,
)
from nlp.store.schema import scan_pages

HANDLER, CLERK = Reader("柏舟", confidential=True), Reader("安之若")
IMAGE = b"\xff\xd8 the picture of a page"
DOUBTS = (Doubt(0, 1, 0.5),)


@pytest.fixture
def scanned(keyed_store: Store, tmp_path: Path) -> tuple[int, str, Scan]:
    """Register one letter that was scanned; give its file, its number and the scan."""
    (tmp_path / "0001.jpg").write_bytes(IMAGE)
    source = SourceFile("信.pdf", "0" * 64)
    file = open_file(keyed_store, open_batch(keyed_store, [source], "安之若"), source)
    (arrival,) = register(keyed_store, [Letter("厂里欠薪", id="信.pdf")], file_id=file.id)
    scan = Scan("信.pdf", (tmp_path / "0001.jpg",), DOUBTS)
    assert keep_scans(keyed_store, file.id, [scan]) == 1
    return file.id, arrival.number, scan


def test_the_pages_and_the_doubts_are_kept_beside_the_letter(
    keyed_store: Store, scanned: tuple[int, str, Scan]
) -> None:
    assert unmask_scan(keyed_store, scanned[1], HANDLER, "核对原件") == KeptScan((IMAGE,), DOUBTS)


def test_looking_at_a_page_is_noted_and_takes_a_reason(keyed_store: Store, scanned: tuple[int, str, Scan]) -> None:
    with pytest.raises(StoreError, match="理由"):
        unmask_scan(keyed_store, scanned[1], HANDLER, "")
    unmask_scan(keyed_store, scanned[1], HANDLER, "核对原件")
    last = list(audit_lines(keyed_store))[-1]
    assert (last.who, last.action, last.details) == ("柏舟", "unmask", {"why": "核对原件"})


def test_the_page_of_a_confidential_letter_is_for_its_handler(
    keyed_store: Store, scanned: tuple[int, str, Scan]
) -> None:
    with pytest.raises(StoreError, match="保密件"):
        unmask_scan(keyed_store, scanned[1], CLERK, "核对原件")


def test_a_file_read_once_more_keeps_each_page_once(keyed_store: Store, scanned: tuple[int, str, Scan]) -> None:
    assert keep_scans(keyed_store, scanned[0], [scanned[2]]) == 0


def test_a_letter_that_was_typed_has_no_pages(keyed_store: Store) -> None:
    (arrival,) = register(keyed_store, [Letter("厂里欠薪")])
    assert unmask_scan(keyed_store, arrival.number, HANDLER, "核对原件") is None


def test_with_a_key_the_picture_cannot_be_seen_in_the_database(
    keyed_store: Store, scanned: tuple[int, str, Scan], key: bytes | None
) -> None:
    with keyed_store.reading() as connection:
        (held,) = connection.scalars(select(scan_pages.c.image))
    assert (IMAGE in held) == (key is None)


def test_a_backup_holds_the_pages(
    keyed_store: Store,
    scanned: tuple[int, str, Scan],
    key: bytes | None,
    tmp_path: Path,
    new_address: Callable[[], str],
) -> None:
    back_up(keyed_store, tmp_path / "备份.zip", "安之若")
    other = open_store(new_address(), key)
    restore(other, tmp_path / "备份.zip", "安之若")
    assert unmask_scan(other, scanned[1], HANDLER, "核对原件") == KeptScan((IMAGE,), DOUBTS)
    other.close()
