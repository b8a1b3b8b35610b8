from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import StoreError
from nlp.letter import Letter
from nlp.store import Reader, Store, audit_lines, register, search
from nlp.store.schema import letters
from nlp.store.terms import MAX_TERMS, terms_of
from tests.store.conftest import analyse_all, mask

CLERK, HANDLER = Reader("安之若"), Reader("柏舟", confidential=True)
TEXTS = ("内退费停发三年", "改制方案不合理", "举报厂长卖设备，内退费也吞了", "电话13800001234，要求补发")


@pytest.fixture
def filled(keyed_store: Store) -> Store:
    register(keyed_store, [Letter(text, title="来信") for text in TEXTS])
    analyse_all(keyed_store)
    return keyed_store


def numbers(store: Store, words: str, reader: Reader = HANDLER) -> list[int]:
    return [int(found.number[-6:]) for found in search(store, words, reader, mask)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("内退", [3, 1]),
        ("退费", [3, 1]),
        ("内退费 停发", [1]),
        ("方案不", [2]),
        ("没有的话", []),
        ("退停", []),
        ("来信 改制", [2]),
    ],
)
def test_a_word_is_found_wherever_a_segmenter_would_have_cut(filled: Store, words: str, found: list[int]) -> None:
    assert numbers(filled, words) == found


def test_a_confidential_letter_is_found_by_its_handler_only(filled: Store) -> None:
    assert (numbers(filled, "厂长", CLERK), numbers(filled, "厂长")) == ([], [3])


def test_what_masking_hides_is_not_found(filled: Store) -> None:
    assert numbers(filled, "13800001234") == []


def test_a_snippet_is_masked(filled: Store) -> None:
    (found,) = search(filled, "补发", CLERK, mask)
    assert found.snippet == "来信 电话***********，要求补发"


def test_an_unanalysed_letter_is_not_found_yet(filled: Store) -> None:
    register(filled, [Letter("内退费")])
    assert numbers(filled, "内退费") == [3, 1]


def test_a_search_can_be_narrowed(filled: Store) -> None:
    found = search(filled, "内退费", HANDLER, mask, where=letters.c.category == "anti_corruption")
    assert [match.category for match in found] == ["anti_corruption"]


def test_the_newest_come_first_and_no_more_than_asked_for(keyed_store: Store) -> None:
    register(keyed_store, [Letter(f"拖欠工资 {number}") for number in range(450)])
    analyse_all(keyed_store)
    found = search(keyed_store, "拖欠", CLERK, mask, limit=420)
    assert [int(match.number[-6:]) for match in found] == list(range(450, 30, -1))


@pytest.mark.parametrize("words", ["", "厂", "，。", '"', "'"])
def test_too_short_a_word_is_refused(filled: Store, words: str) -> None:
    with pytest.raises(StoreError, match="太短"):
        numbers(filled, words)


@pytest.mark.parametrize("words", ["内退' OR 1=1 --", '内退" OR "改制', "内退 & 改制 | !", "内退*"])
def test_query_signs_are_only_text(filled: Store, words: str) -> None:
    assert numbers(filled, words) == []


def test_a_search_is_audited(filled: Store) -> None:
    numbers(filled, "内退", CLERK)
    last = list(audit_lines(filled))[-1]
    assert (last.who, last.action, last.details) == ("安之若", "search", {"words": ["内退"], "found": 1})


def test_a_text_with_very_many_different_pairs_can_be_stored(keyed_store: Store) -> None:
    huge = "".join(map(chr, range(0x4E00, 0x9FA5))) * 2
    register(keyed_store, [Letter(huge + "内退费")])
    assert analyse_all(keyed_store) == 1
    assert len(terms_of(huge)) == MAX_TERMS


@given(st.text(st.sampled_from("内退费A1，\n \x00\ud800𠀀😀é٣") | st.characters()))
def test_the_terms_are_the_pairs_of_neighbouring_letters_and_digits(body: str) -> None:
    pairs = {"".join(pair) for pair in pairwise(body)}
    assert terms_of(body) == sorted(pair for pair in pairs if pair.isalnum())
