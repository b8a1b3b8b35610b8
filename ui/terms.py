"""特征词: the words that set a week, category, enterprise, region or channel apart, and what they occur with."""

import pandas as pd
import streamlit as st

from nlp.exploring import Choice
from nlp.keyness import MOST_LETTERS, KeyTerms, find_key_terms
from nlp.privacy import mask
from nlp.store import Store, note_export, search
from nlp.taxonomy import Taxonomy
from nlp.writing.listing import listing_workbook
from ui import text
from ui.choosing import ask_choice
from ui.found import show_found
from ui.state import reader

__all__ = ["show"]

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_FOUND = 50


def show(store: Store, taxonomy: Taxonomy) -> None:
    """Ask for a choice of letters, and show its words; one that is chosen is shown in its context."""
    st.caption(text.TERMS_NOTE.format(most=f"{MOST_LETTERS:,}"))
    with st.form("terms", border=False):
        boxes = st.columns([2.5, 1.9, 2.6, 2.2, 1.7, 1.5], vertical_alignment="bottom")
        choice = ask_choice(store, taxonomy, boxes[:5], "terms")
        asked = boxes[5].form_submit_button(text.COMPARE, type="primary", width="stretch")
    if asked and choice == Choice():
        st.warning(text.CHOOSE_SOMETHING)
    elif asked:
        with st.spinner(text.COUNTING):
            st.session_state["key_terms"] = (choice, find_key_terms(store, choice, reader()))
        st.session_state["term_found"] = None
    if kept := st.session_state.get("key_terms"):
        compared, found = kept
        _show(store, compared, found, taxonomy)


def _show(store: Store, choice: Choice, found: KeyTerms, taxonomy: Taxonomy) -> None:
    st.markdown(text.COMPARED.format(here=f"{found.here:,}", rest=f"{found.rest:,}"))
    if not found.terms:
        st.info(text.NO_TERMS)
        return
    rows = [(one.term, one.here, one.rest, round(one.score, 1), "、".join(one.companions)) for one in found.terms]
    most = max(score for *_, score, _ in rows)
    bar = st.column_config.ProgressColumn(format="%.1f", min_value=0, max_value=most, width="medium")
    picked = st.dataframe(
        pd.DataFrame(rows, columns=list(text.KEY_COLUMNS)),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            text.KEY_COLUMNS[3]: bar,
            text.KEY_COLUMNS[4]: st.column_config.TextColumn(width="large"),
        },
        key="key-terms",
    )
    who = reader().name

    def table() -> bytes:
        note_export(store, who, text.TERMS_FILE, {"terms": len(rows)})
        return listing_workbook(text.TERMS_NAME, text.KEY_COLUMNS, rows)

    st.download_button(
        text.TO_EXCEL, table, file_name=text.TERMS_FILE, mime=_EXCEL, key="excel-terms", on_click="ignore"
    )
    if chosen := picked["selection"]["rows"]:
        _show_context(store, choice, found.terms[chosen[0]].term, taxonomy)
    else:
        st.caption(text.TERM_HINT)


def _show_context(store: Store, choice: Choice, term: str, taxonomy: Taxonomy) -> None:
    """Show one word in its context among the letters chosen; it is looked up once."""
    kept = st.session_state.get("term_found")
    if not kept or kept[0] != (choice, term):
        where = choice.condition(store)
        kept = ((choice, term), search(store, term, reader(), mask, where=where, limit=_MOST_FOUND))
        st.session_state["term_found"] = kept
    st.subheader(text.TERM_IN_CONTEXT.format(term=term))
    show_found(store, term, kept[1], taxonomy, "term")
