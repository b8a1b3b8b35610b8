"""How many letters came, week by week: by category, channel, enterprise and region, straight from the register.

A letter counts in the week of its receipt, one without a date when it was registered. Confidential letters count under
the category of accusations and under their channel; by enterprise and region they are left out altogether
(《信访工作条例》第三十条第三款). No letter is opened: what letters name stands beside the register.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, select

from nlp.extraction import ENTERPRISE, REGION
from nlp.store import Store, subject_names
from nlp.store.schema import letter_subjects, letters, subjects

__all__ = ["By", "Course", "count_weeks", "monday_of", "most_named", "weeks_before"]

By = Literal["category", "channel", "enterprise", "region"]
UNREAD = ""
"""The category of a letter nobody has analysed."""

_KINDS: dict[By, str] = {"enterprise": ENTERPRISE, "region": REGION}


@dataclass(frozen=True, slots=True)
class Course:
    """One line of a table through time: ``weekly`` counts its letters, the oldest week first."""

    key: str
    weekly: tuple[int, ...]

    @property
    def now(self) -> int:
        """The letters of the last week."""
        return self.weekly[-1]

    @property
    def before(self) -> int:
        """The letters of the week before, 0 where there is none."""
        return self.weekly[-2] if len(self.weekly) > 1 else 0


def monday_of(week: str) -> dt.date:
    """Give the Monday of an ISO week.

    >>> monday_of("2026-W47")
    datetime.date(2026, 11, 16)
    """
    return dt.datetime.strptime(f"{week}-1", "%G-W%V-%u").date()


def count_weeks(store: Store, week: str, by: By, *, weeks: int = 13, secret: str = "", most: int = 0) -> list[Course]:
    """Count the letters of the weeks up to ``week`` (``2026-W47``), most in the last week first.

    ``secret`` is the category of accusations. A letter that names two enterprises or regions counts for both. With
    ``most``, only so many lines are given, those with most letters in the last two weeks. No letters, no lines.

    >>> from nlp.letter import Letter
    >>> from nlp.store import open_store, register
    >>> store = open_store("sqlite://")
    >>> _ = register(store, [Letter("欠薪", received=dt.date(2026, 11, day)) for day in (9, 16, 17)], channel="来信")
    >>> count_weeks(store, "2026-W47", "channel", weeks=2)
    [Course(key='来信', weekly=(1, 2))]
    """
    last = monday_of(week)
    first = last - dt.timedelta(weeks=weeks - 1)
    with store.reading() as connection:
        counted = _subjects(connection, by, first, last) if by in _KINDS else _columns(connection, by, first, last)
        table: dict[Any, list[int]] = defaultdict(lambda: [0] * weeks)
        for key, day, count in counted:
            table[secret if key is None else key][(_date(day) - first).days // 7] += count
        order = sorted(table, key=lambda key: (*(-count for count in reversed(table[key][-2:])), -sum(table[key])))
        kept = order[:most] if most else order
        names = subject_names(store, connection, kept) if by in _KINDS else {key: key for key in kept}
    return [Course(names[key], tuple(table[key])) for key in kept]


def most_named(store: Store, week: str, *, weeks: int = 13, most: int = 300) -> dict[By, list[str]]:
    """Give the enterprises and the regions named by most letters of the weeks up to ``week``, most first.

    >>> from nlp.store import open_store
    >>> most_named(open_store("sqlite://"), "2026-W47")
    {'enterprise': [], 'region': []}
    """
    last = monday_of(week)
    held: Counter[int] = Counter()
    with store.reading() as connection:
        for _, span in _spans(last - dt.timedelta(weeks=weeks - 1), last):
            counted = _naming(letter_subjects.c.subject_id).where(span).group_by(letter_subjects.c.subject_id)
            held.update({row.subject_id: row.held for row in connection.execute(counted)})
        order = sorted(held, key=lambda number: (-held[number], number))
        kinds = {row.id: row.kind for row in connection.execute(select(subjects.c.id, subjects.c.kind))}
        kept = {by: [number for number in order if kinds[number] == kind][:most] for by, kind in _KINDS.items()}
        names = subject_names(store, connection, chain.from_iterable(kept.values()))
    return {by: [names[number] for number in numbers] for by, numbers in kept.items()}


def _date(day: dt.date | str) -> dt.date:
    return dt.date.fromisoformat(day) if isinstance(day, str) else day


def _spans(first: dt.date, last: dt.date) -> Iterator[tuple[ColumnElement[Any], ColumnElement[bool]]]:
    """Yield by which day letters count, and which letters these are: with a date of receipt, and without."""
    end = last + dt.timedelta(days=6)
    yield letters.c.received, letters.c.received.between(first, end)
    after = (end + dt.timedelta(days=1)).isoformat()
    registered = and_(letters.c.registered_at >= first.isoformat(), letters.c.registered_at < after)
    yield func.substr(letters.c.registered_at, 1, 10), and_(letters.c.received.is_(None), registered)


def _columns(connection: Connection, by: By, first: dt.date, last: dt.date) -> Iterator[tuple[str | None, Any, int]]:
    """Yield key, day and letters; the key of confidential letters is None where categories are counted."""
    columns = (letters.c.confidential, letters.c.category, letters.c.channel)  # in the order of the index
    for day, span in _spans(first, last):
        found = select(day.label("day"), *columns, func.count().label("held")).where(span).group_by(day, *columns)
        for row in connection.execute(found):
            if by == "channel":
                yield row.channel, row.day, row.held
            elif row.category is None:
                yield UNREAD, row.day, row.held
            else:
                yield None if row.confidential else row.category, row.day, row.held


def _subjects(connection: Connection, by: By, first: dt.date, last: dt.date) -> Iterator[tuple[int, Any, int]]:
    """Yield the number of what is named, the day and the letters.

    The kind is looked at here: asked in the query, it would lead the database through every letter of that kind.
    """
    wanted = frozenset(connection.scalars(select(subjects.c.id).where(subjects.c.kind == _KINDS[by])))
    for day, span in _spans(first, last):
        found = _naming(letter_subjects.c.subject_id, day.label("day"))
        for row in connection.execute(found.where(span).group_by(letter_subjects.c.subject_id, day)):
            if row.subject_id in wanted:
                yield row.subject_id, row.day, row.held


def _naming(*columns: ColumnElement[Any]) -> Select[Any]:
    """Select letters with what they name, and count them (``held``); confidential ones name nothing here."""
    return (
        select(*columns, func.count().label("held"))
        .select_from(letters)
        .join(letter_subjects, letter_subjects.c.letter_id == letters.c.id)
        .where(letters.c.confidential.is_(false()))
    )


def weeks_before(week: str, count: int) -> list[str]:
    """Name the last ``count`` weeks up to this one, the oldest first.

    >>> weeks_before("2026-W02", 3)
    ['2025-W52', '2026-W01', '2026-W02']
    """
    last = monday_of(week)
    return [f"{last - dt.timedelta(weeks=ago):%G-W%V}" for ago in range(count - 1, -1, -1)]
