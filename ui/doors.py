"""The pages somebody may open, by the table of roles; typing the address of another leads to a closed door."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from urllib.parse import unquote, urlsplit

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from nlp.roles import ALONE, Person
from ui import text

__all__ = ["doors"]


def doors(person: Person | None) -> list[StreamlitPage]:
    """Give the pages of a person's role, the first of them shown first, and a closed door for every other address.

    The first page stands at the bare address, as Streamlit has it; its name typed out leads there too.
    """
    first, *others = person.rights.pages if person else ALONE.pages
    home = st.Page(partial(_open, first), title=text.PAGES[first], url_path="", default=True)
    pages = [st.Page(partial(_open, path), title=text.PAGES[path], url_path=path) for path in others]
    role = text.ROLES[person.role] if person else ""
    closed = [path for path in text.PAGES if path not in (first, *others)]
    hidden = [_hidden(path, text.PAGES[path], partial(_refuse, path, role)) for path in closed]
    hidden.append(_hidden(first, text.PAGES[first], partial(st.switch_page, home)))
    if asked := _unknown():
        hidden.append(_hidden(asked, text.PRODUCT, partial(_say_unknown, home)))
    return [home, *pages, *hidden]


def _hidden(path: str, title: str, draw: Callable[[], None]) -> StreamlitPage:
    return st.Page(draw, title=title, url_path=path, visibility="hidden")


def _unknown() -> str:
    """Give the page the address asks for where there is none of this name; Streamlit would say so in English only."""
    asked = unquote(urlsplit(st.context.url or "").path).rstrip("/").rpartition("/")[2].strip()
    return "" if asked in text.PAGES else asked


def _open(path: str) -> None:
    """Draw a page; what it needs is loaded only when somebody goes there."""
    import_module(f"ui.{path}").render()


def _refuse(path: str, role: str) -> None:
    st.title(text.PAGES[path])
    st.warning(text.NOT_YOURS.format(page=text.PAGES[path], role=role))


def _say_unknown(home: StreamlitPage) -> None:
    st.title(text.PRODUCT)
    st.warning(text.NO_SUCH_PAGE)
    st.page_link(home)
