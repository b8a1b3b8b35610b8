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
from sklearn.model_selection import GroupKFold

from nlp.classifier.calibrated import fit_choice, fit_odds, support_vectors
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
        matrix, machine = found.matrix(), support_vectors(self.C)
        asking, asking_intercept = fit_odds(matrix, is_demand, _folds(matrix, is_demand, owners), machine)
        codes = np.array([min(codes) for codes in asked if codes])
        asked_for, of_whom = matrix[is_demand], owners[is_demand]
        kinds, kinds_intercept, beta = fit_choice(asked_for, codes, _folds(asked_for, codes, of_whom), machine)
        place = np.searchsorted(classes, np.unique(codes)) + 1
        self.coef_ = np.zeros((matrix.shape[1], len(classes) + 1), dtype=np.float32)
        self.coef_[:, 0], self.coef_[:, place] = asking, (kinds * beta).T
        self.intercept_ = np.full(len(classes) + 1, -np.inf)
        self.intercept_[0], self.intercept_[place] = asking_intercept, kinds_intercept * beta
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
        names, shares = classes[both.argmax(axis=1)].tolist(), both.max(axis=1).tolist()
        for (row, span), name, share in zip(found.spans(chosen, documents), names, shares, strict=True):
            if span is not None:
                demands[row].append(Demand(*span, documents[row].written(*span), name, share))
        return [tuple(some) for some in demands]


def _folds(matrix: Any, labels: Any, owners: Any) -> list[Any]:
    return list(GroupKFold(n_splits=3, shuffle=True, random_state=0).split(matrix, labels, owners))
