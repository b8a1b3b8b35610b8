"""来信登记: paste or drop a letter, see what it is, how sure that is and why; register it, accept or correct it.

What analyses letters is loaded after the form is drawn: whoever is first in the morning can begin to write meanwhile.
"""

import datetime as dt

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nlp.taxonomy import Taxonomy
from ui import text
from ui.naming import channel_name
from ui.state import pipeline_or_stop, store_or_stop, survive

__all__ = ["render"]

_FIELDS = ("title", "body", "received", "channel")


def render() -> None:
    """Show the paste form and the facts on the left, what the letter is and what to do about it on the right."""
    st.title(text.INTAKE)
    survive("case", "dropped", *(f"kept_{name}" for name in _FIELDS))
    left, right = st.columns([5, 7], gap="large")
    with left:
        _form()
    with right:
        if not st.session_state.get("case"):
            _wait_for_a_letter()
        taxonomy = pipeline_or_stop().taxonomy
        store_or_stop()
    _show(left, right, taxonomy)


def _show(left: DeltaGenerator, right: DeltaGenerator, taxonomy: Taxonomy) -> None:
    from ui import case, findings, sealed

    with left:
        case.offer_file()
        now = case.current()
        if now:
            findings.show_facts(now.analysis, now.unknown, taxonomy)
        sealed.offer()
        with st.expander(text.DEFINITIONS):
            _show_definitions(taxonomy)
    if now:
        with right:
            case.show(now, taxonomy)


def _wait_for_a_letter() -> None:
    """Say what to do, and show the key that comes next, before anything is loaded.

    The browser fetches what draws a button with the first one; fetched with the letter, it would come after it.
    """
    st.info(text.EMPTY)
    st.button(text.REGISTER, shortcut="F8", disabled=True, key="register-later")


def _form() -> None:
    said = st.session_state
    for key in _FIELDS:  # Streamlit forgets a field that another page did not show
        if f"kept_{key}" in said:
            said.setdefault(key, said[f"kept_{key}"])
    said.setdefault("received", dt.date.today())
    with st.form("letter", border=False):
        st.text_input(text.PASTE_TITLE, key="title")
        st.text_area(text.PASTE_TEXT, height=170, placeholder=text.PASTE_HINT, key="body")
        one, other = st.columns(2)
        one.date_input(text.RECEIVED, key="received", format="YYYY-MM-DD")
        other.selectbox(text.CHANNEL, text.CHANNELS, key="channel", format_func=channel_name)
        go, clear = st.columns(2)
        go.form_submit_button(text.ANALYSE, type="primary", width="stretch", on_click=_analyse)
        clear.form_submit_button(text.CLEAR, on_click=_clear, width="stretch", shortcut="Alt+X")
    said.update({f"kept_{name}": said[name] for name in _FIELDS})


def _analyse() -> None:
    from ui import case

    case.analyse()


def _clear() -> None:
    from ui import dropping

    dropping.forget()
    st.session_state.update(title="", body="", case=None)


def _show_definitions(taxonomy: Taxonomy) -> None:
    st.markdown(taxonomy.rule_of_thumb)
    for category in taxonomy.categories:
        st.markdown(f"**{category.name}**　{category.definition}{category.excludes}")
