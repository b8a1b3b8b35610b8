"""A batch that does not add up fails, and stays open until it does."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from nlp.errors import StoreError
from nlp.intake import ingest
from nlp.letter import Letter
from nlp.receipt import Receipt
from nlp.store import SourceFile, Store, close_file, open_batch, open_file, register
from nlp.store.schema import batches, files, letters

SOURCE = SourceFile("来信.csv", "0" * 64)


def counted(rows: int, letters_of: int) -> Receipt:
    """Give the receipt of one file."""
    receipt = Receipt()
    receipt.open_file(SOURCE.name)
    receipt.take_row(rows)
    for _ in range(letters_of):
        receipt.count_letter()
    receipt.close_file()
    return receipt


@pytest.mark.parametrize(("rows", "letters_of"), [(1, 1), (3, 3), (3, 2)], ids=["doubled", "lost", "unaccounted"])
def test_a_file_whose_books_do_not_agree_with_the_register_is_not_closed(
    store: Store, rows: int, letters_of: int
) -> None:
    file = open_file(store, open_batch(store, [SOURCE], "安之若"), SOURCE)
    register(store, [Letter("甲", id="1"), Letter("乙", id="2")], file_id=file.id)
    with pytest.raises(StoreError, match="对不上"):
        close_file(store, file, counted(rows, letters_of))
    with store.reading() as connection:
        assert connection.scalar(select(files.c.done_at)) is None


def _forgets_one(paths: Sequence[Path], receipt: Receipt, _folder: Path) -> Iterator[Letter]:
    """Read as a faulty reader would: two letters counted, one given."""
    receipt.open_file(paths[0].name)
    receipt.take_row(2)
    receipt.count_letter()
    yield Letter("厂里欠薪", id="1")
    receipt.count_letter()
    receipt.close_file()


def _skips_one(paths: Sequence[Path], receipt: Receipt, _folder: Path) -> Iterator[Letter]:
    """Read as another faulty reader would: two rows came in, one was neither a letter nor refused."""
    receipt.open_file(paths[0].name)
    receipt.take_row(2)
    receipt.count_letter()
    yield Letter("厂里欠薪", id="1")
    receipt.close_file()


@pytest.mark.parametrize("read", [_forgets_one, _skips_one])
def test_a_run_that_loses_a_letter_fails_and_what_is_registered_stays(
    store: Store, tmp_path: Path, read: Callable[..., Iterator[Letter]]
) -> None:
    (tmp_path / "来信.csv").write_text("x")
    with pytest.raises(StoreError, match="对不上"):
        ingest(store, [tmp_path / "来信.csv"], Path("model"), "安之若", read=read)
    with store.reading() as connection:
        assert connection.scalar(select(batches.c.finished_at)) is None
        assert list(connection.scalars(select(letters.c.item))) == ["1"]
