"""口径表: what every number on every page means and how it is counted."""

import html

import streamlit as st

from ui import text

__all__ = ["defined", "show_definitions"]


def defined(number: str) -> str:
    """Give how a number is counted, to be shown where it stands; empty for one that is not in the table."""
    return next((meanings[number] for meanings in text.DEFINED.values() if number in meanings), "")


def show_definitions() -> None:
    """Show the table page by page, narrowed by a word."""
    st.caption(text.DEFINED_NOTE)
    word = st.text_input(text.DEFINED_FIND, key="defined_find", width=320).strip()
    found = {
        page: {number: meaning for number, meaning in meanings.items() if word in number or word in meaning}
        for page, meanings in text.DEFINED.items()
    }
    if not any(found.values()):
        st.caption(text.NOTHING_HERE)
    for page, meanings in found.items():
        if meanings:
            st.subheader(text.PAGES[page])
            st.html(_table(meanings))


def _table(meanings: dict[str, str]) -> str:
    rows = "".join(
        f'<tr><th scope="row" style="width:13rem">{html.escape(number)}</th><td>{html.escape(meaning)}</td></tr>'
        for number, meaning in meanings.items()
    )
    return f'<table class="facts"><tbody>{rows}</tbody></table>'
