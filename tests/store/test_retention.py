import datetime as dt

import pytest
from sqlalchemy import func, select

from nlp.letter import Letter
from nlp.store import (
    Reader,
    Store,
    audit_lines,
    close_letter,
    latest_analysis,
    open_letters,
    purge,
    purge_if_due,
    register,
    search,
    verify_store,
)
from nlp.store.schema import letters, purges, vectors
from tests.store.conftest import Clock, analyse_all, mask

CLERK = Reader("安之若")
OPEN, CLOSED = "2026-000001", "2026-000002"


@pytest.fixture
def filled(keyed_store: Store) -> Store:
    """One open letter and one closed today."""
    register(keyed_store, [Letter("内退费停发"), Letter("内退费少发")])
    analyse_all(keyed_store)
    with keyed_store.writing() as connection:
        rows = [{"letter_id": id_, "model": "events", "vector": b"v"} for id_ in (1, 2)]
        connection.execute(vectors.insert(), rows)
    close_letter(keyed_store, CLOSED, CLERK)
    return keyed_store


def later(clock: Clock, days: int) -> None:
    clock.moment += dt.timedelta(days=days)


def test_derived_data_go_when_a_letter_has_been_closed_long_enough(filled: Store, clock: Clock) -> None:
    later(clock, 181)
    assert purge(filled, "系统") == 1
    assert latest_analysis(filled, 2, Letter("内退费少发")) is None
    assert [found.number for found in search(filled, "内退费", CLERK, mask)] == [OPEN]
    with filled.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(vectors)) == 1


def test_originals_and_the_register_stay(filled: Store, clock: Clock) -> None:
    later(clock, 181)
    purge(filled, "系统")
    with filled.reading() as connection:
        assert [letter.text for _, letter in open_letters(filled, connection, letters.c.id > 0)] == [
            "内退费停发",
            "内退费少发",
        ]
    assert verify_store(filled) == []


def test_nothing_goes_too_early(filled: Store, clock: Clock) -> None:
    later(clock, 179)
    assert purge(filled, "系统") == 0


def test_a_purge_is_recorded_with_its_counts(filled: Store, clock: Clock) -> None:
    later(clock, 181)
    purge(filled, "系统")
    line = list(audit_lines(filled))[-1]
    assert (line.action, line.details["letters"], line.details["analyses"]) == ("purge", 1, 1)
    with filled.reading() as connection:
        row = connection.execute(select(purges)).one()
    assert (row.letters, row.analyses, row.vectors, row.indexed) == (1, 1, 1, 1)


def test_what_is_purged_is_purged_once(filled: Store, clock: Clock) -> None:
    later(clock, 181)
    assert [purge(filled, "系统"), purge(filled, "系统")] == [1, 0]


def test_the_schedule_purges_once_a_day(filled: Store, clock: Clock) -> None:
    assert purge_if_due(filled, "系统", days=0) == 1
    later(clock, 0)
    register(filled, [Letter("又一封")])
    analyse_all(filled)
    close_letter(filled, "2026-000003", CLERK)
    assert purge_if_due(filled, "系统", days=0) == 0
    later(clock, 1)
    assert purge_if_due(filled, "系统", days=0) == 1


def test_a_negative_age_is_refused(filled: Store) -> None:
    with pytest.raises(ValueError, match="-1"):
        purge(filled, "系统", days=-1)
