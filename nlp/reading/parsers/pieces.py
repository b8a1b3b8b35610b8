"""The rows of a large sheet in pieces of whole rows, and whether a sheet can be taken apart so.

Each piece must mean the same alone as in its sheet: rows and cells say their places, rows come in order, and every
string is known by its tags. What office programs write is so; any other sheet is left in one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import IO

from nlp.reading.parsers.strings import SharedStrings

__all__ = ["Survey", "own_strings", "pieces_of", "survey_of"]

PIECE = 256 << 10
"""Bytes of rows that are parsed at a time."""

LONGEST_PIECE = 32 << 20
MAX_FRAME = 16 << 20
"""Bytes before the first row, and after the last one (where the merged cells are)."""

OPENING = re.compile(rb"<((?:\w+:)?)sheetData(?:\s[^<>]{0,200})?(?<!/)>")


@dataclass(frozen=True, slots=True)
class Survey:
    """What stands around the rows of a sheet, how many pieces and columns they make, and the prefix of its tags."""

    head: bytes
    tail: bytes
    pieces: int
    width: int
    prefix: bytes

    def only(self, rows: bytes) -> bytes:
        """Make a sheet of a piece of the rows alone."""
        return b"".join((self.head, rows, b"</%bsheetData></%bworksheet>" % (self.prefix, self.prefix)))


@dataclass(frozen=True, slots=True)
class _Tags:
    """How rows and cells begin under one prefix, and patterns for those that say their place or their string."""

    row: bytes
    cell: bytes
    numbered_row: re.Pattern[bytes]
    placed_cell: re.Pattern[bytes]
    is_string: re.Pattern[bytes]
    string: re.Pattern[bytes]


@cache
def _tags(prefix: bytes) -> _Tags:
    some, name = rb"[^<>]{0,200}?", re.escape(prefix)
    numbered_row = rb"<%brow(?=\s)%b\sr=[\"'](\d{1,7})[\"']" % (name, some)
    placed_cell = rb"<%bc(?=\s)%b\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"']%b(/?>(?:</)?)" % (name, some, some)
    is_string = rb"<[\w:.-]{1,40}(?=\s)%b\st=[\"']s[\"']" % some  # under any prefix: none may be overlooked
    others = rb"(?:\s+(?!t=)[\w:]{1,20}=(?:\"[^\"<>]{0,200}\"|'[^'<>]{0,200}')){0,6}"
    well_formed = rb"<%bc%b\s+t=(?:\"s\"|'s')%b\s*>" % (name, others, others)
    string = rb"(%b\s*<%bv\s*>)\s*(\d{1,9})\s*(</%bv\s*>)" % (well_formed, name, name)
    patterns = map(re.compile, (numbered_row, placed_cell, is_string, string))
    return _Tags(b"<%brow" % prefix, b"<%bc" % prefix, *patterns)


def pieces_of(sheet: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands before the rows, the rows in pieces of about ``PIECE`` bytes, and what stands after them.

    Raises ``ValueError`` where there are no rows or one is too long.
    """
    held = sheet.read(PIECE)
    while not (opening := OPENING.search(held)):
        more = sheet.read(PIECE)
        if not more or len(held) > MAX_FRAME:
            raise ValueError("no rows")
        held += more
    yield held[: opening.end()]
    held = held[opening.end() :]
    row, closing = b"<" + opening[1] + b"row", b"</" + opening[1] + b"sheetData"
    while (end := held.find(closing)) < 0:
        if (cut := held.rfind(row)) > 0 and len(held) >= PIECE:
            yield held[:cut]
            held = held[cut:]
        more = sheet.read(PIECE)
        if not more or len(held) > LONGEST_PIECE:
            raise ValueError("rows without an end")
        held += more
    yield held[:end]
    tail = held[end:] + sheet.read(MAX_FRAME)
    if sheet.read(1):
        raise ValueError("too much after the rows")
    yield tail


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_piece(rows: bytes, tags: _Tags, last_row: int, strings: int) -> tuple[int, set[bytes]]:
    """Give the last row of a piece and the columns in use. Raises ``ValueError`` where it cannot stand alone."""
    numbers = [last_row, *map(int, tags.numbered_row.findall(rows))]
    cells, held = tags.placed_cell.findall(rows), tags.string.findall(rows)
    if (
        b"<!" in rows
        or b"<?" in rows
        or len(numbers) - 1 != rows.count(tags.row)
        or len(cells) != rows.count(tags.cell)
        or not _all_found(len(held), rows, tags)
        or any(later <= earlier for earlier, later in pairwise(numbers))
        or not {int(row) for _, row, _ in cells} <= set(numbers[1:])
        or max((int(number) for _, number, _ in held), default=-1) >= strings
    ):
        raise ValueError("rows that cannot stand alone")
    return numbers[-1], {column for column, _, end in cells if end == b">"}


def _all_found(strings: int, rows: bytes, tags: _Tags) -> bool:
    """Tell whether so many are all cells of shared strings; the slow count is for rows whose texts look like tags."""
    quick = rows.count(b't="s"') + rows.count(b"t='s'")
    return strings == quick or strings == len(tags.is_string.findall(rows))


def survey_of(sheet: IO[bytes], strings: int) -> Survey:
    """Look a sheet through; ``strings`` is the number of shared ones. Raises ``ValueError`` where it cannot be cut."""
    pieces = pieces_of(sheet)
    head, tail = next(pieces), b""
    opening = OPENING.search(head)
    prefix = opening[1] if opening else b""
    count, last_row, columns = 0, 0, set[bytes]()
    for rows, following in pairwise(pieces):
        last_row, filled = _check_piece(rows, _tags(prefix), last_row, strings)
        columns |= filled
        count, tail = count + 1, following
    if b"<!" in head or b"<!" in tail:
        raise ValueError("a comment or a document type")
    return Survey(head, tail, count, max(map(_column_number, columns), default=0), prefix)


def own_strings(rows: bytes, prefix: bytes, strings: SharedStrings) -> tuple[bytes, bytes]:
    """Give a piece its strings numbered anew, and a table of just these."""
    places: dict[int, int] = {}

    def renumber(cell: re.Match[bytes]) -> bytes:
        return b"%b%d%b" % (cell[1], places.setdefault(int(cell[2]), len(places)), cell[3])

    rows = _tags(prefix).string.sub(renumber, rows)
    return rows, strings.table_of(places)
