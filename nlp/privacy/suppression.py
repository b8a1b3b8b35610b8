"""Hide small cells of a table of counts, and so many more that no hidden cell can be computed from the totals.

A cell below ``least`` is hidden. A hidden cell can be computed exactly when, in the graph whose nodes are the rows and
columns (with their totals) and whose edges are the hidden cells, its edge lies on no cycle; a neighbour is hidden then,
a total if need be. Only cells of 1 or more are hidden, so a cycle always leaves a choice.
Reference: L. Willenborg, T. de Waal, Elements of Statistical Disclosure Control, 2001, chapter 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["TOTAL", "SafeTable", "hide_small"]

TOTAL = "合计"
"""The name of the row and of the column of totals; no row or column of the table may be called so."""

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SafeTable:
    """Counts by row and column, the totals among them under ``TOTAL``; None is hidden."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[Cell, int | None]

    def __getitem__(self, cell: Cell) -> int | None:
        """Give the count of (row, column), None when it is hidden."""
        return self.counts[cell]


def hide_small(table: Mapping[str, Mapping[str, int]], least: int = 5) -> SafeTable:
    """Give the table with its totals, small cells hidden; a column a row does not name counts as 0 there.

    Zeros are shown: nobody is behind them. An empty table gives an empty one. Raises ValueError for a negative count or
    a row or column called ``TOTAL``.

    >>> safe = hide_small({"甲厂": {"欠薪": 12, "检举": 2}, "乙厂": {"欠薪": 9, "检举": 8}})
    >>> [safe["甲厂", "检举"], safe["甲厂", "欠薪"], safe["乙厂", "检举"], safe["乙厂", "欠薪"], safe[TOTAL, TOTAL]]
    [None, None, None, None, 31]
    """
    rows, columns = list(table), list(dict.fromkeys(name for row in table.values() for name in row))
    if TOTAL in rows or TOTAL in columns:
        raise ValueError(f"hide_small: no row or column may be called {TOTAL}.")
    counts = {(row, column): table[row].get(column, 0) for row in rows for column in columns}
    if any(count < 0 for count in counts.values()):
        raise ValueError("hide_small: counts must not be negative.")
    counts |= {(row, TOTAL): sum(counts[row, column] for column in columns) for row in rows}
    counts |= {(TOTAL, column): sum(counts[row, column] for row in rows) for column in [*columns, TOTAL]}
    hidden = {cell for cell, count in counts.items() if 0 < count < least}
    while weak := _computable(hidden) or _too_few(hidden, counts, least):
        shown = [cell for cell in counts if counts[cell] and cell not in hidden]
        neighbours = [cell for cell in shown if any(_share_a_line(cell, line) for line in weak)]
        if not neighbours:
            break
        hidden.add(min(neighbours, key=lambda cell: (TOTAL in cell, counts[cell], cell)))
    return SafeTable(
        (*rows, TOTAL), (*columns, TOTAL), {cell: None if cell in hidden else count for cell, count in counts.items()}
    )


def _share_a_line(cell: Cell, line: Cell) -> bool:
    return cell[0] == line[0] or cell[1] == line[1]


def _computable(hidden: set[Cell]) -> list[Cell]:
    """Give the hidden cells that lie on no cycle of hidden cells."""
    return [cell for cell in hidden if not _connected(hidden - {cell}, ("row", cell[0]), ("column", cell[1]))]


def _connected(edges: set[Cell], start: tuple[str, str], goal: tuple[str, str]) -> bool:
    reached, waiting = {start}, [start]
    while waiting:
        side, name = waiting.pop()
        ends = (
            {("column", c) for r, c in edges if r == name}
            if side == "row"
            else {("row", r) for r, c in edges if c == name}
        )
        waiting += ends - reached
        reached |= ends
    return goal in reached


def _too_few(hidden: set[Cell], counts: Mapping[Cell, int], least: int) -> list[Cell]:
    """Give the lines, as cells without their other name, whose hidden cells together are fewer than ``least``."""
    rows, columns = {row for row, _ in hidden}, {column for _, column in hidden}
    lines = [*((row, "") for row in rows), *(("", column) for column in columns)]
    return [line for line in lines if sum(counts[cell] for cell in hidden if _share_a_line(cell, line)) < least]
