"""检索: search the letters, masked and with their context; and the words that set some of them apart."""

import streamlit as st

from nlp.errors import LetterError
from nlp.exploring import Choice
from nlp.privacy import mask
from nlp.store import Found, Store, search
from nlp.taxonomy import Taxonomy
from ui import terms, text
from ui.choosing import ask_choice
from ui.found import MOST_FOUND, show_found
from ui.state import pipeline_or_stop, reader, store_or_stop
from ui.tab import survive

__all__ = ["render"]


def render() -> None:
    """Show the two tabs: searching, and the words that set letters apart."""
    st.title(text.EXPLORE)
    taxonomy, store = pipeline_or_stop().taxonomy, store_or_stop()
    survive("explore_tab", "search_words", "found", "key_terms")
    searching, comparing = st.tabs(list(text.EXPLORE_TABS), key="explore_tab", on_change="rerun")
    if searching.open:
        with searching:
            _show_search(store, taxonomy)
    if comparing.open:
        with comparing:
            terms.show(store, taxonomy)


def _show_search(store: Store, taxonomy: Taxonomy) -> None:
    with st.form("search", border=False):
        line, button = st.columns([6, 1], vertical_alignment="bottom")
        words = line.text_input(text.SEARCH_WORDS, placeholder=text.SEARCH_HINT, key="search_words")
        asked = button.form_submit_button(text.SEARCH, type="primary", width="stretch")
        choice = ask_choice(store, taxonomy, st.columns([2, 2, 3, 2.4, 1.6]), "search")
    if asked:
        st.session_state.update(found=_look_for(store, words, choice), opened=None)
    if kept := st.session_state.get("found"):
        wanted, found = kept
        show_found(store, wanted, found, taxonomy, "search")
    else:
        st.caption(text.SEARCH_NOTE)


def _look_for(store: Store, words: str, choice: Choice) -> tuple[str, list[Found]] | None:
    try:
        found = search(store, words, reader(), mask, where=choice.condition(store), limit=MOST_FOUND)
    except LetterError as error:
        st.warning(text.PROBLEM.format(problem=error.problem, remedy=error.remedy))
        return None
    return words, found
