"""Batches: which files were taken in, how far each one got, and the receipt.

A file is its name and content. One that was taken in to its end is not taken in twice; one that was cut off is read
again from its beginning, and the letters it gave keep their numbers. So a batch is resumed by starting it again.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from nlp.errors import StoreError
from nlp.receipt import Receipt
from nlp.store.audit import record
from nlp.store.connection import Store, hold
from nlp.store.registration import storable
from nlp.store.schema import batches, files, letters

__all__ = ["Batch", "BatchFile", "SourceFile", "close_batch", "close_file", "fingerprint", "open_batch", "open_file"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be taken in: the name it has in messages, and the SHA-256 of its content."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A run over some files; ``resumed`` when an earlier run over the same files was cut off."""

    id: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file of a batch. ``receipt`` is that of an earlier run which read it to its end, in batch ``batch_id``."""

    id: int
    batch_id: int
    done_at: str | None
    receipt: dict[str, object] | None


def fingerprint(path: Path, name: str) -> SourceFile:
    """Give the name and digest of a file; raises ``OSError`` when it cannot be read."""
    with path.open("rb") as stream:
        return SourceFile(storable(name), hashlib.file_digest(stream, "sha256").hexdigest())


def open_batch(store: Store, sources: Sequence[SourceFile], who: str) -> Batch:
    """Begin a batch, or go on with the one over the same files that was not finished."""
    listed = "\n".join(sorted(f"{source.sha256} {source.name}" for source in sources))
    digest = hashlib.sha256(listed.encode()).hexdigest()
    with store.writing() as connection:
        hold(connection, batches)
        unfinished = select(batches.c.id).where(batches.c.digest == digest, batches.c.finished_at.is_(None))
        known = connection.scalar(unfinished.order_by(batches.c.id.desc()).limit(1))
        if known is not None:
            return Batch(known, resumed=True)
        row = batches.insert().values(digest=digest, who=who, started_at=store.now())
        (id_,) = connection.execute(row).inserted_primary_key or (0,)
        record(store, connection, who, "ingest_begin", f"batch {id_}", {"files": len(sources)})
    return Batch(id_, resumed=False)


def open_file(store: Store, batch: Batch, source: SourceFile, *, again: bool = False) -> BatchFile:
    """Begin a file, or give what is known of it if it was begun before.

    With ``again``, a file that another batch took in is taken in once more, its letters as copies of those.
    """
    with store.writing() as connection:
        hold(connection, files)
        same = select(files).where(files.c.sha256 == source.sha256, files.c.name == source.name)
        row = connection.execute(same.order_by(files.c.again.desc()).limit(1)).first()
        if row is None or (again and row.batch_id != batch.id):
            count = 0 if row is None else row.again + 1
            values = {"batch_id": batch.id, "name": source.name, "sha256": source.sha256, "again": count}
            (id_,) = connection.execute(files.insert().values(values)).inserted_primary_key or (0,)
            return BatchFile(id_, batch.id, None, None)
        if row.done_at is None and row.batch_id != batch.id:
            connection.execute(files.update().where(files.c.id == row.id).values(batch_id=batch.id))
    return BatchFile(row.id, row.batch_id, row.done_at, json.loads(row.receipt) if row.receipt else None)


def close_file(store: Store, file: BatchFile, receipt: Receipt) -> None:
    """Mark a file as taken in, if what the receipt counted is what the register holds.

    A file that could not be read to its end stays open, to be read again once it has been mended.
    Raises ``StoreError`` otherwise: letters were lost or doubled, and the run must not be believed.
    """
    with store.writing() as connection:
        held = _letters_of(connection, file.id)
        if not receipt.adds_up or held != receipt.letters:
            problem = f"回执来信 {receipt.letters} 封，登记簿 {held} 封，对不上"
            raise StoreError(f"第 {file.id} 号文件", problem, "这是程序的错误，请保留原文件并报告")
        if receipt.files_refused:
            return
        content = json.dumps(receipt.as_dict(), ensure_ascii=False)
        done = {"done_at": store.now(), "receipt": content}
        connection.execute(files.update().where(files.c.id == file.id).values(done))


def _letters_of(connection: Connection, file_id: int) -> int:
    return connection.scalar(select(func.count()).where(letters.c.file_id == file_id)) or 0


def close_batch(store: Store, batch: Batch, receipt: Receipt, who: str) -> None:
    """Finish a batch and keep its receipt; finishing it twice changes nothing."""
    content = json.dumps(receipt.as_dict(), ensure_ascii=False)
    with store.writing() as connection:
        open_ = batches.update().where(batches.c.id == batch.id, batches.c.finished_at.is_(None))
        if connection.execute(open_.values(finished_at=store.now(), receipt=content)).rowcount:
            record(store, connection, who, "ingest_end", f"batch {batch.id}", {"letters": receipt.letters})
