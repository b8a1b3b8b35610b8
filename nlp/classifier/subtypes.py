"""The finer kind of matter inside a category: the nearest centroid (Rocchio 1971), named only where it stands out.

There are ten letters of a sub-type where there are hundreds of a category, too few for a machine of their own; what is
typical of them is enough, and each keeps only its heaviest n-grams.
"""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import normalize

from nlp.features import Counted

__all__ = ["SubtypeNamer"]

_KEPT = 200
_FEWEST = 10
_FOLDS = 3
_WANTED_PRECISION = 0.95

Labels = NDArray[np.str_]
Floats = NDArray[np.float64]


class SubtypeNamer:
    """Name the sub-type of a letter whose category is known; fitted on letters that have one."""

    def fit(self, matrix: sparse.csr_matrix, categories: Labels, subtypes: Labels, groups: Labels) -> Self:
        """Learn every sub-type of ten letters or more; the margin it takes to be named makes 19 of 20 names right.

        ``matrix`` is (letters, columns); ``groups`` joins letters that must not be compared with each other.
        """
        codes, counts = np.unique(subtypes, return_counts=True)
        self.codes_ = codes[counts >= _FEWEST]
        known = np.isin(subtypes, self.codes_)
        matrix, categories, subtypes, groups = matrix[known], categories[known], subtypes[known], groups[known]
        owner = dict(zip(subtypes, categories, strict=True))
        self.category_ = np.array([owner[code] for code in self.codes_])
        self.margin_ = _least_margin(*self._tried(matrix, categories, subtypes, groups))
        self.weights_ = _centroids(matrix, subtypes, self.codes_)
        return self

    def _tried(
        self, matrix: sparse.csr_matrix, categories: Labels, subtypes: Labels, groups: Labels
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Give the margin of every letter under centroids of others, and whether the nearest was its own."""
        margins, right = np.zeros(len(subtypes)), np.zeros(len(subtypes), dtype=bool)
        parts = min(_FOLDS, len(np.unique(groups)))
        if parts < 2:
            return margins, right
        for learnt, asked in GroupKFold(parts, shuffle=True, random_state=0).split(matrix, groups=groups):
            scores = (matrix[asked] @ _centroids(matrix[learnt], subtypes[learnt], self.codes_)).toarray()
            best, margins[asked] = self._nearest(scores, categories[asked])
            right[asked] = self.codes_[best] == subtypes[asked]
        return margins, right

    def find(self, counted: Counted, classes: Labels) -> list[dict[str, str]]:
        """Give for each document the sub-type of every category in which one stands out."""
        scores = sum((block @ self.weights_ for block in counted.blocks[1:]), start=counted.blocks[0] @ self.weights_)
        dense = scores.toarray()
        named: list[dict[str, str]] = [{} for _ in range(dense.shape[0])]
        for category in np.intersect1d(classes, self.category_):
            best, margins = self._nearest(dense, np.full(len(dense), category))
            for row in np.flatnonzero(margins >= self.margin_).tolist():
                named[row][str(category)] = str(self.codes_[best[row]])
        return named

    def _nearest(self, scores: Floats, categories: Labels) -> tuple[NDArray[np.int64], Floats]:
        """Give the nearest sub-type of each row's category, and how much nearer it is than the next."""
        inside = np.where(self.category_[None, :] == categories[:, None], scores, -1.0)
        best = inside.argmax(axis=1)
        first = inside[np.arange(len(inside)), best]
        inside[np.arange(len(inside)), best] = -1.0
        return best, np.asarray(first - inside.max(axis=1, initial=-1.0), dtype=np.float64)


def _centroids(matrix: sparse.csr_matrix, subtypes: Labels, codes: Labels) -> sparse.csr_matrix:
    """Give what sets each sub-type apart from the mean of all, its heaviest n-grams only: (columns, sub-types)."""
    members = sparse.csr_matrix((subtypes[None, :] == codes[:, None]).astype(np.float32))
    if not len(codes):
        return sparse.csr_matrix(np.zeros((matrix.shape[1], 0), dtype=np.float32))
    means = normalize((members @ matrix).toarray())
    means -= means.mean(axis=0)
    light = np.argsort(-np.abs(means), axis=1)[:, _KEPT:]
    np.put_along_axis(means, light, 0, axis=1)
    kept: sparse.csr_matrix = sparse.csr_matrix(normalize(means).T.astype(np.float32))
    return kept


def _least_margin(margins: Floats, right: NDArray[np.bool_]) -> float:
    """Give the least margin from which on names are right as often as wanted; infinity if they never are."""
    order = np.argsort(-margins)
    precise = np.cumsum(right[order]) / np.arange(1, len(order) + 1) >= _WANTED_PRECISION
    return float(margins[order][np.flatnonzero(precise)[-1]]) if precise.any() else float("inf")
