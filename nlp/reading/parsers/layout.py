"""From the lines on a page to paragraphs: a line that is full and not indented goes on in the next one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from nlp.reading.blocks import Block, Doubts

__all__ = ["Line", "join_lines", "join_pages"]

PAGE_NUMBER = re.compile(r"[-—–\s·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,共]+\s*\d{1,4}\s*页?)?[-—–\s·]*")
INDENT = 1.0
SHORT = 2.5
GAP = 1.6
"""In heights of a line: how far in a paragraph begins, how short its last line is, how far apart paragraphs stand."""

WORD = re.compile(r"[A-Za-z0-9]\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page; coordinates grow to the right and downwards, in any unit."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    doubts: Doubts = ()


def _joint(before: str, after: str) -> str:
    """Give what stands between two lines of a paragraph: a space between two Latin words, else nothing."""
    return " " if WORD.search(before) and after[:1].isascii() and after[:1].isalnum() else ""


def _append(block: Block, line: Line, joint: str, **changes: object) -> Block:
    shift = len(block.text) + len(joint)
    doubts = (*block.doubts, *((start + shift, end + shift, sure) for start, end, sure in line.doubts))
    return Block(block.text + joint + line.text, page=block.page, new_page=block.new_page, doubts=doubts)


def _same_row(above: Line, line: Line) -> bool:
    """Tell whether two pieces stand side by side, as a date and a signature do."""
    return line.left >= above.right and line.top < (above.top + above.bottom) / 2


def _without_page_number(lines: Sequence[Line]) -> Sequence[Line]:
    for at in (-1, 0):
        if len(lines) > 1 and PAGE_NUMBER.fullmatch(lines[at].text.strip()):
            lines = lines[:-1] if at else lines[1:]
    return lines


def join_lines(lines: Sequence[Line], page: int) -> tuple[list[Block], bool, bool]:
    """Join the lines of one page, in the order given, to paragraphs; a page number above or below is left out.

    Also tell whether the first line may go on from the page before and whether the last may go on in the next.

    >>> high = [Line("厂里拖欠", 0, 40, 0, 10), Line("工资。", 0, 30, 12, 22), Line("请解决", 20, 40, 24, 34)]
    >>> [block.text for block in join_lines(high, 1)[0]]
    ['厂里拖欠工资。', '请解决']
    """
    lines = _without_page_number([line for line in lines if line.text.strip()])
    if not lines:
        return [], False, False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    height = median(line.bottom - line.top for line in lines) or 1.0

    def is_full(line: Line) -> bool:
        return line.right > right - SHORT * height

    def is_flush(line: Line) -> bool:
        return line.left < left + INDENT * height

    blocks: list[Block] = []
    for above, line in zip([None, *lines[:-1]], lines, strict=True):
        if above and _same_row(above, line):
            blocks[-1] = _append(blocks[-1], line, " ")
        elif above and is_full(above) and is_flush(line) and line.top - above.bottom < GAP * height:
            blocks[-1] = _append(blocks[-1], line, _joint(above.text, line.text))
        else:
            blocks.append(Block(line.text, page=page, new_page=not blocks, doubts=tuple(line.doubts)))
    return blocks, is_flush(lines[0]), is_full(lines[-1]) and lines[-1].text.rstrip()[-1:] not in "。！？：”…"


def join_pages(first: Block, second: Block) -> Block:
    """Join a paragraph that goes on across the end of a page."""
    line = Line(second.text, 0, 0, 0, 0, second.doubts)
    return _append(first, line, _joint(first.text, second.text))
