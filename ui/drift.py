"""The letters of one month against those of the month before: what moved more than by chance, as chart and table."""

import datetime as dt

import altair as alt
import pandas as pd
import streamlit as st

from nlp.drift import SAMPLE, Drift, Month, Moved, list_months, measure_drift
from nlp.pipeline import Pipeline
from nlp.store import Store
from nlp.taxonomy import Taxonomy
from ui import text
from ui.charts import BEFORE, NOW, draw
from ui.definitions import defined

__all__ = ["show"]

_ROW, _AROUND = 44, 90
"""Pixels: a pair of bars, and what legend and axis take."""


def show(store: Store, pipeline: Pipeline) -> None:
    """Show the month asked for, the newest first; what was counted is kept for this session, numbers only."""
    months = list_months(store)
    if not months:
        st.info(text.DRIFT_NONE)
        return
    first = st.selectbox(text.DRIFT_MONTH, months, format_func=lambda day: f"{day:%Y-%m}", key="drift_month", width=200)
    found = _measure(store, pipeline, first)
    _say(found, pipeline.taxonomy)
    _show_figures(found)
    st.subheader(text.DRIFT_BY_CATEGORY)
    _show_shares(found, pipeline.taxonomy)
    st.caption(text.DRIFT_NOTE)
    with st.expander(text.TABLE_BEHIND, expanded=True):
        st.dataframe(_table(found, pipeline.taxonomy), hide_index=True)
    st.caption(text.DRIFT_WORDS_NOTE.format(most=SAMPLE))


def _measure(store: Store, pipeline: Pipeline, first: dt.date) -> Drift:
    asked = (first, pipeline.manifest.sha256)
    kept = st.session_state.get("drift")
    if not kept or kept[0] != asked:
        with st.spinner(text.DRIFT_COUNTING):
            taxonomy = pipeline.taxonomy
            kept = (asked, measure_drift(store, pipeline.content.classifier, taxonomy.codes, Month(first)))
        st.session_state["drift"] = kept
    found: Drift = kept[1]
    return found


def _say(found: Drift, taxonomy: Taxonomy) -> None:
    """Say in one sentence what moved, and whether another model may be why."""
    moved = [_name(row, taxonomy) for row in found.figures if row.is_clear]
    if moved:
        st.warning(text.DRIFT_MOVED.format(names="、".join(moved)) + text.DRIFT_ADVICE, icon=":material/trending_up:")
    else:
        st.success(text.DRIFT_STEADY, icon=":material/trending_flat:")
    models = sorted({*found.models[0], *found.models[1]})
    if len(models) > 1:
        st.caption(text.DRIFT_MODELS.format(models="、".join(models)))


def _name(row: Moved, taxonomy: Taxonomy) -> str:
    return taxonomy.category_names.get(row.key, row.key) if row.kind == "category" else text.DRIFT_KINDS[row.kind]


def _show_figures(found: Drift) -> None:
    boxes = st.columns(1 + len(text.DRIFT_KINDS))
    before = text.DRIFT_AGAINST.format(before=_count(found.letters[0]))
    boxes[0].metric(
        text.DRIFT_LETTERS,
        found.letters[1],
        before,
        delta_color="off",
        delta_arrow="off",
        help=defined(text.DRIFT_LETTERS),
    )
    rows: dict[str, Moved] = {row.kind: row for row in found.figures if row.kind != "category"}
    for box, (kind, name) in zip(boxes[1:], text.DRIFT_KINDS.items(), strict=True):
        row = rows[kind]
        last = text.DRIFT_AGAINST.format(before=_share(row.before))
        box.metric(name, _share(row.now), last, delta_color="off", delta_arrow="off", help=defined(name) or None)


def _share(value: float | None) -> str:
    return text.DASH if value is None else f"{value:.1%}"


def _show_shares(found: Drift, taxonomy: Taxonomy) -> None:
    pairs = [
        (_name(row, taxonomy), when, value or 0.0, _share(value))
        for row in found.figures
        if row.kind == "category"
        for when, value in ((text.DRIFT_THIS, row.now), (text.DRIFT_LAST, row.before))
    ]
    columns = [text.CATEGORY_COLUMN, text.DRIFT_WHEN, text.DRIFT_SHARE, text.SHOWN]
    order, names = [text.DRIFT_THIS, text.DRIFT_LAST], list(taxonomy.category_names.values())
    base = alt.Chart(pd.DataFrame(pairs, columns=columns)).encode(
        y=alt.Y(f"{text.CATEGORY_COLUMN}:N", sort=names, title=None, axis=alt.Axis(ticks=False, domain=False)),
        yOffset=alt.YOffset(f"{text.DRIFT_WHEN}:N", sort=order),
        x=alt.X(f"{text.DRIFT_SHARE}:Q", title=None, axis=alt.Axis(format="%", grid=False, tickCount=5)),
        tooltip=[text.CATEGORY_COLUMN, text.DRIFT_WHEN, text.SHOWN],
    )
    colour = alt.Color(
        f"{text.DRIFT_WHEN}:N",
        scale=alt.Scale(domain=order, range=[NOW, BEFORE]),
        legend=alt.Legend(orient="top", title=None),
    )
    bars = base.mark_bar().encode(color=colour)
    numbers = base.mark_text(align="left", dx=4, color="#333333").encode(text=f"{text.SHOWN}:N")
    draw((bars + numbers).properties(height=len(names) * _ROW + _AROUND), width="stretch")


def _table(found: Drift, taxonomy: Taxonomy) -> pd.DataFrame:
    rows = [
        (
            _name(row, taxonomy),
            _share(row.before),
            _count(row.letters_before),
            _share(row.now),
            _count(row.letters_now),
            text.DASH if row.before is None or row.now is None else f"{row.now - row.before:+.1%}",
            text.DASH
            if row.low is None or row.high is None
            else text.DRIFT_INTERVAL.format(low=row.low, high=row.high),
            text.YES if row.is_clear else text.NO,
        )
        for row in found.figures
    ]
    return pd.DataFrame(rows, columns=list(text.DRIFT_COLUMNS))


def _interval(row: Moved) -> str:
    if row.low is None or row.high is None:
        return text.DASH
    return text.DRIFT_INTERVAL.format(low=row.low, high=row.high)


def _count(count: int | None) -> str:
    return text.HIDDEN_CELL if count is None else str(count)
