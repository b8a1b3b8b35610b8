"""Charts of counts, each with its table behind it. Black on white prints well; a bar starts at nought."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ui import text

__all__ = ["draw", "show_bars", "show_courses", "show_matrix", "show_sparkline", "show_table", "show_timeline"]

NOW, BEFORE, QUIET = "#8c2f1b", "#c9bfb9", "#736b66"
_INK = "#4a4a4a"
"""Of axes and legends: 8.9:1 on white, where Streamlit's own grey is 3.7:1."""
_RING = "#161616"
_ROW, _CELL, _DOTS, _AROUND, _HEAD = 40, 34, 27, 140, 75
"""Pixels: a pair of bars, a cell, a line of dots; what legend and axis take, and an axis above with its title."""
_SMALL = 165
"""Pixels: the width of one of several small charts."""
_PLACE, _LAST = "place", "last"
_FEW = 4
"""So many letters fill a small chart at least: one alone must not look like many."""
_WORTH_A_NUMBER = 5
"""A dot of so many letters has room for its number."""


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
        x=alt.X(
            f"{text.LETTERS}:Q",
            title=text.LETTERS_UNIT,
            axis=alt.Axis(tickMinStep=1, tickCount=6, format="d", grid=False),
        ),
        tooltip=[what, text.WEEK, text.SHOWN],
    )
    scale = alt.Scale(domain=[text.NOW, text.BEFORE], range=[NOW, BEFORE])
    legend = alt.Legend(orient="top", title=None)
    bars = base.mark_bar().encode(color=alt.Color(f"{text.WEEK}:N", scale=scale, legend=legend))
    numbers = base.mark_text(align="left", dx=3, color="#333").encode(text=f"{text.SHOWN}:N")
    height = len(rows) * _ROW + _AROUND
    draw((bars + numbers).properties(height=height), width="stretch")
    show_table(pd.DataFrame(rows, columns=[what, text.NOW, text.BEFORE]))


def draw(chart: alt.Chart | alt.LayerChart | alt.FacetChart, key: str = "", **how: Any) -> Any:
    """Draw a chart whose axes and legends can be read by everybody; ``how`` is for Streamlit."""
    inked = chart.configure_axis(labelColor=_INK, titleColor=_INK).configure_header(labelColor=_INK)
    inked = inked.configure_legend(labelColor=_INK, titleColor=_INK)
    return st.altair_chart(inked, key=key or None, **how)


def show_table(frame: pd.DataFrame) -> None:
    """Show the numbers behind a chart, folded; a hidden count says so."""
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
    shade = alt.Color(
        f"{text.LETTERS}:Q", scale=alt.Scale(range=["#ffffff", "#e2a491"], domainMin=0, interpolate="rgb"), legend=None
    )
    most = max((count or 0 for *_, count in cells), default=0)
    squares = base.mark_rect(stroke="#e6e6e6").encode(color=shade if most else alt.value("#ffffff"))
    numbers = base.mark_text(color="#222").encode(text=f"{text.SHOWN}:N")
    draw((squares + numbers).properties(height=len(rows) * _CELL + _HEAD), width="stretch")
    wide = {row: {column: said for r, column, said in _said_cells(cells) if r == row} for row in rows}
    show_table(pd.DataFrame.from_dict(wide, orient="index").rename_axis(what).reset_index())


def _said_cells(cells: Sequence[tuple[str, str, int | None]]) -> list[tuple[str, str, str]]:
    return [(row, column, text.HIDDEN_CELL if count is None else str(count)) for row, column, count in cells]


def show_sparkline(weekly: Sequence[int], weeks: Sequence[str], height: int = 76) -> None:
    """Show the letters of the last weeks, named by ``weeks``, the last one dark with its number over it."""
    last = len(weekly) - 1
    rows = [(place, *pair, place == last) for place, pair in enumerate(zip(weeks, weekly, strict=True))]
    frame = pd.DataFrame(rows, columns=[_PLACE, text.WEEK, text.LETTERS, _LAST])
    spec = json.loads(_sparkline(text.WEEK, text.LETTERS, max(*weekly, _FEW), height))
    st.vega_lite_chart(frame, spec, width="stretch")


