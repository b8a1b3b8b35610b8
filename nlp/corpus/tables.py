"""Labelled letters out of an office's own tables: the letter as ``nlp.reading`` reads it, the label from its column.

A label column is called 类别, 分类, 标签, 一级标签 or label; further categories stand in 次类 (several, parted by 、),
the sub-type in 子类. A row that cannot be used is an error and not left out: a model learns from what its makers saw.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from nlp.corpus.letters import LabelledLetter, numbered_lines
from nlp.errors import CorpusError
from nlp.letter import Letter
from nlp.reading.cells import Cell, cell_text, one_line
from nlp.reading.delimited import read_delimited
from nlp.reading.encoding import encoding_of
from nlp.reading.headers import normalize_header
from nlp.reading.intake import Intake
from nlp.reading.jsonlines import read_json_lines
from nlp.reading.kinds import kind_of
from nlp.reading.names import shown_name
from nlp.reading.package_guard import check_workbook
from nlp.reading.spreadsheet import rows_of, sheets_of
from nlp.reading.tables import SAMPLE_ROWS, BadRow, Row, letters_of_table

__all__ = ["LABEL_COLUMNS", "read_labelled"]

LABEL_COLUMNS = {
    "label": ("类别", "分类", "标签", "一级标签", "一级分类", "主类", "label", "category"),
    "secondary": ("次类", "次要类别", "次标签", "secondary"),
    "subtype": ("子类", "二级标签", "二级分类", "subtype"),
}
"""What the columns of labels are called, the surest name first."""

_NUMBER = re.compile(r"第 (\d+) 行$")
_PARTING = re.compile(r"[、，,；;/|\s]+")
_NO_LABEL = ("没有标签", "请补上标签，或删去这一行")
Marks = dict[int, dict[str, str]]


def read_labelled(path: Path, intake: Intake) -> Iterator[tuple[str, LabelledLetter]]:
    """Yield where each letter stands and the letter, of an xlsx, xls, csv, tsv or jsonl file.

    Labels are kept as they are written. Raises ``CorpusError`` for a table without a label column, a row without text
    or without a label, and ``ReadingError`` for a file that cannot be read.
    """
    name = shown_name(path.name)
    found, refused = 0, len(intake.receipt.refusals)
    for letter, marks in _letters(path, name, intake):
        found += 1
        if not marks.get("label"):
            raise CorpusError(letter.source, *_NO_LABEL)
        yield letter.source, _labelled(letter, marks)
    for refusal in intake.receipt.refusals[refused:]:
        raise CorpusError(refusal.where, refusal.problem, refusal.remedy)
    if not found:
        names = "、".join(LABEL_COLUMNS["label"][:4])
        raise CorpusError(name, "没有标签列，或表里没有来信", f"请加一列标签，表头写 {names} 或 label")


def _letters(path: Path, name: str, intake: Intake) -> Iterator[tuple[Letter, dict[str, str]]]:
    """Yield letters and what stands in their label columns, from the tables that have such a column."""
    kind = kind_of(path, name)
    intake.receipt.open_file(name)
    if kind == "jsonl":
        known = _marks_of_lines(path)
        if any(known.values()):
            yield from _paired(read_json_lines(path, name, intake), known)
    elif kind in ("xlsx", "xls"):
        if kind == "xlsx":
            check_workbook(path, name)
        for sheet in sheets_of(intake.parsers, path, name):
            cells_of_rows = rows_of(intake.parsers, path, sheet, name)
            rows = (Row(number, cells) for number, cells in enumerate(cells_of_rows, start=1))
            yield from _letters_of_sheet(rows, name, shown_name(sheet), intake)
    elif kind in ("csv", "tsv"):
        delimiter = "," if kind == "csv" else "\t"
        yield from _letters_of_sheet(read_delimited(path, encoding_of(path), delimiter, name), name, "", intake)
    else:
        raise CorpusError(name, "不是表格，读不出标签", "已标注来信请用 xlsx、xls、csv 或 jsonl")
    intake.receipt.close_file()


def _letters_of_sheet(
    rows: Iterable[Row | BadRow], name: str, sheet: str, intake: Intake
) -> Iterator[tuple[Letter, dict[str, str]]]:
    rows = iter(rows)
    first_rows = list(islice(rows, SAMPLE_ROWS))
    sample = [row.cells for row in first_rows if isinstance(row, Row)]
    header_row = intake.columns_of(sample).header_row
    places = _label_places(sample[header_row]) if header_row is not None else {}
    if "label" not in places:
        return
    marks: Marks = {}

    def noted() -> Iterator[Row | BadRow]:
        for row in chain(first_rows, rows):
            if isinstance(row, Row):
                marks[row.number] = {
                    role: one_line(row.cells[place]) for role, place in places.items() if place < len(row.cells)
                }
            yield row

    yield from _paired(letters_of_table(noted(), name, sheet, intake), marks)


def _label_places(header: Sequence[Cell]) -> dict[str, int]:
    """Find the column of each role; of two that qualify the surer name wins."""
    names = [normalize_header(cell) for cell in header]
    found = {role: [names.index(name) for name in wanted if name in names] for role, wanted in LABEL_COLUMNS.items()}
    return {role: places[0] for role, places in found.items() if places}


def _marks_of_lines(path: Path) -> Marks:
    """Read the label keys of every line; what is no JSON object has none and is refused where letters are read."""
    marks: Marks = {}
    for number, line in numbered_lines(path):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(row, dict):
            values = list(row.values())
            marks[number] = {role: _written(values[place]) for role, place in _label_places(list(row)).items()}
    return marks


def _written(value: object) -> str:
    if isinstance(value, list):
        return "、".join(map(_written, value))
    return one_line(cell_text(value)) if isinstance(value, str | int | float) else ""


def _paired(letters: Iterable[Letter], marks: Marks) -> Iterator[tuple[Letter, dict[str, str]]]:
    for letter in letters:
        number = _NUMBER.search(letter.source)
        yield letter, marks.pop(int(number[1]), {}) if number else {}


def _labelled(letter: Letter, marks: dict[str, str]) -> LabelledLetter:
    label = marks["label"]
    further = dict.fromkeys(part for part in _PARTING.split(marks.get("secondary", "")) if part and part != label)
    return LabelledLetter(
        id=letter.id,
        title=letter.title,
        text=letter.text,
        label=label,
        secondary=tuple(further),
        subtype=marks.get("subtype", ""),
    )
