"""One letter opened from a list: masked, fetched once, and the look noted once, however often the page is drawn."""

import streamlit as st

from nlp.errors import LetterError
from nlp.letter import Letter
from nlp.privacy import mask
from nlp.store import Store, view
from ui import text
from ui.marking import plain
from ui.state import reader

__all__ = ["show_letter"]


def show_letter(store: Store, number: str) -> Letter | None:
    """Show a letter masked and give it, or say why not."""
    opened = st.session_state.get("opened")
    if not isinstance(opened, Letter) or opened.id != number:
        try:
            opened = view(store, number, reader(), mask)
        except LetterError as error:
            st.warning(text.PROBLEM.format(problem=error.problem, remedy=error.remedy))
            return None
        st.session_state["opened"] = opened
    day = opened.received.isoformat() if opened.received else text.NO_DATE
    with st.container(border=True):
        st.markdown(f"**{number}**　{day}　{plain(opened.title)}")
        st.text(opened.text)
    return opened
