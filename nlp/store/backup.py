"""Backup and restore: one zip of plain lines, the same for SQLite and PostgreSQL, that restores into either.

Every table is a ``.jsonl`` file; ``manifest.json`` holds its number of rows and SHA-256, the audit's head and the
fingerprint of the key. Sealed columns stay sealed: the backup of an encrypted store opens with its key only. The
full-text index is left out and built anew.
"""

import base64
import datetime as dt
import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Connection, Date, LargeBinary, Table, func, select, text

from nlp.errors import StoreError
from nlp.store.audit import Head, head_of, record, verify_audit
from nlp.store.connection import Store
from nlp.store.index import add_terms, clear_terms
from nlp.store.migration import NEWEST
from nlp.store.schema import letters, meta, metadata
from nlp.store.terms import terms_of
from nlp.store.viewing import open_letters

__all__ = ["BackupManifest", "back_up", "check_backup", "restore"]

_CHUNK = 1000
_MANIFEST = "manifest.json"
_DAMAGED = ("备份文件不完整或被改动过", "请换一份备份")
_LONGEST_LINE = 64 << 20


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: int
    sha256: str


class BackupManifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    revision: str
    made_at: str
    key: str
    audit_line: int
    audit_hash: str
    tables: dict[str, _Part]


def back_up(store: Store, path: Path, who: str) -> BackupManifest:
    """Write one consistent state of the store to a file only its owner can read; audited first, as an export is.

    The file appears whole or not at all. Raises ``StoreError`` when it cannot be written.
    """
    with store.writing() as connection:
        record(store, connection, who, "backup", path.name)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            manifest = _write(store, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise StoreError(str(path), f"备份写不了（{error.strerror}）", "请核对磁盘空间和权限，或换一个文件") from None
    finally:
        with suppress(OSError):
            draft.unlink()
    return manifest


def _write(store: Store, file: IO[bytes]) -> BackupManifest:
    with store.reading() as connection, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        parts = {table.name: _write_table(connection, table, archive) for table in metadata.sorted_tables}
        head = head_of(connection)
        manifest = BackupManifest(
            revision=NEWEST,
            made_at=store.now(),
            key=store.seal.fingerprint,
            audit_line=head.line,
            audit_hash=head.hash,
            tables=parts,
        )
        archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _write_table(connection: Connection, table: Table, archive: zipfile.ZipFile) -> _Part:
    rows, digest = 0, hashlib.sha256()
    found = connection.execution_options(yield_per=_CHUNK).execute(select(table).order_by(*table.primary_key))
    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as stream:
        for row in found:
            line = json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"
            stream.write(line)
            digest.update(line)
            rows += 1
    return _Part(rows=rows, sha256=digest.hexdigest())


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, dt.date) else value


def check_backup(path: Path) -> BackupManifest:
    """Check every table of a backup against the manifest; ``StoreError`` says what is wrong."""
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        for name, part in manifest.tables.items():
            digest = hashlib.sha256()
            rows = 0
            for line in _lines(archive, name, path):
                digest.update(line)
                rows += 1
            if (rows, digest.hexdigest()) != (part.rows, part.sha256):
                raise StoreError(f"{path.name} 的 {name} 表", *_DAMAGED)
    return manifest


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise StoreError(str(path), "找不到备份文件", "请核对路径") from None
    except (OSError, zipfile.BadZipFile):
        raise StoreError(str(path), *_DAMAGED) from None


def _manifest(archive: zipfile.ZipFile, path: Path) -> BackupManifest:
    try:
        manifest = BackupManifest.model_validate_json(archive.read(_MANIFEST))
    except (KeyError, OSError, zipfile.BadZipFile, ValidationError):
        raise StoreError(str(path), *_DAMAGED) from None
    if manifest.revision != NEWEST or set(manifest.tables) != set(metadata.tables):
        raise StoreError(str(path), f"是另一版本程序的备份（{manifest.revision}）", "请用做备份的那一版程序恢复")
    return manifest


def _lines(archive: zipfile.ZipFile, name: str, path: Path) -> Iterator[bytes]:
    try:
        with archive.open(f"{name}.jsonl") as stream:
            while line := stream.readline(_LONGEST_LINE):
                yield line
    except (KeyError, OSError, EOFError, zipfile.BadZipFile, RuntimeError):
        raise StoreError(f"{path.name} 的 {name} 表", *_DAMAGED) from None


def restore(store: Store, path: Path, who: str) -> BackupManifest:
    """Fill an empty store from a backup, all of it or nothing, and check that the audit is whole.

    Raises ``StoreError`` when the backup is damaged or of another key, or the store is not empty.
    """
    manifest = check_backup(path)
    if manifest.key != store.seal.fingerprint:
        raise StoreError(str(path), "备份与现在的密钥不配", "请核对 PETITIONS_KEY 是否是做备份时的那一个")
    with store.writing() as connection, _opened(path) as archive:
        if connection.scalar(select(func.count()).select_from(letters)) or head_of(connection).line:
            raise StoreError("数据库", "不是空的，不能恢复进去", "请用 PETITIONS_STORE 指定一个新库")
        connection.execute(meta.delete())
        for table in metadata.sorted_tables:
            _fill(connection, table, _lines(archive, table.name, path))
        if store.postgresql:
            _go_on_counting(connection)
        _build_index(store, connection)
    if faults := verify_audit(store, Head(manifest.audit_line, manifest.audit_hash)):
        raise StoreError(str(path), f"恢复后审计不符：{faults[0]}", "请换一份备份，恢复到另一个新库")
    with store.writing() as connection:
        record(store, connection, who, "restore", path.name, {"made_at": manifest.made_at})
    return manifest


def _fill(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    readers = [_reader_of(column.type) for column in table.columns]
    names = [column.name for column in table.columns]
    remaining = iter(lines)
    while chunk := list(islice(remaining, _CHUNK)):
        rows = [[read(value) for read, value in zip(readers, json.loads(line), strict=True)] for line in chunk]
        connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])


def _reader_of(kind: object) -> Callable[[Any], Any]:
    if isinstance(kind, LargeBinary):
        return lambda value: None if value is None else base64.b64decode(value)
    if isinstance(kind, Date):
        return lambda value: None if value is None else dt.date.fromisoformat(value)
    return lambda value: value


def _go_on_counting(connection: Connection) -> None:
    """Let PostgreSQL's own counters go on after the rows that were filled in."""
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            highest = connection.scalar(select(func.max(column)))
            if highest:
                sequence = {"table": table.name, "column": column.name, "value": highest}
                connection.execute(text("SELECT setval(pg_get_serial_sequence(:table, :column), :value)"), sequence)


def _build_index(store: Store, connection: Connection) -> None:
    clear_terms(store, connection)
    after = 0
    while found := open_letters(store, connection, letters.c.indexed & (letters.c.id > after), _CHUNK):
        blind, fold = store.seal.blind, store.fold
        add_terms(store, connection, [(id_, " ".join(blind(terms_of(fold(x.full_text))))) for id_, x in found])
        after = found[-1][0]
