"""Who reads, and reading letters out of the store: masked and noted, or in full with a reason that is noted too."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, Row, select

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.store.audit import record
from nlp.store.connection import Store
from nlp.store.schema import contacts, letters, texts

__all__ = ["Reader", "find", "open_letters", "unmask", "view"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A named user; ``confidential`` for a handler of accusations, who alone may see confidential letters."""

    name: str
    confidential: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise StoreError("用户", "没有写明是谁", "请写明姓名或工号，每次查阅都要留痕")


def find(connection: Connection, number: str) -> Row[tuple[object, ...]]:
    """Find a line of the register by its number; ``StoreError`` if there is none."""
    row = connection.execute(select(letters).where(letters.c.number == number)).first()
    if row is None:
        raise StoreError("登记簿", "没有这个登记号", "请核对登记号，例：2026-000123")
    return row


def open_letters(
    store: Store, connection: Connection, condition: ColumnElement[bool], limit: int | None = None
) -> list[tuple[int, Letter]]:
    """Read letters whole, with their ids, in order of registration; the ``id`` of a letter is its number.

    Nothing is noted in the audit: this is for the program's own work. What a person sees goes through ``view``.
    """
    found = (
        select(letters.c.id, letters.c.number, letters.c.received, letters.c.source)
        .add_columns(texts.c.title, texts.c.body, contacts.c.sender)
        .join(texts, texts.c.letter_id == letters.c.id)
        .outerjoin(contacts, contacts.c.letter_id == letters.c.id)
        .where(condition)
        .order_by(letters.c.id)
        .limit(limit)
    )
    opened = store.seal.open
    return [
        (
            row.id,
            Letter(
                text=opened(row.body, f"texts.body:{row.id}"),
                id=row.number,
                title=opened(row.title, f"texts.title:{row.id}") if row.title else "",
                received=row.received,
                sender=opened(row.sender, f"contacts.sender:{row.id}") if row.sender else "",
                source=row.source,
            ),
        )
        for row in connection.execute(found)
    ]


def view(store: Store, number: str, reader: Reader, mask: Callable[[str], str]) -> Letter:
    """Give a letter as it may be shown, masked and without its sender, and note who looked.

    Raises ``StoreError`` for a number that does not exist and for a confidential letter the reader may not see; the
    attempt is noted as well.
    """
    letter = _read(store, number, reader, "view", "")
    return replace(letter, text=mask(letter.text), title=mask(letter.title), sender="")


def unmask(store: Store, number: str, reader: Reader, why: str) -> Letter:
    """Give a letter in full, with its sender; who and why are noted.

    Raises ``StoreError`` as ``view`` does, and where no reason is given.
    """
    if not why.strip():
        raise StoreError(number, "查看原文没有写明理由", "请写明理由，理由会记入审计")
    return _read(store, number, reader, "unmask", why)


def _read(store: Store, number: str, reader: Reader, action: str, why: str) -> Letter:
    with store.writing() as connection:
        row = find(connection, number)
        allowed = reader.confidential or not row.confidential
        details = {"why": why} if why else {}
        record(store, connection, reader.name, action if allowed else f"{action}_refused", number, details)
        opened = open_letters(store, connection, letters.c.id == row.id) if allowed else []
    if not opened:
        raise StoreError(number, "保密件，仅限承办人查阅", "如需查阅，请联系检举控告承办人；本次尝试已记入审计")
    return opened[0][1]
