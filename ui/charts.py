"""Charts of counts, each with its table behind it. Black on white prints well; a bar starts at nought."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from ui import text

__all__ = ["show_bars", "show_matrix", "sparkline"]

NOW, BEFORE = "#8c2f1b", "#c9bfb9"
_ROW, _CELL, _AROUND = 40, 34, 140
"""Pixels: a pair of bars, a cell, and what legend and axis take."""


def show_bars(rows: Sequence[tuple[str, int | None, int | None]], what: str) -> None:
    """Show this week against the week before, one pair of bars a row; a hidden count has no bar. No rows, no chart."""
    if not rows:
        st.caption(text.NOTHING_HERE)
        return
    pairs = [
        (name, week, count or 0, text.HIDDEN_CELL if count is None else str(count))
        for name, *counts in rows
        for week, count in zip((text.NOW, text.BEFORE), counts, strict=True)
    ]
    frame = pd.DataFrame(pairs, columns=[what, text.WEEK, text.LETTERS, text.SHOWN])
    order = [name for name, *_ in rows]
    base = alt.Chart(frame).encode(
        y=alt.Y(f"{what}:N", sort=order, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False)),
        yOffset=alt.YOffset(f"{text.WEEK}:N", sort=[text.NOW, text.BEFORE]),
        x=alt.X(f"{text.LETTERS}:Q", title=text.LETTERS_UNIT, axis=alt.Axis(tickMinStep=1, format="d", grid=False)),
        tooltip=[what, text.WEEK, text.SHOWN],
    )
    scale = alt.Scale(domain=[text.NOW, text.BEFORE], range=[NOW, BEFORE])
    legend = alt.Legend(orient="top", title=None)
    bars = base.mark_bar().encode(color=alt.Color(f"{text.WEEK}:N", scale=scale, legend=legend))
    numbers = base.mark_text(align="left", dx=3, color="#333").encode(text=f"{text.SHOWN}:N")
    height = len(rows) * _ROW + _AROUND
    st.altair_chart((bars + numbers).properties(height=height), width="stretch")
    _table(pd.DataFrame(rows, columns=[what, text.NOW, text.BEFORE]))


def _table(frame: pd.DataFrame) -> None:
    with st.expander(text.TABLE_BEHIND):
        shown = frame.astype(object).where(frame.notna(), text.HIDDEN_CELL).map(_said)
        st.dataframe(shown, hide_index=True)


def _said(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, int | float) else str(value)


def show_matrix(cells: Sequence[tuple[str, str, int | None]], what: str) -> None:
    """Show counts by row and column as a shaded matrix with the numbers in it; a hidden count says so."""
    if not cells:
        st.caption(text.NOTHING_HERE)
        return
    columns = [what, text.CATEGORY_COLUMN, text.LETTERS]
    frame = pd.DataFrame(cells, columns=columns)
    frame[text.SHOWN] = [text.HIDDEN_CELL if count is None else str(count) if count else "" for *_, count in cells]
    rows = list(dict.fromkeys(row for row, *_ in cells))
    names = list(dict.fromkeys(column for _, column, _ in cells))
    base = alt.Chart(frame).encode(
        y=alt.Y(f"{what}:N", sort=rows, title=None, axis=alt.Axis(labelLimit=220, ticks=False, domain=False)),
        x=alt.X(f"{text.CATEGORY_COLUMN}:N", sort=names, title=None, axis=alt.Axis(orient="top", labelAngle=0)),
        tooltip=[what, text.CATEGORY_COLUMN, text.SHOWN],
    )
    shade = alt.Color(f"{text.LETTERS}:Q", scale=alt.Scale(range=["#ffffff", "#e2a491"], domainMin=0), legend=None)
    most = max((count or 0 for *_, count in cells), default=0)
    squares = base.mark_rect(stroke="#e6e6e6").encode(color=shade if most else alt.value("#ffffff"))
    numbers = base.mark_text(color="#222").encode(text=f"{text.SHOWN}:N")
    st.altair_chart((squares + numbers).properties(height=len(rows) * _CELL + 40), width="stretch")
    wide = {row: {column: said for r, column, said in _said_cells(cells) if r == row} for row in rows}
    _table(pd.DataFrame.from_dict(wide, orient="index").rename_axis(what).reset_index())


def _said_cells(cells: Sequence[tuple[str, str, int | None]]) -> list[tuple[str, str, str]]:
    return [(row, column, text.HIDDEN_CELL if count is None else str(count)) for row, column, count in cells]


def sparkline(weekly: Sequence[int]) -> alt.LayerChart:
    """Draw the letters of the last weeks, this week last and dark, its number over it."""
    size = len(weekly)
    frame = pd.DataFrame(
        {
            text.WEEKS_AGO: [size - 1 - place for place in range(size)],
            text.LETTERS: list(weekly),
            text.SHOWN: ["" if place < size - 1 else str(count) for place, count in enumerate(weekly)],
        }
    )
    base = alt.Chart(frame).encode(
        x=alt.X(f"{text.WEEKS_AGO}:O", sort="descending", axis=None),
        y=alt.Y(f"{text.LETTERS}:Q", axis=None, scale=alt.Scale(domain=[0, max(*weekly, 1) * 1.3])),
        tooltip=[text.WEEKS_AGO, text.LETTERS],
    )
    last = alt.condition(alt.datum[text.WEEKS_AGO] == 0, alt.value(NOW), alt.value(BEFORE))
    numbers = base.mark_text(dy=-7, color=NOW, fontWeight="bold").encode(text=f"{text.SHOWN}:N")
    chart: alt.LayerChart = (base.mark_bar().encode(color=last) + numbers).properties(height=64)
    return chart
