"""Red flags left open for too long, on both kinds of database, with a key and without."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields

import pytest

from nlp.letter import Letter
from nlp.store import (
    LeftOpen,
    Reader,
    Store,
    audit_lines,
    close_flag,
    escalate,
    flags_left_open,
    register,
    verify_audit,
)
from tests.store.conftest import NOON, Clock, analyse_all

FIRST, SECOND = "2026-000001", "2026-000002"
Ask = Callable[[Store, int], list[LeftOpen]]


@pytest.fixture
def burning(keyed_store: Store, clock: Clock) -> Store:
    """A red flag in an ordinary letter, ten hours later one in an accusation; now is 25 hours after the first."""
    for hours, written in ((0, "不给就自杀"), (10, "举报厂长，不给就自杀")):
        clock.moment = NOON + dt.timedelta(hours=hours)
        register(keyed_store, [Letter(written, sender="段长喜")])
        analyse_all(keyed_store)
    clock.moment = NOON + dt.timedelta(hours=25, minutes=1)
    return keyed_store


@pytest.mark.parametrize(("hours", "numbers"), [(26, []), (24, [FIRST]), (12, [FIRST, SECOND])])
def test_what_is_older_than_the_hours_allowed_is_listed_the_longest_first(
    burning: Store, hours: int, numbers: list[str]
) -> None:
    assert [flag.number for flag in flags_left_open(burning, hours)] == numbers


def test_a_flag_is_told_by_letter_and_kind_and_never_by_person(burning: Store) -> None:
    assert [field.name for field in fields(LeftOpen)] == ["number", "kind", "hours"]
    assert "段长喜" not in repr(escalate(burning, 12)) + repr(list(audit_lines(burning)))


def test_looking_alone_notes_nothing(burning: Store) -> None:
    flags_left_open(burning, 12)
    assert list(audit_lines(burning, actions=["flag_overdue"])) == []


def test_however_many_ask_at_once_each_flag_has_one_line(burning: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: escalate(burning, 12), range(8)))
    noted = [(line.who, line.subject) for line in audit_lines(burning, actions=["flag_overdue"])]
    assert noted == [("程序", f"{FIRST} life_health"), ("程序", f"{SECOND} life_health")]
    assert verify_audit(burning) == []


def test_a_flag_closed_by_two_is_not_listed_any_more(burning: Store) -> None:
    for who in ("安之若", "苏未迟"):
        close_flag(burning, FIRST, "life_health", Reader(who), "已安置")
    assert [flag.number for flag in flags_left_open(burning, 12)] == [SECOND]


@pytest.mark.parametrize("ask", [flags_left_open, escalate])
def test_fewer_hours_than_one_are_refused(burning: Store, ask: Ask) -> None:
    with pytest.raises(ValueError, match="hours"):
        ask(burning, 0)
