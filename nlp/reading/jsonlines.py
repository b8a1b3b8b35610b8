"""Letters of jsonl and jsonl.gz files: one JSON object a line, keys as in the contract or in Chinese."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from nlp.errors import ReadingError
from nlp.letter import Letter
from nlp.reading.cells import Cell, is_blank
from nlp.reading.columns import Columns
from nlp.reading.encoding import encoding_of, guess_encoding
from nlp.reading.intake import Intake
from nlp.reading.lines import LineTooLongError, read_line
from nlp.reading.tables import MAX_COLUMNS, make_letter

__all__ = ["MAX_UNPACKED", "read_json_lines"]

MAX_UNPACKED = 4 << 30
"""Characters a jsonl.gz may unpack to; more is a bomb."""

MAX_KEY_SETS = 256
UNPACKING_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile)
GZIP_MAGIC = b"\x1f\x8b"
BROKEN = ("压缩文件不完整或已损坏", "请重新获取该文件；已读出的来信仍然有效")
REMEDY = '请改为每行一个 {"text": "…"} 形式的 JSON 对象'


def _cell(value: object) -> Cell:
    """Take a plain value or a list of strings; an object or any other list gives None."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    return value if value is None or isinstance(value, str | int | float) else None


@contextmanager
def _open(path: Path, name: str) -> Iterator[TextIO]:
    with path.open("rb") as raw:
        packed = raw.read(2) == GZIP_MAGIC
    if not packed:
        with path.open(encoding=encoding_of(path).name, errors="replace", newline="\n") as stream:
            yield stream
        return
    with gzip.open(path) as unpacked:
        try:
            encoding = guess_encoding(unpacked.read(65_536))
        except UNPACKING_ERRORS as error:
            raise ReadingError(name, *BROKEN) from error
        unpacked.seek(0)
        with io.TextIOWrapper(unpacked, encoding=encoding, errors="replace", newline="\n") as stream:
            yield stream


def _read_object(line: str) -> dict[str, object] | str:
    """Parse one line, or say what is wrong with it (never quoting it)."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return f"不是合法的 JSON（第 {error.colno} 个字符处）"
    except (ValueError, RecursionError):
        return "JSON 嵌套过深或数字过大"
    if isinstance(value, dict) and len(value) > MAX_COLUMNS:
        return f"有 {len(value):,} 个字段，上限 {MAX_COLUMNS:,} 个"
    return value if isinstance(value, dict) else "不是 JSON 对象"


class _Keys:
    """The columns that the keys of objects stand for, worked out once for each set of keys."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._known: dict[tuple[str, ...], Columns] = {}

    def columns(self, keys: tuple[str, ...]) -> Columns:
        """Give the columns of one set of keys; none where the keys are no header."""
        if keys not in self._known:
            if len(self._known) >= MAX_KEY_SETS:
                self._known.clear()
            columns = self._intake.columns_of([keys])
            self._known[keys] = columns if columns.header_row is not None else Columns()
        return self._known[keys]


def _letter_of_line(line: str, name: str, number: int, keys: _Keys, intake: Intake) -> Letter | None:
    source, receipt = f"{name} 第 {number} 行", intake.receipt
    if is_blank(line):
        receipt.count_blank()
        return None
    found = _read_object(line)
    if isinstance(found, str):
        receipt.refuse_row(source, found, REMEDY)
        return None
    columns, cells = keys.columns(tuple(found)), [_cell(value) for value in found.values()]
    if not columns.text and not columns.summary and columns.title is None:
        receipt.refuse_row(source, "没有认出正文字段", REMEDY)
        return None
    return make_letter(cells, columns, source, f"{name}#{number}", intake)


def read_json_lines(path: Path, name: str, intake: Intake) -> Iterator[Letter]:
    """Yield the letters of a jsonl or jsonl.gz file line by line; a bad line is refused with its number.

    Raises ``ReadingError`` when the compressed data end early or unpack to more than ``MAX_UNPACKED`` characters.
    """
    number = unpacked = 0
    keys, receipt = _Keys(intake), intake.receipt
    with _open(path, name) as stream:
        while True:
            try:
                line = read_line(stream, name)
            except LineTooLongError as error:
                number += 1
                receipt.take_row()
                receipt.refuse_row(f"{name} 第 {number} 行", error.problem, error.remedy)
                continue
            except UNPACKING_ERRORS as error:
                raise ReadingError(name, *BROKEN) from error
            if not line:
                return
            number, unpacked = number + 1, unpacked + len(line)
            if unpacked > MAX_UNPACKED:
                raise ReadingError(name, f"解压后超过 {MAX_UNPACKED:,} 个字符", "请核对文件来源，拆分后重新导入")
            receipt.take_row()
            if letter := _letter_of_line(line, name, number, keys, intake):
                yield letter
