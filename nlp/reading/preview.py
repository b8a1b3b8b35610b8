"""Look before reading: what each column of a table would be taken for, and how each document would be cut."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlp.letter import Letter
from nlp.reading.archives import Allowance, Member
from nlp.reading.blocks import Block
from nlp.reading.cells import Cell
from nlp.reading.columns import Columns
from nlp.reading.files import find_files
from nlp.reading.intake import Intake
from nlp.reading.kinds import EXTENSIONS, extension_of
from nlp.reading.letters import read_counted
from nlp.reading.parser_process import ParserProcess
from nlp.reading.splitting import NO_SPLIT, Piece, SplitRule
from nlp.reading.templates import Choice
from nlp.receipt import Receipt

__all__ = ["Document", "Preview", "Start", "Table", "preview_columns"]

MOST_STARTS = 200
"""Letters of a document whose beginnings are kept; the others are counted."""

LONGEST_START = 40
PROSE = frozenset({"text", "docx", "doc", "rtf", "pdf"})
"""Kinds shown even where no letter was read: several letters taken for one may be too long for one."""

NUMBERED = re.compile(r" 第 \d+ 封")


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what its columns would be taken for; ``place`` is its file, and its sheet where it has several."""

    place: str
    columns: Columns


@dataclass(frozen=True, slots=True)
class Start:
    """How a letter begins: its title or the first words, and its length in characters without the space around it."""

    words: str
    length: int


@dataclass(slots=True)
class Document:
    """A file of running text: its place, the name of the rule that cuts it, how many letters, how they begin.

    The rule is 不拆分 where none cuts it; ``starts`` are those of the first ``MOST_STARTS`` letters.
    """

    place: str
    rule: str = NO_SPLIT.name
    letters: int = 0
    starts: list[Start] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a reading would give: tables and documents in the order they are read, the number of letters in all."""

    tables: tuple[Table, ...]
    letters: int
    documents: tuple[Document, ...] = ()


@dataclass(slots=True)
class _Watched(Intake):
    """A run of reading that remembers which columns it decided on, and by which rule it cut each document."""

    decided: list[Columns] = field(default_factory=list)
    cuts: dict[str, str] = field(default_factory=dict)

    def columns_of(self, sample: Sequence[Sequence[Cell]]) -> Columns:
        columns = Intake.columns_of(self, sample)
        self.decided.append(columns)
        return columns

    def cut(self, blocks: Sequence[Block], name: str) -> tuple[SplitRule, list[Piece]]:
        rule, pieces = Intake.cut(self, blocks, name)
        if len(pieces) > 1:
            self.cuts[name] = rule.name
        return rule, pieces


def _is_of_document(letter: Letter, name: str) -> bool:
    """Tell the letters a rule cuts from the rows of a table and from the text of a mail."""
    mail = EXTENSIONS.get(extension_of(name)) in ("eml", "msg")
    return not mail and (letter.source == name or NUMBERED.fullmatch(letter.source.removeprefix(name)) is not None)


def _start_of(letter: Letter) -> Start:
    words = letter.title or next(filter(None, map(str.strip, letter.text.splitlines())), "")
    return Start(f"{words[:LONGEST_START]}…" if len(words) > LONGEST_START else words, len(letter.text.strip()))


def preview_columns(
    paths: Sequence[Path], mappings: Mapping[str, Choice] | None = None, split: SplitRule | None = None
) -> Preview:
    r"""Read the files without keeping a letter; nothing raises, as in ``read_letters``. No files give no tables.

    ``mappings`` are columns remembered by header (``load_mappings``), which are shown in place of the guess, and
    ``split`` is the rule by which documents are cut instead of the one that is found.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     table = Path(folder, "来信.csv")
    ...     _ = table.write_text("件号,诉求\n1,三年没发工资\n", encoding="utf-8")
    ...     found = preview_columns([table])
    >>> found.letters, [(table.place, str(table.columns)) for table in found.tables]
    (1, [('来信.csv', '正文取“诉求”，编号取“件号”')])
    """
    receipt, documents = Receipt(), dict[int, Document]()
    with ParserProcess() as parsers:
        intake = _Watched(receipt, parsers, mappings=mappings or {}, split=split)
        for path, name in find_files(paths, receipt):
            for letter in read_counted(Member(name, path), intake, Allowance()):
                _watch(letter, receipt, documents)
    for number, count in enumerate(receipt.files, 1):
        if count.refused and not count.letters and EXTENSIONS.get(extension_of(count.name)) in PROSE:
            documents[number] = Document(count.name)
    for document in documents.values():
        document.rule = intake.cuts.get(document.place, NO_SPLIT.name)
    return Preview(_tables(intake.decided, receipt.notes), receipt.letters, tuple(documents.values()))


def _watch(letter: Letter, receipt: Receipt, documents: dict[int, Document]) -> None:
    """Put a letter of running text down to its document, the file opened last."""
    number, name = len(receipt.files), receipt.files[-1].name
    if not _is_of_document(letter, name):
        return
    document = documents.setdefault(number, Document(name))
    document.letters += 1
    if len(document.starts) < MOST_STARTS:
        document.starts.append(_start_of(letter))


def _tables(decided: Sequence[Columns], notes: Sequence[str]) -> tuple[Table, ...]:
    """Find in the notes the places of the tables whose columns were decided on."""
    rest, tables = iter(notes), []
    for columns in decided:
        ending = f"：{columns}"
        if place := next((note.removesuffix(ending) for note in rest if note.endswith(ending)), ""):
            tables.append(Table(place, columns))
    return tuple(tables)
