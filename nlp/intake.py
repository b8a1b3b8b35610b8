"""Take letters in: read, register, analyse, store. The one run behind ``petitions ingest`` and the weekly run.

Every letter has its number, committed, before a model sees it. Each step says what is left to do by what the store
holds, so a run that was cut off, by whatever means, is finished by starting it again.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.parallel import Workers
from nlp.reading import read_letters
from nlp.reading.files import find_files
from nlp.receipt import FileCount, Receipt, Refusal
from nlp.settings import Settings
from nlp.store import (
    Batch,
    BatchFile,
    SourceFile,
    Store,
    close_batch,
    close_file,
    fingerprint,
    keep_scans,
    load_key,
    open_batch,
    open_file,
    open_letters,
    open_store,
    purge_if_due,
    register_all,
    shown_time,
)
from nlp.store.schema import batches, files, letters
from nlp.studying import Progress, fold_text, silent, study_pending

__all__ = ["Taken", "batch_receipt", "ingest", "open_office"]

_COMPARED = 1000
"""Letters of a file begun before that are compared with what is read now."""

Reader = Callable[[Sequence[Path], Receipt, Path], Iterator[Letter]]
"""Given files, a receipt and a folder for the page images of scans, gives the letters."""


@dataclass(frozen=True)
class Taken:
    """What a run took in."""

    batch: Batch
    receipt: Receipt
    registered: int
    copies: int
    analysed: int
    span: tuple[str, str] | None = field(default=None)


def read_even_blank(paths: Sequence[Path], receipt: Receipt, scan_folder: Path, **asked: Any) -> Iterator[Letter]:
    """Read letters, and what holds no text as a letter too: a blank one has its number like all others.

    ``asked`` is what ``read_letters`` takes besides: columns, a rule of splitting, where columns are remembered.
    """
    return read_letters(paths, receipt, scan_folder=scan_folder, keep_blank=True, **asked)


def open_office(settings: Settings) -> Store:
    """Open the store of this installation with its key."""
    return open_store(settings.store, load_key(settings.key) if settings.key else None, fold=fold_text)


def ingest(
    store: Store,
    paths: Sequence[Path],
    model: Path,
    who: str,
    *,
    again: bool = False,
    jobs: int = 2,
    scheduler: str | None = None,
    channel: str = "",
    read: Reader = read_even_blank,
    progress: Progress = silent,
) -> Taken:
    """Take in files and folders: register every letter, analyse what nobody has analysed, keep the receipt.

    ``jobs`` processes analyse, or the Dask cluster of ``scheduler`` (``HOST:PORT``) where one is named. A file taken in
    before is skipped, unless ``again``. Raises ``StoreError`` when what was counted and what is held do not agree, and
    ``ArtefactError`` without a model, ``ClusterError`` without its cluster: the letters are registered all the same.
    """
    receipt = Receipt()
    sources = list(_sources(paths, receipt))
    batch = open_batch(store, [source for _, source in sources], who)
    workers = Workers(jobs, scheduler)
    with progress("登记", None) as count:
        for path, source in sources:
            _take_file(store, batch, path, source, receipt, _Way(read, channel, again, count))
    analysed = study_pending(store, model, workers, batch_id=batch.id, progress=progress)
    analysed += study_pending(store, model, workers, progress=progress)  # what an abandoned run left behind
    close_batch(store, batch, receipt, who)
    purge_if_due(store, who)
    return _taken(store, batch, receipt, analysed)


@dataclass(frozen=True)
class _Way:
    read: Reader
    channel: str
    again: bool
    count: Callable[[int], object]


def _sources(paths: Sequence[Path], receipt: Receipt) -> Iterator[tuple[Path, SourceFile]]:
    for path, name in find_files(paths, receipt):
        try:
            yield path, fingerprint(path, name)
        except OSError as error:
            receipt.open_file(name)
            receipt.refuse_file(f"文件打不开（{error.strerror or type(error).__name__}）", "请核对文件和权限后重新导入")


def _take_file(store: Store, batch: Batch, path: Path, source: SourceFile, receipt: Receipt, way: _Way) -> None:
    file = open_file(store, batch, source, again=way.again)
    if file.done_at and file.batch_id != batch.id:
        receipt.skip_file(source.name, f"{shown_time(file.done_at)[:10]} 已登记过（第 {file.batch_id} 批）")
    elif file.receipt:
        _merge(receipt, _receipt_from(file.receipt))
    else:
        part = _register_file(store, file, path, source.name, way)
        close_file(store, file, part)
        _merge(receipt, part)


def _register_file(store: Store, file: BatchFile, path: Path, shown: str, way: _Way) -> Receipt:
    """Register the letters of a file, and keep the page images of those that were scanned."""
    part = Receipt()
    with TemporaryDirectory(prefix="petitions-", ignore_cleanup_errors=True) as folder:
        read = way.read([path], part, Path(folder))
        arrivals = (replace(letter, source=_under(letter.source, path.name, shown)) for letter in read)
        for registered in register_all(
            store, _as_begun(store, file, shown, arrivals), channel=way.channel, file_id=file.id
        ):
            way.count(registered)
        keep_scans(store, file.id, part.scans)
    part.scans[:] = [replace(scan, pages=()) for scan in part.scans]  # they are in the store now
    _rename(part, path.name, shown)
    return part


def _as_begun(store: Store, file: BatchFile, shown: str, arrivals: Iterator[Letter]) -> Iterator[Letter]:
    """Pass the letters of a file on; of one that was cut off, the first must be those that were registered.

    Otherwise half the file would be registered as it was understood then, half as it is understood now, with other
    columns or another rule of splitting. Raises ``StoreError`` naming the file, before anything is registered.
    """
    with store.reading() as connection:
        begun = open_letters(store, connection, letters.c.file_id == file.id, _COMPARED)
    again = list(islice(arrivals, len(begun)))
    if [_content(letter) for _, letter in begun] != [_content(letter) for letter in again]:
        problem = "上次读到一半，登记过的来信与这次读出的不同，多半是列的指定或拆分规则改了"
        remedy = "请照上次的指定接着做完；要按新的指定登记，请把文件改名后重新导入"
        raise StoreError(shown, problem, remedy)
    return chain(again, arrivals)


def _content(letter: Letter) -> tuple[object, ...]:
    return letter.text, letter.title, letter.received, letter.sender


def _under(place: str, name: str, shown: str) -> str:
    """Put the name a file has in messages in place of its bare name."""
    return shown + place[len(name) :] if place.startswith(name) else place


def _rename(part: Receipt, name: str, shown: str) -> None:
    if name == shown:
        return
    for count in part.files:
        count.name = _under(count.name, name, shown)
    part.refusals[:] = [replace(refusal, where=_under(refusal.where, name, shown)) for refusal in part.refusals]
    part.notes[:] = [_under(note, name, shown) for note in part.notes]


def _merge(receipt: Receipt, part: Receipt) -> None:
    receipt.files += part.files
    receipt.refusals += part.refusals
    receipt.notes += part.notes
    receipt.scans += part.scans
    receipt.unlisted += part.unlisted
    receipt.withdrawn += part.withdrawn


def _receipt_from(kept: dict[str, Any]) -> Receipt:
    """Make the receipt of a file again from what was kept of it when it was read to its end."""
    return Receipt(
        files=[FileCount(**count) for count in kept["files"]],
        refusals=[Refusal(**refusal) for refusal in kept["refusals"]],
        notes=kept["notes"],
        unlisted=kept["unlisted"],
    )


def batch_receipt(store: Store, batch: int) -> Receipt:
    """Give the receipt of a batch; of one that was cut off, that of the files read to their end."""
    receipt = Receipt()
    with store.reading() as connection:
        whole = connection.scalar(select(batches.c.receipt).where(batches.c.id == batch))
        parts = select(files.c.receipt).where(files.c.batch_id == batch, files.c.receipt.is_not(None))
        kept = [whole] if whole else list(connection.scalars(parts.order_by(files.c.id)))
    for part in kept:
        _merge(receipt, _receipt_from(json.loads(part)))
    return receipt


def _taken(store: Store, batch: Batch, receipt: Receipt, analysed: int) -> Taken:
    mine = letters.c.file_id.in_(select(files.c.id).where(files.c.batch_id == batch.id))
    counted = select(func.count(), func.count(letters.c.copy_of), func.min(letters.c.id), func.max(letters.c.id))
    with store.reading() as connection:
        held, copies, first, last = connection.execute(counted.where(mine)).one()
        ends = select(letters.c.number).where(letters.c.id.in_([first, last])).order_by(letters.c.id)
        numbers = list(connection.scalars(ends)) if held else []
    return Taken(batch, receipt, held, copies, analysed, (numbers[0], numbers[-1]) if numbers else None)
