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
from scipy.special import expit, softmax
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
    """Sentences of some documents: document, span in the joined texts, what is counted in it and where it stands."""

    rows: Integers
    starts: Integers
    ends: Integers
    firsts: Integers
    matrix: sparse.csr_matrix


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
        self.coef_, self.intercept_ = _asking(_fitted("sigmoid", self.C, found.matrix, is_demand, owners))
        codes = np.array([code for code in asked if code is not None])
        kinds = _fitted("temperature", self.C, found.matrix[is_demand], codes, owners[is_demand])
        beta = float(kinds.calibrators[0].beta_)
        place = np.searchsorted(classes, kinds.classes)
        self.kind_coef_ = np.zeros((len(classes), found.matrix.shape[1]), dtype=np.float32)
        self.kind_coef_[place] = kinds.estimator.coef_ * beta
        self.kind_intercept_ = np.full(len(classes), -np.inf)
        self.kind_intercept_[place] = kinds.estimator.intercept_ * beta
        return self

    def find(
        self, counted: Counted, documents: Sequence[Document], mentions: Floats, classes: NDArray[np.str_]
    ) -> list[tuple[Demand, ...]]:
        """Give each document's demands in the order of the letter; ``mentions`` is (documents, classes)."""
        found = _sentences(counted, documents)
        asking = expit(found.matrix @ self.coef_ + self.intercept_)
        chosen = np.flatnonzero(asking >= 0.5)
        own = softmax(found.matrix[chosen] @ self.kind_coef_.T + self.kind_intercept_, axis=1)
        both = own * mentions[found.rows[chosen]]
        both /= np.maximum(both.sum(axis=1, keepdims=True), np.finfo(float).tiny)
        demands: list[list[Demand]] = [[] for _ in documents]
        for place, kinds in zip(chosen.tolist(), both, strict=True):
            row, first = int(found.rows[place]), int(found.firsts[place])
            document, kind = documents[row], int(kinds.argmax())
            span = document.letter_span(int(found.starts[place]) - first, int(found.ends[place]) - first)
            if span is not None:
                demands[row].append(Demand(*span, document.written(*span), str(classes[kind]), float(kinds[kind])))
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
    places = sparse.csr_matrix(np.column_stack([is_first, is_last, at_start, at_end]).astype(np.float32) / 2)
    matrix = sparse.hstack([counted.of_pieces(starts, ends), places], format="csr")
    return _Sentences(rows, starts, ends, firsts, matrix)


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
