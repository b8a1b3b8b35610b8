"""The demands of a letter, sentence by sentence: which sentences ask for something, and of which category it is.

Both questions are answered by linear models over the n-grams already counted for the letter, so a demand costs little.
What category a demand is of, its own words say and the whole letter says (a product of experts, Hinton 2002): "请尽快
解决" alone says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from nlp.features import Counted, Document, pieces
from nlp.letter import Demand

__all__ = ["DemandFinder", "Mark"]

Mark = tuple[int, int, str]
"""A marked demand: start and end in the letter's text, and the category of what is asked."""

_BREAKS = "。！？!?；;\n"
_SHORTEST = 4
_OPENING, _CLOSING = 0.15, 0.7

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Sentences of some documents: document, span in the joined texts, where its document begins, its place in it.

    ``piece``, ``columns`` and ``values`` are the n-grams inside: sentence, column and weight.
    """

    rows: Integers
    starts: Integers
    ends: Integers
    firsts: Integers
    places: NDArray[np.float32]
    piece: Integers
    columns: Integers
    values: NDArray[np.float32]

    def matrix(self, width: int) -> sparse.csr_matrix:
        """Give what a model learns from: n-grams of ``width`` columns, then the place in the letter."""
        counts = sparse.csr_matrix((self.values, (self.piece, self.columns)), shape=(len(self.rows), width))
        whole: sparse.csr_matrix = sparse.hstack([counts, sparse.csr_matrix(self.places)], format="csr")
        return whole

    def scores(self, weights: NDArray[np.float32]) -> Floats:
        """Give each sentence's score under one row of weights, as ``matrix() @ weights`` would."""
        width = len(weights) - self.places.shape[1]
        counted = np.bincount(self.piece, weights=self.values * weights[self.columns], minlength=len(self.rows))
        found: Floats = counted + self.places @ weights[width:]
        return found

    def of(self, chosen: Integers) -> "_Sentences":
        """Keep some of the sentences."""
        number = np.full(len(self.rows), -1)
        number[chosen] = np.arange(len(chosen))
        kept = np.flatnonzero(number[self.piece] >= 0)
        spans = (self.rows[chosen], self.starts[chosen], self.ends[chosen], self.firsts[chosen], self.places[chosen])
        return _Sentences(*spans, number[self.piece[kept]], self.columns[kept], self.values[kept])


class DemandFinder:
    """Find the sentences that ask for something; fitted on letters whose demands are marked."""

    def __init__(self, C: float = 0.2) -> None:  # noqa: N803
        self.C = C

    def fit(
        self,
        counted: Counted,
        documents: Sequence[Document],
        marks: Sequence[Sequence[Mark]],
        groups: Sequence[str],
        classes: NDArray[np.str_],
    ) -> Self:
        """Learn from marked letters; ``groups`` joins letters that must not calibrate each other."""
        found = _sentences(counted, documents)
        asked = _asked(found, documents, marks)
        owners = np.asarray(groups)[found.rows]
        is_demand = np.array([code is not None for code in asked])
        matrix = found.matrix(counted.blocks[0].shape[1])
        self.coef_, self.intercept_ = _asking(_fitted("sigmoid", self.C, matrix, is_demand, owners))
        codes = np.array([code for code in asked if code is not None])
        kinds = _fitted("temperature", self.C, matrix[is_demand], codes, owners[is_demand])
        beta = float(kinds.calibrators[0].beta_)
        place = np.searchsorted(classes, kinds.classes)
        self.kind_coef_ = np.zeros((len(classes), matrix.shape[1]), dtype=np.float32)
        self.kind_coef_[place] = kinds.estimator.coef_ * beta
        self.kind_intercept_ = np.full(len(classes), -np.inf)
        self.kind_intercept_[place] = kinds.estimator.intercept_ * beta
        return self

    def find(
        self, counted: Counted, documents: Sequence[Document], mentions: Floats, classes: NDArray[np.str_]
    ) -> list[tuple[Demand, ...]]:
        """Give each document's demands in the order of the letter; ``mentions`` is (documents, classes)."""
        found = _sentences(counted, documents)
        found = found.of(np.flatnonzero(found.scores(self.coef_) + self.intercept_ >= 0))  # more likely than not
        own = softmax(np.array([found.scores(row) for row in self.kind_coef_]).T + self.kind_intercept_, axis=1)
        both = own * mentions[found.rows]
        both /= np.maximum(both.sum(axis=1, keepdims=True), np.finfo(float).tiny)
        demands: list[list[Demand]] = [[] for _ in documents]
        for place, kinds in enumerate(both):
            row, first, kind = int(found.rows[place]), int(found.firsts[place]), int(kinds.argmax())
            span = documents[row].letter_span(int(found.starts[place]) - first, int(found.ends[place]) - first)
            if span is not None:
                words = documents[row].written(*span)
                demands[row].append(Demand(span[0], span[1], words, str(classes[kind]), float(kinds[kind])))
        return [tuple(some) for some in demands]


def _sentences(counted: Counted, documents: Sequence[Document]) -> _Sentences:
    starts, ends = pieces(documents, _BREAKS)
    long_enough = ends - starts >= _SHORTEST
    starts, ends = starts[long_enough], ends[long_enough]
    lengths = np.fromiter((len(d.text) + 1 for d in documents), dtype=np.int64, count=len(documents))
    lasts = np.cumsum(lengths)
    rows = np.searchsorted(lasts, starts, side="right")
    firsts = (lasts - lengths)[rows]
    is_first = np.diff(rows, prepend=-1) != 0
    is_last = np.diff(rows, append=-1) != 0
    at_start = starts - firsts <= _OPENING * lengths[rows]
    at_end = ends - firsts >= _CLOSING * lengths[rows]
    places = np.column_stack([is_first, is_last, at_start, at_end]).astype(np.float32) / np.float32(2)
    return _Sentences(rows, starts, ends, firsts, places, *counted.in_pieces(starts, ends))


def _asked(found: _Sentences, documents: Sequence[Document], marks: Sequence[Sequence[Mark]]) -> list[str | None]:
    """Give the category of the marked demand that a sentence meets, None if it meets none."""
    asked: list[str | None] = []
    for row, start, end, first in zip(found.rows, found.starts, found.ends, found.firsts, strict=True):
        span = documents[row].letter_span(int(start - first), int(end - first))
        met = [code for begin, stop, code in marks[row] if span and min(stop, span[1]) - max(begin, span[0]) > 1]
        asked.append(met[0] if met else None)
    return asked


def _fitted(method: str, strength: float, matrix: Any, labels: Any, owners: Any) -> Any:
    machine = LinearSVC(C=strength, class_weight="balanced", random_state=0)
    folds = list(GroupKFold(n_splits=3, shuffle=True, random_state=0).split(matrix, labels, owners))
    calibrated = CalibratedClassifierCV(machine, method=method, cv=folds, ensemble=False).fit(matrix, labels)
    return calibrated.calibrated_classifiers_[0]


def _asking(fitted: Any) -> tuple[NDArray[np.float32], float]:
    slope, offset = fitted.calibrators[0].a_, fitted.calibrators[0].b_
    row = (fitted.estimator.coef_[0] * -slope).astype(np.float32)
    return row, float(fitted.estimator.intercept_[0] * -slope - offset)
