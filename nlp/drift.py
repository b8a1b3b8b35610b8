"""Are this month's letters still like last month's? Counts and shares of stored analyses, and words no model knows.

A difference of shares has Newcombe's interval (1998, Statistics in Medicine 17, method 10), a difference of means
Welch's; what leaves out zero is more than chance. Drift says that letters changed, never whose letters.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.base import clone
from sqlalchemy import ColumnElement, and_, case, func, or_, select

from nlp.classifier import LetterClassifier
from nlp.features import Document, HashedNgrams
from nlp.store import Store, open_letters
from nlp.store.schema import analyses, letters

__all__ = [
    "LEAST",
    "SAMPLE",
    "Drift",
    "Month",
    "Moved",
    "list_months",
    "measure_drift",
    "month_before",
    "unknown_shares",
]

LEAST = 5
"""Fewer letters than this are not shown, nor a share made of them."""

SAMPLE = 300
"""So many letters of a month are read for their words."""

_MOST_MONTHS = 24
_NORMAL = 1.959964
_NOT_TOLD_APART = 2
_WORDS = 1  # the place of the words among the blocks of n-grams


@dataclass(frozen=True, slots=True)
class Month:
    """The first day of a calendar month."""

    first: dt.date

    @property
    def last(self) -> dt.date:
        """The last day."""
        return (self.first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def month_before(month: Month) -> Month:
    """Give the month before.

    >>> str(month_before(Month(dt.date(2026, 1, 1))))
    '2025-12'
    """
    return Month((month.first - dt.timedelta(days=1)).replace(day=1))


@dataclass(frozen=True, slots=True)
class Moved:
    """One figure in two months, each with the letters it is made of; what is hidden or cannot be had is None.

    ``kind`` is category (a share, ``key`` is its code), review (the share to review), confidence (the mean probability
    of what was suggested) or unknown (the mean share of words no model knows). ``low`` and ``high`` are the 95 %
    interval of the change.
    """

    kind: Literal["category", "review", "confidence", "unknown"]
    key: str
    before: float | None
    now: float | None
    letters_before: int | None
    letters_now: int | None
    low: float | None = None
    high: float | None = None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Drift:
    """A month against the one before: letters analysed, the models that did it, the letters read for words, figures."""

    month: Month
    letters: tuple[int | None, int | None]
    models: tuple[tuple[str, ...], tuple[str, ...]]
    sampled: tuple[int, int]
    figures: tuple[Moved, ...]


def list_months(store: Store) -> list[dt.date]:
    """List the months from the newest letter back to the first, two years at most; none for an empty register.

    >>> from nlp.letter import Letter
    >>> from nlp.store import open_store, register
    >>> store = open_store("sqlite://")
    >>> _ = register(store, [Letter("欠薪", received=dt.date(2026, month, 9)) for month in (9, 11)])
    >>> [f"{month:%Y-%m}" for month in list_months(store)]
    ['2026-11', '2026-10', '2026-09']
    """
    with store.reading() as connection:
        first, last = connection.execute(select(func.min(letters.c.received), func.max(letters.c.received))).one()
    if first is None:
        return []
    months = [Month(last.replace(day=1))]
    while months[-1].first > first and len(months) < _MOST_MONTHS:
        months.append(month_before(months[-1]))
    return [month.first for month in months]


def measure_drift(store: Store, classifier: LetterClassifier, codes: Sequence[str], month: Month) -> Drift:
    """Compare a month with the one before, by the analyses letters have now and the categories they have now.

    A letter without a date counts when it was registered. Words are counted in at most 300 letters a month, chosen by
    chance but always the same. A month without letters has figures of None.
    """
    months = (month_before(month), month)
    tables = [_table(store, one) for one in months]
    samples = [_unknown_shares(store, classifier, one) for one in months]
    rows, totals = _category_rows(tables, codes)
    figures = [
        *rows,
        _share_row("review", "", [sum(row.review for row in table) for table in tables], totals),
        _mean_row("confidence", [_spread(table) for table in tables]),
        _mean_row("unknown", [_of_sample(sample) for sample in samples]),
    ]
    return Drift(
        month,
        totals,
        (_models(tables[0]), _models(tables[1])),
        (len(samples[0]), len(samples[1])),
        tuple(figures),
    )


def _received_in(month: Month) -> ColumnElement[bool]:
    after = (month.last + dt.timedelta(days=1)).isoformat()
    registered = and_(letters.c.registered_at >= month.first.isoformat(), letters.c.registered_at < after)
    return or_(letters.c.received.between(month.first, month.last), and_(letters.c.received.is_(None), registered))


def _now_analysed() -> ColumnElement[bool]:
    return and_(analyses.c.letter_id == letters.c.id, analyses.c.model == letters.c.model)


def _table(store: Store, month: Month) -> Sequence[Any]:
    """Count the letters of a month by category and model, with the sums their figures are made of."""
    probability = analyses.c.probability
    columns = (letters.c.category, letters.c.model)
    counted = select(
        *columns,
        func.count().label("held"),
        func.sum(case((analyses.c.needs_review, 1), else_=0)).label("review"),
        func.sum(probability).label("sum"),
        func.sum(probability * probability).label("squares"),
    )
    found = counted.join(analyses, _now_analysed()).where(_received_in(month)).group_by(*columns)
    with store.reading() as connection:
        return connection.execute(found).all()


def _models(table: Sequence[Any]) -> tuple[str, ...]:
    return tuple(sorted({row.model for row in table}))


def _category_rows(
    tables: Sequence[Sequence[Any]], codes: Sequence[str]
) -> tuple[list[Moved], tuple[int | None, int | None]]:
    """Give the share of each category, and all letters; what is small is hidden, and so is what would tell it."""
    months = [_safe([sum(row.held for row in table if row.category == code) for code in codes]) for table in tables]
    totals = months[0][1], months[1][1]
    rows = [_share_row("category", code, [counts[n] for counts, _ in months], totals) for n, code in enumerate(codes)]
    return rows, totals


def _safe(counts: Sequence[int]) -> tuple[list[int | None], int | None]:
    """Hide small counts of one month, and the next larger until what is hidden does not follow from the total.

    Give the counts and the total, which is hidden too where nothing else is left to hide.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < LEAST}
    total: int | None = sum(counts)
    while hidden and total and (len(hidden) < _NOT_TOLD_APART or sum(counts[place] for place in hidden) < LEAST):
        left = [place for place, count in enumerate(counts) if count and place not in hidden]
        if left:
            hidden.add(min(left, key=counts.__getitem__))
        else:
            total = None
    return [None if place in hidden else count for place, count in enumerate(counts)], total


