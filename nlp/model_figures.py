"""The figures of a model's card as values, each with how far chance may have moved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scipy.stats import binomtest

__all__ = ["ClassFigures", "Share", "class_figures", "share_of"]


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` of ``total``, and the 95 % interval of the share (Wilson 1927, J. Am. Stat. Assoc. 22)."""

    count: int
    total: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself, 0 of nothing."""
        return self.count / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One category on the letters held back.

    ``letters`` are labelled so; ``precision`` is the share right of those called so, ``recall`` the share found of
    those labelled so.
    """

    code: str
    letters: int
    precision: Share
    recall: Share
    f1: float


def share_of(count: int, total: int) -> Share:
    """Give a share with its interval; of nothing, anything is possible.

    >>> share_of(9, 10).value, share_of(0, 0)
    (0.9, Share(count=0, total=0, low=0.0, high=1.0))
    """
    if not total:
        return Share(0, 0, 0.0, 1.0)
    wilson = binomtest(count, total).proportion_ci(method="wilson")
    return Share(count, total, round(float(wilson.low), 4), round(float(wilson.high), 4))


def class_figures(metrics: Mapping[str, Any], codes: Sequence[str]) -> list[ClassFigures]:
    """Read the categories off a manifest's confusion table (labelled, suggested), whose order is ``codes``.

    >>> class_figures({"confusion": [[8, 2], [0, 10]]}, ["a", "b"])[0].recall.value
    0.8
    """
    table = metrics["confusion"]
    rows = []
    for place, code in enumerate(codes):
        right, labelled = table[place][place], sum(table[place])
        called = sum(row[place] for row in table)
        f1 = 2 * right / (labelled + called) if labelled + called else 0.0
        rows.append(ClassFigures(code, labelled, share_of(right, called), share_of(right, labelled), round(f1, 4)))
    return rows
