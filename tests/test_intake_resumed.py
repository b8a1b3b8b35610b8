"""A file that was cut off is gone on with as it was begun, or not at all."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from nlp.errors import StoreError
from nlp.intake import ingest, read_even_blank
from nlp.letter import Letter
from nlp.receipt import Receipt
from nlp.store import Store, open_letters, open_store
from nlp.store.schema import letters
from nlp.studying import fold_text

ROWS = "件号,诉求,补充\n" + "".join(f"A{n},见补充{n},内退费停发{n}个月\n" for n in range(9))


class PowerCut(Exception):  # noqa: N818 - nothing of ours
    """The computer went off."""


def until_the_power_goes(paths: Sequence[Path], receipt: Receipt, folder: Path, **asked: Any) -> Iterator[Letter]:
    yield from islice(read_even_blank(paths, receipt, folder, **asked), 5)
    raise PowerCut


@pytest.fixture
def cut_off(tmp_path: Path, small_model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that holds the first four letters of a table, read by its header."""
    monkeypatch.setattr("nlp.store.registration.CHUNK", 2)
    (tmp_path / "来信.csv").write_text(ROWS, encoding="utf-8")
    store = open_store(f"sqlite:///{(tmp_path / '来信.db').as_posix()}", fold=fold_text)
    with pytest.raises(PowerCut):
        ingest(store, [tmp_path / "来信.csv"], small_model, "安之若", read=until_the_power_goes)
    assert len(held(store)) == 4
    yield store
    store.close()


def held(store: Store) -> list[str]:
    with store.reading() as connection:
        return [letter.text for _, letter in open_letters(store, connection, letters.c.id > 0)]


def test_read_as_before_it_is_finished(cut_off: Store, tmp_path: Path, small_model: Path) -> None:
    taken = ingest(cut_off, [tmp_path / "来信.csv"], small_model, "安之若")
    assert (taken.batch.resumed, taken.registered) == (True, 9)
    assert held(cut_off) == [f"见补充{n}" for n in range(9)]


@pytest.mark.parametrize("columns", [{"正文": "补充"}, {"标题": "补充"}], ids=["text", "title"])
def test_with_other_columns_it_is_refused_by_name_and_nothing_is_registered(
    cut_off: Store, tmp_path: Path, small_model: Path, columns: dict[str, str]
) -> None:
    before = held(cut_off)
    with pytest.raises(StoreError, match=r"^来信\.csv：.*列的指定.*照上次的指定接着做完.*改名"):
        read = partial(read_even_blank, columns=columns)
        ingest(cut_off, [tmp_path / "来信.csv"], small_model, "安之若", read=read)
    assert held(cut_off) == before


def test_after_the_refusal_both_ways_out_are_open(cut_off: Store, tmp_path: Path, small_model: Path) -> None:
    read = partial(read_even_blank, columns={"正文": "补充"})
    with pytest.raises(StoreError):
        ingest(cut_off, [tmp_path / "来信.csv"], small_model, "安之若", read=read)
    assert ingest(cut_off, [tmp_path / "来信.csv"], small_model, "安之若").registered == 9
    (tmp_path / "来信.csv").rename(tmp_path / "来信（新列）.csv")
    assert ingest(cut_off, [tmp_path / "来信（新列）.csv"], small_model, "安之若", read=read).registered == 9
