"""趋势与苗头: what a stored weekly review says, and how the register counts through time; no letter is read for it."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nlp.bulletin import compose, to_docx, to_html
from nlp.privacy import TOTAL, hide_small
from nlp.store import Store, escalate, note_export
from nlp.timeline import MatterCourse, answered_matters, matter_courses
from nlp.volume import Course, count_weeks, weeks_before
from nlp.weekly import Line, Review, alarm_entries, list_weeks, load_review
from ui import matter, text
from ui.cards import headline_of, open_matter, show_cards
from ui.charts import show_bars, show_courses, show_matrix, show_table, show_timeline
from ui.naming import category_name, channel_name
from ui.state import reader, rules, store_or_stop
from ui.tab import survive

__all__ = ["render"]

_MOST_ROWS = 15
_LEAST = 5
"""Fewer letters than this are not shown of an enterprise or region: somebody might be known by them."""
_WEEKS, _LONG = 13, 26
_MOST_MATTERS, _AT_ONCE = 2000, 30
_NAME = 26
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render() -> None:
    """Show the week asked for: the figures, what is emerging, then the tables; or one matter that was opened."""
    store = store_or_stop()
    weeks = list_weeks(store)
    survive("week", "matter", "trend_tab")
    head, which = st.columns([5, 2], vertical_alignment="bottom")
    head.title(text.TRENDS)
    if not weeks:
        st.info(text.NO_REVIEW, icon=":material/calendar_month:")
        return
    week = which.selectbox(text.WHICH_WEEK, weeks, key="week", format_func=text.week_name)
    review = load_review(store, week)
    if review is None:
        st.info(text.NO_REVIEW)
        return
    if opened := str(st.session_state.get("matter") or ""):
        matter.show(opened, review, store)
        return
    _show_figures(review, store)
    tabs = st.tabs(list(text.TREND_TABS.values()), key="trend_tab", on_change="rerun")
    for name, tab in zip(text.TREND_TABS, tabs, strict=True):
        if tab.open:
            with tab:
                _SHOW[name](review, store)


def _show_figures(review: Review, store: Store) -> None:
    now, before = review.total.now.count, review.total.before.count
    overdue = sum(term.overdue.count for term in review.terms)
    open_flags = sum(flag.open.count for flag in review.flags)
    alarms = sum(card.alarm is not None for card in review.clusters)
    boxes = st.columns(6)
    boxes[0].metric(text.TOTAL_LETTERS, f"{now:,}", text.AGAINST.format(change=now - before), delta_color="off")
    for box, name, count in zip(
        boxes[1:],
        (text.EMERGING, text.OPEN_FLAGS, text.OVERDUE, text.NEEDS_REVIEW, text.UNFINISHED),
        (alarms, open_flags, overdue, review.needs_review.count, review.unfinished),
        strict=True,
    ):
        box.metric(name, f"{count:,}")
    said, word, page = st.columns([5, 1.6, 1.6], vertical_alignment="center")
    said.caption(text.WEEK_SPAN.format(begins=review.begins, ends=review.ends))
    bulletin = compose(review, next(iter(rules().office.names), ""))
    name = text.BULLETIN_FILE.format(week=review.week)
    note = partial(note_export, store, reader().name)
    _offer(note, word, text.BULLETIN_WORD, lambda: to_docx(bulletin), f"{name}.docx", _WORD)
    _offer(note, page, text.BULLETIN_PAGE, lambda: to_html(bulletin).encode(), f"{name}.html", "text/html")


def _offer(
    note: Callable[[str], None], box: DeltaGenerator, label: str, make: Callable[[], bytes], name: str, mime: str
) -> None:
    """Offer a file that is made, and noted, when somebody asks for it."""

    def noted() -> bytes:
        note(name)
        return make()

    icon = ":material/download:"
    box.download_button(label, noted, file_name=name, mime=mime, width="stretch", on_click="ignore", icon=icon)


def _show_emerging(review: Review, store: Store) -> None:
    show_cards(review, {alarm.matter: alarm.verdict for alarm in alarm_entries(store, review.week)})
    if review.clusters:
        weeks = weeks_before(review.week, len(review.clusters[0].weekly))
        rows = [(headline_of(card), *card.weekly) for card in review.clusters]
        show_table(pd.DataFrame(rows, columns=[text.MATTER, *weeks]))


def _show_timeline(review: Review, store: Store) -> None:
    """Show every matter of half a year, thirty at a time; a click on a dot, or the list of all below, opens one."""
    courses = matter_courses(store, review.week, weeks=_LONG, most=_MOST_MATTERS)
    if not courses:
        st.info(text.NOTHING_HERE)
        return
    said, which = st.columns([5, 1.2], vertical_alignment="bottom")
    said.caption(text.TIMELINE_NOTE.format(weeks=_LONG, count=len(courses)))
    begin = _ask_part(which, len(courses)) if len(courses) > _AT_ONCE else 0
    part = courses[begin : begin + _AT_ONCE]
    rows = [(course.id, _called(course), course.weekly, course.alarmed) for course in part]
    clicked = show_timeline(rows, weeks_before(review.week, _LONG), f"timeline-{review.week}-{begin}")
    names = {course.id: _called(course) for course in courses}
    box, button = st.columns([5, 1], vertical_alignment="bottom")
    chosen = box.selectbox(text.MATTER, list(names), format_func=names.__getitem__)
    button.button(text.OPEN_MATTER, on_click=open_matter, args=(chosen,), width="stretch")
    if clicked:
        open_matter(clicked)
        st.rerun()


def _ask_part(box: DeltaGenerator, count: int) -> int:
    """Ask which thirty matters to draw; give the place of the first."""

    def said(begin: int) -> str:
        return text.TIMELINE_PART.format(first=begin + 1, last=min(begin + _AT_ONCE, count))

    places = range(0, count, _AT_ONCE)
    return int(box.selectbox(text.TIMELINE_PARTS, places, format_func=said, key="timeline_part") or 0)


def _called(course: MatterCourse) -> str:
    name = course.headline or text.UNNAMED_MATTER.format(id=course.id[:6])
    return name if len(name) <= _NAME else name[:_NAME] + "…"


def _show_volume(review: Review, store: Store) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(text.BY_CATEGORY)
        show_bars([_row(line, _name(review, line.key)) for line in review.categories], text.CATEGORY_COLUMN)
    with right:
        st.subheader(text.BY_CHANNEL)
        show_bars([_row(line, channel_name(line.key) or text.NO_CHANNEL) for line in review.channels], text.CHANNEL)
    st.caption(text.COUNTED.format(repeats=review.repeats.count, undated=review.undated.count, late=review.late.count))
    secret = next(iter(review.confidential_codes), "")
    courses = count_weeks(store, review.week, "category", weeks=_WEEKS, secret=secret)
    st.subheader(text.BY_WEEK.format(weeks=_WEEKS))
    weeks = weeks_before(review.week, _WEEKS)
    show_courses([(_name(review, course.key), course.weekly) for course in courses], weeks, text.CATEGORY_COLUMN)
    st.subheader(text.BY_REGION)
    regions = count_weeks(store, review.week, "region", weeks=2, most=_MOST_ROWS)
    show_bars([(one.key, *_large_pair(one)) for one in regions if max(one.weekly) >= _LEAST], text.REGION)
    st.caption(text.SMALL_REGIONS)


def _row(line: Line, name: str) -> tuple[str, int, int]:
    return name, line.now.count, line.before.count


def _large_pair(course: Course) -> tuple[int | None, int | None]:
    return _large(course.now), _large(course.before)


def _large(count: int) -> int | None:
    """Give a count that may be shown by itself, None for a small one."""
    return None if 0 < count < _LEAST else count


def _name(review: Review, code: str) -> str:
    return category_name(code, review.category_names)


def _show_enterprises(review: Review, store: Store) -> None:
    """Show enterprises with some letters at least; totals are those of the matrix, so that neither tells the other."""
    firms = [firm for firm in review.enterprises if max(firm.now.count, firm.before.count) >= _LEAST][:_MOST_ROWS]
    table = {
        firm.name: {_name(review, code): figure.count for code, figure in firm.categories.items()}
        for firm in firms
        if firm.now.count >= _LEAST
    }
    safe = hide_small(table, _LEAST)
    st.caption(text.SMALL_HIDDEN)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(text.BY_ENTERPRISE)
        rows = [
            (
                firm.name,
                safe[firm.name, TOTAL] if firm.name in table else _large(firm.now.count),
                _large(firm.before.count),
            )
            for firm in firms
        ]
        show_bars(rows, text.ENTERPRISE)
        if len(review.enterprises) > len(firms):
            st.caption(text.OTHER_FIRMS.format(count=len(review.enterprises) - len(firms)))
    with right:
        st.subheader(text.MATRIX)
        cells = [(row, column, safe[row, column]) for row in safe.rows for column in safe.columns if row != TOTAL]
        show_matrix(cells, text.ENTERPRISE)
        st.caption(text.UNNAMED.format(count=review.unnamed.count))


def _show_answered(review: Review, store: Store) -> None:
    """Show the matters that were dealt with, or say they were answered, and bring letters all the same."""
    st.subheader(text.CLOSED_STILL)
    st.caption(text.CLOSED_STILL_NOTE.format(weeks=_WEEKS))
    answered = answered_matters(store, review.week, weeks=_WEEKS)
    rows = [(one.id, one.headline, one.closed, one.since, one.letters, one.last) for one in answered]
    _offer_matters(rows, text.CLOSED_COLUMNS, "closed")
    st.subheader(text.REPLIED_STILL)
    st.caption(text.REPLIED_STILL_NOTE)
    cards = [card for card in review.clusters if card.replied.count and card.recent.count]
    cards.sort(key=lambda card: (-card.recent.count, -card.replied.count))
    told = [(card.id, card.headline, card.replied.count, card.letters.count, card.recent.count) for card in cards]
    _offer_matters(told, text.REPLIED_COLUMNS, "replied")


def _offer_matters(rows: Sequence[tuple[object, ...]], columns: tuple[str, ...], key: str) -> None:
    """List matters, the id first; choosing a row opens one."""
    if not rows:
        st.info(text.NONE_STILL)
        return
    frame = [dict(zip(columns, row[1:], strict=True)) for row in rows]
    picked = st.dataframe(frame, hide_index=True, on_select="rerun", selection_mode="single-row", key=f"still-{key}")
    if chosen := picked["selection"]["rows"]:
        st.button(text.OPEN_MATTER, on_click=open_matter, args=(str(rows[chosen[0]][0]),), key=f"open-still-{key}")


def _show_left_open(store: Store) -> None:
    """Show first the red flags of any week left open for too long: by letter and kind, never by person."""
    hours = rules().flags.verify_hours
    found = escalate(store, hours)
    if not found:
        return
    st.error(text.LEFT_OPEN.format(hours=hours, count=len(found)), icon=":material/notification_important:")
    rows = [(flag.number, text.FLAG_KINDS.get(flag.kind, flag.kind), flag.hours) for flag in found]
    st.dataframe([dict(zip(text.LEFT_OPEN_COLUMNS, row, strict=True)) for row in rows], hide_index=True)


def _show_procedure(review: Review, store: Store) -> None:
    _show_left_open(store)
    st.subheader(text.DUE)
    terms = [(term.what, term.due.count, term.overdue.count, term.article) for term in review.terms]
    st.dataframe([dict(zip(text.TERM_COLUMNS, row, strict=True)) for row in terms], hide_index=True)
    st.subheader(text.FLAGS)
    names = text.FLAG_KINDS
    flags = [
        (names.get(f.kind, f.kind), f.open.count, f.raised.count, f.closed.count, _hours(f.hours)) for f in review.flags
    ]
    st.dataframe([dict(zip(text.FLAG_COLUMNS, row, strict=True)) for row in flags], hide_index=True)
    st.caption(text.JUDGED.format(judged=review.judged.count, changed=review.changed.count, closed=review.closed.count))


def _hours(hours: float | None) -> str:
    """Say how long it took, a dash where nothing was closed."""
    return text.DASH if hours is None else f"{hours:g}"


_SHOW = {
    "emerging": _show_emerging,
    "timeline": _show_timeline,
    "volume": _show_volume,
    "enterprises": _show_enterprises,
    "answered": _show_answered,
    "procedure": _show_procedure,
}
"""What stands behind each tab; only the one that is open is drawn."""
