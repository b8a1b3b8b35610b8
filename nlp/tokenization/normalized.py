"""A letter in normal form, and the way back to where each character stood in the letter as it was written."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

__all__ = ["Edits", "Normalized", "substitute"]


@dataclass(frozen=True, slots=True)
class Edits:
    """The places one step changed the length of a text, in order; everything between them only moved.

    The four sequences run in parallel: where edit ``k`` stands in the new text and where it stood in the old.
    """

    new_starts: Sequence[int]
    new_ends: Sequence[int]
    old_starts: Sequence[int]
    old_ends: Sequence[int]

    def old_start(self, position: int) -> int:
        """Return where the character at ``position`` of the new text began in the old one."""
        k = bisect_right(self.new_starts, position) - 1
        if k < 0:
            return position
        if position < self.new_ends[k]:
            return self.old_starts[k]
        return self.old_ends[k] + position - self.new_ends[k]

    def old_end(self, position: int) -> int:
        """Return where the character that ends at ``position`` (at least 1) of the new text ended in the old one."""
        k = bisect_right(self.new_starts, position - 1) - 1
        if k < 0:
            return position
        return self.old_ends[k] + max(position - self.new_ends[k], 0)

    def new_start(self, position: int) -> int:
        """Return where in the new text the first character stands that began at ``position`` of the old one or later.

        >>> Edits([1], [1], [1], [3]).new_start(2)
        1
        """
        k = bisect_left(self.old_starts, position) - 1
        if k < 0:
            return position
        return self.new_ends[k] + max(position - self.old_ends[k], 0)


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text in normal form beside its original; offsets are counted in code points, end exclusive.

    >>> Normalized("改制", "改制").original_span(1, 2)
    (1, 2)
    """

    text: str
    original: str
    steps: tuple[Edits, ...] = field(default=(), repr=False, compare=False)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that became ``text[start:end]``; an empty span stays empty.

        What a step took out is inside the span when it stood between two of its characters, and outside when
        it stood at the edge. Raises ValueError when the span does not lie in ``text``.

        >>> from nlp.tokenization import normalize
        >>> letter = normalize("请改 制 办<b>答复</b>")
        >>> letter.text, letter.original_span(1, 4), letter.original_span(4, 6)
        ('请改制办答复', (1, 6), (9, 11))
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"original_span: not a span of {len(self.text)} characters, ({start}, {end}).")
        if not self.steps:
            return start, end
        empty = start == end
        for step in reversed(self.steps):
            start, end = step.old_start(start), (end if empty else step.old_end(end))
        return (start, start) if empty else (start, end)


def substitute(
    pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str
) -> tuple[str, tuple[Edits, ...]]:
    """Replace every match; return the new text and the edits, none when no length changed.

    >>> text, edits = substitute(re.compile(" +"), lambda match: "", "改 制")
    >>> text, edits[0].old_start(1)
    ('改制', 2)
    """
    pieces: list[str] = []
    edits: list[tuple[int, int, int, int]] = []
    done = shift = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replacement(match)
        pieces += (text[done:start], new)
        if len(new) != end - start:
            edits.append((start + shift, start + shift + len(new), start, end))
            shift += len(new) - (end - start)
        done = end
    if not pieces:
        return text, ()
    pieces.append(text[done:])
    return "".join(pieces), (Edits(*zip(*edits, strict=True)),) if edits else ()
