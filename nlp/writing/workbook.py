"""Analyses as an Excel workbook that opens well: 结果, 回执, 说明."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from nlp.letter import Analysis
from nlp.receipt import OUTCOMES, Doubt, Receipt, Scan
from nlp.writing.names import Names
from nlp.writing.safety import plain_cell
from nlp.writing.table import COLUMNS, PROBABILITY, Value, headers, row_of
from nlp.writing.target import WritingError

__all__ = ["ADVICE", "MAX_ROWS", "write_workbook"]

ADVICE = "辅助建议，未经人工确认不生效"
MAX_ROWS = 1_048_575
"""Rows of a sheet under its header; what is more goes to another sheet."""

ROW_HEIGHT = 45
FIRST_DATE = dt.date(1900, 3, 1)
"""Before this day Excel counts a 29 February that never was."""

REVIEW_COLOUR, HEADER_COLOUR, DOUBT_COLOUR = "#FFF2CC", "#DDEBF7", "#C00000"
_TEXT_COLUMN = [column.header for column in COLUMNS].index("脱敏正文")
DATE, SHARE = {"num_format": "yyyy-mm-dd"}, {"num_format": "0.0%"}


@dataclass(frozen=True, slots=True)
class _Formats:
    """The formats of a row, plain or tinted."""

    text: Any
    date: Any
    share: Any


def _formats(book: Any, colour: str | None) -> _Formats:
    base = {"text_wrap": True, "valign": "top"} | ({"bg_color": colour} if colour else {})
    return _Formats(book.add_format(base), book.add_format(base | DATE), book.add_format(base | SHARE))


def _write_row(sheet: Any, number: int, values: Iterable[Value], formats: _Formats) -> None:
    """Write a row; a text is always a text, never a formula, a link or a number."""
    for column, value in enumerate(values):
        if isinstance(value, dt.date) and value >= FIRST_DATE:
            sheet.write_datetime(number, column, value, formats.date)
        elif isinstance(value, dt.date):
            sheet.write_string(number, column, value.isoformat(), formats.text)
        elif isinstance(value, str) and value:
            sheet.write_string(number, column, plain_cell(value), formats.text)
        elif isinstance(value, float):
            sheet.write_number(number, column, value, formats.share)


def _write_doubtful(sheet: Any, number: int, text: str, doubts: Sequence[Doubt], cell: Any, mark: Any) -> None:
    """Write a recognized text with its doubtful characters marked; masking keeps the length, so offsets hold."""
    pieces: list[Any] = []
    at = 0
    for doubt in doubts:
        if at < doubt.start:
            pieces.append(text[at : doubt.start])
        pieces += [mark, text[doubt.start : doubt.end]]
        at = doubt.end
    rest = [text[at:]] if at < len(text) else []
    sheet.write_rich_string(number, _TEXT_COLUMN, *pieces, *rest, cell)


def _finish_sheet(sheet: Any, rows: int, width: int) -> None:
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, rows, width - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


class _Results:
    """The result sheets, filled row by row; a new one begins when one is full.

    ``scans`` says which characters of which letter are in doubt; it may still be growing.
    """

    def __init__(self, book: Any, sheet: Any, header: Sequence[str], scans: Sequence[Scan]) -> None:
        self._book, self._header, self._sheets, self._scans = book, header, 1, scans
        self._doubts: dict[str, tuple[Doubt, ...]] = {}
        self._known = 0
        self._mark = book.add_format({"font_color": DOUBT_COLOUR, "underline": 1})
        self._plain, self._tinted = _formats(book, None), _formats(book, REVIEW_COLOUR)
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": HEADER_COLOUR})
        self._begin(sheet)

    def _begin(self, sheet: Any) -> None:
        self._sheet, self._row = sheet, 0
        for column, title in enumerate(self._header):
            width = COLUMNS[column].width if column < len(COLUMNS) else PROBABILITY.width
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, plain_cell(title), self._head)

    def _doubts_of(self, analysis: Analysis) -> tuple[Doubt, ...]:
        """Give the doubtful places that can be shown in a cell: of a text that is neither hidden nor made safe."""
        for scan in self._scans[self._known :]:
            self._doubts[scan.letter_id] = scan.doubts
        self._known = len(self._scans)
        doubts, text = self._doubts.pop(analysis.letter.id, ()), analysis.masked_text
        whole = sum(doubt.end - doubt.start for doubt in doubts) == len(text)  # one piece is no rich text to Excel
        return () if analysis.confidential or whole or plain_cell(text) != text else doubts

    def add(self, analysis: Analysis, values: Sequence[Value]) -> None:
        """Write the next row."""
        if self._row == MAX_ROWS:
            self.finish()
            self._sheets += 1
            self._begin(self._book.add_worksheet(f"结果{self._sheets}"))
        self._row += 1
        formats = self._tinted if analysis.prediction.needs_review else self._plain
        self._sheet.set_row(self._row, ROW_HEIGHT, formats.text)
        _write_row(self._sheet, self._row, values, formats)
        if doubts := self._doubts_of(analysis):
            _write_doubtful(self._sheet, self._row, analysis.masked_text, doubts, formats.text, self._mark)

    def finish(self) -> None:
        """Set filter and print layout once the number of rows is known."""
        _finish_sheet(self._sheet, self._row, len(self._header))


def _receipt_rows(receipt: Receipt) -> Iterator[list[str]]:
    """Yield the lines of the 回执 sheet."""
    yield [receipt.summary()]
    yield []
    yield ["文件", "结果", "原因", "行数", "来信", "未收", "空行", "表头"]
    for file in receipt.files:
        counts = (file.rows, file.letters, file.refused, file.blank, file.headings)
        yield [file.name, OUTCOMES[file.outcome], file.reason, *map(str, counts)]
    yield []
    yield ["未收的文件和行", "原因", "怎么办", "行数"]
    for refusal in receipt.refusals:
        yield [refusal.where, refusal.problem, refusal.remedy, str(refusal.rows)]
    yield []
    yield ["提示"]
    yield from ([note] for note in receipt.notes)
    if receipt.unlisted:
        yield [f"另有 {receipt.unlisted:,} 条未逐条列出"]


def _legend_rows(categories: Sequence[str], names: Names) -> Iterator[list[str]]:
    """Yield the lines of the 说明 sheet."""
    yield [ADVICE]
    yield ["底色为浅黄的行需要复核。检举控告件内容已隐去，请到保密件中办理。"]
    yield ["脱敏正文中红色带下划线的字是从扫描件上认出、把握不大的，请对照原件核对。"]
    yield []
    yield ["列", "含义"]
    for column in COLUMNS:
        yield [column.header, column.meaning]
    for header in headers(categories, names)[len(COLUMNS) :]:
        yield [header, PROBABILITY.meaning]


def _fill_sheet(sheet: Any, rows: Iterable[Sequence[str]], widths: Sequence[int], formats: _Formats) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(rows):
        if number > MAX_ROWS:
            return
        _write_row(sheet, number, row, formats)


def write_workbook(
    analyses: Iterable[Analysis], path: Path, categories: Sequence[str], names: Names, receipt: Receipt
) -> int:
    """Write the workbook row by row in bounded memory and give the number of analyses.

    The receipt is written after the last analysis, when it is complete. Raises ``WritingError`` or ``OSError`` when
    the file cannot be written.
    """
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    count = 0
    try:
        with xlsxwriter.Workbook(str(path), options) as book:
            book.set_properties({"title": "来信研判结果", "comments": ADVICE})
            result, account, legend = (book.add_worksheet(title) for title in ("结果", "回执", "说明"))
            results = _Results(book, result, headers(categories, names), receipt.scans)
            for analysis in analyses:
                count += 1
                results.add(analysis, row_of(analysis, categories, names))
            results.finish()
            plain = _formats(book, None)
            _fill_sheet(account, _receipt_rows(receipt), (44, 30, 44, 8, 8, 8, 8, 8), plain)
            _fill_sheet(legend, _legend_rows(categories, names), (20, 70), plain)
    except XlsxFileError as error:
        raise WritingError(path.name, "工作簿无法写入", "请核对磁盘空间和权限后重试") from error
    return count
