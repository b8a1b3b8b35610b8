"""趋势与苗头: what a stored weekly review says, this week against the one before; no letter is read for it."""

import streamlit as st

from nlp.bulletin import compose, to_docx, to_html
from nlp.privacy import TOTAL, hide_small
from nlp.weekly import ClusterCard, Line, Review, alarm_entries, list_weeks, load_review
from ui import matter, text
from ui.charts import show_bars, show_matrix, sparkline
from ui.findings import plain
from ui.state import rules, store_or_stop

__all__ = ["render"]

_MOST_ROWS = 15
_LEAST = 5
"""Fewer letters than this are not shown of an enterprise: somebody might be known by them."""
_CARDS_A_ROW = 3
_MOST_QUIET = 12
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render() -> None:
    """Show the week asked for: the figures, what is emerging, then the tables; or one matter that was opened."""
    st.title(text.TRENDS)
    store = store_or_stop()
    weeks = list_weeks(store)
    if not weeks:
        st.info(text.NO_REVIEW, icon=":material/calendar_month:")
        return
    week = st.selectbox(text.WHICH_WEEK, weeks, key="week", format_func=text.week_name, width=260)
    review = load_review(store, week)
    if review is None:
        st.info(text.NO_REVIEW)
        return
    opened = next((card for card in review.clusters if card.id == st.session_state.get("matter")), None)
    if opened is not None:
        matter.show(opened, review, store)
        return
    _show_figures(review)
    _offer_bulletin(review)
    emerging, volume, firms, procedure = st.tabs(text.TREND_TABS)
    with emerging:
        _show_cards(review, {alarm.matter: alarm.verdict for alarm in alarm_entries(store, review.week)})
    with volume:
        _show_volume(review)
    with firms:
        _show_enterprises(review)
    with procedure:
        _show_procedure(review)


def _show_figures(review: Review) -> None:
    st.caption(text.WEEK_SPAN.format(begins=review.begins, ends=review.ends, models="、".join(review.models)))
    now, before = review.total.now.count, review.total.before.count
    overdue = sum(term.overdue.count for term in review.terms)
    open_flags = sum(flag.open.count for flag in review.flags)
    alarms = sum(card.alarm is not None for card in review.clusters)
    boxes = st.columns(6)
    boxes[0].metric(text.TOTAL_LETTERS, now, text.AGAINST.format(change=now - before), delta_color="off")
    for box, name, count in zip(
        boxes[1:],
        (text.EMERGING, text.OPEN_FLAGS, text.OVERDUE, text.NEEDS_REVIEW, text.UNFINISHED),
        (alarms, open_flags, overdue, review.needs_review.count, review.unfinished),
        strict=True,
    ):
        box.metric(name, count)


def _offer_bulletin(review: Review) -> None:
    """Offer the bulletin of the week, which is written when somebody asks for it."""
    bulletin = compose(review, next(iter(rules().office.names), ""))
    name = text.BULLETIN_FILE.format(week=review.week)
    with st.container(horizontal=True):
        st.download_button(text.BULLETIN_WORD, lambda: to_docx(bulletin), file_name=f"{name}.docx", mime=_WORD)
        page = to_html(bulletin).encode()
        st.download_button(text.BULLETIN_PAGE, page, file_name=f"{name}.html", mime="text/html")


def _show_cards(review: Review, verdicts: dict[str, str]) -> None:
    alarmed = sorted(
        (card for card in review.clusters if card.alarm), key=lambda card: card.alarm.p_value if card.alarm else 1.0
    )
    quiet = [card for card in review.clusters if card.alarm is None]
    if review.sealed_alarms:
        st.warning(text.SEALED_ALARMS.format(count=review.sealed_alarms), icon=":material/lock:")
    if not alarmed:
        st.info(text.NO_ALARMS)
    _show_grid(alarmed, review, verdicts)
    for joint in review.joints:
        names = "、".join(f"{_name(review, code)} {figure.count} 封" for code, figure in joint.categories.items())
        st.warning(text.JOINT.format(firm=plain(joint.enterprise), names=names, senders=joint.senders))
    if quiet:
        st.subheader(text.QUIET)
        _show_grid(quiet[:_MOST_QUIET], review, verdicts)
    hidden = review.more_clusters + len(quiet[_MOST_QUIET:])
    if hidden:
        st.caption(text.MORE_CLUSTERS.format(count=hidden))


