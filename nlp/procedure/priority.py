"""Which matter first: a public sum of points, each with its reason. It ranks matters, never people.

What counts is danger to life and health, the days left, overdue or not, how many people it touches, and whether it is
something already owed. Who writes, how often, in what tone, and where else they mean to turn does not.
"""

import datetime as dt
from dataclasses import dataclass

from nlp.letter import Analysis, Due
from nlp.procedure.rules import Weights

__all__ = ["Priority", "Term", "priority"]

_FIGURATIVE = "figurative"
_NOT_PEOPLE_TOUCHED = frozenset({"总数"})  # the headcount of a whole firm


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the sum: what it is, its points, and why, for the clerk to check."""

    code: str
    points: int
    why: str


@dataclass(frozen=True, slots=True)
class Priority:
    """The terms of one matter; ``total`` is their sum and nothing else."""

    terms: tuple[Term, ...]

    @property
    def total(self) -> int:
        """The sum of the points."""
        return sum(term.points for term in self.terms)


def priority(analysis: Analysis, today: dt.date, weights: Weights | None = None) -> Priority:
    """Give the five terms of a matter, those of no points included, so that each can be seen.

    ``analysis.due`` are the dates still open; without one the days left are unknown and give no points.
    """
    weights = weights or Weights()
    office = [due for due in analysis.due if "信访人" not in due.what]
    first = min(office, key=lambda due: due.date, default=None)
    return Priority(
        (
            _life(analysis, weights),
            _overdue(first, today, weights),
            _days_left(first, today, weights),
            _people(analysis, weights),
            _fulfilment(analysis, weights),
        )
    )


def _life(analysis: Analysis, weights: Weights) -> Term:
    found = [signal for signal in analysis.signals if signal.kind == "life_health"]
    if any(not signal.check for signal in found):
        return Term("life_health", weights.life_health, "信中说到生命健康危险，请立即人工核实")
    if any(signal.check != _FIGURATIVE for signal in found):
        return Term("life_health", weights.life_health_unsure, "信中提到生命健康，像是既往或否定，请人工核实")
    if found:  # 气死人了: a manner of speaking must not move a matter up, but somebody looks
        return Term("life_health", 0, "信中有涉及生命的说法，像是比喻，请人工核实")
    return Term("life_health", 0, "信中未见生命健康危险")


def _overdue(first: Due | None, today: dt.date, weights: Weights) -> Term:
    if first is not None and first.date < today:
        return Term("overdue", weights.overdue, f"{first.what}已于{first.date}到期，超期{(today - first.date).days}日")
    return Term("overdue", 0, "未超期" if first else "期限不明")


def _days_left(first: Due | None, today: dt.date, weights: Weights) -> Term:
    if first is None:
        return Term("days_left", 0, "期限不明，请补录收到日期")
    left = max((first.date - today).days, 0)
    points = max(weights.days_watched - left, 0) * weights.a_day_short
    return Term("days_left", points, f"离{first.what}期限还有{left}日（{first.article}）")


def _people(analysis: Analysis, weights: Weights) -> Term:
    counts = [
        int(signal.value)
        for signal in analysis.signals
        if signal.kind == "n_people"
        and isinstance(signal.value, int | float)
        and signal.note not in _NOT_PEOPLE_TOUCHED
    ]
    most = max(counts, default=0)
    points = max((given for least, given in weights.people if most >= least), default=0)
    return Term("people", points, f"涉及约{most}人" if most else "信中未写涉及人数")


def _fulfilment(analysis: Analysis, weights: Weights) -> Term:
    if analysis.prediction.category in weights.fulfilment_categories:
        return Term("fulfilment", weights.fulfilment, "属于按已有规定、合同或方案应当兑现的事项（类别为建议，待确认）")
    return Term("fulfilment", 0, "不属于应兑现未兑现的事项")
