"""Register the letter on the screen, and accept or correct its category; each is one press and says who did it."""

from typing import TYPE_CHECKING

import streamlit as st

from nlp.errors import LetterError
from nlp.extraction import RED_KINDS
from nlp.intake import fold_text, model_name
from nlp.store import correct, make_study, register, save_studies
from nlp.taxonomy import Taxonomy
from ui import text
from ui.state import pipeline_or_stop, reader, store_or_stop

if TYPE_CHECKING:
    from ui.intake import Case

__all__ = ["show"]


def show(case: "Case", taxonomy: Taxonomy) -> None:
    """Show the buttons: register, or register and accept; then accept, or another category with the reason."""
    suggested = taxonomy.category_names[case.analysis.prediction.category]
    with st.container(border=True):
        if case.number:
            st.success(text.REGISTERED.format(number=case.number) + case.decided, icon=":material/task_alt:")
        if case.analysis.confidential and not reader().confidential:
            st.caption(text.ONLY_HANDLER)
            if not case.number:
                st.button(text.REGISTER, type="primary", shortcut="F8", on_click=_register, args=(case,))
            return
        decide = (case, case.analysis.prediction.category, taxonomy)
        accept = (text.ACCEPT if case.number else text.REGISTER_AND_ACCEPT).format(name=suggested)
        if not case.number:
            one, other = st.columns(2)
            one.button(text.REGISTER, shortcut="F8", on_click=_register, args=(case,), width="stretch")
            other.button(accept, type="primary", shortcut="F9", on_click=_decide, args=decide, width="stretch")
        elif not case.decided:
            st.button(accept, type="primary", shortcut="F9", on_click=_decide, args=decide, width="stretch")
        if case.number:
            _show_corrections(case, taxonomy)


def _show_corrections(case: "Case", taxonomy: Taxonomy) -> None:
    others = [code for code in taxonomy.codes if code != case.analysis.prediction.category]
    with st.expander(text.CORRECTION, expanded=not case.decided):
        st.text_input(text.WHY, key="why", placeholder=text.WHY_HINT)
        boxes = st.columns(2)
        for place, code in enumerate(others):
            boxes[place % 2].button(
                text.CORRECT.format(name=taxonomy.category_names[code]),
                on_click=_decide,
                args=(case, code, taxonomy),
                shortcut=f"Alt+{place + 1}",
                key=code,
                width="stretch",
            )


def _register(case: "Case") -> None:
    """Give the letter its number and store what was found; a second press changes nothing."""
    if case.number:
        return
    store, pipeline = store_or_stop(), pipeline_or_stop()
    (registered,) = register(store, [case.analysis.letter], channel=case.channel)
    case.number = registered.number
    name = model_name(pipeline)
    study = make_study(registered.id, case.analysis, name, store.seal, fold_text, RED_KINDS)
    save_studies(store, name, [study])


def _decide(case: "Case", category: str, taxonomy: Taxonomy) -> None:
    accepted = category == case.analysis.prediction.category
    why = str(st.session_state.get("why", "")).strip() or (text.ACCEPTED_WHY if accepted else "")
    _register(case)
    try:
        correct(store_or_stop(), case.number, reader(), "category", category, why)
    except LetterError as error:
        case.decided = text.NOT_DECIDED.format(problem=error.problem, remedy=error.remedy)
        return
    said = text.DECIDED if accepted else text.CORRECTED
    case.decided = said.format(name=taxonomy.category_names[category], who=reader().name)
