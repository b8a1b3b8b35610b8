import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.corpus import LabelledLetter
from nlp.extraction import (
    accusation,
    coercion,
    collective_intent,
    deadline,
    life_health,
    public_safety,
    retaliation,
    vulnerable_need,
)
from nlp.extraction.scan import Scanned, Scanner, Words, look_ahead

PATTERNS = {"word": "断药|断粮|[停断]了?氧", "group": "(?:没|无)钱(?:治|买)|[一二\\d]{1,3}天内", "same": "断"}
SCANNER = Scanner(PATTERNS)
EVERY = [
    life_health._MENTION,
    public_safety._MENTION,
    deadline._MENTION,
    collective_intent._GO,
    accusation._WHO,
    retaliation._HARM,
    coercion._MENTION,
    vulnerable_need._MENTION,
]


def plain(families: dict[str, str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer("|".join(families.values()), text)]


@given(st.text(alphabet="断药粮停氧了没无钱治买一二3天内，", max_size=40))
def test_a_scanner_finds_what_re_finds(text: str) -> None:
    assert [match.span() for match in SCANNER.finditer(text)] == plain(PATTERNS, text)


@pytest.mark.parametrize("scanner", EVERY)
def test_each_kind_is_searched_as_re_would(scanner: Scanner, corpus: list[LabelledLetter]) -> None:
    for letter in corpus[::40]:
        assert [match.span() for match in scanner.finditer(letter.text)] == plain(scanner.families, letter.text)


def test_two_scanners_do_not_disturb_each_other() -> None:
    first, second = Scanner({"a": "断药|停"}), Scanner({"b": "断粮|停氧"})
    text = "断药断粮停氧"
    assert [m[0] for m in first.finditer(text)] == ["断药", "停"]
    assert [m[0] for m in second.finditer(text)] == ["断粮", "停氧"]


def test_the_earlier_family_names_a_match_of_both() -> None:
    assert [family for family, _ in Scanner(PATTERNS).scan("断药，断水")] == ["word", "same"]


@pytest.mark.parametrize(
    "pattern",
    ["很?好", "[好]*坏", ".好", "(?:好)?坏", "^好", "(?=好)", "好|", "[一二]{0,2}天", "[^一]天", "[a-z]天", r"[\s]天"],
)
def test_an_expression_that_may_begin_with_anything_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="may begin with anything"):
        Scanner({"kind": pattern})


@given(st.lists(st.text(alphabet="断药停氧没😀，", max_size=12), max_size=5))
def test_many_texts_begin_as_each_does_alone(texts: list[str]) -> None:
    together = [Scanned(text) for text in texts]
    look_ahead(together)
    assert [one.begins() for one in together] == [Scanned(text).begins() for text in texts]


def test_of_words_the_longest_is_found_and_none_reaches_over_the_end() -> None:
    words = Words(["信访", "信访局", "信访局长", "法院"])
    assert list(words.spans("法院和信访局说，信访")) == [(0, 2), (3, 6), (8, 10)]


def test_a_word_of_one_character_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Words(["局", "信访局"])


@pytest.mark.parametrize(
    "make", [lambda: Scanner({"kind": "😀了"}), lambda: Scanner({"kind": "断😀"}), lambda: Words(["😀了"])]
)
def test_what_begins_where_no_table_reaches_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="beyond U"):
        make()
