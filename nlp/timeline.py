"""Every matter through time, and those that were answered and still bring letters; counted in the register.

Confidential letters are left out: a matter known from them alone has no line.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, select, true

from nlp.store import Store
from nlp.store.schema import alarms, letters, matter_letters, matters
from nlp.volume import monday_of

__all__ = ["Answered", "MatterCourse", "answered_matters", "matter_courses", "matter_numbers", "matter_of"]

_FEWEST = 2
"""A matter of which fewer letters may be shown has no line, as it has no card."""

_AT_ONCE = 100
"""Matters whose closed letters are looked up together."""

_LATELY = 4
"""Weeks whose letters decide which matter comes first."""


@dataclass(frozen=True, slots=True)
class MatterCourse:
    """One matter: its headline (masked, "" where none was made), its days, and its letters week by week, oldest first.

    ``alarmed`` holds the weeks (``2026-W47``) in which it was alarmed.
    """

    id: str
    headline: str
    born: dt.date
    ended: dt.date | None
    weekly: tuple[int, ...]
    letters: int
    alarmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A matter of which letters were dealt with and that brings letters still: ``since`` the first was closed."""

    id: str
    headline: str
    closed: int
    since: dt.date
    letters: int
    last: dt.date


def matter_courses(
    store: Store, week: str, *, weeks: int = 26, most: int = 40, only: Sequence[str] = ()
) -> list[MatterCourse]:
    """Give the matters with most letters in the weeks up to ``week``, most in the latest weeks first.

    With ``only``, those matters and no others. A matter with fewer than two letters in them is left out.

    >>> from nlp.store import open_store
    >>> matter_courses(open_store("sqlite://"), "2026-W47")
    []
    """
    first = monday_of(week) - dt.timedelta(weeks=weeks - 1)
    counted = _by_day(first, weeks, matter_letters.c.matter_id.in_(only) if only else true())
    table: dict[str, list[int]] = defaultdict(lambda: [0] * weeks)
    place = {first + dt.timedelta(days=day): day // 7 for day in range(7 * weeks)}
    with store.reading() as connection:
        for matter, received, held in connection.execute(counted):
            table[matter][place[received]] += held
        known = [name for name, weekly in table.items() if sum(weekly) >= _FEWEST]
        order = sorted(known, key=lambda name: (-sum(table[name][-_LATELY:]), -sum(table[name]), name))[:most]
        rows = {row.id: row for row in connection.execute(select(matters).where(matters.c.id.in_(order)))}
        raised = connection.execute(select(alarms.c.matter_id, alarms.c.week).where(alarms.c.matter_id.in_(order)))
        alarmed: dict[str, set[str]] = defaultdict(set)
        for row in raised:
            alarmed[row.matter_id].add(row.week)
    return [_course(store, rows[name], table[name], alarmed[name]) for name in order]


def _by_day(first: dt.date, weeks: int, which: ColumnElement[bool]) -> Select[str, dt.date, int]:
    """Count the letters of each matter by the day they were received, in so many weeks from ``first`` on."""
    span = letters.c.received.between(first, first + dt.timedelta(days=7 * weeks - 1))
    return (
        select(matter_letters.c.matter_id, letters.c.received, func.count().label("held"))
        .join(letters, letters.c.id == matter_letters.c.letter_id)
        .where(span, letters.c.confidential.is_(false()), which)
        .group_by(matter_letters.c.matter_id, letters.c.received)
    )


def _course(store: Store, row: Any, weekly: Sequence[int], alarmed: Iterable[str]) -> MatterCourse:
    ended = dt.date.fromisoformat(row.ended[:10]) if row.ended else None
    born = dt.date.fromisoformat(row.born[:10])
    headline = _headline(store, row)
    return MatterCourse(row.id, headline, born, ended, tuple(weekly), sum(weekly), tuple(sorted(alarmed)))


def _headline(store: Store, row: Any) -> str:
    document = json.loads(store.seal.open(row.document, f"matters.document:{row.id}"))
    return str(document.get("headline", ""))


def answered_matters(store: Store, week: str, *, weeks: int = 13, fewest: int = 2, most: int = 20) -> list[Answered]:
    """Give the matters that brought letters after the day one of theirs was closed, most first; ``fewest`` at least.

    Only letters of the weeks up to ``week`` that are open count as brought; those closed may be older.

    >>> from nlp.store import open_store
    >>> answered_matters(open_store("sqlite://"), "2026-W47")
    []
    """
    first = monday_of(week) - dt.timedelta(weeks=weeks - 1)
    still = _by_day(first, weeks, letters.c.closed_at.is_(None))
    brought: dict[str, dict[dt.date, int]] = defaultdict(dict)
    with store.reading() as connection:
        for matter, received, held in connection.execute(still):
            brought[matter][received] = held
        found = _after_closing(connection, brought, fewest, most)
        rows = {row.id: row for row in connection.execute(select(matters).where(matters.c.id.in_(found)))}
    return [_answered(store, rows[name], *line) for name, line in found.items()]


def _after_closing(
    connection: Connection, brought: Mapping[str, Mapping[dt.date, int]], fewest: int, most: int
) -> dict[str, tuple[dt.date, int, int, dt.date]]:
    """Give since when, letters closed, letters since and the last day of each, most letters first.

    A matter cannot have more letters since than it brought: no more of them are looked up than can come first.
    """
    order = sorted(brought, key=lambda name: (-sum(brought[name].values()), name))
    found: dict[str, tuple[dt.date, int, int, dt.date]] = {}
    for start in range(0, len(order), _AT_ONCE):
        part = order[start : start + _AT_ONCE]
        if len(found) >= most and sum(brought[part[0]].values()) < sorted(f[2] for f in found.values())[-most]:
            break
        for name, (since, closed) in _first_closed(connection, part).items():
            later = {day: held for day, held in brought[name].items() if day > since}
            if sum(later.values()) >= fewest:
                found[name] = (since, closed, sum(later.values()), max(later))
    return dict(sorted(found.items(), key=lambda pair: (-pair[1][2], pair[0]))[:most])


def _first_closed(connection: Connection, names: Sequence[str]) -> dict[str, tuple[dt.date, int]]:
    """Give the day on which the first letter of each matter was closed, and how many are."""
    ends = (
        select(matter_letters.c.matter_id, func.min(letters.c.closed_at).label("since"), func.count().label("closed"))
        .join(letters, letters.c.id == matter_letters.c.letter_id)
        .where(matter_letters.c.matter_id.in_(names), letters.c.confidential.is_(false()))
        .where(letters.c.closed_at.is_not(None))
        .group_by(matter_letters.c.matter_id)
    )
    return {row.matter_id: (dt.date.fromisoformat(row.since[:10]), row.closed) for row in connection.execute(ends)}


def _answered(store: Store, row: Any, since: dt.date, closed: int, held: int, latest: dt.date) -> Answered:
    return Answered(row.id, _headline(store, row), closed, since, held, latest)


def matter_numbers(store: Store, matter: str) -> list[str]:
    """List the registration numbers of a matter's letters, oldest first, confidential ones left out."""
    found = (
        select(letters.c.number)
        .join(matter_letters, matter_letters.c.letter_id == letters.c.id)
        .where(matter_letters.c.matter_id == matter, letters.c.confidential.is_(false()))
        .order_by(letters.c.id)
    )
    with store.reading() as connection:
        return list(connection.scalars(found))


def matter_of(store: Store, numbers: Mapping[str, float]) -> MatterCourse | None:
    """Give the matter most of these letters belong to, each weighed by how alike it is; None where none has one.

    The weekly run decides; this tells a clerk beforehand where a letter will probably go.

    >>> from nlp.store import open_store
    >>> matter_of(open_store("sqlite://"), {"2026-000001": 0.9})
    """
    belongs = (
        select(letters.c.number, matter_letters.c.matter_id)
        .join(matter_letters, matter_letters.c.letter_id == letters.c.id)
        .where(letters.c.number.in_(list(numbers)))
    )
    votes: dict[str, float] = defaultdict(float)
    with store.reading() as connection:
        for row in connection.execute(belongs):
            votes[row.matter_id] += numbers[row.number]
        if not votes:
            return None
        name = max(votes, key=lambda matter: (votes[matter], matter))
        kept = connection.execute(select(matters).where(matters.c.id == name)).one()
        mine = and_(matter_letters.c.letter_id == letters.c.id, letters.c.confidential.is_(false()))
        held = select(func.count()).select_from(matter_letters).join(letters, mine)
        count = connection.scalar(held.where(matter_letters.c.matter_id == name)) or 0
    return MatterCourse(name, _headline(store, kept), dt.date.fromisoformat(kept.born[:10]), None, (), count)
