"""Checks on an Office file before it is parsed: what it unpacks to and how large a table it claims.

A parser holds the rectangle between the first and the last used cell, so one stray cell in the last column of the last
row would ask for hundreds of gigabytes.
"""

import re
import struct
import zipfile
import zlib
from pathlib import Path

from nlp.errors import ReadingError
from nlp.reading.parser_process import damaged

__all__ = [
    *("LARGE_FROM", "MAX_CELLS", "MAX_RATIO", "MAX_UNPACKED", "RATIO_FROM", "TOO_MANY"),
    *("check_directory", "check_document", "check_workbook"),
]

MAX_UNPACKED = 1 << 30
"""Bytes all parts of an Office file may unpack to: about 150,000 long letters."""

MAX_RATIO = 200
"""Unpacked to packed size, looked at from ``RATIO_FROM`` bytes on; real workbooks stay below 50."""

MAX_CELLS = 12_000_000
"""Cells between the first and the last used one on a sheet."""

LARGE_FROM = 32 << 20
"""Bytes of rows and strings from which a workbook is read in pieces (``benchmarks/xlsx_memory.md``)."""

RATIO_FROM = 64 << 20
CHUNK = 1 << 20
UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises on a damaged or encrypted archive."""

MAX_DIRECTORY = 16 << 20
"""Bytes of the list of members at the end of an archive; each takes 46 and its name."""

DIRECTORY_SIZE = (
    re.compile(rb"PK\x05\x06(?=.{8}(.{4}))", re.DOTALL),
    re.compile(rb"PK\x06\x06(?=.{36}(.{8}))", re.DOTALL),
)
"""Where the two records at the end of an archive say how long that list is (APPNOTE 4.3.16 and 4.3.14)."""

UNSAID = b"\xff" * 4
"""The first record leaves it to the second."""

TOO_MANY = ("压缩包里的文件过多", "请核对文件来源；如确为来信，请解压后分批导入")

CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["'][^<>]{0,200}(?<!/)>(?!</|\Z)""")
PLACELESS_CELL = re.compile(rb"<(?:\w+:)?c(?![^<>]*\sr=)(?:\s[^<>]*)?>")
ROW = re.compile(rb"<(?:\w+:)?row\b")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def check_directory(path: Path, where: str) -> None:
    """Refuse an archive with a list of members so long that opening it would fill the memory, before it is opened.

    Raises ``ReadingError`` naming ``where``, ``OSError`` when the file cannot be read.
    """
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - (1 << 17)))  # after the records a comment of 64 KB may follow
        end = stream.read()
    sizes = (size for record in DIRECTORY_SIZE for size in record.findall(end) if size != UNSAID)
    if any(int.from_bytes(size, "little") > MAX_DIRECTORY for size in sizes):
        raise ReadingError(where, *TOO_MANY)


def _check_sizes(archive: zipfile.ZipFile, where: str) -> None:
    unpacked = sum(part.file_size for part in archive.infolist())
    packed = sum(part.compress_size for part in archive.infolist())
    bomb = unpacked > RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)
    if unpacked > MAX_UNPACKED or bomb:
        limit = f"上限 {MAX_UNPACKED >> 20} MB、压缩比 {MAX_RATIO} 倍"
        problem = f"解压后达 {unpacked >> 20} MB，疑似压缩炸弹（{limit}）"
        raise ReadingError(where, problem, "请核对文件来源；如确为来信，请删去图片、拆成几个文件后重新导入")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, where: str) -> None:
    """Unpack one part once: its size and checksum must be as declared, its used range within bounds."""
    columns: set[bytes] = set()
    last_row = rows = placeless = widest = 0
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            block = tail + chunk
            cut = block.rfind(b"<")
            tail, block = (block[cut:], block[:cut]) if cut >= 0 and len(block) - cut < CHUNK else (b"", block)
            for letters, row in CELL.findall(block):
                columns.add(letters)
                last_row = max(last_row, int(row))
            pieces = ROW.split(block)
            rows += len(pieces) - 1
            for piece in pieces if PLACELESS_CELL.search(block) else ():
                placeless = len(PLACELESS_CELL.findall(piece)) + (placeless if piece is pieces[0] else 0)
                widest = max(widest, placeless)
    height = max(last_row, rows)
    width = max(map(_column_number, columns), default=0) + widest
    if height * width > MAX_CELLS:
        problem = f"已用区域达 {height:,} 行 {width:,} 列，超过 {MAX_CELLS:,} 个单元格"
        raise ReadingError(where, problem, "请删除数据右侧和下方多余的列与行，另存后重新导入")


def check_workbook(path: Path, where: str) -> None:
    """Refuse an xlsx file that is damaged, a bomb, or claims too large a table.

    Raises ``ReadingError`` naming ``where``, ``OSError`` when the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, where)
            for part in archive.infolist():
                _check_part(archive, part, where)
    except UNPACKING_ERRORS as error:
        raise ReadingError(where, *damaged("workbook")) from error


def check_document(path: Path, where: str) -> None:
    """Refuse a docx file that is damaged or a bomb; every part is unpacked once, in bounded memory.

    Raises ``ReadingError`` naming ``where``, ``OSError`` when the file cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, where)
            for part in archive.infolist():
                with archive.open(part) as stream:
                    while stream.read(CHUNK):
                        pass
    except UNPACKING_ERRORS as error:
        raise ReadingError(where, *damaged("docx")) from error
