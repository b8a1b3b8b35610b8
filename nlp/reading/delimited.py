"""Rows of csv and tsv files; a quote that is never closed costs its own row only."""

import csv
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TextIO

from nlp.reading.encoding import TextEncoding
from nlp.reading.lines import MAX_LINE, LineTooLongError, read_line
from nlp.reading.tables import MAX_COLUMNS, BadRow, Row

__all__ = ["guess_delimiter", "read_delimited"]

MAX_RECORD = 1_000_000
"""Characters of one row over all its lines; beyond it a quote was opened and never closed."""

DELIMITERS = ",\t;|"
SAMPLE_LINES = 40
UNCLOSED = ("引号不配对，这一行无法拆分成列", "请在表格软件中修正该行的双引号，或另存为 xlsx 后重新导入")


class _RecordTooLongError(Exception):
    """More than ``MAX_RECORD`` characters without the end of a row."""


class _Lines:
    """The lines of a file, remembering those of the row being read so that they can be read again."""

    def __init__(self, stream: TextIO, where: str) -> None:
        self._stream, self._where = stream, where
        self._again: deque[str] = deque()
        self.record: list[str] = []
        self._length = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else read_line(self._stream, self._where)
        if not line:
            raise StopIteration
        self.record.append(line)
        self._length += len(line)
        if self._length > MAX_RECORD and len(self.record) > 1:
            raise _RecordTooLongError
        return line

    def begin_record(self) -> None:
        """Forget the lines of the row before."""
        self.record, self._length = [], 0

    def keep_first_line(self) -> str:
        """Give back the first line of the row being read and put the others back."""
        first, *others = self.record
        self._again.extendleft(reversed(others))
        return first


def guess_delimiter(lines: list[str], default: str) -> str:
    r"""Choose the delimiter that cuts most lines into the same number of columns; never fails.

    >>> guess_delimiter(["编号;内容\n", "1;你好,再见\n"], default=",")
    ';'
    >>> guess_delimiter([], default="\t")
    '\t'
    """

    def score(delimiter: str) -> float:
        found = [len(row) for row in csv.reader(lines, delimiter=delimiter) if any(row)]
        if not found:
            return 0.0
        width, rows = max(Counter(found).items(), key=lambda item: (item[1], item[0]))
        share, likely = rows / len(found), 1 if found[0] == width else 0.5  # the first row is mostly the header
        return share * min(width, 10) * likely if width > 1 and share >= 0.5 else 0.0

    best = max((default, *DELIMITERS), key=score)
    return best if score(best) else default


def _sample(path: Path, encoding: TextEncoding) -> list[str]:
    with path.open(encoding=encoding.name, errors="replace", newline="") as stream:
        return list(islice(iter(lambda: stream.readline(10_000), ""), SAMPLE_LINES))


def _parse_leniently(line: str, delimiter: str) -> list[str] | None:
    """Cut one line whose quotes break the rules; None when it leaves a quote open."""
    lines = iter([line, ""])
    cells = next(csv.reader(lines, delimiter=delimiter), [])
    return cells if next(lines, None) is not None else None


def _row(number: int, cells: list[str]) -> Row | BadRow:
    if len(cells) <= MAX_COLUMNS:
        return Row(number, cells)
    return BadRow(number, f"一行有 {len(cells):,} 列，上限 {MAX_COLUMNS:,} 列", "请核对分隔符和换行符，修正后重新导入")


def read_delimited(path: Path, encoding: TextEncoding, default: str, where: str) -> Iterator[Row | BadRow]:
    """Yield the rows of a csv or tsv file; quoted cells may hold line ends.

    ``default`` is the delimiter when none can be seen. Rows are numbered as a spreadsheet program shows them. Raises
    ``OSError`` when the file cannot be read.
    """
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE + MAX_RECORD))
    delimiter = guess_delimiter(_sample(path, encoding), default)
    with path.open(encoding=encoding.name, errors="replace", newline="") as stream:
        lines = _Lines(stream, where)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        while True:
            number += 1
            lines.begin_record()
            try:
                yield _row(number, next(reader))
                continue
            except StopIteration:
                return
            except LineTooLongError as error:
                yield BadRow(number, error.problem, error.remedy)
            except (csv.Error, _RecordTooLongError):
                cells = _parse_leniently(lines.keep_first_line(), delimiter)
                yield BadRow(number, *UNCLOSED) if cells is None else _row(number, cells)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
