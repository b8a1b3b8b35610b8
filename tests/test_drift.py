"""This month against last: shares, confidence and unknown words, each with its counts, small ones hidden."""

import datetime as dt
from collections.abc import Callable

import pytest

from nlp.classifier import LetterClassifier
from nlp.drift import Drift, Month, Moved, measure_drift, month_before
from nlp.letter import Analysis, Letter, Prediction
from nlp.store import Store, make_study, open_store, register, save_studies
from tests.labelled import invented_letters

NOVEMBER = Month(dt.date(2026, 11, 1))
CODES = ("路灯", "供水", "其他")
Fill = Callable[..., None]


@pytest.fixture(scope="module")
def classifier() -> LetterClassifier:
    letters = invented_letters()
    return LetterClassifier(min_df=1).fit([x.text for x in letters], [x.label for x in letters])


@pytest.fixture
def store() -> Store:
    return open_store("sqlite://", bytes(range(32)))


@pytest.fixture
def fill(store: Store) -> Fill:
    def put(
        month: int, category: str, count: int, *, sure: float = 0.9, review: int = 0, text: str = "路灯不亮"
    ) -> None:
        for place in range(count):
            letter = Letter(f"{text}{place}", received=dt.date(2026, month, 1 + place % 28))
            (registered,) = register(store, [letter])
            reason = "close_call" if place < review else None
            shares = dict.fromkeys(CODES, (1 - sure) / 2) | {category: sure}
            found = Analysis(letter, Prediction(category, shares, review_reason=reason), confidential=False)
            save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower)])

    return put


def row(found: Drift, kind: str, key: str = "") -> Moved:
    (one,) = [one for one in found.figures if (one.kind, one.key) == (kind, key)]
    return one


def test_shares_are_of_each_month_with_their_counts(store: Store, classifier: LetterClassifier, fill: Fill) -> None:
    fill(10, "路灯", 30), fill(10, "供水", 10)
    fill(11, "路灯", 10), fill(11, "供水", 30)
    found = row(measure_drift(store, classifier, CODES, NOVEMBER), "category", "供水")
    assert (found.before, found.now, found.letters_before, found.letters_now) == (0.25, 0.75, 10, 30)
    assert found.is_clear


def test_what_did_not_change_is_not_said_to_have(store: Store, classifier: LetterClassifier, fill: Fill) -> None:
    for month in (10, 11):
        fill(month, "路灯", 20, review=5), fill(month, "供水", 20)
    assert not any(one.is_clear for one in measure_drift(store, classifier, CODES, NOVEMBER).figures)


def test_a_small_cell_is_hidden_and_so_is_what_would_tell_it(
    store: Store, classifier: LetterClassifier, fill: Fill
) -> None:
    for month in (10, 11):
        fill(month, "路灯", 20), fill(month, "供水", 20)
    fill(11, "其他", 2)
    found = measure_drift(store, classifier, CODES, NOVEMBER)
    assert row(found, "category", "其他").now is None
    hidden = [one for one in found.figures if one.kind == "category" and one.letters_now is None]
    assert [one.key for one in hidden][-1] == "其他"
    assert len(hidden) == 2


def test_a_fall_of_confidence_and_more_to_review_are_seen(
    store: Store, classifier: LetterClassifier, fill: Fill
) -> None:
    fill(10, "路灯", 40, sure=0.95, review=6)
    fill(11, "路灯", 40, sure=0.6, review=30)
    found = measure_drift(store, classifier, CODES, NOVEMBER)
    assert row(found, "confidence").high is not None
    assert row(found, "confidence").high < 0
    assert row(found, "review").low > 0


def test_words_the_model_never_met_are_seen(store: Store, classifier: LetterClassifier, fill: Fill) -> None:
    fill(10, "路灯", 20, text="路灯不亮，请派人修灯")
    fill(11, "路灯", 20, text="光伏电站并网补贴迟迟没有到账")
    found = row(measure_drift(store, classifier, CODES, NOVEMBER), "unknown")
    assert found.is_clear
    assert found.before is not None
    assert found.now is not None
    assert found.now > found.before


def test_a_letter_without_a_date_counts_when_it_was_registered(classifier: LetterClassifier) -> None:
    store = open_store("sqlite://", clock=lambda: dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC))
    arrivals = [Letter(f"路灯不亮{place}") for place in range(6)]
    for letter, registered in zip(arrivals, register(store, arrivals), strict=True):
        found = Analysis(letter, Prediction("路灯", {"路灯": 1.0}), confidential=False)
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower)])
    assert measure_drift(store, classifier, CODES, NOVEMBER).letters == (0, 6)


def test_a_total_that_would_tell_a_small_cell_is_hidden_too(
    store: Store, classifier: LetterClassifier, fill: Fill
) -> None:
    fill(11, "路灯", 2)
    assert measure_drift(store, classifier, CODES, NOVEMBER).letters == (0, None)


def test_an_empty_month_has_no_figures(store: Store, classifier: LetterClassifier) -> None:
    found = measure_drift(store, classifier, CODES, NOVEMBER)
    assert found.letters == (0, 0)
    assert all(one.now is None and not one.is_clear for one in found.figures)


def test_the_month_before_january_is_december() -> None:
    assert str(month_before(Month(dt.date(2026, 1, 1)))) == "2025-12"
