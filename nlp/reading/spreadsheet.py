"""Letters of xlsx and xls workbooks: every sheet, with its own header.

Values are those last computed; a cell merged over several rows has its value in each of them. An
Excel error (#N/A) is a blank cell.
"""

import datetime as dt
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from nlp.letter import Letter
from nlp.reading.cells import Cell, is_blank
from nlp.reading.intake import Intake
from nlp.reading.names import shown_name
from nlp.reading.parser_process import ParserProcess
from nlp.reading.tables import SAMPLE_ROWS, Row, letters_of_table
from nlp.receipt import Receipt

__all__ = ["read_workbook", "rows_of", "sheets_of"]

DATES = {"date": dt.date.fromisoformat, "datetime": dt.datetime.fromisoformat}

NO_HEADER = (
    "工作表没有表头，而同一文件的其他工作表有",
    "如果该表也是来信，请补上表头（编号、标题、内容、来信日期）后重新导入",
)


def _decode_cell(value: Any) -> Cell:
    return DATES[value[0]](value[1]) if isinstance(value, list) else value


def sheets_of(parsers: ParserProcess, path: Path, where: str) -> list[str]:
    """List the sheets of a workbook that hold cells. Raises ``ReadingError`` naming ``where``."""
    return [sheet for reply in parsers.ask("workbook", path, where) for sheet in reply["sheets"]]


def rows_of(
    parsers: ParserProcess, path: Path, sheet: str, where: str, limit: int | None = None
) -> Generator[list[Cell], None, None]:
    """Yield the rows of a sheet from its first row on, at most ``limit``. Raises ``ReadingError`` naming ``where``."""
    replies = parsers.ask("workbook", path, where, sheet=sheet, limit=limit)
    with closing(replies):
        for reply in replies:
            for row in reply["rows"]:
                yield [_decode_cell(cell) for cell in row]


def _refuse_sheet(rows: Iterator[Row], place: str, receipt: Receipt) -> None:
    """Account for a sheet that is no table of letters: notes, a legend, a pivot table."""
    refused = 0
    for row in rows:
        receipt.take_row()
        if all(map(is_blank, row.cells)):
            receipt.count_blank()
        else:
            refused += 1
    if refused:
        receipt.refuse_row(place, *NO_HEADER, count=refused)


def read_workbook(path: Path, name: str, intake: Intake) -> Iterator[Letter]:
    """Yield the letters of all sheets of an xlsx or xls file.

    Where some sheets have a header, those without one are refused as a whole. Raises ``ReadingError`` when the workbook
    is damaged or has a password.
    """
    sheets = sheets_of(intake.parsers, path, name)
    headed: set[str] = set()
    if len(sheets) > 1:
        for sheet in sheets:
            sample = list(rows_of(intake.parsers, path, sheet, name, limit=SAMPLE_ROWS))
            headed |= {sheet} if intake.columns_of(sample).header_row is not None else set()
    for sheet in sheets:
        cells_of_rows = rows_of(intake.parsers, path, sheet, name)
        rows = (Row(number, cells) for number, cells in enumerate(cells_of_rows, start=1))
        if headed and sheet not in headed:
            _refuse_sheet(rows, f"{name} 工作表“{shown_name(sheet)}”", intake.receipt)
        else:
            yield from letters_of_table(rows, name, shown_name(sheet), intake)
