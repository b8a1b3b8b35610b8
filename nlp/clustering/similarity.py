"""How alike two letters are in their matter, and which letters are worth comparing.

The score is the log-odds that two letters are about the same concrete matter. Weights are tf-idf, the cosines enter as
square roots because a cosine of .04 against .01 says as much as one of .36 against .25.

``SAME`` began as a logistic regression on pairs of letters judged by hand (the development events), rounded. What it
says: what is asked for (``topic``) must agree *and* so must the place or unit (``names``, ``unit``), for the same words
about another place are another matter, and the longer the time between two letters, the more they must agree.
``benchmarks/events.py --halves`` chooses constant and decay on one half of the events and measures them on the other.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from nlp.clustering.duplicates import find_copies
from nlp.clustering.profiles import COLUMNS, Matrix, Profiles
from nlp.features.spans import distinct

__all__ = ["SAME", "Pairs", "SameMatter", "find_pairs", "score_pairs"]

_CHUNK = 20_000
_COMMON = 600
"""A column in more letters than this calls up no letter: what everybody says leads nowhere, and would cost most."""


@dataclass(frozen=True, slots=True)
class SameMatter:
    """The weights of a pair's features, in log-odds.

    ``conflict`` counts when both titles name a unit and neither is found in the other letter; ``unit`` counts the
    share of the title's names that is found. ``log_weeks`` counts for each unit of ln(1 + weeks between the letters).
    """

    constant: float = -9.0
    whole: float = 6.5
    title: float = 3.0
    names: float = 3.0
    topic: float = 9.5
    unit: float = 1.5
    conflict: float = -1.0
    log_weeks: float = -0.4


SAME = SameMatter()
APART = -10.0
"""The score of one template about two units: that the words agree says nothing then."""
_FOUND = 0.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows, ``left`` later than ``right``, and their scores."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    scores: NDArray[np.float32]


def find_pairs(
    profiles: Profiles, weights: NDArray[np.float32], first: int, most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give, for each row from ``first`` on, the ``most`` rows that share the heaviest rare columns with it.

    Each pair comes once, later row first, in order. Cost: a product with an inverted index whose lists hold at most
    ``_COMMON`` letters, so it grows with the number of new letters and not with the number of stored ones.
    """
    frequency = np.zeros(COLUMNS, dtype=np.int64)
    for start in range(0, len(profiles), _CHUNK):
        frequency += np.bincount(_said(profiles, slice(start, start + _CHUNK)).indices, minlength=COLUMNS)
    useful = (frequency > 1) & (frequency <= _COMMON)
    asked = np.zeros(COLUMNS, dtype=bool)  # what no new letter says leads to no pair, and need not be held
    asked[_said(profiles, slice(first, None)).indices] = True
    useful_weights = np.where(useful, weights, np.float32(0))
    parts = [
        _only(weigh(_said(profiles, slice(start, start + _CHUNK)), useful_weights, drop=True), useful & asked)
        for start in range(0, len(profiles), _CHUNK)
    ]
    empty = sparse.csr_matrix(np.zeros((0, int((useful & asked).sum())), dtype=np.float32))
    weighted = sparse.vstack([empty, *parts], format="csr")
    near = sp_matmul_topn(weighted[first:], weighted.T.tocsr(), top_n=most + 1, n_threads=2)
    rows = np.repeat(np.arange(first, len(profiles)), np.diff(near.indptr))
    others = near.indices.astype(np.int64)
    keys = np.maximum(rows, others) * len(profiles) + np.minimum(rows, others)
    keys = distinct(keys[rows != others])
    return keys // max(len(profiles), 1), keys % max(len(profiles), 1)


def _said(profiles: Profiles, rows: slice) -> Matrix:
    """Give the views that lead from letter to letter as one; each has columns of its own."""
    said: Matrix = profiles.whole[rows] + profiles.title[rows] + profiles.names[rows]
    return said


def _only(matrix: Matrix, wanted: NDArray[np.bool_]) -> Matrix:
    """Give the wanted columns, closed up."""
    kept = wanted[matrix.indices]
    columns = (np.cumsum(wanted, dtype=np.int32) - 1)[matrix.indices[kept]]
    indptr = np.concatenate([[0], np.cumsum(kept)])[matrix.indptr]
    return sparse.csr_matrix((matrix.data[kept], columns, indptr), shape=(matrix.shape[0], int(wanted.sum())))


def weigh(matrix: Matrix, weights: NDArray[np.float32], drop: bool = False) -> Matrix:
    """Give tf-idf rows of length 1 (1 + ln count, times the column's weight); a row of nothing stays zero."""
    data = (1 + np.log(matrix.data.astype(np.float32))) * weights[matrix.indices]
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    norms = np.sqrt(np.bincount(rows, weights=data * data, minlength=matrix.shape[0]))
    data = (data / np.maximum(norms, 1e-12)[rows]).astype(np.float32)
    weighed = sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape, copy=drop)
    if drop:  # in place, hence the copy: the matrix given shares its columns otherwise
        weighed.eliminate_zeros()
    return weighed


def score_pairs(
    profiles: Profiles,
    weights: NDArray[np.float32],
    days: NDArray[np.int32],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Give the log-odds that the two letters of each pair are about the same matter; ``days`` are all rows' ordinals.

    No pairs give no scores.
    """
    parts = [
        _score(profiles, weights, left[start : start + _CHUNK], right[start : start + _CHUNK])
        for start in range(0, len(left), _CHUNK)
    ]
    weeks = np.abs(days[left] - days[right]) / 7
    total = np.concatenate([np.zeros(0), *parts]) + SAME.log_weeks * np.log1p(weeks)
    scores: NDArray[np.float32] = total.astype(np.float32)
    return scores


def _score(
    profiles: Profiles,
    weights: NDArray[np.float32],
    left: NDArray[np.int64],
    right: NDArray[np.int64],
) -> NDArray[np.float64]:
    same = SAME
    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    some, here, there = profiles.take(rows), places[: len(left)], places[len(left) :]
    total = np.full(len(left), same.constant)
    for name, weight in (("whole", same.whole), ("title", same.title), ("names", same.names), ("topic", same.topic)):
        block = weigh(some.block(name), weights)
        total += weight * np.sqrt(_dot(block[here], block[there]))
    units = _shares(some.units, weights)
    present = some.whole.astype(bool).astype(np.float32)
    forth, back = _dot(units[here], present[there]), _dot(units[there], present[here])
    total += same.unit * np.maximum(forth, back)
    named = np.diff(units.indptr) > 0
    conflict = named[here] & named[there] & (forth < _FOUND) & (back < _FOUND)
    total += same.conflict * conflict
    total[conflict] = np.where(find_copies(here[conflict], there[conflict], some.sketches), APART, total[conflict])
    return total


def _shares(units: Matrix, weights: NDArray[np.float32]) -> Matrix:
    """Give each row's names as shares of their weight, so that a product with presence is the share found."""
    rows = np.repeat(np.arange(units.shape[0]), np.diff(units.indptr))
    data = weights[units.indices]
    sums = np.bincount(rows, weights=data, minlength=units.shape[0])
    return sparse.csr_matrix(((data / np.maximum(sums, 1e-12)[rows]), units.indices, units.indptr), shape=units.shape)


def _dot(first: Matrix, second: Matrix) -> NDArray[np.float64]:
    products: NDArray[np.float64] = np.asarray(first.multiply(second).sum(axis=1), dtype=np.float64).ravel()
    return np.maximum(products, 0)
