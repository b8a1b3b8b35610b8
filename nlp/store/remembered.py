"""What the cluster detector remembers after each week: opaque bytes, sealed, in parts a database takes.

The two newest weeks are kept. The newest can so be run again from the state before it; what was derived from letters
lies nowhere longer than that.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select

from nlp.store.connection import Store
from nlp.store.schema import cluster_states

__all__ = ["Remembered", "recall", "remember"]

_PART = 16 * 1024 * 1024
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Remembered:
    """The state after a week; letters registered after the one with id ``through`` were not known then."""

    week: str
    through: int
    content: bytes


def _place(week: str, part: int) -> str:
    return f"cluster_states.content:{week}:{part}"


def remember(store: Store, state: Remembered) -> None:
    """Keep the state after a week, in place of an earlier one of the same week; forget all but the two newest.

    >>> from nlp.store import open_store
    >>> store = open_store("sqlite://")
    >>> for week in ("2026-W45", "2026-W46", "2026-W47"):
    ...     remember(store, Remembered(week, 7, week.encode()))
    >>> recall(store, "2026-W47").content, recall(store, "2026-W46")
    (b'2026-W46', None)
    """
    parts = [state.content[start : start + _PART] for start in range(0, len(state.content), _PART)] or [b""]
    with store.writing() as connection:
        connection.execute(delete(cluster_states).where(cluster_states.c.week == state.week))
        for part, content in enumerate(parts):
            box = store.seal.close_bytes(content, _place(state.week, part))
            values = {"week": state.week, "part": part, "through": state.through, "content": box}
            connection.execute(cluster_states.insert().values(values))
        weeks = select(cluster_states.c.week).distinct().order_by(cluster_states.c.week.desc())
        for week in connection.scalars(weeks.offset(_KEPT)).all():
            connection.execute(delete(cluster_states).where(cluster_states.c.week == week))


def recall(store: Store, before: str) -> Remembered | None:
    """Give the newest state of a week earlier than ``before``; None where there is none."""
    table = cluster_states
    newest = select(table.c.week).where(table.c.week < before).order_by(table.c.week.desc()).limit(1).scalar_subquery()
    with store.reading() as connection:
        rows = connection.execute(select(table).where(table.c.week == newest).order_by(table.c.part)).all()
    if not rows:
        return None
    content = b"".join(store.seal.open_bytes(row.content, _place(row.week, row.part)) for row in rows)
    return Remembered(rows[0].week, rows[0].through, content)
