"""The scores of the benchmarks on events: clusters by B-cubed, alarms by the bursts they tell of."""

import datetime as dt
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
MONDAY = dt.date(2019, 7, 1)
RECEIVED = {f"{n}": MONDAY + dt.timedelta(weeks=n // 2) for n in range(8)}


@pytest.fixture(scope="module", autouse=True)
def benchmarks_importable():
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


def burst():
    from timeline import Event

    return Event(("0", "1", "2", "3", "4"), kind="burst")


def alarm(week: int, letters: str, cluster: str = "a") -> dict[str, object]:
    year, number, _ = (MONDAY + dt.timedelta(weeks=week)).isocalendar()
    return {"week": f"{year}-W{number:02d}", "cluster": cluster, "letters": list(letters)}


def test_a_burst_is_alarmed_by_the_first_alarm_half_of_whose_letters_are_its_own():
    from timeline import score_alarms

    scores = score_alarms([alarm(0, "0567"), alarm(1, "012"), alarm(2, "01234")], [burst()], RECEIVED)
    assert (scores["burst_share"], scores["median_letters_at_alarm"], scores["median_weeks_to_alarm"]) == (1, 4, 1)


def test_an_alarm_of_no_event_is_unexplained_once_a_cluster():
    from timeline import score_alarms

    found = [alarm(0, "567", "b"), alarm(1, "567", "b"), alarm(1, "012", "a")]
    scores = score_alarms(found, [burst()], RECEIVED)
    assert scores["unexplained_alarms_a_week"] == pytest.approx(1 / 4)
    assert scores["alarmed_clusters"] == 2


def test_without_an_alarm_no_median_is_claimed():
    from timeline import NEVER, score_alarms

    scores = score_alarms([], [burst()], RECEIVED)
    assert (scores["burst_share"], scores["median_letters_at_alarm"]) == (0, NEVER)


def test_a_letter_doubtful_in_one_event_counts_in_none():
    from timeline import Event, sure_letters

    events = [Event(("a", "b", "c")), Event(("c", "d"), doubtful=("c",))]
    assert sure_letters(events) == [{"a", "b"}, {"d"}]
