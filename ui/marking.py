"""Show a letter with its evidence marked; everything from the letter is escaped."""

import html
from collections.abc import Sequence

from nlp.letter import Span

__all__ = ["COLOURS", "marked_html"]

COLOURS = ("#b3541e", "#1f6f8b", "#8c1c3a", "#5b4b8a", "#5f6b6d")
"""A colour for each category in the taxonomy's order; all keep 4.5:1 on white. A mark also carries an underline."""

_STYLE = (
    "white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.9;font-size:1.02rem;"
    "border:1px solid #ddd;border-radius:6px;padding:0.9rem 1.1rem;background:#fff;"
    "max-height:36rem;overflow-y:auto;margin-bottom:1rem"
)


def marked_html(letter: str, spans: Sequence[Span], colour: str, label: str) -> str:
    """Give the letter as HTML with the spans underlined; ``label`` is what a screen reader says of them.

    >>> marked_html("欠薪<b>", [Span(0, 2, "欠薪")], "#000000", "依据").count("&lt;b&gt;")
    1
    """
    pieces, done = [], 0
    for span in sorted(spans, key=lambda s: s.start):
        if span.start < done:
            continue
        pieces.append(html.escape(letter[done : span.start]))
        style = f"background:{colour}1f;border-bottom:2px solid {colour};font-weight:600;color:inherit"
        words = html.escape(letter[span.start : span.end])
        pieces.append(f'<mark title="{html.escape(label)}" style="{style}">{words}</mark>')
        done = span.end
    pieces.append(html.escape(letter[done:]))
    return f'<div class="letter" style="{_STYLE}">{"".join(pieces)}</div>'
