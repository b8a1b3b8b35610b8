import html
import re

from hypothesis import given
from hypothesis import strategies as st

from nlp.letter import Span
from ui.marking import Mark, legend_html, marked_html


def mark(letter: str, start: int, end: int, *, urgent: bool = False) -> Mark:
    return Mark(Span(start, end, letter[start:end]), "#123456", "急" if urgent else "历", "依据", urgent=urgent)


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.booleans()), max_size=4))
def test_the_letter_is_shown_as_written_whatever_is_marked(letter: str, places: list[tuple[int, int, bool]]) -> None:
    marks = [mark(letter, *sorted((one, other)), urgent=urgent) for one, other, urgent in places]
    page = marked_html(letter, marks)
    assert words(page) == letter
    assert set(re.findall(r"</?(\w+)", page)) <= {"div", "mark"}


def test_where_marks_overlap_the_urgent_one_is_shown() -> None:
    page = marked_html("已断药三天", [mark("已断药三天", 0, 5), mark("已断药三天", 1, 3, urgent=True)])
    assert re.findall(r'data-tag="(.)"[^>]*>([^<]*)<', page) == [("历", "已"), ("急", "断药"), ("历", "三天")]


def test_a_mark_is_told_without_its_colour() -> None:
    page = marked_html("欠薪断药", [mark("欠薪断药", 0, 2), mark("欠薪断药", 2, 4, urgent=True)])
    assert "2px solid" in page
    assert "3px double" in page


def test_the_legend_names_each_kind_once() -> None:
    assert legend_html([mark("欠薪", 0, 1), mark("欠薪", 1, 2)]).count("依据") == 1
