"""The original of a scanned letter: page images, seen with a reason that is noted, beside the places in doubt."""

from pathlib import PurePath

import streamlit as st

from nlp.errors import LetterError
from nlp.letter import Letter, Span
from nlp.store import KeptScan, Store, unmask_scan
from ui import text
from ui.marking import COLOURS, Mark, marked_html
from ui.state import reader

__all__ = ["offer_scan"]

_SCANNED = frozenset({".pdf", ".docx", ".doc", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"})


def offer_scan(store: Store, letter: Letter) -> None:
    """Offer the page images of a letter that may be a scan, to somebody who may see it whole.

    ``letter`` is masked, which leaves every place in its text where it was.
    """
    may_be_scanned = any(PurePath(word).suffix.lower() in _SCANNED for word in letter.source.split(" "))
    if not may_be_scanned or reader().reads != "whole":
        return
    kept = st.session_state.get("scan")
    if kept and kept[0] == letter.id:
        _show(letter, kept[1])
        return
    with st.form("scan", border=False):
        why, go = st.columns([5, 2], vertical_alignment="bottom")
        why.text_input(text.SCAN_WHY, key="scan_why")
        go.form_submit_button(text.SCAN, on_click=_open, args=(store, letter.id), width="stretch")
    if said := st.session_state.pop("scan_error", ""):
        st.warning(said)


def _open(store: Store, number: str) -> None:
    try:
        found = unmask_scan(store, number, reader(), str(st.session_state.get("scan_why", "")))
    except LetterError as error:
        st.session_state["scan_error"] = text.PROBLEM.format(problem=error.problem, remedy=error.remedy)
    else:
        st.session_state["scan"] = (number, found)


def _show(letter: Letter, found: KeptScan | None) -> None:
    if found is None:
        st.caption(text.NO_SCAN)
        return
    images, words = st.columns(2)
    for page, image in enumerate(found.pages, start=1):
        images.image(image, caption=text.SCAN_PAGE.format(page=page), width="stretch")
    marks = []
    for doubt in found.doubts:
        span = Span(doubt.start, doubt.end, letter.text[doubt.start : doubt.end])
        label = text.SCAN_DOUBT.format(share=f"{doubt.confidence:.0%}")
        marks.append(Mark(span, COLOURS[0], "?", label))
    words.caption(text.SCAN_DOUBTS.format(count=len(marks)))
    words.html(marked_html(letter.text, marks))
