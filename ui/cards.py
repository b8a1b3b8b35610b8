"""The matters of a week as cards: those that raised an alarm in full, with why; the quiet ones in a grid."""

import streamlit as st

from nlp.volume import weeks_before
from nlp.weekly import ClusterCard, Review
from ui import text
from ui.charts import show_sparkline
from ui.marking import plain
from ui.naming import category_name

__all__ = ["counts_of", "headline_of", "open_matter", "show_cards"]

_A_ROW = 3
_MOST_QUIET = 12
_LONGEST = 60


def open_matter(matter_id: str) -> None:
    """Open a matter at the next drawing of the page."""
    st.session_state.update(matter=matter_id, matter_letters=None)


def show_cards(review: Review, verdicts: dict[str, str]) -> None:
    """Show the alarms, what only confidential letters tell of as a number, joint troubles, and the quiet matters."""
    alarmed = [card for card in review.clusters if card.alarm is not None]
    alarmed.sort(key=lambda card: card.alarm.p_value if card.alarm else 1.0)
    quiet = [card for card in review.clusters if card.alarm is None]
    if review.sealed_alarms:
        st.warning(text.SEALED_ALARMS.format(count=review.sealed_alarms), icon=":material/lock:")
    if not alarmed:
        st.info(text.NO_ALARMS, icon=":material/check_circle:")
    for card in alarmed:
        with st.container(border=True):
            _show_alarm(card, review, verdicts.get(card.id, ""))
    for joint in review.joints:
        names = "、".join(
            f"{_name(review, code)} {text.COUNT_LETTERS.format(count=figure.count)}"
            for code, figure in joint.categories.items()
        )
        st.warning(text.JOINT.format(firm=plain(joint.enterprise), names=names, senders=joint.senders))
    if quiet:
        st.subheader(text.QUIET)
        _show_grid(quiet[:_MOST_QUIET], review)
    hidden = review.more_clusters + len(quiet[_MOST_QUIET:])
    if hidden:
        st.caption(text.MORE_CLUSTERS.format(count=hidden))


def _show_alarm(card: ClusterCard, review: Review, verdict: str) -> None:
    left, right = st.columns([3, 2], gap="medium")
    with left:
        kind = f":red-badge[{text.ALARM_KINDS[card.alarm.kind]}]" if card.alarm else ""
        said = f" :gray-badge[{text.VERDICTS[verdict]}]" if verdict in text.VERDICTS else ""
        st.markdown(f"{kind}{said}　**{plain(headline_of(card))}**")
        if card.alarm:
            st.markdown(f"{text.WHY_ALARM}{plain(card.alarm.sentence)}")
        st.caption(f"{_since(card, review)}　{text.TERMS}{'、'.join(map(plain, card.terms))}")
        st.button(text.OPEN_MATTER, key=f"open-{card.id}", on_click=open_matter, args=(card.id,), type="primary")
    with right:
        show_sparkline(card.weekly, weeks_before(review.week, len(card.weekly)))
        st.markdown(counts_of(card))


def _show_grid(cards: list[ClusterCard], review: Review) -> None:
    for start in range(0, len(cards), _A_ROW):
        for box, card in zip(st.columns(_A_ROW), cards[start : start + _A_ROW], strict=False):
            with box.container(border=True, height="stretch"):
                head = headline_of(card)
                head = head if len(head) <= _LONGEST else head[:_LONGEST] + "…"
                st.markdown(f"**{plain(head)}**")
                weeks = weeks_before(review.week, len(card.weekly))
                show_sparkline(card.weekly, weeks, height=46)
                st.markdown(counts_of(card))
                st.caption(_since(card, review))
                st.button(
                    text.OPEN_MATTER, key=f"open-{card.id}", on_click=open_matter, args=(card.id,), width="stretch"
                )


def headline_of(card: ClusterCard) -> str:
    """Give the headline, with the enterprise most of the letters name before it where it does not say it itself."""
    firm = max(card.enterprises, key=lambda name: card.enterprises[name].count, default="")
    named = bool(firm) and 2 * card.enterprises[firm].count >= card.letters.count
    return f"{firm}：{card.headline}" if named and firm not in card.headline else card.headline


def counts_of(card: ClusterCard) -> str:
    """Say how many letters, copies and senders a matter has."""
    return text.CARD_COUNTS.format(
        recent=card.recent.count, letters=card.letters.count, copies=card.copies, senders=card.senders
    )


def _since(card: ClusterCard, review: Review) -> str:
    leading = max(card.categories, key=lambda code: card.categories[code], default="")
    return text.CARD_SINCE.format(first=card.first, category=_name(review, leading))


def _name(review: Review, code: str) -> str:
    return category_name(code, review.category_names)
