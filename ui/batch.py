"""批量研判: several files in, a table and an Excel file out, a receipt for every row."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from nlp.letter import Analysis
from nlp.pipeline import Pipeline
from nlp.reading import read_letters
from nlp.receipt import Receipt
from nlp.writing import Names, headers, row_of, write_analyses
from ui import text
from ui.state import pipeline_or_stop

__all__ = ["render"]

_SHOWN = ("编号", "标题", "收到日期", "建议类别", "把握", "概率", "第二类别", "需复核", "复核原因", "保密", "依据")
_REFRESH_EVERY = 50


@dataclass(frozen=True)
class _Result:
    """What one run gave; it lives in its own session only."""

    table: pd.DataFrame
    excel: bytes
    receipt: tuple[str, ...]


def render() -> None:
    """Show the upload, then the run, then its result."""
    st.title(text.BATCH)
    pipeline = pipeline_or_stop()
    files = st.file_uploader(text.UPLOAD, accept_multiple_files=True)
    if st.button(text.START, type="primary", disabled=not files):
        st.session_state["batch"] = _run(files or [], pipeline)
    result = st.session_state.get("batch")
    if isinstance(result, _Result):
        _show(result, pipeline)


def _run(files: list[UploadedFile], pipeline: Pipeline) -> _Result:
    names, receipt, rows = Names.of(pipeline.taxonomy), Receipt(), list[list[object]]()
    with tempfile.TemporaryDirectory() as folder:
        paths = _save(files, Path(folder))
        bar = st.progress(0.0, text=text.READING)
        total = sum(1 for _ in read_letters(paths, Receipt()))
        analyses = _watched(pipeline, paths, receipt, total, bar.progress)
        target = Path(folder, "结果", text.RESULT_FILE)
        write_analyses(_kept(analyses, rows, names), target, names, receipt)
        bar.empty()
        table = pd.DataFrame(rows, columns=headers(list(names.categories), names)).loc[:, list(_SHOWN)]
        table["收到日期"] = pd.to_datetime(table["收到日期"])
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


def _watched(
    pipeline: Pipeline, paths: list[Path], receipt: Receipt, total: int, tell: Callable[..., object]
) -> Iterator[Analysis]:
    for done, analysis in enumerate(pipeline.analyse_many(read_letters(paths, receipt)), 1):
        if done % _REFRESH_EVERY == 0 or done == total:
            tell(min(done / max(total, 1), 1.0), text=text.PROGRESS.format(done=done, total=total))
        yield analysis


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
        st.dataframe(
            table,
            hide_index=True,
            height=480,
            column_config={
                "概率": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
                "收到日期": st.column_config.DateColumn(format="YYYY-MM-DD"),
            },
        )
    st.subheader(text.RECEIPT)
    for line in result.receipt:
        st.text(line)
