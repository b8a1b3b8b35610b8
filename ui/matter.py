"""One matter opened from the trends page: its course, masked letters and ledger, and what staff say of its alarm."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from nlp.clustering import Verdict
from nlp.errors import LetterError
from nlp.history import read_ledger
from nlp.letter import Letter
from nlp.privacy import mask
from nlp.roles import Deed
from nlp.store import Store, view
from nlp.timeline import MatterCourse, matter_courses, matter_numbers
from nlp.volume import weeks_before
from nlp.weekly import AlarmEntry, ClusterCard, Review, alarm_entries, judge_alarm, load_review
from ui import text
from ui.cards import counts_of, headline_of
from ui.charts import show_sparkline, show_table
from ui.marking import plain
from ui.naming import category_name
from ui.state import may, reader

__all__ = ["show"]

_MOST_LETTERS = 20
_BEGINNING = 22
_WEEKS = 52


def show(matter_id: str, review: Review, store: Store) -> None:
    """Show the matter; letters are fetched only when asked for, for every look at one is noted."""
    st.button(text.BACK, on_click=_close, icon=":material/arrow_back:", shortcut="Esc")
    courses = matter_courses(store, review.week, weeks=_WEEKS, only=[matter_id])
    if not courses:
        st.info(text.MATTER_GONE)
        return
    course, card = courses[0], _card_of(matter_id, courses[0], review, store)
    headline = headline_of(card) if card else course.headline or text.UNNAMED_MATTER.format(id=matter_id[:6])
    st.subheader(plain(headline))
    if card and card.demand and card.demand != card.headline:
        st.markdown(f"{text.ASKS}“{plain(card.demand)}”")
    left, right = st.columns([3, 2], gap="large")
    with left:
        weeks = weeks_before(review.week, _WEEKS)
        st.caption(text.COURSE.format(weeks=_WEEKS))
        show_sparkline(course.weekly, weeks, height=150)
        show_table(pd.DataFrame({text.WEEK: weeks[::-1], text.LETTERS: course.weekly[::-1]}))
        _show_letters(matter_id, store)
    with right:
        if card:
            st.markdown(counts_of(card))
        _show_lines(_facts(course, card, review))
        _show_verdict(matter_id, card, store, (review.week, *reversed(course.alarmed)))
        _show_ledger(matter_id, store)


def _card_of(matter_id: str, course: MatterCourse, review: Review, store: Store) -> ClusterCard | None:
    """Give the matter's card of this week, or of the last week in which it had letters; None where it has none."""
    heard = [week for week, count in zip(weeks_before(review.week, _WEEKS), course.weekly, strict=True) if count]
    for week in dict.fromkeys((review.week, heard[-1])):
        found = review if week == review.week else load_review(store, week)
        for card in found.clusters if found else ():
            if card.id == matter_id:
                return card
    return None


def _close() -> None:
    st.session_state.update(matter="", matter_letters=None)


def _facts(course: MatterCourse, card: ClusterCard | None, review: Review) -> list[tuple[str, str]]:
    """Give what is to be said of a matter, each with its name; of one without a card only what the register knows."""
    lines = [(text.FIRST_SEEN, f"{course.born}")]
    if card is None:
        lines.append((text.LETTERS, text.ALL_LETTERS.format(weeks=_WEEKS, count=course.letters)))
    else:
        names = review.category_names
        shares = "、".join(f"{category_name(c, names)} {s:.0%}" for c, s in card.categories.items())
        lines += [(text.LAST_SEEN, f"{card.last}"), (text.CATEGORY_COLUMN, shares)]
        lines += [(text.PEOPLE, text.ABOUT_PEOPLE.format(count=card.people))] if card.people else []
        replied = text.COUNT_LETTERS.format(count=card.replied.count)
        lines += [(text.REPLIED, replied)] if card.replied.count else []
        spread = "；".join(f"{plain(firm)}（{day}）" for firm, day in card.spread.items())
        lines += [(text.SPREAD, spread)] if spread else []
        lines += [(text.TERMS_NAME, "、".join(map(plain, card.terms)))] if card.terms else []
    lines += [(text.ALARMED_WEEKS, "、".join(course.alarmed))] if course.alarmed else []
    return lines


def _show_lines(lines: Sequence[tuple[str, str]]) -> None:
    st.markdown("  \n".join(f"**{name}**　{said}" for name, said in lines))


def _show_verdict(matter_id: str, card: ClusterCard | None, store: Store, weeks: Sequence[str]) -> None:
    """Show the latest alarm of the matter with what was said of it, and buttons to say something."""
    if card and card.alarm:
        st.markdown(f":red-badge[{text.ALARM_KINDS[card.alarm.kind]}] {plain(card.alarm.sentence)}")
    entries = (alarm for week in dict.fromkeys(weeks) for alarm in alarm_entries(store, week))
    kept = next((alarm for alarm in entries if alarm.matter == matter_id), None)
    if kept is None:
        return
    if kept.verdict:
        st.caption(text.JUDGED_BY.format(verdict=text.VERDICTS[kept.verdict], who=kept.verdict_by))
    if not may(Deed.JUDGE):
        return
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
        st.session_state["verdict_error"] = text.PROBLEM.format(problem=error.problem, remedy=error.remedy)


def _show_letters(matter_id: str, store: Store) -> None:
    kept = st.session_state.get("matter_letters")
    if not kept or kept[0] != matter_id:
        count = min(len(matter_numbers(store, matter_id)), _MOST_LETTERS)
        label = text.FETCH_LETTERS.format(count=count)
        st.button(label, on_click=_fetch, args=(matter_id, store), help=text.FETCH_HELP, key="fetch")
        return
    st.subheader(text.MATTER_LETTERS)
    for letter in kept[1]:
        day = letter.received.isoformat() if letter.received else text.NO_DATE
        begins = letter.title or " ".join(letter.text.split())[:_BEGINNING] + "…"
        with st.expander(f"{letter.id}　{day}　{plain(begins)}"):
            st.text(letter.text)


def _fetch(matter_id: str, store: Store) -> None:
    """Fetch the latest letters, masked; those that became confidential since are left out."""
    fetched: list[Letter] = []
    for number in reversed(matter_numbers(store, matter_id)[-_MOST_LETTERS:]):
        try:
            fetched.append(view(store, number, reader(), mask))
        except LetterError:
            continue
    st.session_state["matter_letters"] = (matter_id, fetched)


def _show_ledger(matter_id: str, store: Store) -> None:
    lines = read_ledger(store, matter_id)
    with st.expander(text.LEDGER.format(count=len(lines))):
        for line in lines:
            st.markdown(f"**{line.week}**　{text.LEDGER_KINDS.get(line.kind, line.kind)}　{plain(line.why)}")
