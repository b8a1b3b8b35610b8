"""复核: the doubtful letters in the order that teaches most, read by one or by two, and how far two agree."""

from collections.abc import Callable

import streamlit as st

from nlp.reviewing import Doubt, count_waiting, doubtful_letters
from nlp.roles import Deed
from nlp.store import Store
from ui import doubt, odds, text
from ui.state import may, pipeline_or_stop, reader, store_or_stop, survive

__all__ = ["render"]


def render() -> None:
    """Show how much waits, then one way of reviewing: alone, as one of two, deciding between two, or the agreement."""
    st.title(text.REVIEW_PAGE)
    pipeline, store = pipeline_or_stop(), store_or_stop()
    survive("review_way")
    st.session_state.setdefault("review_way", "alone")
    way = st.segmented_control(
        text.REVIEW_WAY,
        list(text.REVIEW_WAYS),
        format_func=text.REVIEW_WAYS.__getitem__,
        key="review_way",
        label_visibility="collapsed",
    )
    _say_what_waits(store, twice=way == "twice")
    shows: dict[str, Callable[[], None]] = {
        "odds": lambda: odds.show_disagreements(store, pipeline.taxonomy),
        "agreement": lambda: odds.show_agreement(store, pipeline.taxonomy),
    }
    shows.get(way or "", lambda: _show_queue(store, twice=way == "twice"))()


def _say_what_waits(store: Store, *, twice: bool) -> None:
    """Say in one line how much waits: the letter below needs the room."""
    waiting = count_waiting(store, reader(), twice=twice)
    names = (text.REVIEW_MINE, text.REVIEW_SECOND, text.REVIEW_ODDS, text.REVIEW_SEALED)
    counts = (waiting.mine, waiting.second, waiting.at_odds, waiting.sealed)
    said = "　".join(f"{name} **{count}**" for name, count in zip(names, counts, strict=True))
    st.markdown(said if reader().confidential or not waiting.sealed else said + text.REVIEW_SEALED_NOTE)


def _show_queue(store: Store, *, twice: bool) -> None:
    """Show the letter whose turn it is; the queue is put in order once and then worked off."""
    if not may(Deed.DECIDE):
        st.info(text.REVIEW_NOT_YOURS)
        return
    if said := st.session_state.pop("review_said", ""):
        st.toast(said, icon=":material/task_alt:")
    queue = _queue(store, twice)
    done: set[str] = st.session_state["review_done"]
    left = [one for one in queue if one.number not in done]
    if not left:
        st.success(text.REVIEW_NONE, icon=":material/task_alt:")
        st.button(text.REVIEW_REFRESH, on_click=forget_queue)
        return
    doubt.show(left[0], store, pipeline_or_stop().taxonomy, twice=twice, place=(len(queue) - len(left) + 1, len(queue)))
    if not twice:  # what the model makes of the next letters is nothing for one of two readers
        with st.expander(text.REVIEW_LIST):
            doubt.show_list(left[1:], pipeline_or_stop().taxonomy)
    st.caption(text.REVIEW_TWICE_NOTE if twice else text.REVIEW_ALONE_NOTE)
    st.button(text.REVIEW_REFRESH, on_click=forget_queue, icon=":material/refresh:")


def _queue(store: Store, twice: bool) -> list[Doubt]:
    """Give the queue of who is at the page now; it holds numbers and no words."""
    person = reader()
    owner = (twice, person.name, person.confidential)
    if st.session_state.get("review_owner") != owner:
        with st.spinner(text.REVIEW_SORTING):
            classifier = pipeline_or_stop().content.classifier
            queue = doubtful_letters(store, classifier, person, twice=twice)
        st.session_state.update(review_owner=owner, review_queue=queue, review_done=set(), review_case=None)
    found: list[Doubt] = st.session_state["review_queue"]
    return found


def forget_queue() -> None:
    """Have the queue put in order anew when the page is drawn next."""
    st.session_state["review_owner"] = None
