"""One matter opened from the trends page: its course, masked letters and ledger, and what staff say of its alarm."""

import pandas as pd
import streamlit as st

from nlp.clustering import Verdict
from nlp.errors import LetterError
from nlp.history import list_numbers, read_ledger
from nlp.letter import Letter
from nlp.privacy import mask
from nlp.store import Store, view
from nlp.weekly import AlarmEntry, ClusterCard, Review, alarm_entries, judge_alarm
from ui import text
from ui.charts import sparkline
from ui.findings import plain
from ui.state import reader

__all__ = ["show"]

_MOST_LETTERS = 20
_BEGINNING = 22


def show(card: ClusterCard, review: Review, store: Store) -> None:
    """Show the matter; letters are fetched only when asked for, for every look at one is noted."""
    st.button(text.BACK, on_click=_close, icon=":material/arrow_back:", shortcut="Esc")
    st.subheader(plain(card.headline))
    if card.demand and card.demand != card.headline:
        st.markdown(f"{text.ASKS}“{plain(card.demand)}”")
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.caption(text.COURSE.format(weeks=len(card.weekly)))
        st.altair_chart(sparkline(card.weekly).properties(height=140), width="stretch")
        with st.expander(text.TABLE_BEHIND):
            weeks = list(range(len(card.weekly) - 1, -1, -1))
            frame = pd.DataFrame({text.WEEKS_AGO: weeks, text.LETTERS: card.weekly})
            st.dataframe(frame, hide_index=True)
        _show_letters(card, store)
    with right:
        _show_counts(card, review)
        _show_verdict(card, review, store)
        _show_ledger(card, store)


def _close() -> None:
    st.session_state.update(matter="", matter_letters=None)


def _show_counts(card: ClusterCard, review: Review) -> None:
    counts = text.CARD_COUNTS.format(
        recent=card.recent.count, letters=card.letters.count, copies=card.copies, senders=card.senders
    )
    st.markdown(counts)
    shares = "、".join(
        f"{review.category_names.get(c, c) or text.NO_CATEGORY} {s:.0%}" for c, s in card.categories.items()
    )
    lines = [(text.FIRST_SEEN, f"{card.first}"), (text.LAST_SEEN, f"{card.last}"), (text.CATEGORY_COLUMN, shares)]
    lines += [(text.PEOPLE, text.ABOUT_PEOPLE.format(count=card.people))] if card.people else []
    lines += [(text.REPLIED, text.COUNT_LETTERS.format(count=card.replied.count))] if card.replied.count else []
    lines += [(text.SPREAD, "；".join(f"{plain(firm)}（{day}）" for firm, day in card.spread.items()))] * bool(
        card.spread
    )
    lines += [(text.TERMS_NAME, "、".join(map(plain, card.terms)))] if card.terms else []
    for name, said in lines:
        st.markdown(f"**{name}**　{said}")


def _show_verdict(card: ClusterCard, review: Review, store: Store) -> None:
    if card.alarm is None:
        return
    st.markdown(f":red-badge[{text.ALARM_KINDS[card.alarm.kind]}] {plain(card.alarm.sentence)}")
    kept = next((alarm for alarm in alarm_entries(store, review.week) if alarm.matter == card.id), None)
    if kept is None:
        return
    if kept.verdict:
        st.caption(text.JUDGED_BY.format(verdict=text.VERDICTS[kept.verdict], who=kept.verdict_by))
    st.text_input(text.VERDICT_WHY, key="verdict_why")
    for box, (verdict, name) in zip(st.columns(len(text.VERDICTS)), text.VERDICTS.items(), strict=True):
        icon = ":material/check:" if verdict == kept.verdict else None
        box.button(name, icon=icon, key=f"say-{verdict}", on_click=_say, args=(store, kept, verdict), width="stretch")
    if said := st.session_state.pop("verdict_error", ""):
        st.warning(said)


def _say(store: Store, alarm: AlarmEntry, verdict: Verdict) -> None:
    try:
        judge_alarm(store, alarm.id, verdict, reader(), str(st.session_state.get("verdict_why", "")))
    except LetterError as error:
        st.session_state["verdict_error"] = f"{error.problem}。{error.remedy}。"


def _show_letters(card: ClusterCard, store: Store) -> None:
    kept = st.session_state.get("matter_letters")
    if not kept or kept[0] != card.id:
        count = min(card.letters.count, _MOST_LETTERS)
        label = text.FETCH_LETTERS.format(count=count)
        st.button(label, on_click=_fetch, args=(card, store), help=text.FETCH_HELP)
        return
    st.subheader(text.MATTER_LETTERS)
    for letter in kept[1]:
        day = letter.received.isoformat() if letter.received else text.NO_DATE
        begins = letter.title or " ".join(letter.text.split())[:_BEGINNING] + "…"
        with st.expander(f"{letter.id}　{day}　{plain(begins)}"):
            st.text(letter.text)


def _fetch(card: ClusterCard, store: Store) -> None:
    """Fetch the latest letters, masked; those that became confidential since are left out."""
    fetched: list[Letter] = []
    for number in reversed(list_numbers(card.letters.letters)[-_MOST_LETTERS:]):
        try:
            fetched.append(view(store, number, reader(), mask))
        except LetterError:
            continue
    st.session_state["matter_letters"] = (card.id, fetched)


def _show_ledger(card: ClusterCard, store: Store) -> None:
    lines = read_ledger(store, card.id)
    with st.expander(text.LEDGER.format(count=len(lines))):
        for line in lines:
            st.markdown(f"**{line.week}**　{text.LEDGER_KINDS.get(line.kind, line.kind)}　{plain(line.why)}")
