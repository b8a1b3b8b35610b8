"""What a bulletin says of emerging matters: a paragraph each, where five letters of five senders stand behind it."""

from collections.abc import Iterator, Mapping

from nlp.bulletin.content import Paragraph, Traces, clean, written
from nlp.bulletin.statistics import FEWEST, parts_to_tell
from nlp.clustering import written_chance
from nlp.weekly import ClusterCard, Figure, Review

__all__ = ["emerging", "is_shown", "urgent"]

_KINDS = {
    "new": "新出现的事项（各信其实不是同一件事的概率{p}）",
    "growth": "来信超过自身以往水平（照旧而偶然如此的概率{p}）",
    "simmer": "断断续续一直有来信（偶然如此的概率{p}）",
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
        count = traces.number(card.letters, _name(card))
        yield f"{_name(card)}{count} 件—已做：____—待批：____—详见第三部分。"


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


def _name(card: ClusterCard) -> str:
    return f"事项“{clean(card.headline).rstrip('。；！')}”"


def _told(card: ClusterCard, review: Review, traces: Traces) -> str:
    what = _name(card)
    parts = [
        f"{what}{_firms(card, traces)}",
        f"累计 {traces.number(card.letters, what)} 件，本周{_told_of(card.recent, traces, f'{what}·本周')} 件",
        f"来信主体{_at_least(card.senders)} 个",
        f"雷同{_at_least(card.copies)} 件" if card.copies else "",
        f"首件 {written(card.first)}，末件 {written(card.last)}",
        _shares("类别", card.by_category, review.category_names, traces, what),
        _shares("诉求子类", card.by_subtype, review.subtype_names, traces, what),
        f"信中写到涉及 {_band(card.people)}" if card.people else "",
        f"各信共同的用词：{'、'.join(map(clean, card.terms[:_TERMS]))}" if card.terms else "",
        f"其中{_told_of(card.replied, traces, f'{what}·既往')} 件写到以往反映或答复"
        if card.replied.count
        else "信中没有写到以往答复",
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


def _told_of(figure: Figure, traces: Traces, what: str) -> str:
    """Write a count inside a matter with the letters behind it, a small one only as small."""
    return f" {traces.number(figure, what)}" if figure.count >= FEWEST else _at_least(figure.count)


def _firms(card: ClusterCard, traces: Traces) -> str:
    """Say at which enterprises, since when and in how many letters; those of few letters are only counted."""
    what = _name(card)
    named = []
    for name, day in card.spread.items():
        own = card.enterprises[name]
        if own.count >= FEWEST:
            rest = card.letters.count - own.count  # a small rest could be told from the two counts
            count = f" {traces.number(own, f'{what}·{clean(name)}')} 件" if rest >= FEWEST else ""
            named.append(f"{clean(name)}{count}，{written(day)}起")
    few = len(card.enterprises) - len(named)
    others = [f"另有 {few} 家不足 {FEWEST} 件"] if few else []
    return f"（{'；'.join([*named, *others])}）" if card.enterprises else ""


def _shares(title: str, figures: Mapping[str, Figure], names: Mapping[str, str], traces: Traces, what: str) -> str:
    """Say how the letters divide where that tells of no small number, else what most are of; "" where none is."""
    ordered = sorted(figures.items(), key=lambda entry: -entry[1].count)
    code, most = next(iter(ordered), ("", Figure()))
    if len(ordered) == 1 and code:
        return f"{title}：{names.get(code, code)}"
    told = parts_to_tell({code: figure.count for code, figure in ordered})
    shown = [(names.get(code, code), figure) for code, figure in ordered if code and code in told]
    if shown:
        parts = [f"{name} {traces.number(figure, f'{what}·{name}')} 件" for name, figure in shown]
        return f"{title}：{'、'.join(parts)}{'，其余不列' if len(shown) < len(figures) else ''}"
    half = sum(figure.count for figure in figures.values()) / 2
    return f"{title}以{names.get(code, code)}为主" if code and most.count > half else ""


def _band(people: int) -> str:
    return next(name for least, name in _BANDS if people > least)


def _why(card: ClusterCard) -> str:
    if card.alarm is None:
        return ""
    return _KINDS[card.alarm.kind].format(p=written_chance(card.alarm.p_value))


def _joints(review: Review, traces: Traces) -> Iterator[Paragraph]:
    shown = [joint for joint in review.joints if joint.letters.count >= FEWEST and joint.senders >= FEWEST]
    for joint in shown:
        names = "、".join(review.category_names.get(code, code) for code in joint.categories)
        count = traces.number(joint.letters, f"{clean(joint.enterprise)}多类并发")
        yield Paragraph(f"多类并发：{clean(joint.enterprise)} 60 天内{names}同时出现，共 {count} 件。", item=True)
    if small := len(review.joints) - len(shown):
        yield Paragraph(f"另有 {small} 家企业多类并发，因件数小不单列。")
