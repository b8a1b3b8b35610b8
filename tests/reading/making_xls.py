"""Old Excel files (BIFF8 in an OLE container), made record by record: nothing that is kept up writes them any more.

The records are those of Microsoft's [MS-XLS]; the texts stand in a shared string table, as Excel writes them.
"""

import datetime as dt
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.reading.making import ole_bytes

LONGEST_RECORD = 8224
GLOBALS, WORKSHEET = 5, 16
DAYS_BEFORE_1904 = 1462
FORMAT, FORMULA_TEXT, FORMULA_ERROR = 164, b"\0\0\0\0\0\0\xff\xff", b"\2\0\x2a\0\0\0\xff\xff"


@dataclass(frozen=True)
class Formula:
    """A cell that was computed: what it said last; None is #N/A."""

    value: str | float | None


@dataclass(frozen=True)
class Written:
    """A number shown in one of the formats of the workbook: 1 is the system's date, 2 年月日, 3 red, a number."""

    value: float | None
    style: int


Cell = str | float | dt.date | Formula | Written | None
Merged = tuple[int, int, int, int]
"""First and last row, first and last column, from 0."""


@dataclass(frozen=True)
class Sheet:
    """A worksheet: its rows from the first on, stray cells by their place, what is merged, the used range it claims."""

    name: str
    rows: Sequence[Sequence[Cell]] = ()
    strays: Sequence[tuple[int, int, Cell]] = ()
    merged: Sequence[Merged] = ()
    claims: tuple[int, int] | None = None

    def cells(self) -> Iterable[tuple[int, int, Cell]]:
        for number, row in enumerate(self.rows):
            yield from ((number, column, cell) for column, cell in enumerate(row) if cell is not None)
        yield from self.strays


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 6))


def _wide(text: str) -> bytes:
    return struct.pack("<HB", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le")


def _string_table(texts: Sequence[str]) -> bytes:
    """Write the shared strings, in as many records as it takes; each goes on with a byte that says two bytes a unit."""
    records = [bytearray(struct.pack("<II", len(texts), len(texts)))]
    for text in texts:
        written = _wide(text)
        if len(records[-1]) + 5 > LONGEST_RECORD:
            records.append(bytearray())
        records[-1] += written[:3]
        rest = written[3:]
        while rest:
            room = (LONGEST_RECORD - len(records[-1])) & ~1
            records[-1] += rest[:room]
            if rest := rest[room:]:
                records.append(bytearray(b"\1"))
    first, *others = records
    return _record(0x00FC, bytes(first)) + b"".join(_record(0x003C, bytes(other)) for other in others)


def _cell(row: int, column: int, cell: Cell, places: dict[str, int], epoch: dt.date) -> bytes:
    def where(style: int = 0) -> bytes:
        return struct.pack("<HHH", row, column, style)

    if isinstance(cell, str):
        return _record(0x00FD, where() + struct.pack("<I", places[cell]))
    if isinstance(cell, dt.date):
        return _record(0x0203, where(1) + struct.pack("<d", (cell - epoch).days))
    if isinstance(cell, Written):
        value = b"" if cell.value is None else struct.pack("<d", cell.value)
        return _record(0x0203 if value else 0x0201, where(cell.style) + value)
    if isinstance(cell, Formula):
        five = struct.pack("<HIHBH", 0, 0, 3, 0x1E, 5)
        if isinstance(cell.value, str):
            return _record(0x0006, where() + FORMULA_TEXT + five) + _record(0x0207, _wide(cell.value))
        value = FORMULA_ERROR if cell.value is None else struct.pack("<d", cell.value)
        return _record(0x0006, where() + value + five)
    return _record(0x0203, where() + struct.pack("<d", cell))


def _sheet(sheet: Sheet, places: dict[str, int], epoch: dt.date) -> bytes:
    body = _beginning(WORKSHEET)
    if sheet.claims:
        body += _record(0x0200, struct.pack("<IIHHH", 0, sheet.claims[0], 0, sheet.claims[1], 0))
    body += b"".join(_cell(row, column, cell, places, epoch) for row, column, cell in sheet.cells())
    if sheet.merged:
        ranges = b"".join(struct.pack("<HHHH", *merged) for merged in sheet.merged)
        body += _record(0x00E5, struct.pack("<H", len(sheet.merged)) + ranges)
    return body + _record(0x000A)


def biff_bytes(sheets: Sequence[Sheet], *, from_1904: bool = False, password: bool = False) -> bytes:
    """Write the stream of a workbook."""
    texts = list(dict.fromkeys(cell for sheet in sheets for *_, cell in sheet.cells() if isinstance(cell, str)))
    places, epoch = {text: place for place, text in enumerate(texts)}, dt.date(1899, 12, 30)
    head = _beginning(GLOBALS)
    head += _record(0x002F, struct.pack("<HHH", 1, 1, 1) + bytes(48)) if password else b""
    head += _record(0x0042, struct.pack("<H", 1200)) + _record(0x0022, struct.pack("<H", from_1904))
    head += _record(0x041E, struct.pack("<H", FORMAT) + _wide('yyyy"年"m"月"d"日"'))
    head += b"".join(_record(0x00E0, struct.pack("<HH", 0, kind) + bytes(16)) for kind in (0, 14, FORMAT, 0))
    names = [_wide(sheet.name) for sheet in sheets]
    tail = (_string_table(texts) if texts else b"") + _record(0x000A)
    begin = len(head) + sum(4 + 6 + 1 + len(name) - 2 for name in names) + len(tail)
    bodies = [_sheet(sheet, places, epoch + dt.timedelta(DAYS_BEFORE_1904) * from_1904) for sheet in sheets]
    for name, body in zip(names, bodies, strict=True):  # the length of a sheet's name has one byte
        head += _record(0x0085, struct.pack("<IH", begin, 0) + name[:1] + name[2:])
        begin += len(body)
    return head + tail + b"".join(bodies)


def xls_bytes(*sheets: Sheet, from_1904: bool = False, password: bool = False) -> bytes:
    """Write an old Excel file."""
    return ole_bytes({"Workbook": biff_bytes(sheets, from_1904=from_1904, password=password)})
