"""From files to the store: what is taken in once, again, in part."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.errors import ArtefactError
from nlp.intake import Taken, ingest, open_office
from nlp.letter import Letter
from nlp.privacy import mask
from nlp.receipt import Doubt, Receipt, Scan
from nlp.settings import Settings
from nlp.store import (
    KeptScan,
    Reader,
    Store,
    audit_lines,
    close_letter,
    make_key,
    open_letters,
    open_store,
    search,
    unmask_scan,
    verify_store,
)
from nlp.store.schema import letters
from nlp.studying import fold_text

Ingest = Callable[..., Taken]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{(tmp_path / '来信.db').as_posix()}", fold=fold_text)
    yield opened
    opened.close()


@pytest.fixture
def take_in(store: Store, small_model: Path) -> Ingest:
    return lambda *paths, **options: ingest(store, paths, small_model, "安之若", **options)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two tables of the same name in two folders, and one that is damaged."""
    for place, word in (("一分厂", "甲"), ("二分厂", "乙")):
        table = tmp_path / "收件" / place / "来信.csv"
        table.parent.mkdir(parents=True)
        table.write_text(f"编号,正文,来信人\n1,{word}厂拖欠工资,何必问\n2,{word}厂停发内退费,\n3,,\n", encoding="utf-8")
    (tmp_path / "收件" / "坏.xlsx").write_bytes(b"PK\x03\x04broken")
    return tmp_path / "收件"


def sources(store: Store) -> list[str]:
    with store.reading() as connection:
        return [letter.source for _, letter in open_letters(store, connection, letters.c.id > 0)]


def test_a_folder_is_registered_analysed_and_searchable(take_in: Ingest, store: Store, folder: Path) -> None:
    taken = take_in(folder)
    assert (taken.registered, taken.analysed, taken.receipt.letters, taken.receipt.refused) == (6, 6, 6, 0)
    assert taken.receipt.adds_up
    assert taken.receipt.files_refused == 1
    found = search(store, "拖欠工資", Reader("柏舟", confidential=True), mask)
    assert len(found) == 2
    assert verify_store(store) == []


def test_letters_and_receipt_name_the_file_in_its_folder(take_in: Ingest, store: Store, folder: Path) -> None:
    taken = take_in(folder)
    assert sources(store)[:2] == ["一分厂/来信.csv 第 2 行", "一分厂/来信.csv 第 3 行"]
    assert "二分厂/来信.csv" in {count.name for count in taken.receipt.files}
    assert any(note.startswith("二分厂/来信.csv 第 4 行") for note in taken.receipt.notes)


def test_a_row_without_text_has_its_number_like_all_others(take_in: Ingest, store: Store, folder: Path) -> None:
    """禁止 N10; 附录 8."""
    take_in(folder)
    assert sum(source.endswith("第 4 行") for source in sources(store)) == 2


def test_a_folder_taken_in_again_gives_only_what_is_new(take_in: Ingest, store: Store, folder: Path) -> None:
    take_in(folder)
    (folder / "补充.csv").write_text("正文\n又来一封，集资款没退\n", encoding="utf-8")
    taken = take_in(folder)
    assert (taken.registered, taken.receipt.letters, len(sources(store))) == (1, 1, 7)
    assert [count.outcome for count in taken.receipt.files].count("skipped") == 2


def test_asked_for_again_every_letter_is_kept_and_what_has_words_is_a_copy(
    take_in: Ingest, store: Store, folder: Path
) -> None:
    take_in(folder)
    taken = take_in(folder, again=True)
    assert (taken.registered, taken.copies, len(sources(store))) == (6, 4, 12)
    assert verify_store(store) == []


def test_a_mended_file_is_read_the_next_time(take_in: Ingest, folder: Path) -> None:
    take_in(folder)
    (folder / "坏.xlsx").unlink()
    (folder / "好.csv").write_text("正文\n拖欠工资\n", encoding="utf-8")
    assert take_in(folder).receipt.complete


