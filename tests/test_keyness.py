"""The words that set letters apart."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from nlp.clustering import log_likelihood
from nlp.exploring import Choice, list_letter_weeks
from nlp.keyness import find_key_terms
from nlp.letter import Analysis, Letter, Prediction
from nlp.store import Reader, Store, make_study, open_store, register, save_studies

DAY = dt.date(2026, 11, 9)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int, int, int]:
    size, rest_size = draw(st.integers(1, 500)), draw(st.integers(1, 500))
    return draw(st.integers(0, size)), size, draw(st.integers(0, rest_size)), rest_size


@pytest.fixture
def store() -> Store:
    store = open_store("sqlite://")
    texts = [(f"内退费停发{n}个月，我叫马桂英。", DAY) for n in range(15)]
    texts += [(f"房产证{n}年没有办。", DAY - dt.timedelta(days=30)) for n in range(15)]
    texts += [("厂长贪污公款。", DAY)] * 15
    arrivals = [Letter(text, received=day) for text, day in texts]
    for letter, registered in zip(arrivals, register(store, arrivals), strict=True):
        prediction = Prediction("historical_debts", {"historical_debts": 1.0})
        found = Analysis(letter, prediction, confidential="贪污" in letter.text)
        save_studies(store, "m", [make_study(registered.id, found, "m", store.seal, str.lower)])
    return store


@given(counts())
def test_the_other_side_has_the_opposite_score(numbers: tuple[int, int, int, int]) -> None:
    here, size, rest, rest_size = numbers
    one, other = log_likelihood(here, size, rest, rest_size), log_likelihood(rest, rest_size, here, size)
    assert one == pytest.approx(-other, abs=1e-6)


@given(counts())
def test_the_sign_says_on_which_side_a_word_is_more_frequent(numbers: tuple[int, int, int, int]) -> None:
    here, size, rest, rest_size = numbers
    score = log_likelihood(*numbers)
    assert score == 0 or (score > 0) == (here / size > rest / rest_size)


def test_the_value_is_that_of_the_contingency_table() -> None:
    table = [[30, 70], [10, 90]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic
    assert log_likelihood(30, 100, 10, 100) == pytest.approx(expected)


def test_the_words_of_a_week_are_those_the_rest_has_not(store: Store) -> None:
    words = {one.term for one in find_key_terms(store, Choice("2026-W46"), Reader("甲")).terms}
    assert "停发" in words
    assert "房产证" not in words


def test_names_are_no_words(store: Store) -> None:
    found = find_key_terms(store, Choice("2026-W46"), Reader("甲"))
    assert not [one for one in found.terms if "马" in one.term or "桂英" in one.term]


def test_confidential_letters_are_counted_for_their_handler_alone(store: Store) -> None:
    assert find_key_terms(store, Choice("2026-W46"), Reader("甲")).here == 15
    assert find_key_terms(store, Choice("2026-W46"), Reader("乙", confidential=True)).here == 30


def test_the_two_sides_hold_every_letter_once(store: Store) -> None:
    found = find_key_terms(store, Choice("2026-W46", "historical_debts"), Reader("甲", confidential=True))
    assert found.here + found.rest == 45


def test_weeks_are_listed_without_a_gap(store: Store) -> None:
    weeks = list_letter_weeks(store)
    assert (weeks[0], weeks[-1], len(weeks)) == ("2026-W46", "2026-W41", 6)
