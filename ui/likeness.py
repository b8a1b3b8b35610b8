"""What the store holds that is like the letter on the screen: the matter it belongs to, and letters side by side."""

import html
import re
from collections.abc import Sequence

import streamlit as st

from nlp.letter import Letter
from nlp.similar import Similar
from nlp.taxonomy import Taxonomy
from nlp.timeline import MatterCourse
from ui import text
from ui.marking import plain
from ui.state import rights

__all__ = ["show_matter", "show_similar", "side_by_side"]

_CLAUSE = re.compile(r"[^，。；！？：、,;!?:\s]+")
_WORTH_MARKING = 4


def show_matter(matter: MatterCourse | None) -> None:
    """Show which matter the letter probably belongs to, and lead there."""
    if matter is None:
        return
    headline = matter.headline or text.UNNAMED_MATTER.format(id=matter.id[:6])
    told = text.BELONGS_COUNTS.format(first=matter.born, count=matter.letters)
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.markdown(f"**{text.BELONGS}**　{plain(headline)}　:gray[{told}]")
    if "trends" in rights().pages and right.button(text.OPEN_MATTER, key="open-belongs", type="tertiary"):
        _lead_to(matter.id)


def _lead_to(matter_id: str) -> None:
    """Go to the matter's own page."""
    from ui.doors import doors

    st.session_state.update(matter=matter_id, matter_letters=None)
    st.switch_page(next(page for page in doors(None) if page.url_path == "trends"))


def show_similar(letter: Letter, similar: Sequence[Similar], taxonomy: Taxonomy) -> None:
    """Show earlier letters that may be of the same matter beside this one, masked; a pointer, never a refusal."""
    if not similar:
        return
    st.subheader(text.SIMILAR.format(count=len(similar)))
    st.caption(text.SIMILAR_NOTE)
    place = st.radio(
        text.COMPARE_WITH,
        range(len(similar)),
        format_func=lambda place: _line(similar[place], taxonomy),
        label_visibility="collapsed",
        key=f"similar-{similar[0].number}-{len(similar)}",
    )
    st.html(side_by_side(letter.text, similar[place or 0].masked, similar[place or 0].number))


def _line(other: Similar, taxonomy: Taxonomy) -> str:
    kind = text.SAME_TEXT if other.copy else text.ALIKE
    name = taxonomy.category_names.get(other.category or "", text.NO_CATEGORY)
    day = other.received.isoformat() if other.received else text.NO_DATE
    return f"{other.number}　{day}　{name}　{kind}（{other.share:.0%}）"


def side_by_side(new: str, old: str, number: str) -> str:
    """Give two letters as HTML beside each other, clauses that stand in both underlined; everything is escaped.

    >>> side_by_side("内退费停发，请补发。", "内退费停发，没人管。", "2026-000001").count("<u>内退费停发</u>")
    2
    """
    common = {clause for clause in _CLAUSE.findall(new) if len(clause) >= _WORTH_MARKING and clause in old}
    columns = [(text.THIS_LETTER, _marked(new, common)), (text.EARLIER.format(number=number), _marked(old, common))]
    return (
        '<div class="beside">' + "".join(f"<div><b>{head}</b><p>{body}</p></div>" for head, body in columns) + "</div>"
    )


def _marked(letter: str, common: set[str]) -> str:
    escaped = html.escape(letter)
    for clause in sorted(map(html.escape, common), key=len, reverse=True):
        escaped = re.sub(f"(?<!<u>){re.escape(clause)}(?!</u>)", f"<u>{clause}</u>", escaped)
    return escaped
