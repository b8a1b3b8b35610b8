"""What the page keeps: one model and one store for all sessions, and nothing of any letter outside its own session."""

import getpass
from pathlib import Path

import streamlit as st

from nlp.errors import LetterError
from nlp.intake import open_office
from nlp.pipeline import Pipeline
from nlp.procedure import ProcedureRules, load_rules
from nlp.settings import Settings
from nlp.store import Reader, Store
from ui import text

__all__ = ["ask_who", "pipeline_or_stop", "reader", "rules", "store_or_stop"]


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(folder: Path, stamp: float) -> Pipeline:
    """Load a model once; ``stamp`` is the time of its manifest, so that a new model is noticed."""
    return Pipeline.of_office(Settings.from_environment(), folder)


@st.cache_resource(show_spinner=False, max_entries=2)
def _open(address: str, key: Path | None) -> Store:
    """Open a store once; what is kept is the way to it, no letter."""
    return open_office(Settings.from_environment())


def pipeline_or_stop() -> Pipeline:
    """Give the model, or say what is wrong with it and end the page here."""
    folder = Settings.from_environment().model
    manifest = folder / "manifest.json"
    try:
        return _load(folder, manifest.stat().st_mtime if manifest.exists() else 0.0)
    except LetterError as error:
        st.error(text.NO_MODEL.format(problem=error.problem, remedy=error.remedy))
        st.stop()


def store_or_stop() -> Store:
    """Give the store, or say what is wrong with it and end the page here."""
    settings = Settings.from_environment()
    try:
        return _open(settings.store, settings.key)
    except LetterError as error:
        st.error(text.NO_STORE.format(problem=error.problem, remedy=error.remedy))
        st.stop()


def rules() -> ProcedureRules:
    """Give the office's rules of procedure; without a file, those of the Regulation."""
    return load_rules(Settings.from_environment().procedure)


def ask_who() -> None:
    """Ask beside every page who is working: every look at a letter and every decision is noted with the name."""
    with st.sidebar:
        st.text_input(text.WHO, value=_user(), key="who", max_chars=40, help=text.WHO_HELP)
        st.checkbox(text.HANDLER, key="handler", help=text.HANDLER_HELP)


def reader() -> Reader:
    """Give who is working now, as the store notes it."""
    name = str(st.session_state.get("who", "")).strip()
    return Reader(name or _user(), confidential=bool(st.session_state.get("handler")))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return text.THIS_COMPUTER
