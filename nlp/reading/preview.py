"""Look before reading: which column of each table would be taken for what, and how many letters there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlp.reading.archives import Allowance, Member
from nlp.reading.cells import Cell
from nlp.reading.columns import Columns
from nlp.reading.files import find_files
from nlp.reading.intake import Intake
from nlp.reading.letters import read_counted
from nlp.reading.parser_process import ParserProcess
from nlp.reading.templates import Choice
from nlp.receipt import Receipt

__all__ = ["Preview", "Table", "preview_columns"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what its columns would be taken for; ``place`` is its file, and its sheet where it has several."""

    place: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class Preview:
    """What a reading would give: the tables in the order they are read, and the number of letters in all files."""

    tables: tuple[Table, ...]
    letters: int


@dataclass(slots=True)
class _Watched(Intake):
    """A run of reading that remembers which columns it decided on."""

    decided: list[Columns] = field(default_factory=list)

    def columns_of(self, sample: Sequence[Sequence[Cell]]) -> Columns:
        columns = Intake.columns_of(self, sample)
        self.decided.append(columns)
        return columns


def preview_columns(paths: Sequence[Path], mappings: Mapping[str, Choice] | None = None) -> Preview:
    r"""Read the files without keeping a letter; nothing raises, as in ``read_letters``. No files give no tables.

    ``mappings`` are columns remembered by header (``load_mappings``), which are shown in place of the guess.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     table = Path(folder, "来信.csv")
    ...     _ = table.write_text("件号,诉求\n1,三年没发工资\n", encoding="utf-8")
    ...     found = preview_columns([table])
    >>> found.letters, [(table.place, str(table.columns)) for table in found.tables]
    (1, [('来信.csv', '正文取“诉求”，编号取“件号”')])
    """
    receipt = Receipt()
    with ParserProcess() as parsers:
        intake = _Watched(receipt, parsers, mappings=mappings or {})
        for path, name in find_files(paths, receipt):
            for _ in read_counted(Member(name, path), intake, Allowance()):
                pass
    notes, tables = iter(receipt.notes), []
    for columns in intake.decided:
        ending = f"：{columns}"
        if place := next((note.removesuffix(ending) for note in notes if note.endswith(ending)), ""):
            tables.append(Table(place, columns))
    return Preview(tuple(tables), receipt.letters)
