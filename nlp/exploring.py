"""Which letters a person explores: by week or days of receipt, category, enterprise, region and channel."""

import datetime as dt
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, and_, func, select, true

from nlp.extraction import ENTERPRISE, REGION
from nlp.store import Store, letters_naming
from nlp.store.schema import letters
from nlp.volume import monday_of

__all__ = ["Choice", "list_letter_weeks"]

_MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of letters: those that meet every condition that is not left empty.

    ``week`` is an ISO week (``2026-W47``), ``since`` and ``until`` are days of receipt, both included; ``enterprise``
    and ``region`` are names as analyses give them, ``channel`` is as it was registered.
    """

    week: str = ""
    category: str = ""
    enterprise: str = ""
    region: str = ""
    channel: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def condition(self, store: Store) -> ColumnElement[bool]:
        """Give the choice as a condition on the register; a letter without a date of receipt is of no week or day."""
        wanted: list[ColumnElement[bool]] = [true()]
        if self.week:
            monday = monday_of(self.week)
            wanted.append(letters.c.received.between(monday, monday + dt.timedelta(days=6)))
        wanted += [letters.c.received >= self.since] if self.since else []
        wanted += [letters.c.received <= self.until] if self.until else []
        wanted += [letters.c.category == self.category] if self.category else []
        wanted += [letters.c.channel == self.channel] if self.channel else []
        wanted += [letters_naming(store, ENTERPRISE, self.enterprise)] if self.enterprise else []
        wanted += [letters_naming(store, REGION, self.region)] if self.region else []
        return and_(*wanted)

    @property
    def said(self) -> dict[str, str]:
        """The conditions that are not empty, as the audit notes them.

        >>> Choice("2026-W47", channel="来信").said
        {'week': '2026-W47', 'channel': '来信'}
        """
        return {name: str(value) for name, value in asdict(self).items() if value}


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
        first, last = (connection.scalar(select(end(letters.c.received))) for end in (func.min, func.max))
    if first is None or last is None:
        return []
    monday = last - dt.timedelta(days=last.weekday())
    weeks: list[str] = []
    while monday + dt.timedelta(days=6) >= first and len(weeks) < _MOST_WEEKS:
        weeks.append(f"{monday:%G-W%V}")
        monday -= dt.timedelta(days=7)
    return weeks
