"""Function keys work while somebody is typing: F9 accepts the letter just pasted, with no click beside the field.

Streamlit passes over shortcuts pressed inside a field; a function key never types anything, so it is given on.
"""

import streamlit as st

__all__ = ["listen"]

_JS = """export default function () {
  if (window.petitionsListens) return;
  window.petitionsListens = true;
  window.addEventListener("keydown", (event) => {
    if (!/^F[0-9]+$/.test(event.key) || !event.target.matches?.("input, textarea")) return;
    event.target.blur();
    const { key, code } = event;
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
    event.preventDefault();
  }, true);
}"""
_browser = st.components.v2.component("petitions_keys", js=_JS)


def listen() -> None:
    """Put the listener into the page; once is enough, more does no harm."""
    with st.sidebar:
        _browser(key="keys", height=1)
