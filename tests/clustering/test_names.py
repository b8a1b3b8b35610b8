"""Names of units and places, and the words beside them: a region ends a word, in profiles and in terms."""

import pytest

from nlp.clustering import distinctive_terms, find_names, new_state
from nlp.clustering.names import part_regions
from nlp.clustering.profiles import read_profiles, word_column
from nlp.letter import Letter

FIRM = "百穗贷"
"""In no dictionary, and with none of the endings a name is known by."""


@pytest.mark.parametrize("region", ["A2区", "B市", "江州市", "石湾县"])
def test_a_firm_is_the_same_word_behind_every_region(region: str) -> None:
    topic = read_profiles([Letter(f"{region}{FIRM}不肯退款")]).topic
    assert word_column(FIRM) in topic.indices


def test_the_terms_of_a_matter_hold_no_piece_of_a_region() -> None:
    letters = [Letter(f"{region}{FIRM}不肯退款，要求查办。") for region in ("A2区", "B市", "江州市")]
    assert FIRM in distinctive_terms(letters, new_state())


def test_words_that_only_end_like_a_region_are_kept() -> None:
    assert part_regions("我们小区的家属院停水") == "我们小区的家属院停水"


def test_a_bare_kind_is_no_name() -> None:
    assert find_names("我们小区的学校停水") == ()