def _show_grid(cards: list[ClusterCard], review: Review, verdicts: dict[str, str]) -> None:
    for start in range(0, len(cards), _CARDS_A_ROW):
        for box, card in zip(st.columns(_CARDS_A_ROW), cards[start : start + _CARDS_A_ROW], strict=False):
            with box.container(border=True, height="stretch"):
                _show_card(card, review, verdicts.get(card.id, ""))


def _show_card(card: ClusterCard, review: Review, verdict: str) -> None:
    kind = text.ALARM_KINDS[card.alarm.kind] if card.alarm else ""
    said = text.VERDICTS.get(verdict, "")
    badges = " ".join(f":red-badge[{word}]" for word in (kind,) if word) + (f" :gray-badge[{said}]" if said else "")
    st.markdown(f"{badges}  \n**{plain(card.headline)}**")
    st.altair_chart(sparkline(card.weekly), width="stretch")
    st.markdown(
        text.CARD_COUNTS.format(
            recent=card.recent.count, letters=card.letters.count, copies=card.copies, senders=card.senders
        )
    )
    leading = max(card.categories, key=lambda code: card.categories[code], default="")
    st.caption(text.CARD_SINCE.format(first=card.first, category=_name(review, leading)))
    if card.alarm:
        st.markdown(f"{text.WHY_ALARM}{plain(card.alarm.sentence)}")
    if card.terms:
        st.caption(text.TERMS + "、".join(map(plain, card.terms)))
    st.button(text.OPEN_MATTER, key=f"open-{card.id}", on_click=_open, args=(card.id,), width="stretch")


def _open(matter_id: str) -> None:
    st.session_state["matter"] = matter_id


def _name(review: Review, code: str) -> str:
    return review.category_names.get(code, code) or text.NO_CATEGORY


def _show_volume(review: Review) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(text.BY_CATEGORY)
        show_bars([_row(line, _name(review, line.key)) for line in review.categories], text.CATEGORY_COLUMN)
    with right:
        st.subheader(text.BY_CHANNEL)
        show_bars([_row(line, line.key or text.NO_CHANNEL) for line in review.channels], text.CHANNEL)
    st.caption(text.COUNTED.format(repeats=review.repeats.count, undated=review.undated.count, late=review.late.count))


def _row(line: Line, name: str) -> tuple[str, int, int]:
    return name, line.now.count, line.before.count


def _show_enterprises(review: Review) -> None:
    """Show enterprises with some letters at least; totals are those of the matrix, so that neither tells the other."""
    firms = [firm for firm in review.enterprises if max(firm.now.count, firm.before.count) >= _LEAST][:_MOST_ROWS]
    table = {
        firm.name: {_name(review, code): figure.count for code, figure in firm.categories.items()}
        for firm in firms
        if firm.now.count >= _LEAST
    }
    safe = hide_small(table, _LEAST)
    st.caption(text.SMALL_HIDDEN)
    st.subheader(text.BY_ENTERPRISE)
    rows = [
        (firm.name, safe[firm.name, TOTAL] if firm.name in table else _large(firm.now.count), _large(firm.before.count))
        for firm in firms
    ]
    show_bars(rows, text.ENTERPRISE)
    if len(review.enterprises) > len(firms):
        st.caption(text.OTHER_FIRMS.format(count=len(review.enterprises) - len(firms)))
    st.subheader(text.MATRIX)
    cells = [(row, column, safe[row, column]) for row in safe.rows for column in safe.columns if row != TOTAL]
    show_matrix(cells, text.ENTERPRISE)
    st.caption(text.UNNAMED.format(count=review.unnamed.count))


def _large(count: int) -> int | None:
    """Give a count that may be shown by itself, None for a small one."""
    return None if 0 < count < _LEAST else count


def _show_procedure(review: Review) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(text.DUE)
        terms = [(term.what, term.due.count, term.overdue.count, term.article) for term in review.terms]
        st.dataframe([dict(zip(text.TERM_COLUMNS, row, strict=True)) for row in terms], hide_index=True)
    with right:
        st.subheader(text.FLAGS)
        names = text.FLAG_KINDS
        flags = [
            (names.get(f.kind, f.kind), f.open.count, f.raised.count, f.closed.count, f.hours) for f in review.flags
        ]
        st.dataframe([dict(zip(text.FLAG_COLUMNS, row, strict=True)) for row in flags], hide_index=True)
    st.caption(text.JUDGED.format(judged=review.judged.count, changed=review.changed.count, closed=review.closed.count))
