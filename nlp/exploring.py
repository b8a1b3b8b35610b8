"""Which letters a person explores: by week of receipt and by category; and in which weeks letters were received."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select, true

from nlp.store import Store
from nlp.store.schema import letters

__all__ = ["Choice", "list_letter_weeks"]

_MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of letters: of an ISO week (``2026-W47``), of a category, of both, or all where both are empty."""

    week: str = ""
    category: str = ""

    @property
    def condition(self) -> ColumnElement[bool]:
        """The choice as a condition on the register; a letter without a date of receipt is of no week."""
        wanted: list[ColumnElement[bool]] = [true()]
        if self.week:
            monday = dt.datetime.strptime(f"{self.week}-1", "%G-W%V-%u").date()
            wanted.append(letters.c.received.between(monday, monday + dt.timedelta(days=6)))
        if self.category:
            wanted.append(letters.c.category == self.category)
        return and_(*wanted)


def list_letter_weeks(store: Store) -> list[str]:
    """List the weeks from the first to the last in which letters were received, newest first; ten years at most.

    >>> from nlp.letter import Letter
    >>> from nlp.store import open_store, register
    >>> store = open_store("sqlite://")
    >>> _ = register(store, [Letter("欠薪", received=dt.date(2026, 11, day)) for day in (8, 9, 16)])
    >>> list_letter_weeks(store)
    ['2026-W47', '2026-W46', '2026-W45']
    """
    with store.reading() as connection:
        first, last = connection.execute(select(func.min(letters.c.received), func.max(letters.c.received))).one()
    if first is None:
        return []
    monday = last - dt.timedelta(days=last.weekday())
    weeks: list[str] = []
    while monday + dt.timedelta(days=6) >= first and len(weeks) < _MOST_WEEKS:
        weeks.append(f"{monday:%G-W%V}")
        monday -= dt.timedelta(days=7)
    return weeks
