"""Show a letter with its evidence and its red signals marked; everything from the letter is escaped.

A mark is told by its underline and by the word set after it as well as by its colour. The word is set by the style
sheet, so that what is selected and copied is the letter as it was written.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.letter import Span

__all__ = ["COLOURS", "RED", "STYLE", "Mark", "legend_html", "marked_html", "plain"]

COLOURS = ("#b3541e", "#1f6f8b", "#8c1c3a", "#5b4b8a", "#5f6b6d")
"""A colour for each category in the taxonomy's order; all keep 4.5:1 on white."""

RED = "#b00020"

STYLE = """<style>
.letter{white-space:pre-wrap;overflow-wrap:anywhere;line-height:2;font-size:1.02rem;border:1px solid #ddd;
border-radius:6px;padding:.8rem 1.1rem;background:#fff;max-height:30rem;overflow-y:auto}
.marked{color:inherit;border-radius:2px;padding:1px 0}
.marked::after{content:attr(data-tag);font-size:.68rem;font-weight:600;margin:0 3px 0 2px;vertical-align:super}
.legend{font-size:.85rem;color:#444;margin:.1rem 0 .5rem}
.beside{display:grid;grid-template-columns:1fr 1fr;gap:1rem;font-size:.93rem;line-height:1.8}
.beside>div{border:1px solid #ddd;border-radius:6px;padding:.5rem .9rem;background:#fff;max-height:16rem;
overflow-y:auto}
.beside p{white-space:pre-wrap;overflow-wrap:anywhere;margin:.2rem 0 0}.beside u{text-decoration-thickness:2px;
text-decoration-color:#1f6f8b;text-underline-offset:3px}
.legend span{margin-right:1.2rem;white-space:nowrap;display:inline-block}
</style>"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the letter to mark: its colour, the short word set after it, and what a screen reader says of it."""

    span: Span
    colour: str
    tag: str
    label: str
    urgent: bool = False


def plain(words: str) -> str:
    """Keep words from outside from being read as Markdown."""
    return "".join(f"\\{c}" if c.isascii() and not c.isalnum() and not c.isspace() else c for c in words)


def _style(mark: Mark) -> str:
    line = f"3px double {mark.colour}" if mark.urgent else f"2px solid {mark.colour}"
    return f"background:{mark.colour}1f;border-bottom:{line};font-weight:{700 if mark.urgent else 600}"


def marked_html(letter: str, marks: Sequence[Mark]) -> str:
    """Give the letter as HTML with the marks; where two overlap the urgent one is shown, then the one given first.

    >>> marked_html("欠薪<b>", [Mark(Span(0, 2, "欠薪"), "#000000", "历", "依据")]).count("&lt;b&gt;")
    1
    """
    size = len(letter)
    owner: list[Mark | None] = [None] * size
    for mark in sorted(marks, key=lambda mark: mark.urgent):
        for place in range(mark.span.start, min(mark.span.end, size)):
            held = owner[place]
            if held is None or (mark.urgent and not held.urgent):
                owner[place] = mark
    pieces, start = [], 0
    for end in range(1, size + 1):
        if end == size or owner[end] is not owner[start]:
            pieces.append(_piece(letter[start:end], owner[start]))
            start = end
    return f'<div class="letter">{"".join(pieces)}</div>'


def _piece(words: str, mark: Mark | None) -> str:
    shown = html.escape(words)
    if mark is None:
        return shown
    tag, label = html.escape(mark.tag), html.escape(mark.label)
    return f'<mark class="marked" title="{label}" data-tag="{tag}" style="{_style(mark)}">{shown}</mark>'


def legend_html(marks: Sequence[Mark]) -> str:
    """Say what each kind of mark means, once each, in the order they were given; no marks need no legend."""
    kinds = {(mark.tag, mark.label): mark for mark in marks}
    shown = [
        f'<span><b style="{_style(mark)}">　{html.escape(tag)}　</b> {html.escape(label)}</span>'
        for (tag, label), mark in kinds.items()
    ]
    return f'<div class="legend">{"".join(shown)}</div>' if shown else ""
