"""Sheets of xlsx and xls workbooks through calamine.

On some damaged files calamine panics, or asks for more memory than there is. Dates travel as
``["date", "2024-03-01"]``.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import olefile
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from nlp.errors import ReadingError
from nlp.reading.parser_process import PROTECTED, damaged
from nlp.reading.parsers.large import open_large
from nlp.reading.parsers.old_workbook import check_old_workbook

__all__ = ["encode_cell", "parse"]

BATCH = 200
_held: dict[str, "_Workbook"] = {}


def encode_cell(cell: Any) -> Any:
    """Give a cell as a JSON value.

    >>> encode_cell(dt.datetime(2024, 3, 1, 8)), encode_cell(1.5)
    (['datetime', '2024-03-01T08:00:00'], 1.5)
    """
    if isinstance(cell, dt.datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, dt.date):
        return ["date", cell.isoformat()]
    return cell if isinstance(cell, str | int | float) or cell is None else str(cell)


class _Workbook:
    """A workbook held open: a large one is read in pieces, a small one and what cannot be cut is read whole."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._whole: CalamineWorkbook | None = None
        self._large = open_large(path)

    def whole(self) -> CalamineWorkbook:
        if self._whole is None:
            with Path(self._path).open("rb") as stream:
                if stream.read(len(olefile.MAGIC)) == olefile.MAGIC:
                    check_old_workbook(Path(self._path))
                stream.seek(0)
                self._whole = CalamineWorkbook.from_filelike(stream)
        return self._whole

    def names(self) -> list[str]:
        sheets = (self._large.book if self._large else self.whole()).sheets_metadata
        return [sheet.name for sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet]

    def sheet(self, name: str) -> tuple[CalamineSheet, Iterator[list[Any]]]:
        """Give a sheet and its rows, each from column A on."""
        if self._large and (cut := self._large.sheet(name)):
            return cut
        sheet = self.whole().get_sheet_by_name(name)
        before = [""] * (sheet.start or (0, 0))[1]
        return sheet, (before + row if before else row for row in sheet.iter_rows())

    def close(self) -> None:
        if self._large:
            self._large.close()


def _merged_down(sheet: CalamineSheet) -> dict[int, list[tuple[int, int]]]:
    """Give the cells merged over several rows: by first row, each column and last row."""
    down: dict[int, list[tuple[int, int]]] = {}
    for (first_row, column), (last_row, last_column) in sheet.merged_cell_ranges or ():
        if last_row > first_row and last_column == column:  # a title over several columns says nothing of its rows
            down.setdefault(first_row, []).append((column, last_row))
    return down


def _filled(rows: Iterator[list[Any]], down: dict[int, list[tuple[int, int]]]) -> Iterator[list[Any]]:
    """Write the value of a cell merged over several rows into each of them."""
    running: dict[int, tuple[int, Any]] = {}
    for number, row in enumerate(rows):
        for column, last_row in down.get(number, ()):
            if column < len(row):
                running[column] = last_row, row[column]
        for column, (last_row, value) in list(running.items()):
            if number > last_row:
                del running[column]
            elif column < len(row) and row[column] in ("", None):
                row[column] = value
        yield row


def _rows(workbook: _Workbook, name: str, limit: int | None) -> Iterator[dict[str, Any]]:
    sheet, whole_rows = workbook.sheet(name)
    rows, down = islice(whole_rows, limit), _merged_down(sheet)
    encoded = ([encode_cell(cell) for cell in row] for row in rows)
    whole = _filled(encoded, down) if down else encoded
    while batch := list(islice(whole, BATCH)):
        yield {"rows": batch}


def parse(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the names of the sheets, or the rows of the ``sheet`` asked for; one workbook is held open at a time."""
    path = request["path"]
    try:
        if path not in _held or "sheet" not in request:
            while _held:
                _held.popitem()[1].close()
            _held[path] = _Workbook(path)
        if "sheet" in request:
            yield from _rows(_held[path], request["sheet"], request["limit"])
        else:
            yield {"sheets": _held[path].names()}
    except PasswordError as error:
        raise ReadingError(path, *PROTECTED) from error
    except CalamineError as error:
        raise ReadingError(path, *damaged("workbook")) from error
