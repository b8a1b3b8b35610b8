"""Letters counted week by week."""

import datetime as dt

import pytest

from nlp.letter import Analysis, Letter, Prediction, Signal
from nlp.store import Store, make_study, open_store, register, save_studies
from nlp.volume import By, Course, count_weeks, most_named

WEEK, MONDAY = "2026-W46", dt.date(2026, 11, 9)
SECRET = "anti_corruption"


def take_in(store: Store, letter: Letter, *subjects: tuple[str, str], channel: str = "", secret: bool = False) -> None:
    (registered,) = register(store, [letter], channel=channel)
    found = Analysis(letter, Prediction("policy", {"policy": 1.0}), confidential=secret)
    save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower, subjects=subjects)])


@pytest.fixture
def store() -> Store:
    return open_store("sqlite://", clock=lambda: dt.datetime(2026, 11, 10, 9, tzinfo=dt.UTC))


def counted(store: Store, by: By, weeks: int = 2) -> dict[str, tuple[int, ...]]:
    return {course.key: course.weekly for course in count_weeks(store, WEEK, by, weeks=weeks, secret=SECRET)}


def test_a_letter_counts_in_the_week_it_was_received(store: Store) -> None:
    for day in (MONDAY - dt.timedelta(days=8), MONDAY - dt.timedelta(days=1), MONDAY, MONDAY + dt.timedelta(days=6)):
        take_in(store, Letter("欠薪", received=day))
    assert counted(store, "category", weeks=3) == {"policy": (1, 1, 2)}


def test_a_letter_without_a_date_counts_when_it_was_registered(store: Store) -> None:
    take_in(store, Letter("欠薪"))
    assert counted(store, "category") == {"policy": (0, 1)}


def test_an_accusation_counts_as_one_whatever_it_is_about_and_under_its_channel(store: Store) -> None:
    take_in(store, Letter("厂长卖设备", received=MONDAY), channel="来信", secret=True)
    assert counted(store, "category") == {SECRET: (0, 1)}
    assert counted(store, "channel") == {"来信": (0, 1)}


def test_an_accusation_counts_under_no_enterprise_or_region(store: Store) -> None:
    named = (("enterprise", "石湾仪表厂"), ("region", "献县"))
    take_in(store, Letter("厂长卖设备", received=MONDAY), *named, secret=True)
    assert counted(store, "enterprise") == counted(store, "region") == {}


def test_a_letter_that_names_two_enterprises_counts_for_both(store: Store) -> None:
    take_in(store, Letter("欠薪", received=MONDAY), ("enterprise", "甲厂"), ("enterprise", "乙厂"), ("region", "献县"))
    assert counted(store, "enterprise") == {"甲厂": (0, 1), "乙厂": (0, 1)}
    assert counted(store, "region") == {"献县": (0, 1)}


def test_a_letter_nobody_analysed_is_of_no_category(store: Store) -> None:
    register(store, [Letter("欠薪", received=MONDAY)])
    assert counted(store, "category") == {"": (0, 1)}


def test_the_lines_with_most_letters_lately_come_first_and_the_rest_is_left_out(store: Store) -> None:
    for name, letters in (("甲厂", 1), ("乙厂", 3), ("丙厂", 2)):
        for _ in range(letters):
            take_in(store, Letter("欠薪", received=MONDAY), ("enterprise", name))
    assert [one.key for one in count_weeks(store, WEEK, "enterprise", most=2)] == ["乙厂", "丙厂"]


def test_a_second_analysis_replaces_what_the_first_said_is_named(store: Store) -> None:
    take_in(store, Letter("欠薪", received=MONDAY), ("enterprise", "甲厂"))
    found = Analysis(Letter("欠薪"), Prediction("policy", {"policy": 1.0}), confidential=False)
    again = make_study(1, found, "new", store.seal, str.lower, subjects=[("enterprise", "乙厂")])
    save_studies(store, "new", [again])
    assert list(counted(store, "enterprise")) == ["乙厂"]


def test_the_first_of_all_weeks_has_none_before_it() -> None:
    assert (Course("x", (4,)).before, Course("x", (3, 4)).before) == (0, 3)


def test_an_enterprise_is_found_among_the_signals_and_counted(store: Store) -> None:
    from nlp.extraction import subjects_of

    signals = [Signal(0, 2, "仪表厂", "enterprises", "石湾仪表厂"), Signal(3, 5, "献县", "places", "河北省沧州市献县")]
    take_in(store, Letter("欠薪", received=MONDAY), *subjects_of(signals))
    assert counted(store, "enterprise") == {"石湾仪表厂": (0, 1)}


def test_names_are_given_by_kind_those_most_letters_name_first_and_none_of_an_accusation(store: Store) -> None:
    """A letter without a date is of the week it was registered in, one before the weeks asked for is of none."""
    take_in(store, Letter("欠薪", received=MONDAY), ("enterprise", "甲厂"), ("region", "献县"))
    take_in(store, Letter("欠薪", received=MONDAY), ("enterprise", "乙厂"))
    take_in(store, Letter("欠薪"), ("enterprise", "乙厂"))
    take_in(store, Letter("厂长卖设备", received=MONDAY), ("enterprise", "丙厂"), secret=True)
    take_in(store, Letter("欠薪", received=MONDAY - dt.timedelta(weeks=2)), ("region", "青县"))
    assert most_named(store, WEEK, weeks=2) == {"enterprise": ["乙厂", "甲厂"], "region": ["献县"]}
    assert most_named(store, WEEK, weeks=2, most=1)["enterprise"] == ["乙厂"]
