"""The audit: who looked, unmasked, exported, corrected or closed what, in lines that cannot be changed unnoticed.

Every line carries the digest of itself and of the line before it (Haber & Stornetta 1991, "How to time-stamp a digital
document"), and a head record says which line is the last, so that a cut at the end shows too. With a key the digests
are HMACs, which nobody without the key can make again. Without one, write the head down elsewhere: a backup does, and
``petitions audit verify --head`` compares.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, func, select, true

from nlp.errors import StoreError
from nlp.store.connection import Store, hold
from nlp.store.schema import audit, audit_head

__all__ = ["Head", "Line", "audit_lines", "head_of", "note_export", "record", "verify_audit"]

_BEGINNING = ""
_PAGE = 5000


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of the audit: its number and digest."""

    line: int
    hash: str

    def __str__(self) -> str:
        return f"{self.line}:{self.hash}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the audit; ``subject`` is a registration number, a file, a week."""

    line: int
    at: str
    who: str
    action: str
    subject: str
    details: Mapping[str, object]


def head_of(connection: Connection) -> Head:
    """Give the head record; line 0 for an audit that has not begun."""
    row = connection.execute(select(audit_head.c.line, audit_head.c.hash)).first()
    return Head(row.line, row.hash) if row else Head(0, _BEGINNING)


def record(
    store: Store,
    connection: Connection,
    who: str,
    action: str,
    subject: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add a line in the transaction of the deed itself: the one is not kept without the other.

    Raises ``ValueError`` for a deed without a doer.
    """
    if not who.strip():
        raise ValueError("audit: a deed needs a doer, ''. Pass the name of the person.")
    hold(connection, audit_head)
    before = head_of(connection)
    line, at = before.line + 1, store.now()
    content = json.dumps(dict(details or {}), ensure_ascii=False, sort_keys=True)
    digest = store.seal.digest(before.hash, str(line), at, who, action, subject, content)
    box = store.seal.close(content, f"audit.details:{line}")
    connection.execute(
        audit.insert().values(line=line, at=at, who=who, action=action, subject=subject, details=box, hash=digest)
    )
    head = {"line": line, "hash": digest, "seal": store.seal.digest("head", str(line), digest)}
    if not connection.execute(audit_head.update().values(head)).rowcount:
        connection.execute(audit_head.insert().values(id=1, **head))


def note_export(store: Store, who: str, subject: str, details: Mapping[str, object] | None = None) -> None:
    """Note that a file with something of the letters was given out, before it is; ``subject`` names the file.

    Raises ``ValueError`` for a deed without a doer.

    >>> from nlp.store import open_store
    >>> store = open_store("sqlite://")
    >>> note_export(store, "安之若", "检索.xlsx", {"letters": 2})
    >>> [(line.who, line.action, line.subject) for line in audit_lines(store)]
    [('安之若', 'export', '检索.xlsx')]
    """
    with store.writing() as connection:
        record(store, connection, who, "export", subject, details)


def _rows(connection: Connection, after: int = 0, actions: Collection[str] = ()) -> Iterator[Row[tuple[object, ...]]]:
    wanted = audit.c.action.in_(actions) if actions else true()
    while rows := connection.execute(
        select(audit).where(audit.c.line > after, wanted).order_by(audit.c.line).limit(_PAGE)
    ).fetchall():
        yield from rows
        after = rows[-1].line


def audit_lines(store: Store, after: int = 0, *, actions: Collection[str] = ()) -> Iterator[Line]:
    """Yield the lines after a given one, in order; with ``actions``, those of these deeds only."""
    with store.reading() as connection:
        for row in _rows(connection, after, actions):
            details = json.loads(store.seal.open(row.details, f"audit.details:{row.line}"))
            yield Line(row.line, row.at, row.who, row.action, row.subject, details)


def verify_audit(store: Store, known: Head | None = None) -> list[str]:
    """Say what is wrong with the audit, a sentence each; an empty list when every line is there and unchanged.

    ``known`` is a head noted earlier: that line must still be there as it was.
    """
    with store.reading() as connection:
        faults, last, met = _check_lines(store, connection, known)
        head = connection.execute(select(audit_head)).first()
    if head is None:
        faults += ["审计首记录缺失"] if last.line else []
    elif head.seal != store.seal.digest("head", str(head.line), head.hash):
        faults.append("审计首记录被改动过")
    elif head.line > last.line:
        faults.append(f"末尾缺失：最后一行应是第 {head.line} 行，实有到第 {last.line} 行")
    elif Head(head.line, head.hash) != last:
        faults.append("审计首记录与最后一行不符")
    if not met:
        faults.append(f"与事先记下的第 {known.line if known else 0} 行不符")
    return faults


def _check_lines(store: Store, connection: Connection, known: Head | None) -> tuple[list[str], Head, bool]:
    """Check every line against the one before it; also give the last line and whether the known one was met."""
    put_in = connection.scalar(select(func.count()).select_from(audit).where(audit.c.line < 1))
    faults = [f"第 1 行之前多出 {put_in} 行"] if put_in else []
    before, met = Head(0, _BEGINNING), known is None or known.line == 0
    for row in _rows(connection):
        if row.line != before.line + 1:
            faults.append(f"第 {before.line + 1} 行至第 {row.line - 1} 行缺失")
        elif not _is_whole(store, row, before):
            faults.append(f"第 {row.line} 行被改动过")
        before = Head(row.line, row.hash)
        met = met or before == known
    return faults, before, met


def _is_whole(store: Store, row: Row[tuple[object, ...]], before: Head) -> bool:
    try:
        content = store.seal.open(row.details, f"audit.details:{row.line}")
    except StoreError:
        return False
    return bool(
        row.hash == store.seal.digest(before.hash, str(row.line), row.at, row.who, row.action, row.subject, content)
    )
