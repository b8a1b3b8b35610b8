"""How far two readers agree, and the letters they differ on, for a third to decide."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.errors import StoreError
from nlp.store import Reader, Reading, Store, correct, readings_of

__all__ = ["Agreement", "Disagreement", "agreement_of", "decide", "disagreements", "measure_agreement", "tally"]

_DRAWS = 2000
_LOW, _HIGH = 2.5, 97.5


@dataclass(frozen=True, slots=True)
class Agreement:
    """Letters two people have read: the share on which they agree, Cohen's kappa and its 95 % interval.

    A figure that cannot be had is None: all of it without letters, kappa where only one category was ever given.
    """

    letters: int
    agreed: int
    kappa: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> float | None:
        """The share of letters on which both said the same."""
        return self.agreed / self.letters if self.letters else None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A letter on which two readers differ and nobody has decided yet."""

    number: str
    first: Reading
    second: Reading


def measure_agreement(pairs: Sequence[tuple[str, str]]) -> Agreement:
    """Compare two readers' categories, letter by letter (Cohen 1960, Educ. Psychol. Meas. 20).

    The interval is of the bootstrap over letters (Efron & Tibshirani 1993, ch. 13), which needs no large number of them
    as the usual formula does.

    >>> measure_agreement([("a", "a"), ("b", "b"), ("a", "b"), ("b", "b")]).kappa
    0.5
    """
    codes = sorted({code for pair in pairs for code in pair})
    agreed = sum(one == other for one, other in pairs)
    if len(codes) < 2:
        return Agreement(len(pairs), agreed)
    table = np.zeros((len(codes), len(codes)))
    np.add.at(table, tuple(np.array([[codes.index(code) for code in pair] for pair in pairs]).T), 1)
    flat = table.ravel() / len(pairs)
    drawn = np.random.default_rng(0).multinomial(len(pairs), flat, _DRAWS).reshape(-1, *table.shape)
    values = _kappa(drawn.astype(np.float64))
    low, high = np.nanpercentile(values, [_LOW, _HIGH])
    return Agreement(len(pairs), agreed, _rounded(_kappa(table[None])[0]), _rounded(low), _rounded(high))


def _rounded(value: float) -> float:
    return round(float(value), 4)


def _kappa(tables: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give kappa of each (codes, codes) table; NaN where chance alone would agree always."""
    totals = tables.sum(axis=(1, 2))
    seen = np.trace(tables, axis1=1, axis2=2) / totals
    chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1) / totals**2
    with np.errstate(invalid="ignore", divide="ignore"):
        kappa: NDArray[np.float64] = np.where(chance < 1, (seen - chance) / (1 - chance), np.nan)
    return kappa


def agreement_of(store: Store, person: Reader, confidential: Collection[str]) -> tuple[Agreement, Agreement]:
    """Give the agreement on the category, and on whether a letter is an accusation, over what a person may see."""
    with store.reading() as connection:
        pairs = [(a.category, b.category) for a, b in readings_of(store, connection, person=person)]
    accused = [(str(a in confidential), str(b in confidential)) for a, b in pairs]
    return measure_agreement(pairs), measure_agreement(accused)


def tally(store: Store, person: Reader) -> Counter[tuple[str, str]]:
    """Count the letters two have read by what the first and what the second made of them."""
    with store.reading() as connection:
        return Counter((a.category, b.category) for a, b in readings_of(store, connection, person=person))


def disagreements(store: Store, person: Reader) -> list[Disagreement]:
    """List the letters two readers differ on and nobody has decided, for a third person; in order of registration.

    Letters the person has read are left out: nobody decides between oneself and another.
    """
    with store.reading() as connection:
        pairs = readings_of(store, connection, person=person)
    return [
        Disagreement(a.number, a, b)
        for a, b in pairs
        if a.category != b.category and not a.settled and person.name.strip() not in (a.who, b.who)
    ]


def decide(store: Store, found: Disagreement, person: Reader, category: str, why: str) -> None:
    """Settle a disagreement as a third person; the reason is kept with the names of the two readers.

    Raises ``StoreError`` for one of the two readers, and as ``nlp.store.correct`` does.
    """
    if person.name.strip() in (found.first.who, found.second.who):
        raise StoreError(found.number, "您是两个读者之一，不能裁定", "请由第三人裁定")
    if not why.strip():
        raise StoreError(found.number, "没有写明裁定的理由", "请写明理由，理由会记入审计")
    correct(store, found.number, person, "category", category, why)
