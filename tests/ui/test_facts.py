"""The table of facts is short, and nothing in it is lost or runs as HTML."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from nlp.letter import Signal
from nlp.taxonomy import Taxonomy
from ui.facts import facts_html, signal_line


@given(words=st.text(min_size=1, max_size=200).filter(lambda text: text.strip()))
def test_a_long_sentence_is_cut_short_on_the_page_and_whole_behind_it(taxonomy: Taxonomy, words: str) -> None:
    signal = Signal(0, len(words), words, "prior")
    page = facts_html([signal], taxonomy, frozenset())
    cell = page.split("<td>")[1].split("</td>")[0]
    said = html.unescape(re.sub(r"<[^>]*>", "", cell))
    assert len(said) <= 49
    assert said.endswith("…") or said == " ".join(words.split())
    assert html.escape(words.strip()) in page
    assert signal_line(signal, taxonomy) == said


def test_what_the_letter_says_does_not_run_on_the_page(taxonomy: Taxonomy) -> None:
    hostile = '"><img src=x onerror=alert(1)>' * 3
    page = facts_html([Signal(0, len(hostile), hostile, "prior")], taxonomy, frozenset())
    assert "<img" not in page
    assert 'title="&quot;&gt;' in page
