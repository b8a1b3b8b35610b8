"""来信登记: paste a letter, see what it is, how sure that is and why; register it, accept or correct the category."""

import datetime as dt
from dataclasses import dataclass, field, replace

import streamlit as st

from nlp.letter import Analysis, Letter
from nlp.privacy import mask
from nlp.procedure import Events, deadlines
from nlp.similar import Similar, find_similar
from nlp.taxonomy import Taxonomy
from ui import decision, findings, text
from ui.state import pipeline_or_stop, reader, rules, store_or_stop

__all__ = ["render"]


@dataclass
class Case:
    """The letter on the screen, in its own session only, and how far its registration has got."""

    analysis: Analysis
    channel: str
    unknown: tuple[str, ...] = ()
    similar: list[Similar] = field(default_factory=list)
    number: str = ""
    decided: str = ""


def render() -> None:
    """Show the paste form and what to do on the left, what the letter says on the right."""
    st.title(text.INTAKE)
    taxonomy = pipeline_or_stop().taxonomy
    store_or_stop()
    left, right = st.columns([5, 7], gap="large")
    with left:
        _form()
        case = st.session_state.get("case")
        if isinstance(case, Case):
            findings.show_facts(case.analysis, case.unknown, taxonomy)
        with st.expander(text.DEFINITIONS):
            _show_definitions(taxonomy)
    with right:
        if not isinstance(case, Case):
            st.info(text.EMPTY)
            return
        findings.show_red(case.analysis, taxonomy)
        findings.show_category(case.analysis, taxonomy)
        decision.show(case, taxonomy)
        findings.show_demands(case.analysis, taxonomy)
        findings.show_letter(case.analysis, taxonomy)
        findings.show_ways(case.analysis)
        findings.show_similar(case.similar, taxonomy)
        findings.show_ranking(case.analysis, taxonomy)


def _form() -> None:
    for key in ("title", "body"):  # Streamlit forgets a field that another page did not show
        st.session_state.setdefault(key, st.session_state.get(f"kept_{key}", ""))
    with st.form("letter", border=False):
        st.text_input(text.PASTE_TITLE, key="title")
        st.text_area(text.PASTE_TEXT, height=230, placeholder=text.PASTE_HINT, key="body")
        one, other = st.columns(2)
        one.date_input(text.RECEIVED, value=dt.date.today(), key="received", format="YYYY-MM-DD")
        other.selectbox(text.CHANNEL, text.CHANNELS, key="channel")
        go, clear = st.columns(2)
        go.form_submit_button(text.ANALYSE, type="primary", width="stretch", on_click=_analyse)
        clear.form_submit_button(text.CLEAR, on_click=_clear, width="stretch", shortcut="Alt+X")


def _clear() -> None:
    st.session_state.update(title="", body="", kept_title="", kept_body="", case=None)


def _analyse() -> None:
    """Analyse what stands in the form; nothing is stored but that earlier letters were looked at."""
    said = st.session_state
    title, body = str(said["title"]), str(said["body"])
    said.update(kept_title=title, kept_body=body, case=None)
    if not (title + body).strip():
        return
    letter = Letter(body or title, title=title if body else "", received=said["received"], source=text.PASTED)
    analysis = pipeline_or_stop().analyse(letter)
    channel = str(said["channel"])
    transferred = channel == text.TRANSFERRED
    events = Events(received=letter.received, channel="transferred" if transferred else "direct")
    told = deadlines(events, rules())
    analysis = replace(analysis, due=told.due)
    said["case"] = Case(analysis, channel, told.unknown, _similar(analysis))


def _similar(analysis: Analysis) -> list[Similar]:
    firms = [str(signal.value or signal.text) for signal in analysis.signals if signal.kind == "enterprises"]
    return find_similar(store_or_stop(), analysis.letter, firms, reader(), mask)


def _show_definitions(taxonomy: Taxonomy) -> None:
    st.markdown(taxonomy.rule_of_thumb)
    for category in taxonomy.categories:
        st.markdown(f"**{category.name}**　{category.definition}{category.excludes}")
