"""The pages somebody may open, by the table of roles; typing the address of another leads to a closed door."""

from functools import partial
from importlib import import_module

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from nlp.roles import ALONE, Person
from ui import text

__all__ = ["doors"]


def doors(person: Person | None) -> list[StreamlitPage]:
    """Give the pages of a person's role, the first of them shown first, and a closed door for every other page."""
    mine = person.rights.pages if person else ALONE.pages
    pages = [
        st.Page(partial(_open, path), title=text.PAGES[path], url_path=path, default=path == mine[0]) for path in mine
    ]
    role = text.ROLES[person.role] if person else ""
    closed = [
        st.Page(partial(_refuse, path, role), title=text.PAGES[path], url_path=path, visibility="hidden")
        for path in text.PAGES
        if path not in mine
    ]
    return pages + closed


def _open(path: str) -> None:
    """Draw a page; what it needs is loaded only when somebody goes there."""
    import_module(f"ui.{path}").render()


def _refuse(path: str, role: str) -> None:
    st.title(text.PAGES[path])
    st.warning(text.NOT_YOURS.format(page=text.PAGES[path], role=role))
