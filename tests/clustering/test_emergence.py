from itertools import pairwise

import numpy as np
import pytest

from nlp.clustering import ClusterState, LoggedAlarm, advance, find_alarms, measure_ledger, new_state
from nlp.clustering.belonging import chance_of_nothing
from nlp.clustering.surveillance import adjusted, cusum_p, farrington_p, growth_p, simmer_p
from nlp.letter import Letter
from nlp.replay import Record, replay, weeks_of
from tests.clustering.composed import TELLINGS, letter, matter, office, others

KNOBS = (0.05, 0.2, 0.5, 1.0, 2.0, 5.0)


def state_after(letters: list[Letter]) -> ClusterState:
    state = new_state()
    for week, received in weeks_of(letters).items():
        state, _ = advance(state, week, received)
    return state


@pytest.fixture(scope="module")
def record() -> Record:
    kept = Record()
    for review in replay(office()):
        kept.add(review)
    return kept


def test_a_matter_of_independent_senders_is_alarmed(record: Record) -> None:
    assert any("信1" in alarm["letters"] for alarm in record.alarms)  # type: ignore[operator]


def test_letters_that_have_nothing_in_common_raise_no_alarm() -> None:
    assert not [a for week in range(3) for a in find_alarms(state_after(others(first=1000, week=week)), {})]


def test_one_sender_writing_again_and_again_raises_no_alarm() -> None:
    again = [letter(n, one.text, title=one.title, sender="一人") for n, one in enumerate(matter("丽园小区", first=1))]
    assert not find_alarms(state_after(again), {})


@pytest.mark.parametrize("count", [4, 5])
def test_in_an_offices_first_small_weeks_a_matter_of_several_voices_is_alarmed(count: int) -> None:
    letters = [*others(first=1000), *matter("丽园小区", first=1, count=count)]
    raised = [alarm for review in replay(letters) for alarm in review.alarms]
    assert [set(alarm.letters) for alarm in raised if "信1" in alarm.letters]


def test_two_letters_alone_raise_no_alarm_however_small_the_office() -> None:
    for letters in (matter("丽园小区", first=1, count=2), [*others(first=1000), *matter("丽园小区", first=1, count=2)]):
        assert not [alarm for review in replay(letters) for alarm in review.alarms]


def test_a_week_of_one_letter_raises_no_alarm() -> None:
    assert not [alarm for review in replay(matter("丽园小区", first=1, count=1)) for alarm in review.alarms]


def test_an_alarm_says_its_counts_and_carries_a_p_value(record: Record) -> None:
    alarm = record.alarms[0]
    assert 0 <= alarm["p_value"] <= 1  # type: ignore[operator]
    assert f"共 {len(alarm['letters'])} 封" in str(alarm["reason"])  # type: ignore[arg-type]


def test_an_alarm_quotes_the_letters_own_sentences(record: Record) -> None:
    texts = " ".join(one.text for one in office())
    assert all(sentence in texts for alarm in record.alarms for sentence in alarm["sentences"])  # type: ignore[attr-defined]


def test_an_alarm_names_the_unit_it_is_about(record: Record) -> None:
    about = next(alarm for alarm in record.alarms if "信1" in alarm["letters"])  # type: ignore[operator]
    assert "丽园小区" in about["terms"]  # type: ignore[operator]


def test_turning_the_knob_up_only_adds_alarms() -> None:
    state = state_after([*office(), *matter("华兴机械厂", first=60, week=4, count=2)])
    raised = [{alarm.cluster for alarm in find_alarms(state, {}, knob)} for knob in KNOBS]
    assert all(fewer <= more for fewer, more in pairwise(raised))


def test_the_expected_false_alarms_of_new_matters_stay_within_the_knob() -> None:
    state = state_after(office())
    for knob in KNOBS:
        assert sum(alarm.p_value for alarm in find_alarms(state, {}, knob) if alarm.kind == "new") <= knob


def test_the_knob_must_be_above_zero() -> None:
    with pytest.raises(ValueError, match="above 0"):
        find_alarms(new_state(), {}, 0)


def test_a_matter_is_new_only_once(record: Record) -> None:
    new = [alarm["cluster"] for alarm in record.alarms if alarm["kind"] == "new"]
    assert len(new) == len(set(new))


def test_more_voices_leave_less_doubt() -> None:
    chances = [chance_of_nothing([0.8] * n, range(n)) for n in range(1, 8)]
    assert chances == sorted(chances, reverse=True)


def test_a_second_letter_of_a_sender_counts_less_than_another_sender() -> None:
    assert chance_of_nothing([0.9] * 3, [1, 1, 2]) > chance_of_nothing([0.9] * 3, [1, 2, 3])


@pytest.mark.parametrize("test", [cusum_p, farrington_p, growth_p])
def test_a_rise_is_told_from_a_steady_series(test: object) -> None:
    steady = np.array([1, 0, 2, 1] * 9)
    rising = np.append(steady[:-1], 9)
    assert test(rising) < 0.01 < test(steady)  # type: ignore[operator]


@pytest.mark.parametrize(("weeks", "test"), [(28, cusum_p), (29, farrington_p)])
def test_growth_moves_to_farrington_once_26_weeks_of_baseline_exist(weeks: int, test: object) -> None:
    series = np.array([1, 0, 2, 1] * 8)[-weeks:]
    series[-1] = 4
    assert growth_p(series) == test(series)  # type: ignore[operator]


def test_a_matter_that_grows_beyond_its_own_past_is_alarmed_again() -> None:
    slow = [one for week in range(0, 12, 2) for one in matter("丽园小区", first=10 * week, week=week, count=1)]
    rise = [
        letter(900 + n, TELLINGS[n % 5].format(unit="丽园小区"), title="丽园小区夜间停水", week=13) for n in range(9)
    ]
    raised = [alarm for review in replay([*slow, *rise]) for alarm in review.alarms]
    assert [alarm.kind for alarm in raised if "信900" in alarm.letters] == ["growth"]


def test_a_past_outbreak_does_not_hide_a_new_one() -> None:
    steady = np.array([1, 0, 2, 1] * 8)
    outbreak = steady.copy()
    outbreak[10] = 12
    assert farrington_p(np.append(outbreak, 9)) < 0.05


def test_a_week_without_letters_is_no_rise() -> None:
    assert growth_p(np.array([5, 6, 0])) == 1.0


def test_a_matter_that_never_stops_simmers() -> None:
    often, seldom = np.array([1, 0] * 13), np.array([1] + [0] * 24 + [1])
    assert simmer_p(often, 0.05) < 1e-6 < simmer_p(seldom, 0.05)


def test_adjusted_p_values_never_fall_below_the_raw_ones() -> None:
    raw = np.array([0.001, 0.2, 0.04, 0.9])
    assert (adjusted(raw) >= raw).all()


def test_the_alarm_ledger_counts_known_matters_as_right() -> None:
    figures = measure_ledger([LoggedAlarm(5, "a", 5, 3, "known"), LoggedAlarm(5, "b", 4, 3, "true")])
    assert (figures.precision, figures.news) == (1.0, 0.5)


def test_an_empty_ledger_claims_nothing() -> None:
    figures = measure_ledger([])
    assert (figures.precision, figures.recall, figures.delay_weeks) == (None, None, None)


def test_a_verdict_given_later_counts_for_the_first_alarm() -> None:
    figures = measure_ledger([LoggedAlarm(5, "a", 3, 4), LoggedAlarm(9, "a", 3, 8, "true")])
    assert (figures.judged, figures.delay_weeks) == (1, 2)
