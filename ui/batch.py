"""批量研判: several files in, every letter numbered and analysed; a table, an Excel file and a receipt out."""

import os
import tempfile
import time
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from nlp.listing import BatchLine, list_batches
from nlp.reading import SplitRule
from nlp.reading.names import shown_name
from nlp.reading.preview import Preview, preview_columns
from nlp.store import shown_time
from ui import batch_result, text
from ui.columns import ask_columns, keep_columns, mappings_of, remembered_columns
from ui.cutting import Look, ask_rules, rule_asked
from ui.running import Order, Run, run_of, save_uploads, start
from ui.state import pipeline_or_stop, reader, store_or_stop

__all__ = ["render", "time_left"]

_REFRESH_SECONDS = 0.5


def render() -> None:
    """Show the upload and how it will be read, the run while it lasts, and the batches there are."""
    st.title(text.BATCH)
    taxonomy, store = pipeline_or_stop().taxonomy, store_or_stop()
    run = run_of(reader().name)
    if run is not None and run.running:
        _watch(reader().name)
        return
    files = st.file_uploader(text.UPLOAD, accept_multiple_files=True, key="batch_files") or []
    if files:
        _offer_start(files)
    if run is not None:
        _say_what_came_of_it(run)
    if batches := [line for line in list_batches(store) if line.letters]:
        batch_result.show(store, _choose_batch(batches), taxonomy)


def _offer_start(files: list[UploadedFile]) -> None:
    looks = _look(files)
    corrections = ask_columns([table for look in looks for table in look.now.tables])
    ask_rules(looks)
    letters = sum(look.now.letters for look in looks)
    left, right = st.columns([2, 5], vertical_alignment="bottom")
    channel = left.selectbox(text.CHANNEL, text.CHANNELS, key="batch_channel")
    if right.button(text.START, type="primary", shortcut="F8"):
        rules = {look.file: rule for look in looks if (rule := rule_asked(look.file))}
        order = Order(
            store_or_stop(), reader().name, str(channel), worth_processes(letters), mappings_of(corrections), rules
        )
        start(order, files, letters)
        st.session_state["columns_kept"] = keep_columns(corrections)
        st.rerun()
    st.caption(text.FOUND.format(files=len(files), letters=f"{letters:,}") + text.BATCH_NOTE)


def worth_processes(letters: int) -> int:
    """Say how many processes to use for so many letters, leaving one core to the page."""
    return max(1, (os.cpu_count() or 2) - 1) if letters >= 2000 else 1


def _look(files: list[UploadedFile]) -> list[Look]:
    """Look at each file by the rule that is found and by the one asked for, once each, however often it is drawn."""
    rules = {file.file_id: rule_asked(file.file_id) for file in files}
    kept: dict[tuple[str, SplitRule | None], Preview] = st.session_state.get("looked", {})
    looked = {key: preview for key, preview in kept.items() if key[0] in rules}
    new = [(file, rule) for file in files for rule in {None, rules[file.file_id]} if (file.file_id, rule) not in looked]
    if new:
        mappings = remembered_columns()
        with st.spinner(text.READING), tempfile.TemporaryDirectory() as folder:
            paths = save_uploads([file for file, _ in new], Path(folder))
            for (file, rule), path in zip(new, paths, strict=True):
                looked[file.file_id, rule] = preview_columns([path], mappings, rule)
    st.session_state["looked"] = looked
    ids = [(file.file_id, shown_name(file.name)) for file in files]
    return [Look(file, name, looked[file, None], looked[file, rules[file]]) for file, name in ids]


@st.fragment(run_every=_REFRESH_SECONDS)
def _watch(who: str) -> None:
    """Show how far the run is, until it is over."""
    run = run_of(who)
    if run is None or not run.running:
        st.rerun()
    share = min(run.done / run.total, 1.0) if run.total else 0.0
    st.progress(share, text=progress_line(run, time.monotonic()))
    if run.stopping:
        st.caption(text.STOPPING)
    else:
        st.button(text.STOP, on_click=run.stop, icon=":material/stop_circle:", shortcut="Esc")
        st.caption(text.STOP_NOTE)


def progress_line(run: Run, now: float) -> str:
    """Say what is being done, how far, and how long the rest will take.

    >>> progress_line(Run("研判", 50, 100, begun=0.0), 30.0)
    '研判：50 / 100 封，约剩 30 秒'
    """
    what = text.STEPS.get(run.what, text.READING)
    if not run.total:
        return text.PROGRESS_OPEN.format(what=what, done=f"{run.done:,}")
    left = time_left(run.done, run.total, now - run.begun) if run.done else text.NOT_KNOWN
    return text.PROGRESS.format(what=what, done=f"{run.done:,}", total=f"{run.total:,}", left=left)


def time_left(done: int, total: int, seconds: float) -> str:
    """Say how long the rest will take at the pace so far.

    >>> time_left(50, 100, 30.0), time_left(1, 1000, 1.0)
    ('30 秒', '17 分钟')
    """
    left = seconds / max(done, 1) * max(total - done, 0)
    return text.SECONDS.format(count=max(round(left), 1)) if left < 60 else text.MINUTES.format(count=round(left / 60))


def _say_what_came_of_it(run: Run) -> None:
    if said := st.session_state.get("columns_kept"):
        st.caption(said)
    if run.problem:
        st.error(text.BATCH_PROBLEM.format(problem=run.problem), icon=":material/error:")
    elif run.stopped:
        st.warning(text.STOPPED, icon=":material/pause_circle:")
    elif run.taken is not None and run.taken.span is not None:
        first, last = run.taken.span
        said = {"first": first, "last": last, "letters": f"{run.taken.registered:,}", "copies": run.taken.copies}
        st.success(text.TAKEN.format(**said), icon=":material/task_alt:")
    elif run.taken is not None:
        st.warning(text.NOTHING_NEW + "\n\n" + "\n\n".join(run.taken.receipt.lines()))


def _choose_batch(batches: list[BatchLine]) -> BatchLine:
    """Offer the newest batches; after a run the one just run stands first and is chosen."""
    lines = {line.id: line for line in batches}

    def name(batch: int) -> str:
        line = lines[batch]
        ended = "" if line.finished else text.BATCH_OPEN
        day = shown_time(line.started_at)[:16]
        return text.BATCH_NAME.format(id=batch, day=day, who=line.who, letters=f"{line.letters:,}") + ended

    return lines[st.selectbox(text.WHICH_BATCH, list(lines), key=f"batch-{batches[0].id}", format_func=name)]