def test_without_a_model_letters_are_registered_all_the_same(store: Store, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ArtefactError):
        ingest(store, [folder], tmp_path / "没有模型", "安之若")
    assert len(sources(store)) == 6


def test_a_letter_without_a_model_is_analysed_once_there_is_one(
    take_in: Ingest, store: Store, folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(ArtefactError):
        ingest(store, [folder], tmp_path / "没有模型", "安之若")
    taken = take_in(folder)
    assert (taken.batch.resumed, taken.registered, taken.analysed, taken.receipt.letters) == (True, 6, 6, 6)


def test_a_batch_purges_what_has_been_closed_long_enough(
    take_in: Ingest, store: Store, folder: Path, small_model: Path
) -> None:
    taken = take_in(folder)
    assert taken.span is not None
    close_letter(store, taken.span[0], Reader("柏舟", confidential=True))
    later = replace(store, clock=lambda: dt.datetime.now(dt.UTC) + dt.timedelta(days=181))
    (folder / "补充.csv").write_text("正文\n又来一封，集资款没退\n", encoding="utf-8")
    ingest(later, [folder], small_model, "安之若")
    (line,) = audit_lines(store, actions=["purge"])
    assert (line.who, line.details["letters"], line.details["analyses"]) == ("安之若", 1, 1)


def test_several_processes_store_what_one_would(
    store: Store, small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "多.csv"
    table.write_text("正文\n" + "".join(f"第{n}车间拖欠工资{n}元\n" for n in range(1200)), encoding="utf-8")
    other = open_store(f"sqlite:///{(tmp_path / '另.db').as_posix()}", fold=fold_text)
    ingest(store, [table], small_model, "安之若", jobs=1)
    monkeypatch.setattr("nlp.studying._WORTH_WORKERS", 100)
    ingest(other, [table], small_model, "安之若", jobs=2)
    assert _results(other) == _results(store)
    other.close()


def _results(store: Store) -> list[tuple[object, ...]]:
    from sqlalchemy import select

    from nlp.store.schema import analyses

    with store.reading() as connection:
        found = select(analyses.c.letter_id, analyses.c.category, analyses.c.probability, analyses.c.document)
        return [tuple(row) for row in connection.execute(found.order_by(analyses.c.letter_id))]


def test_the_office_store_is_where_the_settings_say_and_sealed_by_its_key(tmp_path: Path) -> None:
    make_key(tmp_path / "petitions.key")
    settings = Settings(store=f"sqlite:///{(tmp_path / '库' / '来信.db').as_posix()}", key=tmp_path / "petitions.key")
    open_office(settings).close()
    assert (tmp_path / "库" / "来信.db").exists()
    assert open_office(settings).seal.fingerprint


def _scanned(paths: Sequence[Path], receipt: Receipt, scan_folder: Path) -> Iterator[Letter]:
    """Read as if recognition had read one letter on one page of each file."""
    for path in paths:
        receipt.open_file(path.name)
        receipt.take_row()
        page = scan_folder / "0001.jpg"
        page.write_bytes(b"page of " + path.name.encode())
        receipt.keep_scan(Scan(path.name, (page,), (Doubt(0, 1, 0.5),)))
        receipt.count_letter()
        yield Letter("厂里拖欠工资", id=path.name)
        receipt.close_file()


def test_a_scanned_letter_is_stored_with_its_page_and_its_doubts(take_in: Ingest, store: Store, tmp_path: Path) -> None:
    (tmp_path / "信.png").write_bytes(b"x")
    taken = take_in(tmp_path / "信.png", read=_scanned)
    assert taken.span is not None
    kept = unmask_scan(store, taken.span[0], Reader("柏舟", confidential=True), "核对原件")
    assert kept == KeptScan(("page of 信.png".encode(),), (Doubt(0, 1, 0.5),))
    assert taken.receipt.scans == [Scan("信.png", (), (Doubt(0, 1, 0.5),))]
