"""Every sentence of the page, by name, in the language its reader chose: ``text.INTAKE``.

A sentence is looked up each time it is asked for, so ask for it while a page is drawn: what a module keeps from its
own import (a default argument, a table at the top) stays in the language of that moment. Chinese in ``zh``,
English in ``en``; a test holds the two to the same names and the same places to fill in.
"""

from types import ModuleType
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.text import en, zh

if TYPE_CHECKING:
    from ui.text.zh import *  # noqa: F403 - for the type checker alone: what ``__getattr__`` gives


def __getattr__(name: str) -> Any:
    return getattr(_words(), name)


def _words() -> ModuleType:
    """Give the words of the session's language; outside of a session, as in a thread of its own, the Chinese ones."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return zh
    return en if st.session_state.get("language") == "en" else zh
