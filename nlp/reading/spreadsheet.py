"""Letters of xlsx and xls workbooks: every sheet, with its own header.

Values are those last computed; merged cells have their value in the first cell. An Excel error (#N/A) is a blank cell.
"""

from collections.abc import Iterator
from pathlib import Path

from nlp.letter import Letter
from nlp.reading.cells import is_blank
from nlp.reading.columns import guess_columns
from nlp.reading.tables import SAMPLE_ROWS, Ids, Row, letters_of_table
from nlp.reading.workbook_process import Workbooks
from nlp.receipt import Receipt

__all__ = ["read_workbook"]

NO_HEADER = (
    "工作表没有表头，而同一文件的其他工作表有",
    "如果该表也是来信，请补上表头（编号、标题、内容、来信日期）后重新导入",
)


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


def read_workbook(path: Path, name: str, workbooks: Workbooks, ids: Ids, receipt: Receipt) -> Iterator[Letter]:
    """Yield the letters of all sheets of an xlsx or xls file.

    Where some sheets have a header, those without one are refused as a whole. Raises ``ReadingError`` when the workbook
    is damaged or has a password.
    """
    sheets = workbooks.sheets(path, name)
    headed: set[str] = set()
    if len(sheets) > 1:
        for sheet in sheets:
            sample = list(workbooks.rows(path, sheet, name, limit=SAMPLE_ROWS))
            headed |= {sheet} if guess_columns(sample).header_row is not None else set()
    for sheet in sheets:
        cells_of_rows = workbooks.rows(path, sheet, name)
        rows = (Row(number, cells) for number, cells in enumerate(cells_of_rows, start=1))
        if headed and sheet not in headed:
            _refuse_sheet(rows, f"{name} 工作表“{sheet}”", receipt)
        else:
            yield from letters_of_table(rows, name, sheet, ids, receipt)
