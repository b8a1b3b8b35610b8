"""Take one letter out of a file dropped on the intake page; of a file with several, the one that is chosen."""

import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import streamlit as st

from nlp.letter import Letter
from nlp.reading import read_letters
from nlp.receipt import Receipt
from ui import text
from ui.running import save_uploads

__all__ = ["ask", "forget", "source"]

_MOST = 50
_BEGINNING = 24


def ask(take: Callable[[Letter], None]) -> None:
    """Ask for a file; ``take`` is given the letter in it, at once where it holds a single one."""
    turn = st.session_state.setdefault("drop_turn", 0)
    key = f"drop-{turn}"
    st.file_uploader(text.DROP, key=key, on_change=_read, args=(key, take), label_visibility="collapsed")
    letters: list[Letter] = st.session_state.get("dropped") or []
    if said := st.session_state.get("drop_problem"):
        st.warning(said)
    if len(letters) > 1:
        st.caption(text.SEVERAL.format(count=len(letters)))
        st.selectbox(
            text.WHICH_LETTER,
            range(len(letters)),
            format_func=lambda place: f"{place + 1}. {_beginning(letters[place])}",
            key="drop_place",
            on_change=lambda: take(letters[st.session_state["drop_place"]]),
        )


def _beginning(letter: Letter) -> str:
    return letter.title or " ".join(letter.text.split())[:_BEGINNING] + "…"


def _read(key: str, take: Callable[[Letter], None]) -> None:
    """Read what was dropped; what cannot be read is said in the words of the receipt."""
    st.session_state.update(dropped=[], drop_problem="")
    file = st.session_state.get(key)
    if file is None:
        return
    receipt = Receipt()
    with tempfile.TemporaryDirectory() as folder:
        letters = list(islice(read_letters(save_uploads([file], Path(folder)), receipt), _MOST))
    if not letters:
        refused = [f"{one.where}：{one.problem}。{one.remedy}。" for one in receipt.refusals]
        st.session_state["drop_problem"] = "\n\n".join(refused) or text.NOTHING_READ
        return
    st.session_state["dropped"] = letters
    take(letters[0])


def forget() -> None:
    """Forget the file, and offer a fresh place to drop one."""
    turn = st.session_state.get("drop_turn", 0) + 1
    st.session_state.update(dropped=[], drop_problem="", drop_turn=turn, drop_place=0)


def source() -> str:
    """Say where the letter in the form came from; "" for one that was pasted."""
    letters: list[Letter] = st.session_state.get("dropped") or []
    body = str(st.session_state.get("body", ""))
    return next((letter.source for letter in letters if letter.text == body), "")
