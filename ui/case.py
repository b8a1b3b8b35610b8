"""The letter on the intake page: what it was found to be, what it is like, and how far its registration has got."""

from dataclasses import dataclass, field, replace

import streamlit as st

from nlp.letter import Analysis, Letter
from nlp.privacy import mask
from nlp.procedure import Events, deadlines
from nlp.similar import Similar, find_similar
from nlp.taxonomy import Taxonomy
from nlp.timeline import MatterCourse, matter_of
from ui import decision, dropping, findings, likeness, text
from ui.state import pipeline_or_stop, reader, rules, store_or_stop

__all__ = ["Case", "analyse", "current", "offer_file", "show"]


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


def current() -> Case | None:
    """Give the letter on the screen, if there is one."""
    case = st.session_state.get("case")
    return case if isinstance(case, Case) else None


def show(case: Case, taxonomy: Taxonomy) -> None:
    """Show what is red first, then what the letter is, what to do about it, and what that rests on."""
    findings.show_red(case.analysis, taxonomy)
    findings.show_category(case.analysis, taxonomy)
    decision.show(case, taxonomy)
    likeness.show_matter(case.matter)
    findings.show_letter(case.analysis, taxonomy)
    findings.show_demands(case.analysis, taxonomy)
    likeness.show_similar(case.analysis.letter, case.similar, taxonomy)
    findings.show_ways(case.analysis)
    findings.show_ranking(case.analysis, taxonomy)


def offer_file() -> None:
    """Offer to take the letter out of a file, into the form."""
    dropping.ask(_take)


def _take(letter: Letter) -> None:
    """Put a letter out of a file into the form, and analyse it."""
    st.session_state.update(title=letter.title, body=letter.text)
    if letter.received:
        st.session_state["received"] = letter.received
    analyse()


def analyse() -> None:
    """Analyse what stands in the form; nothing is stored but that earlier letters were looked at."""
    said = st.session_state
    said["case"] = None
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
