import pytest
from sqlalchemy import select

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.store import (
    Alarm,
    Event,
    Matter,
    Reader,
    Store,
    Week,
    audit_lines,
    load_review,
    memberships,
    move_letter,
    register,
    save_week,
    set_verdict,
)
from nlp.store.schema import alarms, matter_ledger

CLERK = Reader("安之若")
WEEK = Week(
    week="2026-W47",
    review={"headline": "内退费停发"},
    matters=[Matter("m1", "2026-11-16", {"headline": "内退费停发"}), Matter("m2", "2026-11-16", {})],
    members={1: "m1", 2: "m1"},
    events=[Event("birth", "m1", "三封以上"), Event("merge", "m1", "同一件事", ("m2",))],
    alarms=[Alarm("new", "m1", 0.01, {"letters": 2})],
)


@pytest.fixture
def filled(keyed_store: Store) -> Store:
    register(keyed_store, [Letter("内退费停发"), Letter("内退费少发")])
    save_week(keyed_store, WEEK, "系统")
    return keyed_store


def rows(store: Store, table: object) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return [tuple(row)[2:] for row in connection.execute(select(table).order_by(table.c.id))]


def test_a_review_is_read_back(filled: Store) -> None:
    assert load_review(filled) == load_review(filled, "2026-W47") == {"headline": "内退费停发"}
    assert load_review(filled, "2026-W46") is None


def test_storing_a_week_twice_changes_nothing(filled: Store) -> None:
    before = rows(filled, matter_ledger), [row[:3] for row in rows(filled, alarms)], memberships(filled)
    save_week(filled, WEEK, "系统")
    assert (rows(filled, matter_ledger), [row[:3] for row in rows(filled, alarms)], memberships(filled)) == before


def test_a_letter_a_person_moved_is_moved_by_no_run(filled: Store) -> None:
    move_letter(filled, "2026-000002", "m2", CLERK, "说的是另一件事")
    save_week(filled, WEEK, "系统")
    assert memberships(filled) == {1: ("m1", False), 2: ("m2", True)}


def test_a_verdict_outlives_a_rerun_that_raises_no_alarm(filled: Store) -> None:
    with filled.reading() as connection:
        alarm = connection.scalar(select(alarms.c.id))
    set_verdict(filled, alarm, "true", CLERK)
    save_week(filled, Week(week="2026-W47", review={}), "系统")
    with filled.reading() as connection:
        assert connection.scalar(select(alarms.c.verdict)) == "true"
    assert "verdict" in [line.action for line in audit_lines(filled)]


def test_an_alarm_nobody_judged_goes_with_the_rerun(filled: Store) -> None:
    save_week(filled, Week(week="2026-W47", review={}), "系统")
    assert rows(filled, alarms) == []


def test_a_letter_is_moved_to_a_known_matter_only(filled: Store) -> None:
    with pytest.raises(StoreError, match="没有这件事"):
        move_letter(filled, "2026-000002", "m9", CLERK, "错")


def test_an_unknown_verdict_or_alarm_is_refused(filled: Store) -> None:
    with pytest.raises(ValueError, match="maybe"):
        set_verdict(filled, 1, "maybe", CLERK)
    with pytest.raises(StoreError, match="没有这条预警"):
        set_verdict(filled, 999, "true", CLERK)
