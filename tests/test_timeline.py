"""Matters through time, and those that were answered and still bring letters."""

import datetime as dt
from dataclasses import replace

import pytest

from nlp import timeline
from nlp.letter import Analysis, Letter, Prediction
from nlp.store import (
    Alarm,
    Matter,
    Reader,
    Store,
    Week,
    close_letter,
    make_study,
    open_store,
    register,
    save_studies,
    save_week,
)
from nlp.timeline import answered_matters, matter_courses, matter_numbers, matter_of

WEEK, MONDAY = "2026-W46", dt.date(2026, 11, 9)


def take_in(store: Store, matter: str, days_ago: int, *, secret: bool = False) -> str:
    """Register a letter received so many days before the Monday, and put it into a matter."""
    letter = Letter("欠薪", received=MONDAY - dt.timedelta(days=days_ago))
    (registered,) = register(store, [letter])
    found = Analysis(letter, Prediction("policy", {"policy": 1.0}), confidential=secret)
    save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower)])
    known = [Matter(matter, "2026-08-03", {"headline": f"{matter}停发"})]
    alarm = [Alarm("growth", matter, 0.01, {"letters": []})]
    save_week(store, Week("2026-W45", {}, known, {registered.id: matter}, (), alarm), "甲")
    return registered.number


@pytest.fixture
def store() -> Store:
    return open_store("sqlite://", clock=lambda: dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC))


def test_a_matter_has_its_letters_week_by_week_and_the_weeks_of_its_alarms(store: Store) -> None:
    for days in (0, 0, 7):
        take_in(store, "甲", days)
    (course,) = matter_courses(store, WEEK, weeks=3)
    assert (course.weekly, course.letters, course.headline, course.alarmed) == ((0, 1, 2), 3, "甲停发", ("2026-W45",))


def test_the_matter_with_most_letters_lately_comes_first(store: Store) -> None:
    for matter, days in (("甲", 100), ("甲", 100), ("甲", 100), ("乙", 0), ("乙", 0)):
        take_in(store, matter, days)
    assert [course.id for course in matter_courses(store, WEEK)] == ["乙", "甲"]


def test_a_matter_known_from_accusations_or_one_letter_alone_has_no_line(store: Store) -> None:
    take_in(store, "甲", 0, secret=True)
    take_in(store, "甲", 0, secret=True)
    take_in(store, "甲", 0)
    assert matter_courses(store, WEEK) == []
    assert len(matter_numbers(store, "甲")) == 1


def test_a_letter_belongs_where_the_most_alike_letters_are(store: Store) -> None:
    one, other, third = take_in(store, "甲", 0), take_in(store, "乙", 0), take_in(store, "乙", 0)
    belongs = matter_of(store, {one: 0.6, other: 0.2, third: 0.2})
    assert belongs is not None
    assert (belongs.id, belongs.letters) == ("甲", 1)


def test_letters_like_none_in_a_matter_belong_to_none(store: Store) -> None:
    (alone,) = register(store, [Letter("欠薪")])
    assert matter_of(store, {alone.number: 1.0}) is None


def test_a_matter_closed_once_that_brings_letters_still_is_told(store: Store) -> None:
    first = take_in(store, "甲", 40)
    then = replace(store, clock=lambda: dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC))
    close_letter(then, first, Reader("甲"))
    for days in (30, 2, 1):
        take_in(store, "甲", days)
    (told,) = answered_matters(store, WEEK)
    assert (told.closed, told.letters, told.since) == (1, 2, dt.date(2026, 10, 20))


def test_a_matter_without_letters_after_it_was_closed_is_not_told(store: Store) -> None:
    close_letter(store, take_in(store, "甲", 40), Reader("甲"))
    take_in(store, "甲", 30)
    take_in(store, "甲", 30)
    assert answered_matters(store, WEEK) == []


def test_letters_older_than_the_weeks_asked_for_or_closed_themselves_are_not_brought_still(store: Store) -> None:
    closed = [take_in(store, "甲", days) for days in (100, 3)]
    then = replace(store, clock=lambda: dt.datetime(2026, 8, 10, 9, tzinfo=dt.UTC))
    for number in closed:
        close_letter(then, number, Reader("甲"))
    for days in (80, 2, 1):
        take_in(store, "甲", days)
    assert [told.letters for told in answered_matters(store, WEEK)] == [3]
    assert [told.letters for told in answered_matters(store, WEEK, weeks=2)] == [2]
    assert answered_matters(store, "2026-W44", weeks=2) == []


def test_the_matters_with_most_letters_since_come_first_though_others_brought_more(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Matters are looked up in parts: one that brought many letters, few of them since, must not hide others."""
    monkeypatch.setattr(timeline, "_AT_ONCE", 2)
    then = replace(store, clock=lambda: dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC))
    for name, before, since in (("甲", 6, 2), ("乙", 6, 2), ("丙", 0, 4), ("丁", 0, 3), ("戊", 0, 2)):
        close_letter(then, take_in(store, name, 60), Reader("甲"))
        for days in [40] * before + [1] * since:
            take_in(store, name, days)
    assert [(one.id, one.letters) for one in answered_matters(store, WEEK, most=2)] == [("丙", 4), ("丁", 3)]
