"""What a bulletin says of emerging matters: a paragraph each, where five letters of five senders stand behind it."""

from collections.abc import Iterator

from nlp.bulletin.content import Paragraph, Traces, clean
from nlp.bulletin.statistics import FEWEST
from nlp.weekly import ClusterCard, Review

__all__ = ["emerging", "is_shown", "urgent"]

_KINDS = {
    "new": "新出现的事项（各信其实不是同一件事的概率 {p}）",
    "growth": "来信超过自身以往水平（照旧而偶然如此的概率 {p}）",
    "simmer": "断断续续一直有来信（偶然如此的概率 {p}）",
}
_BANDS = ((50, "50 人以上"), (20, "21 至 50 人"), (5, "6 至 20 人"), (0, "5 人以内"))
_TERMS = 5
_URGENT = 3


def is_shown(card: ClusterCard) -> bool:
    """Say whether a matter may stand by itself: five letters and five senders, or its people could be told."""
    return card.letters.count >= FEWEST and card.senders >= FEWEST


def urgent(review: Review, traces: Traces) -> Iterator[str]:
    """Give the surest alarms in one line each."""
    shown = [card for card in review.clusters if card.alarm and is_shown(card)]
    for card in shown[:_URGENT]:
        count = traces.number(card.letters, f"事项“{clean(card.headline)}”")
        yield f"“{clean(card.headline)}”{count} 件—已做：____—待批：____—详见第三部分。"


def emerging(review: Review, traces: Traces) -> Iterator[Paragraph]:
    """Give a paragraph for each matter that was alarmed, then the enterprises with several troubles at once."""
    alarmed = [card for card in review.clusters if card.alarm]
    shown = [card for card in alarmed if is_shown(card)]
    for card in shown:
        yield Paragraph(_told(card, review, traces), item=True)
    if small := len(alarmed) - len(shown):
        yield Paragraph(f"另有 {small} 个新动向不足 5 件或不足 5 个来信主体，不单列，请在系统“趋势”页查看。")
    if not alarmed:
        yield Paragraph("本周没有需要提示的新动向。")
    yield from _joints(review, traces)


def _told(card: ClusterCard, review: Review, traces: Traces) -> str:
    what = f"事项“{clean(card.headline)}”"
    parts = [
        f"{what}{_firms(card)}",
        f"累计 {traces.number(card.letters, what)} 件，本周{_at_least(card.recent.count)} 件",
        f"来信主体{_at_least(card.senders)} 个",
        f"雷同{_at_least(card.copies)} 件" if card.copies else "",
        f"首件 {card.first}，末件 {card.last}",
        f"信中写到涉及 {_band(card.people)}" if card.people else "",
        f"各信共同的用词：{'、'.join(map(clean, card.terms[:_TERMS]))}" if card.terms else "",
        f"其中{_at_least(card.replied.count)} 件写到以往反映或答复" if card.replied.count else "信中没有写到以往答复",
        _why(card),
        "尚未回应的诉求：____；建议动作：____；责任单位：____",
    ]
    return "；".join(filter(None, parts)).replace("。；", "；") + "。"


def _at_least(count: int) -> str:
    """Write a count inside a matter; a small one only as small.

    >>> _at_least(7), _at_least(3), _at_least(0)
    (' 7', '不足 5', ' 0')
    """
    return f" {count}" if count >= FEWEST or not count else f"不足 {FEWEST}"


def _firms(card: ClusterCard) -> str:
    named = [name for name, letters in card.enterprises.items() if letters.count >= FEWEST]
    rest = len(card.enterprises) - len(named)
    others = f"另有 {rest} 家" if rest else ""
    return f"（{'、'.join(filter(None, ('、'.join(map(clean, named)), others)))}）" if card.enterprises else ""


def _band(people: int) -> str:
    return next(name for least, name in _BANDS if people > least)


def _why(card: ClusterCard) -> str:
    if card.alarm is None:
        return ""
    p = card.alarm.p_value
    return _KINDS[card.alarm.kind].format(p="小于 0.01" if p < 0.01 else f"{p:.2f}")


def _joints(review: Review, traces: Traces) -> Iterator[Paragraph]:
    shown = [joint for joint in review.joints if joint.letters.count >= FEWEST and joint.senders >= FEWEST]
    for joint in shown:
        names = "、".join(review.category_names.get(code, code) for code in joint.categories)
        count = traces.number(joint.letters, f"{clean(joint.enterprise)}多类并发")
        yield Paragraph(f"多类并发：{clean(joint.enterprise)} 60 天内{names}同时出现，共 {count} 件。", item=True)
    if small := len(review.joints) - len(shown):
        yield Paragraph(f"另有 {small} 家企业多类并发，因件数小不单列。")
