"""What a bulletin holds, apart from how it is written: paragraphs, tables and bars, and the letters behind each number.

A number in a text is followed by a mark, which the writers turn into a reference to the appendix.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nlp.weekly import Figure

__all__ = ["MARK", "Bars", "Block", "Bulletin", "Paragraph", "Section", "Table", "Trace", "Traces", "clean"]
__all__ += ["written"]

MARK = re.compile("\ue010(\\d+)\ue011")
"""A reference in a text, to the trace with this number; private-use characters, which ``clean`` keeps out of words."""

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text; an ``item`` stands in a list."""

    text: str
    item: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first column holds the names of the rows."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars side by side: for each label one value of every series."""

    caption: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[int]]


Block = Paragraph | Table | Bars


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the bulletin."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Trace:
    """One number of the bulletin: its reference, what it counts, and the registration numbers behind it."""

    number: int
    what: str
    count: int
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A whole bulletin, not signed."""

    title: str
    draft: str
    lines: Sequence[str]
    sections: Sequence[Section]
    traces: Sequence[Trace]
    footer: Sequence[str]


@dataclass(slots=True)
class Traces:
    """Collects what stands behind the numbers while a bulletin is composed."""

    found: list[Trace] = field(default_factory=list)

    def number(self, figure: Figure, what: str) -> str:
        """Write a count with its mark; the same letters again have the same mark, a count without letters none.

        >>> Traces().number(Figure(count=0), "来信")
        '0'
        """
        if not figure.letters:
            return str(figure.count)
        known = next((trace for trace in self.found if (trace.what, trace.letters) == (what, figure.letters)), None)
        if known is None:
            known = Trace(len(self.found) + 1, what, figure.count, figure.letters)
            self.found.append(known)
        return f"{figure.count}\ue010{known.number}\ue011"


def written(day: dt.date) -> str:
    """Write a day as a bulletin does.

    >>> written(dt.date(2026, 11, 9))
    '2026年11月9日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def clean(words: str) -> str:
    r"""Make words cut from letters fit to print: one line, no signs of ours or of no script, at most 60 characters.

    >>> clean("要求补发\n生活费\x00")
    '要求补发 生活费'
    """
    line = "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
