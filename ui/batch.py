"""批量研判: several files in, a table and an Excel file out, a receipt for every row."""

import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from nlp.letter import Analysis
from nlp.pipeline import Pipeline
from nlp.reading import read_letters
from nlp.reading.preview import Preview, preview_columns
from nlp.reading.templates import Choice
from nlp.receipt import Receipt
from nlp.writing import Names, headers, row_of, write_analyses
from ui import text
from ui.columns import ask_columns
from ui.state import pipeline_or_stop

__all__ = ["render", "time_left"]

_SHOWN = (
    "编号",
    "标题",
    "收到日期",
    "建议类别",
    "把握",
    "概率",
    "第二类别",
    "需复核",
    "复核原因",
    "保密",
    "信号",
    "依据",
)
_DATE = "收到日期"
_REFRESH_SECONDS = 0.4


@dataclass(frozen=True)
class _Looked:
    """What the first look at the uploaded files gave."""

    files: tuple[str, ...]
    preview: Preview


@dataclass(frozen=True)
class _Result:
    """What one run gave; it lives in its own session only."""

    table: pd.DataFrame
    excel: bytes
    receipt: tuple[str, ...]


def render() -> None:
    """Show the upload, what its columns are taken for, then the run, then its result."""
    st.title(text.BATCH)
    pipeline = pipeline_or_stop()
    files = st.file_uploader(text.UPLOAD, accept_multiple_files=True) or []
    if files:
        preview = _look(files)
        mappings = ask_columns(preview.tables)
        st.caption(text.FOUND.format(files=len(files), letters=preview.letters))
        if st.button(text.START, type="primary", shortcut="F8"):
            st.session_state["batch"] = _run(files, mappings, preview.letters, pipeline)
    result = st.session_state.get("batch")
    if isinstance(result, _Result):
        _show(result, pipeline)


def _look(files: list[UploadedFile]) -> Preview:
    """Look at the files once, however often the page is drawn."""
    ids = tuple(file.file_id for file in files)
    looked = st.session_state.get("looked")
    if not isinstance(looked, _Looked) or looked.files != ids:
        with st.spinner(text.READING), tempfile.TemporaryDirectory() as folder:
            looked = _Looked(ids, preview_columns(_save(files, Path(folder))))
        st.session_state["looked"] = looked
    return looked.preview


def _run(files: list[UploadedFile], mappings: Mapping[str, Choice], total: int, pipeline: Pipeline) -> _Result:
    names, receipt, rows = Names.of(pipeline.taxonomy), Receipt(), list[list[object]]()
    with tempfile.TemporaryDirectory() as folder:
        letters = read_letters(_save(files, Path(folder)), receipt, mappings=mappings)
        analyses = _watched(pipeline.analyse_many(letters), total)
        target = Path(folder, "结果", text.RESULT_FILE)
        write_analyses(_kept(analyses, rows, names), target, names, receipt)
        table = pd.DataFrame(rows, columns=headers(list(names.categories), names)).loc[:, list(_SHOWN)]
        table[_DATE] = [day.isoformat() if day else text.NO_DATE_CELL for day in table[_DATE]]
        return _Result(table, target.read_bytes(), tuple(receipt.lines()))


def _save(files: list[UploadedFile], folder: Path) -> list[Path]:
    """Write the uploads under their own base names, each in a folder of its own so that none hides another."""
    paths = []
    for number, file in enumerate(files):
        place = folder / str(number) / Path(file.name.replace("\\", "/")).name
        place.parent.mkdir()
        place.write_bytes(file.getbuffer())
        paths.append(place)
    return paths


def _watched(analyses: Iterator[Analysis], total: int) -> Iterator[Analysis]:
    """Pass the analyses on, telling how many are done and how long the rest will take."""
    bar, started, told = st.progress(0.0, text=text.READING), time.monotonic(), 0.0
    for done, analysis in enumerate(analyses, 1):
        now = time.monotonic()
        if now - told >= _REFRESH_SECONDS:
            told, left = now, time_left(done, total, now - started)
            bar.progress(min(done / max(total, 1), 1.0), text=text.PROGRESS.format(done=done, total=total, left=left))
        yield analysis
    bar.empty()


def time_left(done: int, total: int, seconds: float) -> str:
    """Say how long the rest will take at the pace so far.

    >>> time_left(50, 100, 30.0), time_left(1, 1000, 1.0)
    ('30 秒', '17 分钟')
    """
    left = seconds / max(done, 1) * max(total - done, 0)
    return text.SECONDS.format(count=max(round(left), 1)) if left < 60 else text.MINUTES.format(count=round(left / 60))


def _kept(analyses: Iterator[Analysis], rows: list[list[object]], names: Names) -> Iterator[Analysis]:
    for analysis in analyses:
        rows.append(list(row_of(analysis, list(names.categories), names)))
        yield analysis


def _show(result: _Result, pipeline: Pipeline) -> None:
    table = result.table
    if table.empty:
        st.warning(text.NOTHING)
    else:
        counts = table["建议类别"].value_counts()
        boxes = st.columns(len(pipeline.taxonomy.categories) + 2)
        for box, category in zip(boxes, pipeline.taxonomy.categories, strict=False):
            box.metric(category.name, int(counts.get(category.name, 0)))
        boxes[-2].metric(text.NEEDS_REVIEW, int((table["需复核"] == "是").sum()))
        boxes[-1].metric(text.MARKED_CONFIDENTIAL, int((table["保密"] == "是").sum()))
        st.download_button(text.DOWNLOAD, result.excel, file_name=text.RESULT_FILE, type="primary")
        st.caption(f"{text.TABLE}。{text.ADVICE}")
        share = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
        st.dataframe(table, hide_index=True, height=420, column_config={"概率": share})
    st.subheader(text.RECEIPT)
    for line in result.receipt:
        st.text(line)
