"""Registration numbers: one a letter, each once, without a gap, and only growing (《信访工作条例》第四十三条：登记).

A number is year and running number, ``2026-000123``. The year is the office's, and never goes back even if the clock
does: a clock set to last year goes on counting in this one.
"""

from sqlalchemy import Connection, select

from nlp.store.connection import Store, hold
from nlp.store.schema import counters

__all__ = ["count_of", "take_numbers"]


def count_of(connection: Connection, name: str) -> int:
    """Tell how far a counter has come; 0 for one that has not begun."""
    return connection.scalar(select(counters.c.value).where(counters.c.name == name)) or 0


def _set(connection: Connection, name: str, value: int) -> None:
    changed = connection.execute(counters.update().where(counters.c.name == name).values(value=value))
    if not changed.rowcount:
        connection.execute(counters.insert().values(name=name, value=value))


def take_numbers(store: Store, connection: Connection, count: int) -> tuple[range, list[str]]:
    """Take the next ``count`` ids and registration numbers; they are given back if the transaction is undone."""
    hold(connection, counters)
    year = max(store.clock().astimezone().year, count_of(connection, "year"))
    last_id, last = count_of(connection, "letter"), count_of(connection, f"number:{year}")
    _set(connection, "year", year)
    _set(connection, "letter", last_id + count)
    _set(connection, f"number:{year}", last + count)
    numbers = [f"{year}-{running:06}" for running in range(last + 1, last + count + 1)]
    return range(last_id + 1, last_id + count + 1), numbers
