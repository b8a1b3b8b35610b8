"""What the page keeps: one model for all sessions, and nothing of any letter outside its own session."""

from pathlib import Path

import streamlit as st

from nlp.errors import ArtefactError
from nlp.pipeline import Pipeline
from nlp.settings import Settings
from ui import text

__all__ = ["pipeline_or_stop"]


@st.cache_resource(show_spinner=False, max_entries=2)
def _load(folder: Path, stamp: float) -> Pipeline:
    """Load a model once; ``stamp`` is the time of its manifest, so that a new model is noticed."""
    return Pipeline.load(folder)


def pipeline_or_stop() -> Pipeline:
    """Give the model, or say what is wrong with it and end the page here."""
    folder = Settings.from_environment().model
    manifest = folder / "manifest.json"
    try:
        return _load(folder, manifest.stat().st_mtime if manifest.exists() else 0.0)
    except ArtefactError as error:
        st.error(text.NO_MODEL.format(problem=error.problem, remedy=error.remedy))
        st.stop()
