"""What people decide about a letter: a correction, closing it, closing a red flag. Every decision is audited."""

from sqlalchemy import Connection, Row, func, select

from nlp.errors import StoreError
from nlp.store.audit import record
from nlp.store.connection import Store
from nlp.store.schema import corrections, flag_closings, flags, letters
from nlp.store.viewing import Reader, find, open_letters

__all__ = ["FIELDS", "close_flag", "close_letter", "correct", "find_decidable", "put_correction"]

FIELDS = ("category", "confidential")
"""What may be corrected; ``confidential`` takes ``"true"`` or ``"false"``."""


def _reason(why: str, number: str) -> str:
    if not why.strip():
        raise StoreError(number, "没有写明理由", "请写明理由，理由会记入审计")
    return why


def find_decidable(store: Store, connection: Connection, number: str, person: Reader) -> Row[tuple[object, ...]]:
    """Find a letter this person may decide about; ``StoreError`` says why not."""
    row = find(connection, number)
    if not person.decides:
        raise StoreError(number, "您的角色不能更正、办结", "请由经手人或承办人处理")
    if row.confidential and not open_letters(store, connection, letters.c.id == row.id, reader=person):
        raise StoreError(number, "保密件，仅限承办人处理", "请联系检举控告承办人")
    return row


def correct(store: Store, number: str, person: Reader, field: str, value: str, why: str) -> None:
    """Put a person's word in place of the model's, and keep who said so, why, and what stood there before.

    The same value once more confirms it. Raises ``ValueError`` for a field that is none of ``FIELDS``, ``StoreError``
    for an unknown letter, a missing reason, a letter not analysed yet, or a confidential one the person may not handle.
    """
    if field not in FIELDS or (field == "confidential" and value not in ("true", "false")):
        raise ValueError(f"correct: no such field or value, {field}={value}. Use one of {', '.join(FIELDS)}.")
    with store.writing() as connection:
        row = find_decidable(store, connection, number, person)
        if row.model is None:
            raise StoreError(number, "还没有研判，不能更正", "请先运行 petitions ingest 完成研判")
        put_correction(store, connection, row, person, field, value, _reason(why, number))


def put_correction(
    store: Store,
    connection: Connection,
    row: Row[tuple[object, ...]],
    person: Reader,
    field: str,
    value: str,
    why: str,
) -> None:
    """Keep a correction of a line of the register that was found to be this person's to make."""
    before = row.category if field == "category" else str(row.confidential).lower()
    box = store.seal.close(why, f"corrections.why:{row.id}")
    entry = {"letter_id": row.id, "at": store.now(), "who": person.name, "field": field}
    connection.execute(corrections.insert().values(**entry, before=before, after=value, why=box))
    changed = {"category": value, "settled": True} if field == "category" else {"confidential": value == "true"}
    connection.execute(letters.update().where(letters.c.id == row.id).values(changed))
    details = {"field": field, "from": before, "to": value, "why": why}
    record(store, connection, person.name, "correct", row.number, details)


def close_letter(store: Store, number: str, person: Reader) -> None:
    """Mark a letter as dealt with (办结), from when on its derived data grow old.

    Raises ``StoreError`` while a red flag of it is open.
    """
    with store.writing() as connection:
        row = find_decidable(store, connection, number, person)
        waiting = select(func.count()).where(flags.c.letter_id == row.id, flags.c.closed_at.is_(None))
        if connection.scalar(waiting):
            raise StoreError(number, "还有红旗没有解除", "请先由两人说明理由解除红旗，再办结")
        closed = letters.update().where(letters.c.id == row.id, letters.c.status != "closed")
        if connection.execute(closed.values(status="closed", closed_at=store.now())).rowcount:
            record(store, connection, person.name, "close", number)


def close_flag(store: Store, number: str, kind: str, person: Reader, why: str) -> bool:
    """Say that a red flag may be closed; it closes, and True is given, once a second person has said so too.

    One person's second word counts as the first. Raises ``StoreError`` without a reason or an open flag of this kind.
    """
    with store.writing() as connection:
        letter = find_decidable(store, connection, number, person)
        mine = select(flags.c.id).where(flags.c.letter_id == letter.id, flags.c.kind == kind)
        flag_id = connection.scalar(mine.where(flags.c.closed_at.is_(None)).with_for_update())
        if flag_id is None:
            raise StoreError(number, "没有这一种未解除的红旗", "请刷新后核对")
        who, now = person.name.strip(), store.now()
        said = set(connection.scalars(select(flag_closings.c.who).where(flag_closings.c.flag_id == flag_id)))
        box = store.seal.close(_reason(why, number), f"flag_closings.why:{flag_id}:{who}")
        if who not in said:
            connection.execute(flag_closings.insert().values(flag_id=flag_id, who=who, at=now, why=box))
        closed = len(said | {who}) > 1
        if closed:
            connection.execute(flags.update().where(flags.c.id == flag_id).values(closed_at=now))
        details = {"kind": kind, "closed": closed, "why": why}
        record(store, connection, person.name, "close_flag", number, details)
    return closed
