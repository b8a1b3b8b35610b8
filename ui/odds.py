"""Two readers of one letter: what they differ on, for a third person to decide, and how far they agree."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from nlp.errors import LetterError
from nlp.reviewing import Agreement, Disagreement, agreement_of, decide, disagreements, tally
from nlp.roles import Deed
from nlp.store import Store
from nlp.taxonomy import Taxonomy
from ui import text
from ui.definitions import defined
from ui.doubt import open_case, show_blind
from ui.marking import plain
from ui.state import may, reader

__all__ = ["show_agreement", "show_disagreements"]

_ENOUGH = 0.75
"""What the labelling manual asks of kappa before labelling goes on (two readers, a third decides)."""


def show_disagreements(store: Store, taxonomy: Taxonomy) -> None:
    """Show the letters two readers differ on, both answers without their names, and a button a category."""
    if not may(Deed.DECIDE):
        st.info(text.REVIEW_NOT_YOURS)
        return
    if said := st.session_state.pop("review_said", ""):
        st.toast(said, icon=":material/task_alt:")
    found = {one.number: one for one in disagreements(store, reader())}
    if not found:
        st.success(text.ODDS_NONE, icon=":material/task_alt:")
        return
    number = st.selectbox(text.ODDS_WHICH, list(found), width=260)
    analysis = open_case(store, number)
    if analysis is None:
        return
    left, right = st.columns([6, 5], gap="large")
    with left:
        if analysis.letter.title:
            st.markdown(f"**{plain(analysis.letter.title)}**")
        show_blind(analysis)
    with right:
        _ask(found[number], store, taxonomy)


def _ask(one: Disagreement, store: Store, taxonomy: Taxonomy) -> None:
    names = taxonomy.category_names
    with st.container(border=True):
        st.caption(text.ODDS_NOTE)
        for place, reading in enumerate((one.first, one.second), 1):
            said = text.ODDS_READ_WHY if reading.why else text.ODDS_READ
            name = names.get(reading.category, reading.category)
            st.markdown(said.format(place=place, name=name, why=plain(reading.why)))
        st.text_input(text.ODDS_WHY, key="odds_why", placeholder=text.REVIEW_WHY_HINT)
        boxes = st.columns(2)
        for place, code in enumerate(taxonomy.codes):
            boxes[place % 2].button(
                text.ODDS_DECIDE.format(name=names[code]),
                key=f"odds-{code}-{one.number}",
                shortcut=f"Alt+{place + 1}",
                on_click=_decider(store, one, code, names[code]),
                width="stretch",
            )
    if said := st.session_state.pop("review_error", ""):
        st.warning(said)


def _decider(store: Store, one: Disagreement, code: str, name: str) -> Callable[[], None]:
    def act() -> None:
        try:
            decide(store, one, reader(), code, str(st.session_state.get("odds_why", "")))
        except LetterError as error:
            st.session_state["review_error"] = text.REVIEW_FAILED.format(problem=error.problem, remedy=error.remedy)
            return
        st.session_state.update(review_said=text.REVIEW_CHANGED.format(number=one.number, name=name), odds_why="")

    return act


def show_agreement(store: Store, taxonomy: Taxonomy) -> None:
    """Show how many letters two have read, how often they agree, kappa with its interval, and the table behind."""
    both, accused = agreement_of(store, reader(), taxonomy.confidential_codes)
    if not both.letters:
        st.info(text.AGREEMENT_NONE)
        return
    boxes = st.columns(4)
    boxes[0].metric(text.AGREEMENT_LETTERS, text.COUNT_LETTERS.format(count=both.letters))
    boxes[1].metric(text.AGREEMENT_SHARE, f"{both.share:.0%}")
    _show_kappa(boxes[2], text.AGREEMENT_KAPPA, both)
    if taxonomy.confidential_codes:
        _show_kappa(boxes[3], text.AGREEMENT_ACCUSED, accused)
    if both.high is not None and both.high < _ENOUGH:
        st.warning(text.AGREEMENT_LOW, icon=":material/balance:")
    st.caption(text.AGREEMENT_NOTE)
    st.subheader(text.AGREEMENT_TABLE)
    names = taxonomy.category_names
    table = pd.DataFrame(0, index=list(names), columns=list(names))
    for (first, second), count in tally(store, reader()).items():
        if first in names and second in names:
            table.loc[first, second] = count
    shown = table.rename(index=names, columns=names)
    shown.index.name = f"{text.AGREEMENT_FIRST} ＼ {text.AGREEMENT_SECOND}"
    st.dataframe(shown)


def _show_kappa(box: st.delta_generator.DeltaGenerator, name: str, measured: Agreement) -> None:
    if measured.kappa is None or measured.low is None:
        box.metric(name, text.DASH, help=text.AGREEMENT_NO_INTERVAL)
        return
    box.metric(name, f"{measured.kappa:.2f}", help=defined(name) or None)
    box.caption(text.AGREEMENT_INTERVAL.format(low=measured.low, high=measured.high))
