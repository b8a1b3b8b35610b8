"""What one run of reading carries from file to file: the receipt, the ids, the parsers, what the caller asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from nlp.reading.blocks import Block
from nlp.reading.cells import Cell
from nlp.reading.columns import Columns, guess_columns
from nlp.reading.parser_process import ParserProcess
from nlp.reading.splitting import Piece, SplitRule, guess_rule, split_blocks
from nlp.reading.templates import Choice, choose_columns, recall_columns
from nlp.receipt import Receipt

__all__ = ["Ids", "Intake"]


class Ids:
    """Hand out the ids of a run, each once: a repeated one gets a suffix.

    >>> ids = Ids()
    >>> ids.claim("A1"), ids.claim("A1"), ids.claim("A1-2")
    ('A1', 'A1-2', 'A1-2-2')
    """

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def claim(self, wanted: str) -> str:
        """Give the wanted id, or the next free one after it."""
        suffix = self._next.get(wanted)
        if suffix is None:
            self._next[wanted] = 2
            return wanted
        while (unique := f"{wanted}-{suffix}") in self._next:
            suffix += 1
        self._next[wanted], self._next[unique] = suffix + 1, 2
        return unique


@dataclass(slots=True)
class Intake:
    """One run of reading.

    ``columns`` overrides the guess, ``mappings`` are the columns remembered by header, ``split`` cuts documents into
    letters, ``scan_folder`` keeps the images of scanned pages; each may be left out. With ``keep_blank`` a row or file
    without a word is a letter too. ``asked_of`` are the headers that have the columns asked for, to be remembered.
    """

    receipt: Receipt
    parsers: ParserProcess
    columns: Choice = field(default_factory=dict)
    mappings: Mapping[str, Choice] = field(default_factory=dict)
    split: SplitRule | None = None
    scan_folder: Path | None = None
    keep_blank: bool = False
    ids: Ids = field(default_factory=Ids)
    asked_of: list[Sequence[Cell]] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)

    def columns_of(self, sample: Sequence[Sequence[Cell]]) -> Columns:
        """Decide the columns of a table from its first rows: as asked for, as remembered, or as guessed."""
        if self.columns and (asked := choose_columns(sample, self.columns)):
            self.asked_of.append(sample[asked.header_row or 0])
            return asked
        return recall_columns(sample, self.mappings) or guess_columns(sample)

    def cut(self, blocks: Sequence[Block], name: str) -> tuple[SplitRule, list[Piece]]:
        """Cut the document ``name`` into letters: by the rule asked for, or the one that is found."""
        rule = self.split or guess_rule(blocks)
        return rule, split_blocks(blocks, rule)

    def is_repeated(self, title: str, text: str) -> bool:
        """Tell whether a letter was seen before in this run, word for word; eight bytes of it are remembered."""
        digest = blake2b(f"{title}\n{text}".encode(), digest_size=8).digest()
        known = len(self._seen)
        self._seen.add(int.from_bytes(digest))
        return len(self._seen) == known
