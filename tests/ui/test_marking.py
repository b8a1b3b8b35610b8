from hypothesis import given
from hypothesis import strategies as st

from nlp.letter import Span
from ui.marking import marked_html


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_nothing_of_the_letter_becomes_html(letter: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(letter)), min(other, len(letter))))
    page = marked_html(letter, [Span(start, end, letter[start:end])], "#123456", "依据")
    inside = page.removesuffix("</div>").split(">", 1)[1]
    assert inside.count("<") == inside.count(">") == 2


def test_overlapping_marks_show_each_character_once() -> None:
    page = marked_html("拖欠工资", [Span(0, 3, "拖欠工"), Span(2, 4, "工资")], "#123456", "依据")
    assert page.count("工") == 1
