"""One doubtful letter, masked, and what a person makes of it: one key each, and on to the next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from nlp.errors import LetterError
from nlp.letter import Analysis
from nlp.privacy import mask
from nlp.reviewing import Doubt
from nlp.store import Store, correct, find, latest_analysis, read_twice, view
from nlp.taxonomy import Taxonomy
from ui import findings, text
from ui.marking import marked_html, plain
from ui.state import reader

__all__ = ["open_case", "show", "show_blind", "show_list"]

_MOST_LISTED = 30


@dataclass(frozen=True)
class _Case:
    """The letter on the screen, in its own session only."""

    number: str
    analysis: Analysis


def open_case(store: Store, number: str) -> Analysis | None:
    """Fetch a letter masked with what was found in it; the look is noted once, however often the page is drawn.

    None, with the reason shown, for a letter that is not for this person.
    """
    case = st.session_state.get("review_case")
    if not isinstance(case, _Case) or case.number != number:
        try:
            letter = view(store, number, reader(), mask)
            with store.reading() as connection:
                letter_id = int(str(find(connection, number).id))
            found = latest_analysis(store, letter_id, letter)
        except LetterError as error:
            st.warning(text.REVIEW_FAILED.format(problem=error.problem, remedy=error.remedy))
            return None
        if found is None:
            return None
        case = _Case(number, found)
        st.session_state["review_case"] = case
    return case.analysis


def show(one: Doubt, store: Store, taxonomy: Taxonomy, *, twice: bool, place: tuple[int, int]) -> None:
    """Show the letter on the left, and on the right who asks, what the program thinks (not to one of two), the keys."""
    analysis = open_case(store, one.number)
    if analysis is None:
        st.button(text.REVIEW_LATER, on_click=_put_off, args=(one.number,))
        return
    left, right = st.columns([6, 5], gap="large")
    with right:
        _show_head(one, taxonomy, place, twice=twice)
        if twice:
            _ask_reading(one, store, taxonomy)
        else:
            findings.show_category(_unasked(analysis), taxonomy)
            _ask_decision(one, analysis, store, taxonomy)
            findings.show_ranking(analysis, taxonomy)
        with st.expander(text.DEFINITIONS):
            st.markdown(taxonomy.rule_of_thumb)
            for category in taxonomy.categories:
                st.markdown(f"**{category.name}**　{category.definition}{category.excludes}")
    with left:
        findings.show_red(replace(analysis, confidential=False) if twice else analysis, taxonomy)
        if analysis.letter.title:
            st.markdown(f"**{plain(analysis.letter.title)}**")
        if twice:
            show_blind(analysis)
        else:
            findings.show_letter(analysis, taxonomy)
            findings.show_demands(analysis, taxonomy)


def _unasked(analysis: Analysis) -> Analysis:
    """Leave out why a person is asked, which stands in the head already."""
    return replace(analysis, prediction=replace(analysis.prediction, review_reason=None))


def show_blind(analysis: Analysis) -> None:
    """Show a letter without what the program found in it."""
    st.subheader(text.LETTER)
    st.html(marked_html(analysis.letter.text, []))


def _show_head(one: Doubt, taxonomy: Taxonomy, place: tuple[int, int], *, twice: bool) -> None:
    day = one.received.isoformat() if one.received else text.NO_DATE
    st.caption(text.REVIEW_PLACE.format(place=place[0], count=place[1]))
    badges = [f":red-badge[:material/emergency: {text.REVIEW_URGENT}]"] if one.urgent else []
    if not twice and one.reason:
        reason = taxonomy.names.review_reasons.get(one.reason, one.reason)
        badges.append(f":orange-badge[{text.REVIEW_ASKED.format(reason=reason)}]")
    if one.copies > 1:
        said = text.REVIEW_AGAIN if one.again else text.REVIEW_COPIES.format(count=one.copies)
        badges.append(f":gray-badge[{said}]")
    st.markdown(text.REVIEW_HEAD.format(number=one.number, day=day) + "　" + " ".join(badges))
    if said := st.session_state.pop("review_error", ""):
        st.warning(said)


def _ask_decision(one: Doubt, analysis: Analysis, store: Store, taxonomy: Taxonomy) -> None:
    suggested, names = analysis.prediction.category, taxonomy.category_names
    with st.container(border=True):
        st.button(
            text.ACCEPT.format(name=names[suggested]),
            type="primary",
            shortcut="F9",
            on_click=_decide,
            args=(store, one, suggested, suggested, names),
            key=f"review-accept-{one.number}",
            width="stretch",
        )
        st.text_input(text.WHY, key="review_why", placeholder=text.REVIEW_WHY_HINT)
        _offer(
            [code for code in taxonomy.codes if code != suggested],
            text.CORRECT,
            names,
            lambda code: _decide(store, one, code, suggested, names),
            one.number,
        )
        _offer_later(one.number)


def _ask_reading(one: Doubt, store: Store, taxonomy: Taxonomy) -> None:
    with st.container(border=True):
        st.markdown(f"**{text.REVIEW_AS}**")
        names = taxonomy.category_names
        _offer(taxonomy.codes, text.REVIEW_READ_AS, names, lambda code: _read(store, one, code, taxonomy), one.number)
        st.text_input(text.REVIEW_WHY_TWICE, key="review_why", placeholder=text.REVIEW_WHY_HINT)
        _offer_later(one.number)


def _offer(codes: Sequence[str], label: str, names: dict[str, str], act: Callable[[str], None], number: str) -> None:
    """Offer the categories. A button is that of one letter: pressed twice in haste it decides about no other."""
    boxes = st.columns(2)
    for place, code in enumerate(codes):
        boxes[place % 2].button(
            label.format(name=names[code]),
            key=f"review-{code}-{number}",
            shortcut=f"Alt+{place + 1}",
            on_click=act,
            args=(code,),
            width="stretch",
        )


def _offer_later(number: str) -> None:
    key = f"review-later-{number}"
    st.button(text.REVIEW_LATER, shortcut="Alt+N", on_click=_put_off, args=(number,), key=key, width="stretch")


def _decide(store: Store, one: Doubt, category: str, suggested: str, names: dict[str, str]) -> None:
    accepted = category == suggested
    why = str(st.session_state.get("review_why", "")).strip() or (text.REVIEWED_WHY if accepted else "")
    try:
        correct(store, one.number, reader(), "category", category, why)
    except LetterError as error:
        st.session_state["review_error"] = text.REVIEW_FAILED.format(problem=error.problem, remedy=error.remedy)
        return
    said = text.REVIEW_KEPT if accepted else text.REVIEW_CHANGED
    _go_on(one.number, said.format(number=one.number, name=names[category]))


def _read(store: Store, one: Doubt, category: str, taxonomy: Taxonomy) -> None:
    why = str(st.session_state.get("review_why", "")).strip()
    try:
        agreed = read_twice(store, one.number, reader(), category, why)
    except LetterError as error:
        st.session_state["review_error"] = text.REVIEW_FAILED.format(problem=error.problem, remedy=error.remedy)
        return
    said = text.REVIEW_AGREED if agreed else text.REVIEW_FIRST_READ
    _go_on(one.number, said.format(number=one.number, name=taxonomy.category_names[category]))


def _go_on(number: str, said: str) -> None:
    st.session_state.update(review_said=said, review_why="", review_case=None)
    st.session_state["review_done"].add(number)


def _put_off(number: str) -> None:
    st.session_state.update(review_why="", review_case=None)
    st.session_state["review_done"].add(number)


def show_list(left: Sequence[Doubt], taxonomy: Taxonomy) -> None:
    """List the next letters of the queue by number, why they are asked about, and how unsure the model is."""
    reasons = taxonomy.names.review_reasons
    rows = [
        (one.number, one.received, reasons.get(one.reason, one.reason), one.uncertainty, one.copies)
        for one in left[:_MOST_LISTED]
    ]
    columns = list(text.REVIEW_LIST_COLUMNS)
    bar = st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1)
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, column_config={columns[3]: bar})
