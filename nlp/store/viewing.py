"""Who reads, and reading letters out of the store: masked and noted, or in full with a reason that is noted too."""

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.store.audit import record
from nlp.store.connection import Store
from nlp.store.schema import contacts, letters, texts

__all__ = ["Reader", "find", "ids_in_parts", "open_letters", "unmask", "view"]


def _concerns_nobody(letter: Letter) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Reader:
    """A named user, and how far this user may look; ``nlp.roles`` says it of each role.

    ``confidential`` for a handler of accusations, who alone may see confidential letters, but none that ``concerns``
    them: one that accuses them or their unit (《信访工作条例》第二十八条、第三十条). ``reads`` is how letters are shown
    to them, ``decides`` whether they may correct and close.
    """

    name: str
    confidential: bool = False
    reads: Literal["whole", "masked", "nothing"] = "whole"
    decides: bool = True
    concerns: Callable[[Letter], bool] = field(default=_concerns_nobody, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise StoreError("用户", "没有写明是谁", "请写明姓名或工号，每次查阅都要留痕")

    def may_see(self, letter: Letter, confidential: bool) -> bool:
        """Say whether anything of a letter may be shown to this user.

        >>> Reader("甲").may_see(Letter("欠薪"), True), Reader("甲", True).may_see(Letter("欠薪"), True)
        (False, True)
        """
        if self.reads == "nothing":
            return False
        return not confidential or (self.confidential and not self.concerns(letter))


def find(connection: Connection, number: str) -> Row[tuple[object, ...]]:
    """Find a line of the register by its number; ``StoreError`` if there is none."""
    row = connection.execute(select(letters).where(letters.c.number == number)).first()
    if row is None:
        raise StoreError("登记簿", "没有这个登记号", "请核对登记号，例：2026-000123")
    return row


def open_letters(
    store: Store,
    connection: Connection,
    condition: ColumnElement[bool],
    limit: int | None = None,
    *,
    reader: Reader | None = None,
) -> list[tuple[int, Letter]]:
    """Read letters whole, with their ids, in order of registration; the ``id`` of a letter is its number.

    With a ``reader``, letters of which this user may see nothing are left out. Nothing is noted in the audit: this is
    for the program's own work. What a person sees goes through ``view``.
    """
    found = (
        select(letters.c.id, letters.c.number, letters.c.received, letters.c.source, letters.c.confidential)
        .add_columns(texts.c.title, texts.c.body, contacts.c.sender)
        .join(texts, texts.c.letter_id == letters.c.id)
        .outerjoin(contacts, contacts.c.letter_id == letters.c.id)
        .where(condition)
        .order_by(letters.c.id)
        .limit(limit)
    )
    unsealed = store.seal.open
    opened = []
    for row in connection.execute(found):
        letter = Letter(
            text=unsealed(row.body, f"texts.body:{row.id}"),
            id=row.number,
            title=unsealed(row.title, f"texts.title:{row.id}") if row.title else "",
            received=row.received,
            sender=unsealed(row.sender, f"contacts.sender:{row.id}") if row.sender else "",
            source=row.source,
        )
        if reader is None or reader.may_see(letter, row.confidential):
            opened.append((row.id, letter))
    return opened


def ids_in_parts(store: Store, wanted: Select[int], size: int) -> Iterator[list[int]]:
    """Yield the ids a query gives, so many at a time, in its order; no letters, no parts.

    It is asked once: asked again for each part, a million letters would be gone through a thousand times.
    """
    with store.reading() as connection:
        ids = array("q", connection.scalars(wanted))
    for start in range(0, len(ids), size):
        yield ids[start : start + size].tolist()


def view(store: Store, number: str, reader: Reader, mask: Callable[[str], str]) -> Letter:
    """Give a letter as it may be shown, masked and without its sender, and note who looked.

    Raises ``StoreError`` for a number that does not exist and for a confidential letter the reader may not see; the
    attempt is noted as well.
    """
    letter = _read(store, number, reader, "view", "")
    return replace(letter, text=mask(letter.text), title=mask(letter.title), sender="")


def unmask(store: Store, number: str, reader: Reader, why: str) -> Letter:
    """Give a letter in full, with its sender; who and why are noted.

    Raises ``StoreError`` as ``view`` does, where no reason is given, and for a user who is shown masked letters only.
    """
    if reader.reads != "whole":
        raise StoreError(number, "您的角色只能看遮蔽后的内容", "如需原文，请联系经手人")
    if not why.strip():
        raise StoreError(number, "查看原文没有写明理由", "请写明理由，理由会记入审计")
    return _read(store, number, reader, "unmask", why)


def _read(store: Store, number: str, reader: Reader, action: str, why: str) -> Letter:
    with store.writing() as connection:
        row = find(connection, number)
        opened = open_letters(store, connection, letters.c.id == row.id, reader=reader)
        details = {"why": why} if why else {}
        record(store, connection, reader.name, action if opened else f"{action}_refused", number, details)
    if not opened:
        # Whom a letter accuses must not learn that it does: refused in the same words as to anybody else.
        raise StoreError(number, "保密件，仅限承办人查阅", "如需查阅，请联系检举控告承办人；本次尝试已记入审计")
    return opened[0][1]
