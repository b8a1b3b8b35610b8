"""Red flags nobody has closed in time: they go up by themselves, once, by letter and kind; of people nothing is said.

《信访工作条例》第四十六条第四项：不得隐瞒、谎报、缓报可能造成社会影响的重大、紧急信访事项。
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from nlp.store.audit import record
from nlp.store.connection import Store, hold
from nlp.store.schema import audit, audit_head, flags, letters

__all__ = ["LeftOpen", "escalate", "flags_left_open", "hours_ago"]

_DOER = "程序"
_DEED = "flag_overdue"
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A red flag that is still up: the letter's number, the kind of danger, the whole hours since it was raised."""

    number: str
    kind: str
    hours: int


def hours_ago(store: Store, hours: int) -> str:
    """Give the moment so many hours before now, as it is stored; ``ValueError`` for fewer than one."""
    if hours < 1:
        raise ValueError(f"hours_ago: hours must be 1 or more, {hours}. Pass how long a red flag may stay open.")
    return store.ago(dt.timedelta(hours=hours))


def flags_left_open(store: Store, hours: int) -> list[LeftOpen]:
    """List the red flags raised over ``hours`` hours ago that are not closed, the longest first; none gives ``[]``.

    Confidential letters are among them: that a letter is urgent is hidden from nobody. The word of one person does not
    close a flag (``close_flag``) and does not take it from this list. Raises ``ValueError`` for fewer than one hour.

    >>> from nlp.store import open_store
    >>> flags_left_open(open_store("sqlite://"), 24)
    []
    """
    waiting = select(letters.c.number, flags.c.kind, flags.c.raised_at).join(letters, letters.c.id == flags.c.letter_id)
    old = (flags.c.closed_at.is_(None), flags.c.raised_at < hours_ago(store, hours))
    with store.reading() as connection:
        rows = connection.execute(waiting.where(*old).order_by(flags.c.raised_at, flags.c.id)).all()
    now = store.clock()
    return [LeftOpen(row.number, row.kind, _whole_hours(row.raised_at, now)) for row in rows]


def escalate(store: Store, hours: int) -> list[LeftOpen]:
    """List the red flags left open, as ``flags_left_open`` does, and note each in the audit when it is first found.

    The program itself is the doer. Asked again, however often and by however many at once, a flag has one line.
    """
    found = flags_left_open(store, hours)
    with store.reading() as connection:
        untold = _untold(connection, found)
    if untold:
        with store.writing() as connection:
            hold(connection, audit_head)
            for flag in _untold(connection, untold):  # somebody else may have told of it meanwhile
                details = {"kind": flag.kind, "hours": hours}
                record(store, connection, _DOER, _DEED, _subject(flag), details)
    return found


def _untold(connection: Connection, found: Sequence[LeftOpen]) -> list[LeftOpen]:
    """Give those the audit has no line of yet."""
    untold = list[LeftOpen]()
    for begin in range(0, len(found), _CHUNK):
        part = found[begin : begin + _CHUNK]
        lines = select(audit.c.subject).where(audit.c.action == _DEED, audit.c.subject.in_(map(_subject, part)))
        told = set(connection.scalars(lines))
        untold += [flag for flag in part if _subject(flag) not in told]
    return untold


def _subject(flag: LeftOpen) -> str:
    """Name a flag in the audit: the details are sealed, and a letter may have one flag of each kind."""
    return f"{flag.number} {flag.kind}"


def _whole_hours(start: str, now: dt.datetime) -> int:
    return int((now - dt.datetime.fromisoformat(start)).total_seconds() // 3600)
