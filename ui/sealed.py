"""The place for a sealed item (密封件) on the intake page: a day, a destination, a number; no place for a text."""

import datetime as dt

import streamlit as st

from nlp.privacy.sealed import register_sealed
from nlp.roles import Deed
from ui import text
from ui.marking import plain
from ui.state import may, reader, rules, store_or_stop

__all__ = ["offer"]

_RECEIVED, _TO, _DONE, _PROBLEM = "sealed_received", "sealed_to", "sealed_done", "sealed_problem"


def offer() -> None:
    """Offer to register a letter that is passed on unopened; who may not register sees nothing of it."""
    if not may(Deed.REGISTER):
        return
    superior = rules().office.superior.strip()
    with st.expander(text.SEALED):
        st.caption(text.SEALED_NOTE)
        with st.form("sealed", border=False):
            st.date_input(text.SEALED_RECEIVED, dt.date.today(), key=_RECEIVED, format="YYYY-MM-DD")
            st.selectbox(
                text.SEALED_TO,
                [superior] if superior else [],
                index=0 if superior else None,
                key=_TO,
                accept_new_options=True,
                placeholder=text.SEALED_TO_HINT,
            )
            st.form_submit_button(text.SEALED_REGISTER, on_click=_register)
        said = st.session_state
        if problem := said.get(_PROBLEM):
            st.warning(problem)
        elif item := said.get(_DONE):
            done = text.SEALED_DONE.format(number=item.number, destination=plain(item.destination))
            st.success(done, icon=":material/lock:")


def _register() -> None:
    """Give the item its number; what is missing is said, and then nothing is registered."""
    said = st.session_state
    received, destination = said.get(_RECEIVED), str(said.get(_TO) or "").strip()
    said[_PROBLEM] = ""
    if not destination:
        said[_PROBLEM] = text.SEALED_NOWHERE
    elif not isinstance(received, dt.date) or received > dt.date.today():
        said[_PROBLEM] = text.SEALED_TOO_SOON
    else:
        said[_DONE] = register_sealed(store_or_stop(), received, destination, reader().name)
