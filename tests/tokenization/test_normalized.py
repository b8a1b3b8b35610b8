"""The way from the original to the normal form."""

import re

from hypothesis import given
from hypothesis import strategies as st

from nlp.tokenization.normalized import substitute

_SHORTENED = {"a": "", "bb": "x", "c": "yyy"}


@given(st.text("abcd", max_size=12), st.integers(0, 14))
def test_the_new_start_is_the_first_character_that_began_there_or_later(old: str, position: int) -> None:
    _, steps = substitute(re.compile("a|bb|c"), lambda match: _SHORTENED[match[0]], old)
    for edits in steps:
        start = edits.new_start(position)
        assert edits.old_start(start) >= position
        assert start == 0 or edits.old_start(start - 1) < position
