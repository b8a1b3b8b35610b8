import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.clustering.duplicates import find_copies
from nlp.clustering.senders import count_senders, sender_number
from nlp.clustering.sketches import containment, sketch_texts
from nlp.replay import replay
from tests.clustering.composed import TELLINGS, letter

LONG = "".join(text.format(unit="丽园小区") for text in TELLINGS)


def is_copy(one: str, other: str) -> bool:
    sketches = sketch_texts([one, other])
    return bool(find_copies(np.array([1]), np.array([0]), sketches)[0])


def misread(text: str, share: float, seed: int) -> str:
    dice = random.Random(seed)
    return "".join(dice.choice("口日目田曰囗") if dice.random() < share else sign for sign in text)


@given(
    st.text(alphabet="丽园小区停水三天无人管。，", min_size=4, max_size=80).filter(
        lambda t: sum(map(str.isalnum, t)) >= 3
    )
)
@settings(deadline=None)
def test_a_letter_is_its_own_copy(text: str) -> None:
    assert is_copy(text, text)


def test_a_template_with_another_name_is_a_copy() -> None:
    assert is_copy(LONG, LONG.replace("丽园小区", "石桥村"))


@pytest.mark.parametrize("seed", range(5))
def test_slips_of_the_scanner_do_not_hide_a_copy(seed: int) -> None:
    assert is_copy(LONG, misread(LONG, 0.05, seed))


def test_a_copy_with_its_tail_cut_off_is_a_copy() -> None:
    assert is_copy(LONG, LONG[: len(LONG) // 2])


def test_one_matter_in_other_words_is_no_copy() -> None:
    assert not is_copy(TELLINGS[0].format(unit="丽园小区"), TELLINGS[1].format(unit="丽园小区"))


def test_an_empty_letter_is_nobodys_copy() -> None:
    assert not is_copy("", "")


def test_containment_does_not_depend_on_the_order() -> None:
    one, other = sketch_texts([LONG]), sketch_texts([TELLINGS[0]])
    assert containment(one, other)[0] == containment(other, one)[0]


def test_letters_copies_and_senders_are_counted_apart() -> None:
    text = TELLINGS[0].format(unit="丽园小区")
    letters = [letter(n, text, title="丽园小区停水", sender=f"人{n % 2}") for n in range(4)]
    *_, last = replay(letters)
    assert (len(last.state), len(set(last.state.copies.tolist()))) == (4, 1)
    assert count_senders(last.state.senders, last.state.copies) == 2


def test_unsigned_copies_are_one_voice() -> None:
    nobody = sender_number("")
    assert count_senders(np.array([nobody] * 3), np.array([5, 5, 5])) == 1
