"""Remains of HTML in pasted letters: tags and entities.

Only tags HTML knows are tags, and an attribute has a value, so that ``a<b`` and ``a<b 且 c>d`` stay what they are.
"""

import html
import re

from nlp.tokenization.normalized import Edits, substitute

__all__ = ["strip_markup"]

_BLOCK = {
    *("address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5"),
    *("h6", "hr", "li", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul"),
}
_INLINE = {
    *("a", "b", "big", "body", "code", "col", "em", "font", "form", "head", "html", "i", "img", "input", "label"),
    *("o:p", "s", "script", "small", "span", "strike", "strong", "style", "sub", "sup", "td", "th", "title", "u"),
}
_VALUE = r"""(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+)"""
_TAG = rf"</?(?P<tag>{'|'.join(sorted(_BLOCK | _INLINE))})(?:\s+[a-z:_-]+\s*=\s*{_VALUE})*\s*/?>"
_MARKUP = re.compile(rf"{_TAG}|&(?:amp;)*(?:nbsp;?|[a-z]{{2,8}}\d?;|#\d{{1,7}};|#x[0-9a-f]{{1,6}};)", re.IGNORECASE)
_DEEPEST = 5


def _plain(match: re.Match[str]) -> str:
    """Return what a tag or an entity stands for: a line break, nothing, or its character."""
    if tag := match["tag"]:
        return "\n" if tag.lower() in _BLOCK else ""
    return html.unescape("&" + match[0].removeprefix("&").replace("amp;", "") if "amp;" in match[0][:-1] else match[0])


def strip_markup(text: str) -> tuple[str, tuple[Edits, ...]]:
    r"""Take tags out and put characters for entities, until none is left; an empty text stays empty.

    What is nested deeper than five layers was not written by a person: it loses its angle brackets and ampersands.

    >>> strip_markup("<p>工资&lt;300元</p>，若a<b")[0]
    '\n工资<300元\n，若a<b'
    """
    steps: tuple[Edits, ...] = ()
    for _ in range(_DEEPEST):
        new, edits = substitute(_MARKUP, _plain, text)
        if new == text:
            return text, steps
        text, steps = new, steps + edits
    if not _MARKUP.search(text):
        return text, steps
    text, edits = substitute(re.compile("[<>&]"), lambda match: "", text)
    return text, steps + edits
