"""The demands of a letter, sentence by sentence: which sentences ask for something, and of which category it is.

Both questions are answered by linear models over the n-grams already counted for the letter, so a demand costs little.
What category a demand is of, its own words say and the whole letter says (a product of experts, Hinton 2002): "请尽快
解决" alone says nothing.
"""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import GroupKFold
from sklearn.svm import LinearSVC

from nlp.classifier.sentences import Mark, Sentences, marked
from nlp.features import Document
from nlp.letter import Demand

__all__ = ["DemandFinder"]

_LEAST_SHARED = 2

Floats = NDArray[np.float64]


class DemandFinder:
    """Find the sentences that ask for something; fitted on letters whose demands are marked."""

    def __init__(self, C: float = 0.2) -> None:  # noqa: N803
        self.C = C

    def fit(
        self,
        found: Sentences,
        documents: Sequence[Document],
        marks: Sequence[Sequence[Mark]],
        groups: Sequence[str],
        classes: NDArray[np.str_],
    ) -> Self:
        """Learn from the sentences of marked letters; ``groups`` joins letters that must not calibrate each other."""
        asked = marked(found, documents, marks, _LEAST_SHARED)
        owners = np.asarray(groups)[found.rows]
        is_demand = np.array([bool(codes) for codes in asked])
        matrix = found.matrix()
        asking, asking_intercept = _asking(_fitted("sigmoid", self.C, matrix, is_demand, owners))
        codes = np.array([min(codes) for codes in asked if codes])
        kinds = _fitted("temperature", self.C, matrix[is_demand], codes, owners[is_demand])
        beta = float(kinds.calibrators[0].beta_)
        place = np.searchsorted(classes, kinds.classes) + 1
        self.coef_ = np.zeros((matrix.shape[1], len(classes) + 1), dtype=np.float32)
        self.coef_[:, 0], self.coef_[:, place] = asking, (kinds.estimator.coef_ * beta).T
        self.intercept_ = np.full(len(classes) + 1, -np.inf)
        self.intercept_[0], self.intercept_[place] = asking_intercept, kinds.estimator.intercept_ * beta
        return self

    def find(
        self, found: Sentences, documents: Sequence[Document], mentions: Floats, classes: NDArray[np.str_]
    ) -> list[tuple[Demand, ...]]:
        """Give each document's demands in the order of the letter; ``mentions`` is (documents, classes)."""
        scores = found.scores(self.coef_) + self.intercept_
        chosen = np.flatnonzero(scores[:, 0] >= 0)  # more likely than not
        both = softmax(scores[chosen, 1:], axis=1) * mentions[found.rows[chosen]]
        both /= np.maximum(both.sum(axis=1, keepdims=True), np.finfo(float).tiny)
        demands: list[list[Demand]] = [[] for _ in documents]
        for place, kinds in zip(chosen.tolist(), both, strict=True):
            row, kind = int(found.rows[place]), int(kinds.argmax())
            span = found.span(place, documents[row])
            if span is not None:
                words = documents[row].written(*span)
                demands[row].append(Demand(span[0], span[1], words, str(classes[kind]), float(kinds[kind])))
        return [tuple(some) for some in demands]


def _fitted(method: str, strength: float, matrix: Any, labels: Any, owners: Any) -> Any:
    machine = LinearSVC(C=strength, class_weight="balanced", random_state=0)
    folds = list(GroupKFold(n_splits=3, shuffle=True, random_state=0).split(matrix, labels, owners))
    calibrated = CalibratedClassifierCV(machine, method=method, cv=folds, ensemble=False).fit(matrix, labels)
    return calibrated.calibrated_classifiers_[0]


def _asking(fitted: Any) -> tuple[NDArray[np.float32], float]:
    slope, offset = fitted.calibrators[0].a_, fitted.calibrators[0].b_
    row = (fitted.estimator.coef_[0] * -slope).astype(np.float32)
    return row, float(fitted.estimator.intercept_[0] * -slope - offset)
