"""The worked examples, and what each clock counts from."""

import datetime as dt

import pytest

from nlp.errors import LetterError
from nlp.letter import Due
from nlp.procedure import Events, Extension, ProcedureRules, deadlines, notice_due
from nlp.procedure.rules import Counting, Days

RULES = ProcedureRules()
RECEIVED, ACCEPTED = dt.date(2024, 3, 1), dt.date(2024, 3, 11)


def due_of(what: str, events: Events, rules: ProcedureRules = RULES) -> Due:
    (due,) = (due for due in deadlines(events, rules).due if due.what == what)
    return due


def test_a_direct_letter_is_answered_in_writing_within_15_days() -> None:
    due = due_of("书面告知", Events(received=RECEIVED))
    assert (due.date, due.article, due.clock) == (dt.date(2024, 3, 16), "《信访工作条例》第二十三条", "natural")


def test_an_objection_to_a_transfer_is_due_after_five_working_days() -> None:
    due = due_of("提出异议", Events(received=RECEIVED, channel="transferred"))
    assert (due.date, due.clock, due.since) == (dt.date(2024, 3, 8), "working", RECEIVED)


def test_nobody_objects_to_a_direct_letter() -> None:
    assert [due.what for due in deadlines(Events(received=RECEIVED), RULES).due] == ["书面告知"]


def test_working_days_skip_the_holiday_and_count_the_make_up_day() -> None:
    due = due_of("提出异议", Events(received=dt.date(2024, 9, 27), channel="transferred"))
    assert due.date == dt.date(2024, 10, 10)


def test_handling_runs_60_days_from_acceptance_and_not_from_receipt() -> None:
    due = due_of("办结", Events(received=RECEIVED, accepted=ACCEPTED))
    assert (due.date, due.since, due.article) == (dt.date(2024, 5, 10), ACCEPTED, "《信访工作条例》第三十四条")


def test_an_approved_extension_adds_at_most_30_days() -> None:
    extension = Extension(dt.date(2024, 5, 6), "分管主任")
    due = due_of("办结（延期）", Events(received=RECEIVED, accepted=ACCEPTED, extension=extension))
    assert due.date == dt.date(2024, 6, 9)
    assert "告知" in due.note


@pytest.mark.parametrize(
    "extension",
    [
        Extension(dt.date(2024, 5, 6), ""),
        Extension(dt.date(2024, 5, 6), "分管主任", 31),
        Extension(dt.date(2024, 5, 11), "分管主任"),
    ],
    ids=["nobody approved it", "too long", "too late"],
)
def test_an_extension_that_breaks_the_article_is_refused(extension: Extension) -> None:
    with pytest.raises(LetterError):
        deadlines(Events(received=RECEIVED, accepted=ACCEPTED, extension=extension), RULES)


def test_without_acceptance_there_is_no_handling_date() -> None:
    assert not [due for due in deadlines(Events(received=RECEIVED), RULES).due if due.what.startswith("办结")]


@pytest.mark.parametrize(
    ("what", "events", "article"),
    [
        ("请求复查（信访人）", Events(answered=RECEIVED), "三十五"),
        ("复查意见", Events(review_asked=RECEIVED), "三十五"),
        ("请求复核（信访人）", Events(review_answered=RECEIVED), "三十六"),
        ("复核意见", Events(recheck_asked=RECEIVED), "三十六"),
    ],
)
def test_a_review_and_a_recheck_run_30_days_each_way(what: str, events: Events, article: str) -> None:
    due = due_of(what, events)
    assert (due.date, article in due.article) == (dt.date(2024, 3, 31), True)


def test_the_days_of_a_hearing_do_not_count() -> None:
    assert due_of("复核意见", Events(recheck_asked=RECEIVED, hearing_days=4)).date == dt.date(2024, 4, 4)


def test_an_unknown_date_of_receipt_stays_unknown_and_is_said_to_be() -> None:
    found = deadlines(Events(), RULES)
    assert found.due == ()
    assert "收到日期" in found.unknown[0]


def test_a_year_whose_holidays_nobody_announced_is_not_guessed() -> None:
    found = deadlines(Events(received=dt.date(2035, 3, 1), channel="transferred"), RULES)
    assert [due.what for due in found.due] == ["书面告知"]
    assert "尚未公布" in found.unknown[0]


def test_the_office_is_warned_two_days_before() -> None:
    assert due_of("书面告知", Events(received=RECEIVED)).warn == dt.date(2024, 3, 14)


def test_a_last_day_in_a_holiday_stays_unless_the_local_rule_moves_it() -> None:
    events = Events(received=dt.date(2024, 9, 20))  # 15 days later: 5 October, within the holiday
    moved = ProcedureRules(counting=Counting(roll_over=True))
    assert due_of("书面告知", events).date == dt.date(2024, 10, 5)
    assert due_of("书面告知", events, moved).date == dt.date(2024, 10, 8)


def test_an_office_may_count_the_day_of_receipt_itself() -> None:
    same_day = ProcedureRules(counting=Counting(start="same_day"))
    assert due_of("书面告知", Events(received=RECEIVED), same_day).date == dt.date(2024, 3, 15)
    transferred = Events(received=RECEIVED, channel="transferred")
    assert due_of("提出异议", transferred, same_day).date == dt.date(2024, 3, 7)


def test_an_office_may_promise_less_than_the_regulation() -> None:
    assert due_of("书面告知", Events(received=RECEIVED), ProcedureRules(days=Days(notice=7))).date == dt.date(
        2024, 3, 8
    )


def test_a_notice_already_given_is_no_longer_due() -> None:
    assert deadlines(Events(received=RECEIVED, informed=dt.date(2024, 3, 5)), RULES).due == ()


def test_the_date_of_a_pasted_letter_is_the_notice_alone() -> None:
    (due,) = notice_due(RECEIVED)
    assert (due.what, due.date) == ("书面告知", dt.date(2024, 3, 16))
    assert notice_due(None) == ()
