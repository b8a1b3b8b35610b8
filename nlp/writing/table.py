"""One analysis as one row for people: names instead of codes, nothing of a confidential letter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.letter import Analysis, Signal, Span
from nlp.writing.names import Names

__all__ = ["COLUMNS", "HIDDEN", "Column", "Value", "confidence_word", "headers", "row_of"]

Value = str | float | dt.date | None

HIDDEN = "（检举件，内容已隐去）"
UNSHOWN = frozenset({"dates", "agencies", "places"})
"""Kinds of facts that nearly every letter is full of: the page and JSONL give them, a cell of the table does not."""

MOST_OF_A_KIND = 3
HIGH, MIDDLE = 0.85, 0.6
"""From which probability the suggestion is called 高 and 中."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its width in characters, and what it means."""

    header: str
    width: int
    meaning: str


COLUMNS = (
    Column("编号", 18, "来信原有编号；没有编号的用“文件名#行号”；重复的编号加后缀"),
    Column("标题", 30, f"来信标题；检举件写“{HIDDEN}”"),
    Column("收到日期", 12, "来信登记的日期；空白表示未填或无法识别"),
    Column("建议类别", 14, "程序建议的类别，须经人工确认"),
    Column("事由", 22, "建议类别之内最接近的一种事由；空白表示几种都像，或是检举件"),
    Column("把握", 6, f"概率不低于 {HIGH:.0%} 为高，不低于 {MIDDLE:.0%} 为中，其余为低"),
    Column("概率", 8, "建议类别的概率"),
    Column("第二类别", 16, "同时可能涉及的其他类别"),
    Column("需复核", 8, "“是”表示程序把握不足或情况特殊，请第二人复核"),
    Column("复核原因", 24, "为什么需要复核"),
    Column("保密", 6, "“是”表示按检举控告件保密办理，不显示标题、诉求、依据和正文"),
    Column("诉求", 40, "来信中提出要求的原话，及其所属类别"),
    Column("依据", 40, "来信中支持建议类别的原话"),
    Column("信号", 30, "来信中值得注意的事实，如人数、金额、时限、极端言行"),
    Column("期限", 36, "应办事项、最迟日期和条文依据"),
    Column("脱敏正文", 60, "隐去姓名、电话、证件号等之后的正文"),
)
PROBABILITY = Column("", 12, "该类别的概率，各类别合计为 100%")


def headers(categories: Sequence[str], names: Names) -> list[str]:
    """Give the header row; every category has a probability column at the end.

    >>> headers(["policy"], Names(categories={"policy": "改制政策"}))[-2:]
    ['脱敏正文', '概率：改制政策']
    """
    return [column.header for column in COLUMNS] + [f"概率：{names.category(code)}" for code in categories]


def confidence_word(probability: float) -> str:
    """Say a probability in a word.

    >>> confidence_word(0.9), confidence_word(0.7), confidence_word(0.4)
    ('高', '中', '低')
    """
    return "高" if probability >= HIGH else "中" if probability >= MIDDLE else "低"


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _masked(analysis: Analysis, span: Span) -> str:
    """Give a span's words as they may be shown: masking keeps the length, so offsets hold in the masked text."""
    return analysis.masked_text[span.start : span.end].strip()


def _evidence(analysis: Analysis) -> str:
    phrases = dict.fromkeys(_masked(analysis, evidence) for evidence in analysis.prediction.evidence)
    return "；".join(f"“{phrase}”" for phrase in phrases)


def _demands(analysis: Analysis, names: Names) -> str:
    asked = analysis.prediction.demands
    return "；".join(f"{names.category(demand.category)}“{_masked(analysis, demand)}”" for demand in asked)


def _signals(analysis: Analysis, names: Names) -> str:
    """Give the facts worth a look, urgent kinds first as the taxonomy orders them, at most three of a kind."""
    by_kind: dict[str, list[str]] = {kind: [] for kind in names.signals}
    for signal in analysis.signals:
        if signal.kind not in UNSHOWN:
            by_kind.setdefault(signal.kind, []).append(_signal(analysis, signal, names))
    kinds = {kind: list(dict.fromkeys(shown))[:MOST_OF_A_KIND] for kind, shown in by_kind.items() if shown}
    if analysis.confidential:
        return "；".join(map(names.signal, kinds))
    return "；".join(names.signal(kind) + shown for kind, of_kind in kinds.items() for shown in of_kind)


def _signal(analysis: Analysis, signal: Signal, names: Names) -> str:
    said = [f"{signal.value:g}" if isinstance(signal.value, int | float) else signal.value or "", signal.note]
    said += [f"{names.check(signal.check)}，待核实"] if signal.check else []
    more = "，".join(filter(None, said))
    words = _masked(analysis, signal)  # none of a signal in the title, which is no part of the text
    return (f"“{words}”" if words else "") + (f"（{more}）" if more else "")


def row_of(analysis: Analysis, categories: Sequence[str], names: Names) -> list[Value]:
    """Give the cells of an analysis under ``headers``; a category the model does not know has an empty cell."""
    letter, prediction, hidden = analysis.letter, analysis.prediction, analysis.confidential
    due = "；".join(f"{due.what} {due.date.isoformat()}（{due.article}）" for due in analysis.due)
    return [
        letter.id,
        HIDDEN if hidden else letter.title,
        letter.received,
        names.category(prediction.category),
        "" if hidden else names.subtype(prediction.subtype),
        confidence_word(prediction.probability),
        prediction.probability,
        "、".join(map(names.category, prediction.secondary)),
        _yes(prediction.needs_review),
        names.review_reason(prediction.review_reason) if prediction.review_reason else "",
        _yes(hidden),
        HIDDEN if hidden else _demands(analysis, names),
        HIDDEN if hidden else _evidence(analysis),
        _signals(analysis, names),
        due,
        HIDDEN if hidden else analysis.masked_text,
        *(prediction.probabilities.get(code) for code in categories),
    ]
