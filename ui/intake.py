"""来信登记: paste or drop a letter, see what it is, how sure that is and why; register it, accept or correct it."""

import datetime as dt
from dataclasses import dataclass, field, replace

import streamlit as st

from nlp.letter import Analysis, Letter
from nlp.privacy import mask
from nlp.procedure import Events, deadlines
from nlp.similar import Similar, find_similar
from nlp.taxonomy import Taxonomy
from nlp.timeline import MatterCourse, matter_of
from ui import decision, dropping, findings, likeness, text
from ui.naming import channel_name
from ui.state import pipeline_or_stop, reader, rules, store_or_stop, survive

__all__ = ["Case", "render"]

_FIELDS = ("title", "body", "received", "channel")


@dataclass
class Case:
    """The letter on the screen, in its own session only, and how far its registration has got."""

    analysis: Analysis
    channel: str
    unknown: tuple[str, ...] = ()
    similar: list[Similar] = field(default_factory=list)
    matter: MatterCourse | None = None
    number: str = ""
    decided: str = ""


def render() -> None:
    """Show the paste form and the facts on the left, what the letter is and what to do about it on the right."""
    st.title(text.INTAKE)
    taxonomy = pipeline_or_stop().taxonomy
    store_or_stop()
    survive("case", "dropped", *(f"kept_{name}" for name in _FIELDS))
    left, right = st.columns([5, 7], gap="large")
    with left:
        _form()
        dropping.ask(_take)
        case = st.session_state.get("case")
        if isinstance(case, Case):
            findings.show_facts(case.analysis, case.unknown, taxonomy)
        with st.expander(text.DEFINITIONS):
            _show_definitions(taxonomy)
    with right:
        if isinstance(case, Case):
            _show(case, taxonomy)
        else:
            st.info(text.EMPTY)


def _show(case: Case, taxonomy: Taxonomy) -> None:
    findings.show_red(case.analysis, taxonomy)
    findings.show_category(case.analysis, taxonomy)
    decision.show(case, taxonomy)
    likeness.show_matter(case.matter)
    findings.show_letter(case.analysis, taxonomy)
    findings.show_demands(case.analysis, taxonomy)
    likeness.show_similar(case.analysis.letter, case.similar, taxonomy)
    findings.show_ways(case.analysis)
    findings.show_ranking(case.analysis, taxonomy)


def _form() -> None:
    for key in _FIELDS:  # Streamlit forgets a field that another page did not show
        if f"kept_{key}" in st.session_state:
            st.session_state.setdefault(key, st.session_state[f"kept_{key}"])
    st.session_state.setdefault("received", dt.date.today())
    with st.form("letter", border=False):
        st.text_input(text.PASTE_TITLE, key="title")
        st.text_area(text.PASTE_TEXT, height=170, placeholder=text.PASTE_HINT, key="body")
        one, other = st.columns(2)
        one.date_input(text.RECEIVED, key="received", format="YYYY-MM-DD")
        other.selectbox(text.CHANNEL, text.CHANNELS, key="channel", format_func=channel_name)
        go, clear = st.columns(2)
        go.form_submit_button(text.ANALYSE, type="primary", width="stretch", on_click=_analyse)
        clear.form_submit_button(text.CLEAR, on_click=_clear, width="stretch", shortcut="Alt+X")


def _clear() -> None:
    dropping.forget()
    st.session_state.update(title="", body="", kept_title="", kept_body="", case=None)


def _take(letter: Letter) -> None:
    """Put a letter out of a file into the form, and analyse it."""
    st.session_state.update(title=letter.title, body=letter.text)
    if letter.received:
        st.session_state["received"] = letter.received
    _analyse()


def _analyse() -> None:
    """Analyse what stands in the form; nothing is stored but that earlier letters were looked at."""
    said = st.session_state
    said.update({f"kept_{name}": said[name] for name in _FIELDS if name in said}, case=None)
    title, body = str(said.get("title", "")), str(said.get("body", ""))
    if not (title + body).strip():
        return
    source = dropping.source() or text.PASTED
    letter = Letter(body or title, title=title if body else "", received=said.get("received"), source=source)
    analysis = pipeline_or_stop().analyse(letter)
    channel = str(said.get("channel", text.CHANNELS[0]))
    transferred = channel == text.TRANSFERRED
    events = Events(received=letter.received, channel="transferred" if transferred else "direct")
    told = deadlines(events, rules())
    similar = _similar(analysis)
    matter = matter_of(store_or_stop(), {one.number: one.share for one in similar}) if similar else None
    said["case"] = Case(replace(analysis, due=told.due), channel, told.unknown, similar, matter)


def _similar(analysis: Analysis) -> list[Similar]:
    firms = [str(signal.value or signal.text) for signal in analysis.signals if signal.kind == "enterprises"]
    return find_similar(store_or_stop(), analysis.letter, firms, reader(), mask)


def _show_definitions(taxonomy: Taxonomy) -> None:
    st.markdown(taxonomy.rule_of_thumb)
    for category in taxonomy.categories:
        st.markdown(f"**{category.name}**　{category.definition}{category.excludes}")
