"""What the weekly review needs to know of a letter, read from the register and its analysis; never its words."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from nlp.store import Store, read_documents
from nlp.store.schema import analyses, letters
from nlp.weekly.review import Figure

__all__ = ["UNREAD", "Fact", "figure", "in_chunks", "in_days", "number_runs", "read_facts", "sum_up"]

UNREAD = ""
"""The category of a letter nobody has analysed."""

_CHUNK = 500
_HEADCOUNT = "总数"


@dataclass(frozen=True, slots=True)
class Fact:
    """One letter, without a word of it.

    ``category`` is a person's word or else the model's; a confidential letter is of ``secret``, the category of
    accusations, whatever else it is about. ``people`` is the largest number concerned that it gives, the headcount of a
    whole firm aside; ``prior`` says that it tells of earlier steps or answers. ``subtype`` is the finer kind the model
    named, "" where none stands out or a person chose another category.
    """

    id: int
    number: str
    day: dt.date
    category: str
    channel: str
    confidential: bool
    undated: bool
    repeat: bool
    needs_review: bool
    model: str
    enterprises: tuple[str, ...] = ()
    people: int | None = None
    prior: bool = False
    subtype: str = ""


def in_days(first: dt.date, last: dt.date) -> ColumnElement[bool]:
    """Select the letters received from ``first`` to ``last``; one without a date counts when it was registered."""
    after = (last + dt.timedelta(days=1)).isoformat()
    registered = and_(letters.c.registered_at >= first.isoformat(), letters.c.registered_at < after)
    return or_(letters.c.received.between(first, last), and_(letters.c.received.is_(None), registered))


def read_facts(store: Store, connection: Connection, condition: ColumnElement[bool], secret: str) -> list[Fact]:
    """Read the facts of the letters that meet a condition, in order of registration."""
    of_now = and_(analyses.c.letter_id == letters.c.id, analyses.c.model == letters.c.model)
    found = select(letters, analyses.c.needs_review).outerjoin(analyses, of_now).where(condition).order_by(letters.c.id)
    read = dict(read_documents(store, connection, and_(condition, letters.c.confidential.is_(False))))
    return [_fact(row, read.get(row.id, {}), secret) for row in connection.execute(found)]


def _fact(row: Any, document: dict[str, Any], secret: str) -> Fact:
    signals = document.get("signals", ())
    named = dict.fromkeys(str(signal["value"]) for signal in signals if signal["kind"] == "enterprises")
    counts = [
        int(signal["value"])
        for signal in signals
        if signal["kind"] == "n_people" and signal["value"] is not None and signal["note"] != _HEADCOUNT
    ]
    known = row.model is not None
    said = document.get("prediction", {})
    return Fact(
        id=row.id,
        number=row.number,
        day=row.received or dt.date.fromisoformat(row.registered_at[:10]),
        category=(secret if row.confidential else row.category or UNREAD) if known else UNREAD,
        channel=row.channel,
        confidential=row.confidential,
        undated=row.received is None,
        repeat=row.copy_of is not None,
        needs_review=bool(row.needs_review),
        model=row.model or "",
        enterprises=tuple(named),
        people=max(counts, default=None),
        prior=any(signal["kind"] == "prior" for signal in signals),
        subtype=said.get("subtype", "") if said.get("category") == row.category else "",
    )


def in_chunks(numbers: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    """Select letters by registration number, a few hundred a condition."""
    remaining = iter(numbers)
    while chunk := list(islice(remaining, _CHUNK)):
        yield letters.c.number.in_(chunk)


def number_runs(numbers: Iterable[str]) -> tuple[str, ...]:
    """Write registration numbers in order, successive ones as ``first~last``.

    >>> number_runs(["2026-000003", "2026-000001", "2026-000002", "2026-000009"])
    ('2026-000001~2026-000003', '2026-000009')
    """
    runs: list[list[str]] = []
    for number in sorted(numbers, key=_split):
        if runs and _follows(runs[-1][-1], number):
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return tuple("~".join(run) for run in runs)


def _split(number: str) -> tuple[str, int]:
    year, _, count = number.rpartition("-")
    return year, int(count)


def _follows(one: str, other: str) -> bool:
    (year, count), following = _split(one), _split(other)
    return following == (year, count + 1)


def figure(facts: Iterable[Fact]) -> Figure:
    """Count letters and name them."""
    numbers = {fact.number for fact in facts}
    return Figure(count=len(numbers), letters=number_runs(numbers))


def sum_up(facts: Sequence[Fact], secret: bool) -> Figure:
    """Count letters; where accusations are or may be among them (``secret``), without naming one."""
    return Figure(count=len(facts)) if secret else figure(facts)
