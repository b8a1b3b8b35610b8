"""What a page asked to keep outlives a refresh: it waits in the server's memory for the same tab and the same person.

The browser keeps a random word in the tab's own storage, which ends with the tab; nothing stands in the address, in a
cookie or on a disk. A tab that comes back with its word gets a copy of what it had, in a session of its own.
"""

import copy
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from nlp.roles import Person

__all__ = ["is_restored", "kept", "survive"]

_HELD_SECONDS = 1800.0
_MOST_TABS = 200
_KEY, _WORD, _NAMES, _SETTLED = _OWN = ("tab", "tab_word", "tab_names", "tab_settled")
_JS = """export default function ({ data, setTriggerValue }) {
  const held = window.sessionStorage.getItem("petitions");
  if (held && held !== data.word && !data.settled) setTriggerValue("held", held);
  else window.sessionStorage.setItem("petitions", data.word);
}"""


@dataclass
class _Tab:
    who: str
    values: dict[str, object] = field(default_factory=dict)
    seen: float = 0.0


_tabs: dict[str, _Tab] = {}
_lock = Lock()
_browser = st.components.v2.component("petitions_tab", js=_JS)


def survive(*names: str) -> None:
    """Say which names in ``st.session_state`` outlive a refresh; a page says so each time it is drawn.

    Not for buttons and uploads, whose state only the browser may set.
    """
    st.session_state.setdefault(_NAMES, set()).update(names)


def is_restored() -> bool:
    """Say whether this session was given what a tab had before a refresh; its fields are filled from that then."""
    return bool(st.session_state.get(_SETTLED))


@contextmanager
def kept(person: Person | None) -> Iterator[None]:
    """Draw a page inside this: what waits for the tab since before a refresh is given back, what it has is kept."""
    word = st.session_state.setdefault(_WORD, secrets.token_urlsafe(18))
    data = {"word": word, "settled": is_restored()}
    with st.sidebar:  # it shows nothing, but takes the room of a line
        _browser(key=_KEY, data=data, height=1, on_held_change=lambda: _give_back(_name(person)))
    try:
        yield
    finally:
        _remember(_name(person))


def _name(person: Person | None) -> str:
    return person.signature if person else ""


def _give_back(who: str) -> None:
    if _KEY not in st.session_state:  # the address led on to another page meanwhile, which asks again
        return
    st.session_state[_SETTLED] = True
    word = str(st.session_state[_KEY].get("held") or "")
    with _lock:
        tab = _tabs.get(word)
        if tab is None or tab.who != who or time.monotonic() - tab.seen > _HELD_SECONDS:
            return
        values = copy.deepcopy(tab.values)
    for name in set(st.session_state) - {*_OWN, *values}:  # what fields were born with would hide what they had
        del st.session_state[name]
    st.session_state.update(values)
    survive(*values)


def _remember(who: str) -> None:
    """Keep what is to survive as it now is; what was not asked for in half an hour is forgotten."""
    names, now = st.session_state.get(_NAMES, set()), time.monotonic()
    values = {name: st.session_state[name] for name in names if name in st.session_state}
    with _lock:
        _tabs.pop(st.session_state[_WORD], None)
        _tabs[st.session_state[_WORD]] = _Tab(who, values, now)
        for word, tab in list(_tabs.items()):
            if now - tab.seen > _HELD_SECONDS or len(_tabs) > _MOST_TABS:
                del _tabs[word]
