"""The unsure letters that stand for many come first, no matter twice, copies together."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from nlp.reviewing import teaching_order

ROWS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 4), st.sampled_from("abcdef")), min_size=1, max_size=12)


def order(*letters: tuple[float, int, str]) -> list[int]:
    """Order letters given by doubt, the one word they hold, and the set of copies they belong to."""
    weights = np.eye(5)[[word for _, word, _ in letters]]
    doubts = np.array([doubt for doubt, *_ in letters])
    return [placed.row for placed in teaching_order(doubts, sparse.csr_matrix(weights), [g for *_, g in letters])]


def test_of_two_equally_unsure_letters_the_one_like_others_comes_first() -> None:
    assert order((0.5, 0, "a"), (0.5, 1, "b"), (0.5, 1, "c"))[0] == 1


def test_of_two_equally_typical_letters_the_less_sure_comes_first() -> None:
    assert order((0.4, 0, "a"), (0.6, 1, "b"))[0] == 1


def test_a_second_letter_of_a_matter_waits_for_another_matter() -> None:
    assert order((0.5, 0, "a"), (0.5, 0, "b"), (0.5, 0, "c"), (0.5, 1, "d"))[1] == 3


def test_a_letter_the_model_is_sure_of_comes_last() -> None:
    assert order((0.0, 0, "a"), (0.2, 0, "b"), (0.1, 1, "c"))[-1] == 0


@given(ROWS)
def test_every_letter_has_one_place(letters: list[tuple[float, int, str]]) -> None:
    assert sorted(order(*letters)) == list(range(len(letters)))


@given(ROWS)
def test_copies_stand_side_by_side(letters: list[tuple[float, int, str]]) -> None:
    groups = [letters[row][2] for row in order(*letters)]
    runs = [group for place, group in enumerate(groups) if place == 0 or group != groups[place - 1]]
    assert len(runs) == len(set(runs))


def test_no_letters_have_no_order() -> None:
    assert teaching_order(np.empty(0), sparse.csr_matrix((0, 3)), []) == []
