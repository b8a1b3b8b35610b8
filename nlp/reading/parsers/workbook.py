"""Sheets of xlsx and xls workbooks through calamine.

On some damaged files calamine panics, or asks for more memory than there is. Dates travel as
``["date", "2024-03-01"]``.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from nlp.errors import ReadingError
from nlp.reading.parser_process import PROTECTED, damaged

__all__ = ["encode_cell", "parse"]

BATCH = 200
_held: dict[str, CalamineWorkbook] = {}


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


def _open(path: str) -> CalamineWorkbook:
    with Path(path).open("rb") as stream:
        return CalamineWorkbook.from_filelike(stream)


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


def _rows(workbook: CalamineWorkbook, name: str, limit: int | None) -> Iterator[dict[str, Any]]:
    sheet = workbook.get_sheet_by_name(name)
    rows, down = islice(sheet.iter_rows(), limit), _merged_down(sheet)
    encoded = ([encode_cell(cell) for cell in row] for row in rows)
    whole = _filled(encoded, down) if down else encoded
    while batch := list(islice(whole, BATCH)):
        yield {"rows": batch}


def parse(request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the names of the sheets, or the rows of the ``sheet`` asked for; one workbook is held open at a time."""
    path = request["path"]
    try:
        if path not in _held or "sheet" not in request:
            _held.clear()
            _held[path] = _open(path)
        if "sheet" in request:
            yield from _rows(_held[path], request["sheet"], request["limit"])
        else:
            sheets = _held[path].sheets_metadata
            yield {"sheets": [sheet.name for sheet in sheets if sheet.typ == SheetTypeEnum.WorkSheet]}
    except PasswordError as error:
        raise ReadingError(path, *PROTECTED) from error
    except CalamineError as error:
        raise ReadingError(path, *damaged("workbook")) from error