def _share_row(
    kind: Literal["category", "review"], key: str, counts: Sequence[int | None], totals: Sequence[int | None]
) -> Moved:
    pairs = [
        (count, total) if count is not None and total and not 0 < count < LEAST else (None, total)
        for count, total in zip(counts, totals, strict=True)
    ]
    shares = [count / total if count is not None and total else None for count, total in pairs]
    low, high = _newcombe(pairs) if None not in shares else (None, None)
    return Moved(kind, key, shares[0], shares[1], pairs[0][0], pairs[1][0], low, high)


def _newcombe(pairs: Sequence[tuple[int | None, int | None]]) -> tuple[float, float]:
    """Give the interval of the second share less the first."""
    sides = []
    for count, total in pairs:
        wilson = binomtest(count or 0, total or 1).proportion_ci(method="wilson")
        sides.append(((count or 0) / (total or 1), float(wilson.low), float(wilson.high)))
    (p1, l1, u1), (p2, l2, u2) = sides
    gap = p2 - p1
    return gap - sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2), gap + sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2)


def _spread(table: Sequence[Any]) -> tuple[int, float, float]:
    """Give count, mean and variance of the probabilities of a month."""
    count = sum(row.held for row in table)
    if not count:
        return 0, nan, nan
    mean = sum(row.sum for row in table) / count
    squares = sum(row.squares for row in table) - count * mean * mean
    return count, mean, max(squares, 0.0) / max(count - 1, 1)


def _of_sample(sample: NDArray[np.float64]) -> tuple[int, float, float]:
    if not len(sample):
        return 0, nan, nan
    return len(sample), float(sample.mean()), float(sample.var(ddof=1)) if len(sample) > 1 else 0.0


def _mean_row(kind: Literal["confidence", "unknown"], sides: Sequence[tuple[int, float, float]]) -> Moved:
    (n1, mean1, var1), (n2, mean2, var2) = sides
    shown = [mean if count >= LEAST else None for count, mean, _ in sides]
    counts = [count if count >= LEAST or not count else None for count, *_ in sides]
    if None in shown:
        return Moved(kind, "", shown[0], shown[1], counts[0], counts[1])
    half = _NORMAL * sqrt(var1 / n1 + var2 / n2)
    return Moved(kind, "", mean1, mean2, n1, n2, mean2 - mean1 - half, mean2 - mean1 + half)


def _unknown_shares(store: Store, classifier: LetterClassifier, month: Month) -> NDArray[np.float64]:
    """Give the shares of unknown words in some letters of a month, chosen by their digests."""
    condition = and_(_received_in(month), letters.c.model.is_not(None))
    with store.reading() as connection:
        ids = list(connection.scalars(select(letters.c.id).where(condition).order_by(letters.c.text_sha)))[:SAMPLE]
        opened = [letter for _, letter in open_letters(store, connection, letters.c.id.in_(ids))]
    return unknown_shares(classifier.ngrams_, classifier.read(opened))


def unknown_shares(ngrams: HashedNgrams, documents: Sequence[Document]) -> NDArray[np.float64]:
    """Give, letter by letter, the share of its different words of two characters or more that a model never counted.

    Letters without such words have none and are left out. Names and numbers, which a model does not see, are no words.
    A word may pass for known because another has its hash, about one in twenty; that is so in every month.

    >>> from nlp.features import read_document
    >>> from nlp.tokenization import shared_segmenter
    >>> pair = [read_document(words, shared_segmenter(())) for words in ("工资和药费", "工资和煤气")]
    >>> unknown_shares(HashedNgrams(min_df=1).fit(pair[:1]), pair).tolist()
    [0.0, 0.5]
    """
    if not documents:
        return np.empty(0)
    every = clone(ngrams).set_params(min_df=1).fit(documents)
    total = every.count(documents).blocks[_WORDS].getnnz(axis=1)
    known = ngrams.count(documents).blocks[_WORDS].getnnz(axis=1)
    has_words = total > 0
    shares: NDArray[np.float64] = 1 - known[has_words] / total[has_words]
    return np.clip(shares, 0.0, 1.0)
