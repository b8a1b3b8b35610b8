"""What all sessions share: one model, one store, the office's rules; of a letter, nothing."""

import gc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from nlp.errors import LetterError
from nlp.procedure import ProcedureRules, load_rules
from nlp.settings import Settings
from nlp.store import Store
from ui import text
from ui.naming import named

if TYPE_CHECKING:
    from nlp.pipeline import Pipeline

__all__ = ["pipeline_or_stop", "rules", "store_or_stop"]


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(folder: Path, stamp: float) -> "Pipeline":
    """Load a model once, ready to read; ``stamp`` is the time of its manifest, so that a new one is noticed."""
    from nlp.pipeline import Pipeline  # late: the first form is on the screen before the model's libraries are loaded

    pipeline = Pipeline.of_office(Settings.from_environment(), folder)
    pipeline.analyse(pipeline.taxonomy.categories[0].definition)  # the segmenter loads its words at the first letter
    gc.freeze()  # Streamlit collects garbage after every run: without the model's objects that is done in no time
    return pipeline


@st.cache_resource(show_spinner=False, max_entries=2)
def _open(address: str, key: Path | None) -> Store:
    """Open a store once; what is kept is the way to it, no letter."""
    from nlp.intake import open_office  # late, as above

    return open_office(Settings.from_environment())


def pipeline_or_stop() -> "Pipeline":
    """Give the model, its categories named in the session's language; or say what is wrong and end the page here."""
    folder = Settings.from_environment().model
    manifest = folder / "manifest.json"
    try:
        pipeline = _load(folder, manifest.stat().st_mtime if manifest.exists() else 0.0)
    except LetterError as error:
        st.error(text.NO_MODEL.format(problem=error.problem, remedy=error.remedy))
        st.stop()
    return replace(pipeline, content=replace(pipeline.content, taxonomy=named(pipeline.taxonomy)))


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
