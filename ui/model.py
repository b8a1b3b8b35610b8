"""模型与口径: the card of the model in use, its drift since last month, its successors, and what every number means."""

from collections.abc import Callable

import streamlit as st

from ui import card, drift, renewal, text
from ui.definitions import show_definitions
from ui.state import pipeline_or_stop, store_or_stop, survive

__all__ = ["render"]


def render() -> None:
    """Show one part of the page, the card first."""
    st.title(text.MODEL_PAGE)
    pipeline, store = pipeline_or_stop(), store_or_stop()
    survive("model_part")
    st.session_state.setdefault("model_part", "card")
    part = st.segmented_control(
        text.MODEL_PART,
        list(text.MODEL_PARTS),
        format_func=text.MODEL_PARTS.__getitem__,
        key="model_part",
        label_visibility="collapsed",
    )
    shows: dict[str, Callable[[], None]] = {
        "drift": lambda: drift.show(store, pipeline),
        "renewal": lambda: renewal.show(store, pipeline.taxonomy),
        "definitions": show_definitions,
    }
    shows.get(part or "", lambda: card.show(store, pipeline))()
