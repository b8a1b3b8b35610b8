"""Which column of a table holds what: guessed from the header, or from the texts where there is no header.

The rules, in order:

1. The header row is the one of the first ten rows in which most fields are recognized; it needs a column for the text,
   or two other fields, or to be nothing but a title. Rows above it are title lines.
2. Several columns of text (诉求 and 内容) are all the petitioner's words: the fullest comes first, the others follow on
   their own line unless they say nothing new. A column named ``text`` stands alone. A summary (概况, 摘要) is used only
   where there is no text.
3. A header without a text column: the longest column that is not the office's own (答复, 处理意见) is the text, if it
   is longer than a title is.
4. No header: the column with the longest texts is the text and every row is a letter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.reading.cells import Cell, cell_text, is_blank
from nlp.reading.headers import NOT_THE_LETTER, SURE, Role, normalize_header, role_of
from nlp.reading.names import shown_name

__all__ = ["HEADER_ROWS", "Columns", "columns_under", "guess_columns"]

HEADER_ROWS = 10
SHORTEST_TEXT = 15
"""Mean length in characters from which an unnamed column counts as text under a header."""

FIELDS: tuple[tuple[str, Role], ...] = (
    ("编号", "id"),
    ("标题", "title"),
    ("日期", "received"),
    ("来信人", "sender"),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field is, as column indexes from 0; ``header_row`` counts from 0 in the sample, None without one.

    ``text`` columns are joined in this order, ``summary`` columns stand in where they are blank. ``names`` holds the
    header as it was written, for showing.
    """

    text: tuple[int, ...] = ()
    summary: tuple[int, ...] = ()
    id: int | None = None
    title: int | None = None
    received: int | None = None
    sender: int | None = None
    header_row: int | None = None
    names: tuple[str, ...] = ()
    chosen: bool = False

    def _show(self, indexes: tuple[int, ...]) -> str:
        return "".join(
            f"“{self.names[index]}”" if index < len(self.names) and self.names[index] else f"第 {index + 1} 列"
            for index in indexes
        )

    def _origin(self) -> str:
        if self.chosen:
            return "（按指定或记住的列）"
        return "" if self.header_row is not None else "（未找到表头）"

    def __str__(self) -> str:
        """Show the guess in one line; without a header no cell is quoted, for it may be a letter."""
        shown = [f"正文取{self._show(self.text)}"] if self.text else []
        shown += [f"正文空时取{self._show(self.summary)}"] if self.summary else []
        places = {"id": self.id, "title": self.title, "received": self.received, "sender": self.sender}
        for name, role in FIELDS:
            if (index := places[role]) is not None:
                shown.append(f"{name}取{self._show((index,))}")
        return ("，".join(shown) or "没有认出正文") + self._origin()


def _roles(row: Sequence[Cell]) -> dict[int, tuple[Role, int]]:
    """Map the columns of a possible header row to fields."""
    return {index: found for index, cell in enumerate(row) if (found := role_of(cell))}


def _header_score(row: Sequence[Cell]) -> int:
    """Weigh a row as a header: 2 for a field known by its exact name, 1 by its ending; 0 is no header."""
    best: dict[Role, int] = {}
    for role, rank in _roles(row).values():
        weight = 1 if rank >= SURE else 2
        best[role] = max(best.get(role, 0), weight)
    alone = sum(not is_blank(cell) for cell in row) == 1
    speaks = "text" in best or "summary" in best or ("title" in best and alone)
    return sum(best.values()) if sum(best.values()) >= 2 and (speaks or len(best) >= 2) else 0


def _lengths(rows: Sequence[Sequence[Cell]]) -> dict[int, int]:
    """Sum the lengths of the texts in each column; numbers and dates are no texts."""
    lengths: dict[int, int] = {}
    for row in rows:
        for index, cell in enumerate(row):
            length = len(cell.strip()) if isinstance(cell, str) else 0
            lengths[index] = lengths.get(index, 0) + length
    return lengths


def _longest(lengths: dict[int, int], excluded: set[int], at_least: float) -> tuple[int, ...]:
    """Pick the fullest column, the leftmost of equals, or none."""
    candidates = [index for index in lengths if index not in excluded and lengths[index] > at_least]
    return (min(candidates, key=lambda index: (-lengths[index], index)),) if candidates else ()


def columns_under(sample: Sequence[Sequence[Cell]], header_row: int) -> Columns:
    """Guess the columns of a table whose header row is known, counted from 0."""
    header, body = sample[header_row], sample[header_row + 1 :]
    roles, lengths = _roles(header), _lengths(body)

    def first(role: Role) -> int | None:
        ranked = [(rank, index) for index, (found, rank) in roles.items() if found == role]
        return min(ranked)[1] if ranked else None

    texts = [(rank, index) for index, (role, rank) in roles.items() if role == "text"]
    if any(rank < SURE for rank, _ in texts):
        texts = [(rank, index) for rank, index in texts if rank < SURE]
    if texts and min(texts)[0] == 0:  # the contract's own field name
        texts = [min(texts)]
    text = tuple(sorted((index for _, index in texts), key=lambda index: (-lengths.get(index, 0), index)))
    summary = tuple(sorted(index for index, (role, _) in roles.items() if role == "summary"))
    title = first("title")
    if not text and not summary:
        office = {index for index, cell in enumerate(header) if NOT_THE_LETTER.search(normalize_header(cell))}
        title_length = lengths.get(title, 0) if title is not None else 0
        filled = sum(any(not is_blank(cell) for cell in row) for row in body)
        text = _longest(lengths, office | set(roles), max(title_length, SHORTEST_TEXT * filled))
    return Columns(
        text=text,
        summary=summary,
        id=first("id"),
        title=title,
        received=first("received"),
        sender=first("sender"),
        header_row=header_row,
        names=tuple(shown_name("".join(cell_text(cell).split())[:40]) for cell in header),
    )


def guess_columns(sample: Sequence[Sequence[Cell]]) -> Columns:
    """Guess the columns from the first rows of a table; an empty table gives no columns.

    >>> print(guess_columns([["2024年来信登记表"], ["序号", "主题", "留言 详情（必填）"], [1, "欠薪", "厂里欠薪三年"]]))
    正文取“留言详情（必填）”，编号取“序号”，标题取“主题”
    >>> print(guess_columns([[1, "厂里欠薪三年"], [2, "改制后没有安置"]]))
    正文取第 2 列（未找到表头）
    """
    scores = [_header_score(row) for row in sample[:HEADER_ROWS]]
    if best := max(scores, default=0):
        return columns_under(sample, scores.index(best))
    lengths = _lengths(sample)
    return Columns(text=_longest(lengths, set(), 0))
