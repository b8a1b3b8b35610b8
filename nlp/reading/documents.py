"""From the blocks of a document to letters: one letter, several by a rule, or the rows of a table of letters."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from nlp.letter import Letter
from nlp.reading.blocks import Block
from nlp.reading.cells import INVISIBLE, clean_text, is_blank
from nlp.reading.columns import Columns, guess_columns
from nlp.reading.headers import NOT_THE_LETTER, normalize_header, role_of
from nlp.reading.intake import Intake
from nlp.reading.plain import split_title
from nlp.reading.splitting import NO_SPLIT, Piece
from nlp.reading.tables import Row, letters_of_table, make_letter
from nlp.receipt import Doubt, Scan

__all__ = ["letters_of_document"]

Pages = Mapping[int, Path | None]

LONGEST_PREFACE = 60
"""Characters before the first mark or around a table that are a heading; a longer text, or a sentence, is a letter."""

SENTENCE_END = re.compile("[。！？!?]")

HEADER_SHARE = 0.6
"""Of the filled cells in a header row that are names of columns; in a form, names and entries alternate."""

FIELDS = Columns(text=(1,), title=0, id=2)
UNSURE = "{}：文字识别得出，有 {} 个字把握不大，请对照原件核对"


def _cleaned(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the blocks without what no letter can hold; doubts are dropped where that moves characters."""
    for block in blocks:
        text = clean_text(block.text)
        if text != block.text:
            block = Block(text, block.rows, block.page, block.heading, block.new_page)
        yield block


def _is_letter_table(block: Block) -> bool:
    """Tell a table of letters, with a header row, from a form with names beside their entries."""
    rows = block.rows or ()
    columns = guess_columns(rows)
    if columns.header_row is None or not (columns.text or columns.summary) or len(rows) <= columns.header_row + 1:
        return False
    filled = [cell for cell in rows[columns.header_row] if not is_blank(cell)]
    known = [cell for cell in filled if role_of(cell) or NOT_THE_LETTER.search(normalize_header(cell))]
    speaks = any((role := role_of(cell)) and role[0] in ("text", "summary") for cell in filled)
    return speaks and len(known) >= 2 and len(known) >= HEADER_SHARE * len(filled)


def _is_heading(blocks: Iterable[Block], longest: int) -> bool:
    """Tell the title of a collection from words that somebody may have written as a letter."""
    text = "".join("".join(block.text.split()) for block in blocks)
    return len(text) <= longest and not SENTENCE_END.search(text)


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Block]:
    """Turn tables that are part of a letter into paragraphs, one a row, cells apart by a tab."""
    for block in blocks:
        if block.rows is None:
            yield block
            continue
        for number, row in enumerate(block.rows):
            cells = (clean_text(cell).strip(INVISIBLE) for cell in row)
            yield Block("\t".join(filter(None, cells)), page=block.page, new_page=block.new_page and number == 0)


def _keep_scan(letter: Letter, blocks: Sequence[Block], shift: int, pages: Pages, intake: Intake) -> int:
    """Record what a recognized letter was read from; ``shift`` is where its text begins in the blocks joined."""
    doubts, at = [], -shift
    for block in blocks:
        doubts += [Doubt(start + at, end + at, sure) for start, end, sure in block.doubts]
        at += len(block.text) + 1
    doubts = [doubt for doubt in doubts if 0 <= doubt.start < doubt.end <= len(letter.text)]
    used = sorted({block.page for block in blocks} & pages.keys())
    if used:
        intake.receipt.keep_scan(Scan(letter.id, tuple(path for page in used if (path := pages[page])), tuple(doubts)))
    return sum(doubt.end - doubt.start for doubt in doubts)


def _letter_of_piece(piece: Piece, name: str, number: int, pages: Pages, intake: Intake) -> Letter | None:
    """Make a letter of a piece; ``number`` counts from 1, or is 0 where the file is one letter."""
    whole = "\n".join(block.text for block in piece.blocks)
    title, text = (piece.title, whole) if piece.title else split_title(whole)
    source, fallback_id = (f"{name} 第 {number} 封", f"{name}#{number}") if number else (name, name)
    text = text if text.strip(INVISIBLE) else ""
    letter = make_letter([title, text, piece.id], FIELDS, source, fallback_id, intake)
    if letter and text and (unsure := _keep_scan(letter, piece.blocks, len(whole) - len(text), pages, intake)):
        intake.receipt.note(UNSURE.format(source, unsure))
    return letter


def _letters_of_text(blocks: Sequence[Block], name: str, pages: Pages, intake: Intake) -> Iterator[Letter]:
    """Yield the letters of running text."""
    rule, pieces = intake.cut(blocks, name)
    if len(pieces) > 1:
        found = sum(not piece.preface for piece in pieces)
        intake.receipt.note(f"{name}：按“{rule.name}”拆成 {found} 封；如不对，请指定拆分规则（不拆分、第N封等）")
    elif intake.split and intake.split != NO_SPLIT:
        intake.receipt.note(f"{name}：没有找到“{rule.name}”的分界，按一封读取")
    elif intake.split:
        intake.receipt.note(intake.split.asked(name))
    number = 0
    for piece in pieces:
        intake.receipt.take_row()
        if piece.is_blank and not piece.title:
            intake.receipt.count_blank()
        elif piece.preface and len(pieces) > 1 and _is_heading(piece.blocks, LONGEST_PREFACE):
            intake.receipt.count_heading()
        else:
            number += 1
            if letter := _letter_of_piece(piece, name, number if len(pieces) > 1 else 0, pages, intake):
                yield letter


def letters_of_document(blocks: Iterable[Block], name: str, pages: Pages, intake: Intake) -> Iterator[Letter]:
    """Yield the letters of a document. Every table of letters gives its rows; the rest is text.

    ``pages`` are the pages that were recognized, with the image of each where it is kept. A blank document counts as
    one blank row.
    """
    held = list(_cleaned(blocks))
    tables = [block for block in held if block.rows is not None and _is_letter_table(block)]
    for number, table in enumerate(tables, start=1):
        rows = (Row(at, [clean_text(cell) for cell in cells]) for at, cells in enumerate(table.rows or (), start=1))
        yield from letters_of_table(rows, name, f"表{number}" if len(tables) > 1 else "", intake)
    around = list(_paragraphs(block for block in held if not any(block is table for table in tables)))
    if tables and _is_heading(around, LONGEST_PREFACE * len(tables)):
        if any(block.text.strip(INVISIBLE) for block in around):
            intake.receipt.take_row()
            intake.receipt.count_heading()
        return
    yield from _letters_of_text(around, name, pages, intake)
