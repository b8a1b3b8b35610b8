"""Ask which letters are meant: of a week, a category, an enterprise, a region, a channel; each may be left open."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nlp.exploring import Choice, list_letter_weeks
from nlp.store import Store
from nlp.taxonomy import Taxonomy
from nlp.volume import most_named
from ui import text
from ui.naming import channel_name

__all__ = ["ask_choice"]

_RECENT_WEEKS = 13
_MOST_NAMES = 300


def ask_choice(store: Store, taxonomy: Taxonomy, boxes: Sequence[DeltaGenerator], key: str) -> Choice:
    """Ask in five boxes; what is chosen is kept under names that begin with ``key``."""
    weeks, firms, regions = _known(store)

    def pick(box: int, label: str, options: Sequence[str], name: str, said: dict[str, str] | None = None) -> str:
        def shown(option: str) -> str:
            return (said or {}).get(option, option) if option else text.ALL

        chosen = boxes[box].selectbox(label, ["", *options], format_func=shown, key=f"{key}_{name}")
        return str(chosen or "")

    return Choice(
        week=pick(0, text.WHICH_WEEK, weeks, "week", {week: text.week_name(week) for week in weeks}),
        category=pick(1, text.CATEGORY_COLUMN, list(taxonomy.category_names), "category", taxonomy.category_names),
        enterprise=pick(2, text.ENTERPRISE, firms, "enterprise"),
        region=pick(3, text.REGION, regions, "region"),
        channel=pick(
            4, text.CHANNEL, text.CHANNELS, "channel", {channel: channel_name(channel) for channel in text.CHANNELS}
        ),
    )


def _known(store: Store) -> tuple[list[str], list[str], list[str]]:
    """Give the weeks, and the enterprises and regions of the last quarter, looked up once a session."""
    kept = st.session_state.get("known")
    if kept is None:
        weeks = list_letter_weeks(store)
        named = most_named(store, weeks[0], weeks=_RECENT_WEEKS, most=_MOST_NAMES) if weeks else {}
        kept = (weeks, named.get("enterprise", []), named.get("region", []))
        st.session_state["known"] = kept
    known: tuple[list[str], list[str], list[str]] = kept
    return known
