"""Register the letter on the screen, and accept or correct its category; each is one press and says who and why."""

from typing import TYPE_CHECKING

import streamlit as st

from nlp.errors import LetterError
from nlp.extraction import red_flags, subjects_of
from nlp.roles import Deed
from nlp.store import correct, make_study, register, save_studies
from nlp.studying import fold_text, model_name
from nlp.taxonomy import Taxonomy
from ui import text
from ui.state import may, pipeline_or_stop, reader, store_or_stop

if TYPE_CHECKING:
    from ui.case import Case

__all__ = ["show"]


def show(case: "Case", taxonomy: Taxonomy) -> None:
    """Show the buttons: register, register and accept, register and correct; afterwards what was done."""
    if not may(Deed.REGISTER):
        return
    with st.container(border=True):
        if case.number:
            st.success(text.REGISTERED.format(number=case.number) + case.decided, icon=":material/task_alt:")
        handled = not case.analysis.confidential or reader().confidential
        if not handled:
            st.caption(text.ONLY_HANDLER)
        if not (handled and may(Deed.DECIDE)):
            if not case.number:
                st.button(text.REGISTER, type="primary", shortcut="F8", on_click=_register, args=(case,))
            return
        _show_acceptance(case, taxonomy)
        _show_corrections(case, taxonomy)


def _show_acceptance(case: "Case", taxonomy: Taxonomy) -> None:
    suggested = case.analysis.prediction.category
    accept = (text.ACCEPT if case.number else text.REGISTER_AND_ACCEPT).format(name=taxonomy.category_names[suggested])
    decide = (case, suggested, taxonomy)
    if not case.number:
        one, other = st.columns(2)
        one.button(accept, type="primary", shortcut="F9", on_click=_decide, args=decide, width="stretch")
        other.button(text.REGISTER, shortcut="F8", on_click=_register, args=(case,), width="stretch")
    elif not case.decided:
        st.button(accept, type="primary", shortcut="F9", on_click=_decide, args=decide, width="stretch")


def _show_corrections(case: "Case", taxonomy: Taxonomy) -> None:
    """Show the other categories, each one key away, and the reason that is kept with them."""
    others = [code for code in taxonomy.codes if code != case.analysis.prediction.category]
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.markdown(text.CORRECT.format(name="").strip(), width="content")
        for place, code in enumerate(others, 1):
            st.button(
                taxonomy.category_names[code],
                on_click=_decide,
                args=(case, code, taxonomy),
                shortcut=f"Alt+{place}",
                key=code,
                type="tertiary",
                width="content",
            )
    st.selectbox(
        text.WHY,
        text.USUAL_REASONS,
        key="why",
        accept_new_options=True,
        placeholder=text.WHY_HINT,
        label_visibility="collapsed",
    )


def _register(case: "Case") -> None:
    """Give the letter its number and store what was found; a second press changes nothing."""
    if case.number:
        return
    store, pipeline = store_or_stop(), pipeline_or_stop()
    (registered,) = register(store, [case.analysis.letter], channel=case.channel, who=reader().name)
    case.number = registered.number
    name, analysis = model_name(pipeline.manifest), case.analysis
    named = subjects_of(analysis.signals)
    red = red_flags(analysis.signals)
    save_studies(store, name, [make_study(registered.id, analysis, name, store.seal, fold_text, red, named)])


def _decide(case: "Case", category: str, taxonomy: Taxonomy) -> None:
    accepted = category == case.analysis.prediction.category
    why = text.ACCEPTED_WHY if accepted else str(st.session_state.get("why") or "").strip()
    _register(case)
    try:
        correct(store_or_stop(), case.number, reader(), "category", category, why)
    except LetterError as error:
        case.decided = text.NOT_DECIDED.format(problem=error.problem, remedy=error.remedy)
        return
    said = text.DECIDED if accepted else text.CORRECTED
    case.decided = said.format(name=taxonomy.category_names[category], who=reader().name)
