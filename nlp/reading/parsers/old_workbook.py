"""Checks on an old Excel file before it is parsed: a password, and how large its sheets claim to be.

calamine unpacks every sheet of such a file at once, each as the rectangle up to its last used cell, so that a few
kilobytes with a stray cell in the far corner of a hundred sheets would ask for dozens of gigabytes. The stream of the
workbook is a row of records, each with its kind and length (Microsoft, [MS-XLS] 2.1.4), and only those are looked at.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from nlp.errors import ReadingError
from nlp.reading.package_guard import MAX_CELLS
from nlp.reading.parser_process import PROTECTED, damaged

__all__ = ["check_old_workbook"]

STREAMS = ("Workbook", "Book")
BEGINNING, PASSWORD = 0x0809, 0x002F
CELLS = frozenset((0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E))
"""Formula, text, shared text, number, label, truth and packed number: kinds that hold a value at a row and column."""

UNREADABLE = (OSError, struct.error, ValueError, LookupError, ArithmeticError, TypeError, AttributeError)
"""What olefile raises at a container that is damaged, some of it by accident."""

SEVERAL = 0x00BD
"""Packed numbers side by side; the record ends with its last column."""


def _stream_of(path: Path) -> bytes:
    try:
        with olefile.OleFileIO(path) as container:
            name = next((name for name in STREAMS if container.exists(name)), "")
            if name and container.get_size(name) <= path.stat().st_size:
                return bytes(container.openstream(name).read())
    except UNREADABLE as error:
        raise ReadingError(path.name, *damaged("workbook")) from error
    raise ReadingError(path.name, *damaged("workbook"))


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the kind of each record, where its content begins, and the length of that."""
    header, at = struct.Struct("<HH"), 0
    while at + 4 <= len(stream):
        kind, length = header.unpack_from(stream, at)
        yield kind, at + 4, length
        at += 4 + length


def check_old_workbook(path: Path) -> None:
    """Refuse an xls file with a password, and one whose sheets reach too far, all of them together.

    Raises ``ReadingError`` for these and for a container that is damaged.
    """
    stream, place = _stream_of(path), struct.Struct("<HH")
    height = width = total = 0
    for kind, at, length in _records(stream):
        if kind in CELLS or kind == SEVERAL:
            if at + max(length, 4) > len(stream):
                break
            row, column = place.unpack_from(stream, at)
            last = stream[at + length - 2] | stream[at + length - 1] << 8 if kind == SEVERAL else column
            height, width = max(height, row + 1), max(width, last + 1)
        elif kind == PASSWORD:
            raise ReadingError(path.name, *PROTECTED)
        elif kind == BEGINNING:
            total, height, width = total + height * width, 0, 0
    total += height * width
    if total > MAX_CELLS:
        problem = f"各工作表的已用区域共 {total:,} 个单元格，上限 {MAX_CELLS:,} 个"
        raise ReadingError(path.name, problem, "请删除数据右侧和下方多余的列与行，另存后重新导入")
