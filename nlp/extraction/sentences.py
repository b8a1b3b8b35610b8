"""The sentence a mention stands in: what a reader needs to see to judge it."""

import re

__all__ = ["REACH", "sentence_of"]

REACH = 120
"""How far a sentence may run on either side: some letters have no full stop at all."""

_END = re.compile(r"[。！？!?；;\n]+[”’」』）)]*")
_COMMA = re.compile("[，,、 ]")


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the span of the sentence around ``text[start:end]``, its end mark included.

    Where no mark stands within 120 characters, it is cut at a comma or a space. Raises ValueError when the span does
    not lie in the text.

    >>> text = "厂子破产了。父亲已断药三天，求救！盼复。"
    >>> start, end = sentence_of(text, 9, 11)
    >>> text[start:end]
    '父亲已断药三天，求救！'
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"sentence_of: not a span of {len(text)} characters, ({start}, {end}).")
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    first = low
    for mark in _END.finditer(text, low, start):
        first = mark.end()
    if first == low > 0 and (comma := _COMMA.search(text, low, start)):
        first = comma.end()
    last = _END.search(text, max(end - 1, start), high)
    if last:
        return first, last.end()
    if high < len(text):
        high = max((comma.start() for comma in _COMMA.finditer(text, end, high)), default=high)
    return first, high