@lru_cache(maxsize=512)
def _sparkline(week: str, letters: str, most: int, height: int) -> str:
    """Give the chart without its numbers, as JSON: to build one takes longer than all else on a page of many."""
    base = alt.Chart(alt.InlineData(values=[])).encode(
        x=alt.X(f"{_PLACE}:O", title=None, axis=alt.Axis(labels=False, ticks=False, domain=True, domainColor="#bbb")),
        y=alt.Y(f"{letters}:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.35])),
        tooltip=[alt.Tooltip(f"{week}:N"), alt.Tooltip(f"{letters}:Q")],
    )
    bars = base.mark_bar().encode(color=alt.condition(alt.datum[_LAST], alt.value(NOW), alt.value(BEFORE)))
    number = base.transform_filter(alt.datum[_LAST]).mark_text(dy=-7, color=NOW, fontWeight="bold")
    spec = (bars + number.encode(text=f"{letters}:Q")).properties(height=height).to_dict()
    del spec["data"], spec["datasets"]  # the numbers come with the drawing
    return json.dumps(spec)


def show_courses(courses: Sequence[tuple[str, Sequence[int]]], weeks: Sequence[str], what: str) -> None:
    """Show the letters of the last weeks, a small chart for each line, all on one scale; this week dark.

    ``weeks`` names them, the oldest first. No courses, no chart.
    """
    if not courses:
        st.caption(text.NOTHING_HERE)
        return
    rows = [
        (name, place, week, count, week == weeks[-1])
        for name, weekly in courses
        for place, (week, count) in enumerate(zip(weeks, weekly, strict=True))
    ]
    frame = pd.DataFrame(rows, columns=[what, _PLACE, text.WEEK, text.LETTERS, _LAST])
    most = max(count for _, weekly in courses for count in weekly)
    axis = alt.Axis(tickCount=3, format="d", domain=False, ticks=False)
    base = alt.Chart(frame).encode(
        x=alt.X(f"{_PLACE}:O", title=None, axis=alt.Axis(labels=False, ticks=False, domainColor="#999")),
        y=alt.Y(f"{text.LETTERS}:Q", title=None, axis=axis, scale=alt.Scale(domain=[0, max(most, 1) * 1.2])),
        tooltip=[what, text.WEEK, text.LETTERS],
    )
    bars = base.mark_bar().encode(color=alt.condition(alt.datum[_LAST], alt.value(NOW), alt.value(BEFORE)))
    numbers = base.transform_filter(alt.datum[_LAST]).mark_text(dy=-7, color=NOW, fontWeight="bold")
    one = (bars + numbers.encode(text=f"{text.LETTERS}:Q")).properties(width=_SMALL, height=_SMALL * 0.55)
    order = [name for name, _ in courses]
    header = alt.Header(title=None, labelFontSize=13, labelFontWeight="bold", labelAnchor="start")
    chart = one.facet(alt.Facet(f"{what}:N", sort=order, header=header), columns=len(order) if len(order) < 6 else 4)
    draw(chart)
    show_table(pd.DataFrame([(name, *weekly) for name, weekly in courses], columns=[what, *weeks]))


def show_timeline(rows: Sequence[tuple[str, str, Sequence[int], Sequence[str]]], weeks: Sequence[str], key: str) -> str:
    """Show matters through time, a row each: the bigger the dot, the more letters; a ring marks a week with an alarm.

    A row is an id, a name, its letters week by week and the weeks of its alarms. Gives the id of the row that was
    clicked, "" before.
    """
    names = _different([name for _, name, _, _ in rows])
    dots = [
        (id_, name, place, week, count, week in alarmed)
        for (id_, _, weekly, alarmed), name in zip(rows, names, strict=True)
        for place, (week, count) in enumerate(zip(weeks, weekly, strict=True))
        if count
    ]
    frame = pd.DataFrame(dots, columns=["id", text.MATTER, _PLACE, text.WEEK, text.LETTERS, text.ALARMED])
    picked = alt.selection_point(name="picked", fields=["id"], on="click", empty=False)
    shown = {place: week[5:].lstrip("W").lstrip("0") for place, week in enumerate(weeks)}
    labels = "".join(f"datum.value=={place}?'{name}':" for place, name in shown.items()) + "''"
    axis = alt.Axis(labelExpr=labels, labelAngle=0, orient="top", title=text.WEEK_NUMBER, domain=False, ticks=False)
    base = alt.Chart(frame).encode(
        x=alt.X(f"{_PLACE}:O", axis=axis, scale=alt.Scale(domain=list(shown))),
        y=alt.Y(f"{text.MATTER}:N", sort=names, title=None, axis=alt.Axis(labelLimit=330, domain=False, grid=True)),
        tooltip=[text.MATTER, text.WEEK, text.LETTERS],
    )
    size = alt.Size(f"{text.LETTERS}:Q", scale=alt.Scale(rangeMax=620, rangeMin=18), legend=None)
    colour = alt.condition(alt.datum[text.ALARMED], alt.value(NOW), alt.value(QUIET))
    ring = alt.condition(alt.datum[text.ALARMED], alt.value(_RING), alt.value("transparent"))
    circles = base.mark_circle(opacity=1, strokeWidth=2).encode(size=size, color=colour, stroke=ring)
    circles = circles.add_params(picked)
    big = base.transform_filter(alt.datum[text.LETTERS] >= _WORTH_A_NUMBER).mark_text(color="white", fontSize=11)
    chart = (circles + big.encode(text=f"{text.LETTERS}:Q")).properties(height=len(rows) * _DOTS + _HEAD)
    chosen = draw(chart, key, width="stretch", on_select="rerun", selection_mode="picked")
    show_table(
        pd.DataFrame([(name, *row[2]) for name, row in zip(names, rows, strict=True)], columns=[text.MATTER, *weeks])
    )
    points = chosen["selection"].get("picked", []) if chosen else []
    return str(points[0]["id"]) if points else ""


def _different(names: Sequence[str]) -> list[str]:
    """Make names differ, so that each has a row of its own."""
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return told
