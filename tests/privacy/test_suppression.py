import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from nlp.privacy import TOTAL, SafeTable, hide_small

tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 14), min_size=width, max_size=width), min_size=1, max_size=4)
)


def table_of(rows: list[list[int]]) -> dict[str, dict[str, int]]:
    return {f"{i}厂": {f"{j}类": count for j, count in enumerate(row)} for i, row in enumerate(rows)}


def span_of(safe: SafeTable, cell: tuple[str, str]) -> float:
    """How far a reader who knows all that is shown is left in doubt about one hidden cell."""
    hidden = [name for name, count in safe.counts.items() if count is None]
    equations, sums = [], []
    for lines, side in ((safe.rows, 0), (safe.columns, 1)):
        for line in lines:
            signs = {name: -1.0 if name[1 - side] == TOTAL else 1.0 for name in safe.counts if name[side] == line}
            equations.append([signs.get(name, 0.0) for name in hidden])
            sums.append(-sum(sign * (safe[name] or 0) for name, sign in signs.items()))
    goal = np.array([float(name == cell) for name in hidden])
    low, high = (linprog(way * goal, A_eq=equations, b_eq=sums) for way in (1, -1))
    return float("inf") if high.status == 3 else -high.fun - low.fun


@given(tables)
@settings(max_examples=60, deadline=None)
def test_no_hidden_cell_can_be_computed_from_what_is_shown(rows: list[list[int]]) -> None:
    safe = hide_small(table_of(rows))
    for cell in (name for name, count in safe.counts.items() if count is None):
        assert span_of(safe, cell) > 0.5


@given(tables)
def test_no_count_under_five_is_shown(rows: list[list[int]]) -> None:
    assert not [count for count in hide_small(table_of(rows)).counts.values() if count and count < 5]


@given(tables)
def test_what_is_shown_is_true(rows: list[list[int]]) -> None:
    safe, table = hide_small(table_of(rows)), table_of(rows)
    shown = {cell: count for cell, count in safe.counts.items() if count is not None and TOTAL not in cell}
    assert all(table[row][column] == count for (row, column), count in shown.items())


def test_a_table_without_small_cells_is_shown_whole() -> None:
    assert None not in hide_small({"甲厂": {"欠薪": 12, "检举": 6}, "乙厂": {"欠薪": 9, "检举": 8}}).counts.values()


def test_the_total_of_a_single_small_row_is_hidden_too() -> None:
    assert set(hide_small({"甲厂": {"检举": 2}}).counts.values()) == {None}


def test_an_empty_table_stays_empty() -> None:
    assert hide_small({}).counts == {(TOTAL, TOTAL): 0}


@pytest.mark.parametrize("table", [{"甲厂": {"检举": -1}}, {TOTAL: {"检举": 7}}])
def test_a_table_that_is_none_is_refused(table: dict[str, dict[str, int]]) -> None:
    with pytest.raises(ValueError, match="hide_small"):
        hide_small(table)
