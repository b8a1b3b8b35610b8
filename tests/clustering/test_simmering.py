"""A matter of a letter every other week, through the replay: it is alarmed for simmering, and told why."""

from dataclasses import replace

import pytest

from nlp.letter import Letter
from nlp.replay import Record, replay, week_name, week_number
from tests.clustering.composed import MONDAY
from tests.clustering.simmering import UNIT, fleeting, simmering

Alarm = dict[str, object]


def alarms_of(letters: list[Letter]) -> list[Alarm]:
    record = Record()
    for review in replay(letters):
        record.add(review)
    return record.alarms


@pytest.fixture(scope="module")
def alarms() -> list[Alarm]:
    return alarms_of([*fleeting(), *simmering()])


@pytest.fixture
def simmer(alarms: list[Alarm]) -> Alarm:
    (only,) = [alarm for alarm in alarms if alarm["kind"] == "simmer"]
    return only


def test_what_simmers_on_is_told_again_26_weeks_after_its_last_alarm(alarms: list[Alarm], simmer: Alarm) -> None:
    first = next(alarm for alarm in alarms if alarm["cluster"] == simmer["cluster"])
    began = week_number(MONDAY)
    assert (first["kind"], first["week"]) == ("new", week_name(began + 4))
    assert simmer["week"] == week_name(began + 30)


def test_the_alarm_says_how_long_it_went_on_and_how_unlikely_that_is(simmer: Alarm) -> None:
    assert "近 26 周断断续续一直有来信，偶然如此的概率小于 0.001" in str(simmer["reason"])
    assert "共 16 封" in str(simmer["reason"])


def test_the_alarm_is_explained_by_the_letters_own_words(simmer: Alarm) -> None:
    texts = [one.text for one in simmering()]
    sentences = simmer["sentences"]
    assert isinstance(sentences, list) and sentences
    assert all(any(sentence in text for text in texts) for sentence in sentences)
    assert UNIT in simmer["terms"]  # type: ignore[operator]


def test_a_matter_no_more_frequent_than_the_others_does_not_simmer() -> None:
    twins = [*simmering(), *(_moved(one) for one in simmering())]
    assert not [alarm for alarm in alarms_of(twins) if alarm["kind"] == "simmer"]


def _moved(one: Letter) -> Letter:
    """Give the same letter about another unit."""
    text, title = (words.replace(UNIT, "石桥村") for words in (one.text, one.title))
    return replace(one, id=f"{one.id}石", text=text, title=title, sender=f"{one.sender}石")
