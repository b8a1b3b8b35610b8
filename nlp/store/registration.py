"""Give every letter its number, before any filter or model looks at it; blank and garbled ones too."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, func, select

from nlp.letter import Letter
from nlp.store.audit import record
from nlp.store.connection import Store, hold
from nlp.store.numbering import take_numbers
from nlp.store.schema import contacts, counters, letters, texts

__all__ = ["CHUNK", "Registered", "register", "register_all", "register_unopened"]

CHUNK = 1000
"""Letters a transaction: enough that waiting for the disk costs nothing, few enough that others get their turn."""

_LONGEST_CHANNEL = 40


@dataclass(frozen=True, slots=True)
class Registered:
    """A letter's place in the register; ``copy_of`` is the id of the first letter of the same text and sender."""

    id: int
    number: str
    copy_of: int | None = None


def storable(text: str) -> str:
    """Replace what no database column takes in a name or place: NUL characters and broken surrogates."""
    return text.replace("\x00", "").encode("utf-8", "backslashreplace").decode()


def register(
    store: Store, arrivals: Sequence[Letter], *, channel: str = "", file_id: int | None = None, who: str = ""
) -> list[Registered]:
    """Register letters in one transaction, in order; either all of them are in the register, or none.

    With ``file_id``, a letter whose id was already registered from that file keeps the number it has, so that a batch
    that was cut off can simply be read again. A letter of the same text and sender as an earlier one is registered
    like any other and linked to it. No letters give no numbers. ``who`` registers them by hand and is noted; of a batch
    the audit notes its beginning and end instead.
    """
    with store.writing() as connection:
        hold(connection, counters)
        known = _known(connection, file_id, [storable(letter.id) for letter in arrivals])
        new = [letter for letter in arrivals if storable(letter.id) not in known]
        added = _add(store, connection, new, channel[:_LONGEST_CHANNEL], file_id)
        for one in added if who else []:
            record(store, connection, who, "register", one.number)
    fresh = iter(added)
    return [known.get(storable(letter.id)) or next(fresh) for letter in arrivals]


def register_all(store: Store, arrivals: Iterable[Letter], *, channel: str = "", file_id: int) -> Iterator[int]:
    """Register the letters of a file chunk by chunk, yielding how many each chunk had."""
    remaining = iter(arrivals)
    while chunk := list(islice(remaining, CHUNK)):
        yield len(register(store, chunk, channel=channel, file_id=file_id))


def register_unopened(store: Store, received: dt.date, destination: str, who: str, *, channel: str) -> Registered:
    """Register a letter that is passed on without being opened: a number, the day it came, in the audit where it went.

    It has no text and is closed from the first, so no model is ever shown it. Raises ``ValueError`` without a doer.
    """
    with store.writing() as connection:
        hold(connection, counters)
        (added,) = _add(store, connection, [Letter("", received=received)], channel[:_LONGEST_CHANNEL], None)
        shut = letters.update().where(letters.c.id == added.id)
        connection.execute(shut.values(status="closed", closed_at=store.now()))
        record(store, connection, who, "pass_on_unopened", added.number, {"to": destination})
    return added


def _known(connection: Connection, file_id: int | None, items: list[str]) -> dict[str, Registered]:
    if file_id is None:
        return {}
    found = select(letters.c.item, letters.c.id, letters.c.number, letters.c.copy_of)
    rows = connection.execute(found.where(letters.c.file_id == file_id, letters.c.item.in_(items)))
    return {row.item: Registered(row.id, row.number, row.copy_of) for row in rows}


def _add(
    store: Store, connection: Connection, arrivals: Sequence[Letter], channel: str, file_id: int | None
) -> list[Registered]:
    if not arrivals:
        return []
    copies = [_copy_digest(store, letter) for letter in arrivals]
    firsts = _first_copies(connection, [copy for copy in copies if copy])
    ids, numbers = take_numbers(store, connection, len(arrivals))
    now, added, rows = store.now(), list[Registered](), list[dict[str, Any]]()
    for letter, copy, id_, number in zip(arrivals, copies, ids, numbers, strict=True):
        first = firsts.setdefault(copy, id_) if copy else id_
        added.append(Registered(id_, number, first if first != id_ else None))
        rows.append(_row(store, letter, added[-1]) | {"copy_sha": copy, "registered_at": now})
    connection.execute(letters.insert().values(file_id=file_id, channel=channel), rows)
    connection.execute(texts.insert(), [_text_row(store, *pair) for pair in zip(arrivals, ids, strict=True)])
    senders = [_sender_row(store, letter, id_) for letter, id_ in zip(arrivals, ids, strict=True) if letter.sender]
    if senders:
        connection.execute(contacts.insert(), senders)
    return added


def _copy_digest(store: Store, letter: Letter) -> str | None:
    """Tell copies apart by text and sender together, so that nothing in the register joins the letters of a person."""
    return store.seal.digest(letter.text, letter.sender) if letter.text.strip() else None


def _first_copies(connection: Connection, copies: list[str]) -> dict[str, int]:
    found = select(letters.c.copy_sha, func.min(letters.c.id)).where(letters.c.copy_sha.in_(copies))
    return {row[0]: row[1] for row in connection.execute(found.group_by(letters.c.copy_sha))}


def _row(store: Store, letter: Letter, registered: Registered) -> dict[str, Any]:
    return {
        "id": registered.id,
        "number": registered.number,
        "item": storable(letter.id) or None,
        "source": storable(letter.source),
        "received": letter.received,
        "text_sha": store.seal.digest(letter.text),
        "copy_of": registered.copy_of,
    }


def _text_row(store: Store, letter: Letter, id_: int) -> dict[str, Any]:
    title = store.seal.close(letter.title, f"texts.title:{id_}") if letter.title else None
    return {"letter_id": id_, "title": title, "body": store.seal.close(letter.text, f"texts.body:{id_}")}


def _sender_row(store: Store, letter: Letter, id_: int) -> dict[str, Any]:
    return {"letter_id": id_, "sender": store.seal.close(letter.sender, f"contacts.sender:{id_}")}
