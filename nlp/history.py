"""What became of one matter: the lines of its ledger, and the numbers of its letters written out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from nlp.store import Store
from nlp.store.schema import matter_ledger

__all__ = ["LedgerLine", "list_numbers", "read_ledger"]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A line of the ledger: when a matter was born, merged, split or ended, with which others, and why."""

    week: str
    kind: str
    matter: str
    others: tuple[str, ...]
    why: str


def read_ledger(store: Store, matter: str) -> list[LedgerLine]:
    """Read what the ledger says of a matter, oldest first; what happened to it as another's other counts too.

    >>> from nlp.store import open_store
    >>> read_ledger(open_store("sqlite://"), "m1")
    []
    """
    own = or_(matter_ledger.c.matter_id == matter, matter_ledger.c.others.contains(json.dumps(matter), autoescape=True))
    with store.reading() as connection:
        rows = connection.execute(select(matter_ledger).where(own).order_by(matter_ledger.c.id)).all()
    return [LedgerLine(row.week, row.kind, row.matter_id, tuple(json.loads(row.others)), row.why) for row in rows]


def list_numbers(runs: Iterable[str]) -> list[str]:
    """Write out registration numbers that a review gives as runs (``first~last``).

    >>> list_numbers(["2026-000001~2026-000003", "2026-000009"])
    ['2026-000001', '2026-000002', '2026-000003', '2026-000009']
    """
    numbers = []
    for run in runs:
        first, _, last = run.partition("~")
        year, _, start = first.rpartition("-")
        end = (last or first).rpartition("-")[2]
        numbers += [f"{year}-{count:0{len(start)}d}" for count in range(int(start), int(end) + 1)]
    return numbers
