"""The card of the model in use: its figures, confusion and calibration as charts, every category with its interval."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from nlp.model_figures import Share, class_figures
from nlp.pipeline import Pipeline
from nlp.renewal import deeds
from nlp.settings import Settings
from nlp.store import Store
from nlp.taxonomy import Taxonomy
from ui import text
from ui.charts import NOW, draw
from ui.definitions import defined

__all__ = ["show"]

_DIGITS = 12
_NO_SHARES = ("in_scope_macro_f1", "ece")
_COLOUR = "colour"
_FULL = (0xE2, 0xA4, 0x91)
_HEIGHT = 330
"""Pixels: both charts are as high."""


def show(store: Store, pipeline: Pipeline) -> None:
    """Show figures first, then the two charts, then the categories, then the card as it was written."""
    manifest, taxonomy = pipeline.manifest, pipeline.taxonomy
    version, metrics = manifest.sha256[:_DIGITS], manifest.metrics
    head = text.MODEL_HEAD.format(
        name=manifest.name, version=version, program=manifest.program, held=metrics["letters"]
    )
    st.markdown(head)
    _show_since(store, version)
    for box, (key, name) in zip(st.columns(len(text.MODEL_FIGURES)), text.MODEL_FIGURES.items(), strict=True):
        value = metrics.get(key)
        said = text.DASH if value is None else f"{value:.3f}" if key in _NO_SHARES else f"{value:.1%}"
        box.metric(name, said, help=defined(name) or None)
    st.caption(text.MODEL_NOTE)
    left, right = st.columns([6, 5], gap="large")
    with left:
        _show_confusion(metrics["confusion"], taxonomy)
    with right:
        _show_calibration(metrics.get("calibration"))
    _show_classes(pipeline)
    _show_whole(version)


def _show_since(store: Store, version: str) -> None:
    found = [deed for deed in deeds(store) if deed.kind == "promoted" and deed.version == version]
    if found:
        last = found[-1]
        st.caption(text.MODEL_USED_SINCE.format(at=last.at[:10], who=last.who, why=last.why))


def _show_confusion(table: Sequence[Sequence[int]], taxonomy: Taxonomy) -> None:
    names = list(taxonomy.category_names.values())
    rows = [
        (
            names[i],
            names[j],
            count,
            count / max(sum(row), 1),
            str(count) if count else "",
            _shade(count / max(sum(row), 1)),
        )
        for i, row in enumerate(table)
        for j, count in enumerate(row)
    ]
    columns = [text.MODEL_LABELLED, text.MODEL_SUGGESTED, text.LETTERS, text.MODEL_SHARE, text.SHOWN, _COLOUR]
    base = alt.Chart(pd.DataFrame(rows, columns=columns)).encode(
        x=alt.X(f"{text.MODEL_SUGGESTED}:N", sort=names, axis=alt.Axis(orient="top", labelAngle=0, labelLimit=90)),
        y=alt.Y(f"{text.MODEL_LABELLED}:N", sort=names, axis=alt.Axis(labelLimit=120)),
        tooltip=[*columns[:3], alt.Tooltip(f"{text.MODEL_SHARE}:Q", format=".0%")],
    )
    squares = base.mark_rect(stroke="#e6e6e6").encode(color=alt.Color(f"{_COLOUR}:N", scale=None))
    numbers = base.mark_text(fontSize=14, color="#222222").encode(text=f"{text.SHOWN}:N")
    st.subheader(text.MODEL_CONFUSION)
    draw((squares + numbers).properties(height=_HEIGHT), width="stretch")
    st.caption(text.MODEL_CONFUSION_NOTE)
    with st.expander(text.TABLE_BEHIND):
        st.dataframe(pd.DataFrame(table, index=names, columns=names))


def _shade(share: float) -> str:
    """Give the colour of a cell, white for nothing; the page's theme would make it a yellow one."""
    return "#" + "".join(f"{round(255 + (full - 255) * share):02x}" for full in _FULL)


def _show_calibration(bins: Sequence[Sequence[float]] | None) -> None:
    st.subheader(text.MODEL_CALIBRATION)
    if not bins:
        st.info(text.MODEL_NO_CALIBRATION)
        return
    columns = [text.MODEL_GIVEN, text.MODEL_RIGHT, text.LETTERS]
    frame = pd.DataFrame(bins, columns=columns)
    frame[text.LETTERS] = frame[text.LETTERS].astype(int)
    axis = alt.Axis(format="%", tickCount=5)
    unit = alt.Scale(domain=[0, 1])
    base = alt.Chart(frame).encode(
        x=alt.X(f"{text.MODEL_GIVEN}:Q", scale=unit, axis=axis), y=alt.Y(f"{text.MODEL_RIGHT}:Q", scale=unit, axis=axis)
    )
    size = alt.Size(f"{text.LETTERS}:Q", scale=alt.Scale(range=[60, 700]), legend=None)
    shares = [alt.Tooltip(f"{name}:Q", format=".0%") for name in columns[:2]]
    dots = base.mark_circle(color=NOW, opacity=0.85).encode(size=size, tooltip=[*shares, text.LETTERS])
    line = base.mark_line(color=NOW, strokeWidth=1.5)
    ideal = alt.Chart(pd.DataFrame({"x": [0, 1], "y": [0, 1]})).mark_line(strokeDash=[5, 4], color="#888888")
    ideal = ideal.encode(x=alt.X("x:Q", title=text.MODEL_GIVEN), y=alt.Y("y:Q", title=text.MODEL_RIGHT))
    draw((ideal + line + dots).properties(height=_HEIGHT), width="stretch")
    st.caption(text.MODEL_CALIBRATION_NOTE)
    with st.expander(text.TABLE_BEHIND):
        st.dataframe(frame, hide_index=True)


def _show_classes(pipeline: Pipeline) -> None:
    st.subheader(text.MODEL_CLASSES)
    names = pipeline.taxonomy.category_names
    rows = [
        (
            names[row.code],
            row.letters,
            row.precision.value,
            _interval(row.precision),
            row.recall.value,
            _interval(row.recall),
            row.f1,
        )
        for row in class_figures(pipeline.manifest.metrics, list(names))
    ]
    columns = list(text.MODEL_CLASS_COLUMNS)
    bar = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
    shown = {columns[2]: bar, columns[4]: bar, columns[6]: st.column_config.NumberColumn(format="%.3f")}
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, column_config=shown)


def _interval(share: Share) -> str:
    return text.MODEL_INTERVAL.format(low=share.low, high=share.high)


def _show_whole(version: str) -> None:
    path = Settings.from_environment().model / "README.md"
    with st.expander(text.MODEL_WHOLE_CARD):
        if not path.is_file():
            st.caption(text.MODEL_NO_CARD)
            return
        page = path.read_text(encoding="utf-8")
        st.download_button(text.MODEL_DOWNLOAD, page, file_name=text.MODEL_CARD_FILE.format(version=version))
        for name in ("confusion.png", "calibration.png", "learning_curve.png"):
            page = "\n".join(line for line in page.splitlines() if not line.endswith(f"({name})"))
        st.markdown(page)
        picture = path.with_name("learning_curve.png")
        if picture.is_file():
            st.image(str(picture), width=480)
