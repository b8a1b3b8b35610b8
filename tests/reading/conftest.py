"""Files made for the tests and a shorthand for reading them."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.letter import Letter
from nlp.reading import Receipt, read_letters

Read = Callable[..., tuple[list[Letter], Receipt]]


@pytest.fixture
def read() -> Read:
    """Read files to the end; whatever happened, the receipt must add up and agree with the letters."""

    def _read(*paths: Path) -> tuple[list[Letter], Receipt]:
        receipt = Receipt()
        letters = list(read_letters(paths, receipt))
        assert receipt.adds_up, receipt.summary()
        assert receipt.letters == len(letters)
        assert receipt.rows == receipt.letters + receipt.refused + receipt.blank + receipt.headings
        assert len({letter.id for letter in letters}) == len(letters)
        return letters, receipt

    return _read


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff(rows: list[list[str | float]]) -> bytes:
    """Build the stream of a BIFF8 workbook with one sheet, padded so that it needs no mini stream."""
    bof = struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6)
    name = "来信".encode("utf-16-le")
    sheet_bof = struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6)
    head = _record(0x0809, bof) + _record(0x0042, struct.pack("<H", 1200))
    place = len(head) + 4 + 8 + len(name) + 4
    head += _record(0x0085, struct.pack("<IHBB", place, 0, len(name) // 2, 1) + name) + _record(0x000A)
    body = _record(0x0809, sheet_bof)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            where = struct.pack("<HHH", number, column, 0)
            if isinstance(cell, str):
                text = cell.encode("utf-16-le")
                body += _record(0x0204, where + struct.pack("<HB", len(cell), 1) + text)
            else:
                body += _record(0x0203, where + struct.pack("<d", cell))
    return (head + body + _record(0x000A)).ljust(4096, b"\0")


@pytest.fixture
def xls_bytes() -> Callable[..., bytes]:
    """Build an old Excel file (OLE2 container around a BIFF8 stream) by hand."""

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        title = name.encode("utf-16-le") + b"\0\0"
        head = title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    def build(rows: list[list[str | float]], stream_name: str = "Workbook") -> bytes:
        stream = _biff(rows)
        sectors = -(-len(stream) // 512)
        header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
        header += struct.pack(
            "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
        )
        header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
        fat = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
        fat += [0xFFFFFFFF] * (128 - len(fat))
        folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(stream_name, 2, 0xFFFFFFFF, 2, len(stream))
        return header + struct.pack("<128I", *fat) + folder.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")

    return build
