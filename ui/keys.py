"""A key pressed once does one thing once, wherever the cursor is: F9 accepts the letter just pasted.

Streamlit passes over a shortcut pressed inside a field, begins to listen some frames after the button can be seen, and
takes a key held down for many presses, each the answer to a letter nobody has read yet. A function key, or one with
Alt, types nothing: it presses the button that shows it. Where none does, as F5, it stays with the browser.
"""

import streamlit as st

__all__ = ["listen"]

_JS = """export default function () {
  if (window.petitionsListens) return;
  window.petitionsListens = true;
  const shown = () => [...document.querySelectorAll("button:enabled kbd")];
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || !(event.altKey || /^F[0-9]+$/.test(event.key))) return;
    const keys = event.altKey ? `Alt + ${event.key.toUpperCase()}` : event.key;
    const button = shown().find((said) => said.textContent.trim() === keys)?.closest("button");
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return;
    if (event.target.matches?.("input, textarea")) event.target.blur();
    button.click();
  }, true);
}"""
_browser = st.components.v2.component("petitions_keys", js=_JS)


def listen() -> None:
    """Put the listener into the page; once is enough, more does no harm."""
    with st.sidebar:
        _browser(key="keys", height=1)
