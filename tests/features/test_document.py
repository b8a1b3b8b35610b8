"""Offsets find their way from the letter to what is counted, and back."""

from hypothesis import given
from hypothesis import strategies as st

from nlp.features import read_document
from nlp.letter import Letter
from nlp.tokenization import shared_segmenter

PIECES = st.sampled_from(["厂里欠薪", "<b>", "</b>", " ", "\n", "三年，", "。", "&nbsp;", "　", "ＡＢ", "12 000元"])


@given(text=st.lists(PIECES, max_size=12).map("".join), title=st.sampled_from(["", "欠薪"]), data=st.data())
def test_what_is_counted_goes_to_the_letter_and_comes_back(text: str, title: str, data: st.DataObject) -> None:
    document = read_document(Letter(text, title=title), shared_segmenter())
    end = data.draw(st.integers(0, len(document.text)))
    start = data.draw(st.integers(0, end))
    span = document.letter_span(start, end)
    if span is None or start == end or (title and start <= document.title_end):
        return
    assert document.counted_span(*span) == (start, end)
