"""From the rows of a table to letters, every row accounted for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from nlp.letter import Letter
from nlp.reading.cells import INVISIBLE, Cell, cell_text, is_blank, one_line
from nlp.reading.columns import Columns
from nlp.reading.dates import parse_date
from nlp.reading.intake import Intake
from nlp.reading.names import HIDDEN

__all__ = ["MAX_COLUMNS", "MAX_TEXT", "BadRow", "Row", "letters_of_table", "make_letter"]

MAX_TEXT = 200_000
"""Characters; a longer text is a book or a broken file."""

MAX_COLUMNS = 16_384
"""Columns of a row, as many as Excel has; more is a wrong delimiter or an attack on the guess of the columns."""

SAMPLE_ROWS = 60
LONGEST_ID = 100
NO_TEXT = ("正文和标题都为空", "请补录正文后重新导入")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; ``number`` counts from 1 as the spreadsheet shows it."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken apart, why, and what to do."""

    number: int
    problem: str
    remedy: str


def _field(cells: Sequence[Cell], index: int | None) -> Cell:
    return cells[index] if index is not None and index < len(cells) else None


def _join_texts(cells: Sequence[Cell], columns: Columns) -> str:
    """Join the text columns of a row, leaving out a text another one contains."""
    for indexes in (columns.text, columns.summary):
        texts: list[str] = []
        for index in indexes:
            cell = _field(cells, index)
            text = "" if is_blank(cell) else cell_text(cell)
            if text and not any(text.strip(INVISIBLE) in taken for taken in texts):
                texts = [taken for taken in texts if taken.strip(INVISIBLE) not in text]
                texts.append(text)
        if texts:
            return "\n".join(texts)
    return ""


def make_letter(
    cells: Sequence[Cell], columns: Columns, source: str, fallback_id: str, intake: Intake
) -> Letter | None:
    """Make a letter of a row that is not blank, or refuse the row; either way it is counted.

    A row without text but with a title gives a letter whose text is the title.
    """
    receipt = intake.receipt
    text, title = _join_texts(cells, columns), one_line(_field(cells, columns.title))
    if not text:
        text, title = title, ""
    if not text and not intake.keep_blank:
        receipt.refuse_row(source, *NO_TEXT)
        return None
    if len(text) + len(title) > MAX_TEXT:
        problem = f"正文过长，{len(text) + len(title):,} 字，上限 {MAX_TEXT:,} 字"
        receipt.refuse_row(source, problem, "请核对是否把多封来信并在一处，拆分后重新导入")
        return None
    wanted = HIDDEN.sub("", one_line(_field(cells, columns.id)))
    if len(wanted) > LONGEST_ID:
        receipt.note(f"{source}：编号过长，{len(wanted)} 字，已改用文件名和行号")
        wanted = ""
    unique = intake.ids.claim(wanted or fallback_id)
    if unique != (wanted or fallback_id):
        receipt.note(f"{source}：编号与前面的来信重复，已加后缀“{unique[len(wanted or fallback_id) :]}”")
    date_cell = _field(cells, columns.received)
    received = parse_date(date_cell)
    if received is None and not is_blank(date_cell):
        receipt.note(f"{source}：来信日期无法识别，按未填处理")
    sender = one_line(_field(cells, columns.sender))
    if not text:
        receipt.note(f"{source}：{NO_TEXT[0]}，已登记，请补录正文")
    receipt.count_letter(bool(text) and intake.is_repeated(title, text))
    return Letter(text=text, id=unique, title=title, received=received, sender=sender, source=source)


def _place(file_name: str, sheet: str) -> str:
    return f"{file_name} 工作表“{sheet}”" if sheet else file_name


def _filled(row: Row) -> int:
    return sum(not is_blank(cell) for cell in row.cells)


def _heading_rows(sample: Sequence[Row], columns: Columns) -> set[int]:
    """Find the numbers of the header row and the title lines above it; a row as full as the header is none."""
    if columns.header_row is None:
        return set()
    header = sample[columns.header_row]
    above = sample[: columns.header_row]
    return {header.number} | {row.number for row in above if _filled(row) < max(2, _filled(header))}


def letters_of_table(rows: Iterable[Row | BadRow], file_name: str, sheet: str, intake: Intake) -> Iterator[Letter]:
    """Yield the letters of a table row by row; only a sample of the first rows is held in memory.

    A header repeated further down (printed pages pasted together) is counted as a heading.
    """
    rows, receipt = iter(rows), intake.receipt
    first_rows = list(islice(rows, SAMPLE_ROWS))
    sample = [row for row in first_rows if isinstance(row, Row)]
    columns = intake.columns_of([row.cells for row in sample])
    heading_rows = _heading_rows(sample, columns)
    header = list(sample[columns.header_row].cells) if columns.header_row is not None else None
    place = _place(file_name, sheet)
    if any(not is_blank(cell) for row in sample for cell in row.cells):
        receipt.note(f"{place}：{columns}")
        if intake.columns and not columns.chosen:
            receipt.note(f"{place}：没有找到指定的列，已按表头辨认")
    for row in chain(first_rows, rows):
        receipt.take_row()
        source = f"{place} 第 {row.number} 行"
        if isinstance(row, BadRow):
            receipt.refuse_row(source, row.problem, row.remedy)
        elif all(map(is_blank, row.cells)):
            receipt.count_blank()
        elif row.number in heading_rows or row.cells == header:
            receipt.count_heading()
        else:
            fallback_id = "#".join(filter(None, (file_name, sheet, str(row.number))))
            if letter := make_letter(row.cells, columns, source, fallback_id, intake):
                yield letter
