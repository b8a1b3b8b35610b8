"""检索: search the letters, masked and with their context; and the words that set a week or a category apart."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from nlp.errors import LetterError
from nlp.exploring import Choice, list_letter_weeks
from nlp.intake import fold_text
from nlp.keyness import MOST_LETTERS, KeyTerms, find_key_terms
from nlp.letter import Letter
from nlp.privacy import mask
from nlp.store import Found, Store, search, view
from nlp.taxonomy import Taxonomy
from nlp.writing.listing import listing_workbook
from ui import text
from ui.findings import plain
from ui.state import pipeline_or_stop, reader, store_or_stop

__all__ = ["context_of", "render"]

_MOST_FOUND = 200
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render() -> None:
    """Show the two tabs: searching, and the words that set letters apart."""
    st.title(text.EXPLORE)
    taxonomy, store = pipeline_or_stop().taxonomy, store_or_stop()
    weeks = list_letter_weeks(store)
    searching, terms = st.tabs(text.EXPLORE_TABS)
    with searching:
        _show_search(store, weeks, taxonomy)
    with terms:
        _show_terms(store, weeks, taxonomy)


def _choose(weeks: Sequence[str], taxonomy: Taxonomy, boxes: Sequence[st.delta_generator.DeltaGenerator]) -> Choice:
    """Ask for a week and a category, each of which may be left open."""

    def name(week: str) -> str:
        return text.week_name(week) if week else text.ALL

    week = boxes[0].selectbox(text.WHICH_WEEK, ["", *weeks], format_func=name)
    names = {"": text.ALL, **taxonomy.category_names}
    category = boxes[1].selectbox(text.CATEGORY_COLUMN, list(names), format_func=names.__getitem__)
    return Choice(week, category)


def _show_search(store: Store, weeks: Sequence[str], taxonomy: Taxonomy) -> None:
    with st.form("search", border=False):
        boxes = st.columns([4, 3, 2, 2, 1.4], vertical_alignment="bottom")
        words = boxes[0].text_input(text.SEARCH_WORDS, placeholder=text.SEARCH_HINT)
        firm = boxes[1].text_input(text.ENTERPRISE, placeholder=text.ENTERPRISE_HINT)
        choice = _choose(weeks, taxonomy, boxes[2:4])
        asked = boxes[4].form_submit_button(text.SEARCH, type="primary", width="stretch")
    if asked:
        wanted = f"{words} {firm}".strip()
        try:
            found = search(store, wanted, reader(), mask, where=choice.condition, limit=_MOST_FOUND)
        except LetterError as error:
            st.warning(f"{error.problem}。{error.remedy}。")
            return
        st.session_state.update(found=(wanted, found), opened=None)
    if kept := st.session_state.get("found"):
        words, found = kept
        _show_found(store, words, found, taxonomy)
    else:
        st.caption(text.SEARCH_NOTE)


def context_of(found: Found, word: str) -> tuple[str, str, str]:
    """Part a snippet at the word found: what stands before it, the word, what follows.

    >>> context_of(Found("1", None, "厂里拖欠工资三年"), "拖欠")
    ('厂里', '拖欠', '工资三年')
    """
    before, held, after = found.snippet.partition(word)
    return (before, held, after) if held else ("", "", found.snippet)


def _show_found(store: Store, words: str, found: list[Found], taxonomy: Taxonomy) -> None:
    more = text.MORE_FOUND if len(found) == _MOST_FOUND else ""
    st.markdown(text.FOUND_LETTERS.format(count=len(found)) + more)
    if not found:
        return
    first = fold_text(words).split()[0]
    rows = [
        (one.number, taxonomy.category_names.get(one.category or "", text.NO_CATEGORY), *context_of(one, first))
        for one in found
    ]
    picked = st.dataframe(
        pd.DataFrame(rows, columns=list(text.FOUND_COLUMNS)),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={text.FOUND_COLUMNS[2]: st.column_config.TextColumn(alignment="right")},
        key=f"found-{words}",
    )
    table = listing_workbook(text.EXPLORE, text.FOUND_COLUMNS, rows)
    st.download_button(text.TO_EXCEL, table, file_name=text.FOUND_FILE, mime=_EXCEL)
    if chosen := picked["selection"]["rows"]:
        _show_letter(store, found[chosen[0]].number)


def _show_letter(store: Store, number: str) -> None:
    """Show one letter masked; it is fetched, and the look noted, once and not at every drawing of the page."""
    opened = st.session_state.get("opened")
    if not isinstance(opened, Letter) or opened.id != number:
        try:
            opened = view(store, number, reader(), mask)
        except LetterError as error:
            st.warning(f"{error.problem}。{error.remedy}。")
            return
        st.session_state["opened"] = opened
    day = opened.received.isoformat() if opened.received else text.NO_DATE
    with st.container(border=True):
        st.markdown(f"**{number}**　{day}　{plain(opened.title)}")
        st.text(opened.text)


def _show_terms(store: Store, weeks: Sequence[str], taxonomy: Taxonomy) -> None:
    st.caption(text.TERMS_NOTE.format(most=MOST_LETTERS))
    with st.form("terms", border=False):
        boxes = st.columns([2, 2, 1.4, 4], vertical_alignment="bottom")
        choice = _choose(weeks, taxonomy, boxes[:2])
        asked = boxes[2].form_submit_button(text.COMPARE, type="primary", width="stretch")
    if asked and choice == Choice():
        st.warning(text.CHOOSE_SOMETHING)
    elif asked:
        with st.spinner(text.COUNTING):
            st.session_state["key_terms"] = find_key_terms(store, choice, reader())
    kept = st.session_state.get("key_terms")
    if isinstance(kept, KeyTerms):
        _show_key_terms(kept)


def _show_key_terms(kept: KeyTerms) -> None:
    st.markdown(text.COMPARED.format(here=kept.here, rest=kept.rest))
    if not kept.terms:
        st.info(text.NO_TERMS)
        return
    rows = [(one.term, one.here, one.rest, round(one.score, 1)) for one in kept.terms]
    st.dataframe(pd.DataFrame(rows, columns=list(text.KEY_COLUMNS)), hide_index=True, width=720)
    table = listing_workbook(text.TERMS_NAME, text.KEY_COLUMNS, rows)
    st.download_button(text.TO_EXCEL, table, file_name=text.TERMS_FILE, mime=_EXCEL, key="terms-excel")
