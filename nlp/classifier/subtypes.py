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
        centroids = _centroids(matrix, subtypes, self.codes_)
        self.columns_ = np.flatnonzero(centroids.getnnz(axis=1))
        self.weights_ = centroids[self.columns_].toarray()
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
            for category in np.unique(self.category_):
                within = np.flatnonzero(self.category_ == category)
                rows = np.flatnonzero(categories[asked] == category)
                best, margins[asked[rows]] = _nearest(scores[np.ix_(rows, within)])
                right[asked[rows]] = self.codes_[within[best]] == subtypes[asked[rows]]
        return margins, right

    def find(self, counted: Counted, classes: Labels) -> list[dict[str, str]]:
        """Give for each document the sub-type of every category in which one stands out."""
        scores = sum(_of_columns(block, self.columns_) @ self.weights_ for block in counted.blocks)
        named: list[dict[str, str]] = [{} for _ in range(len(scores))]
        for category in np.intersect1d(classes, self.category_):
            within = np.flatnonzero(self.category_ == category)
            best, margins = _nearest(scores[:, within])
            rows = np.flatnonzero(margins >= self.margin_)
            for row, code in zip(rows.tolist(), self.codes_[within[best[rows]]].tolist(), strict=True):
                named[row][str(category)] = code
        return named


def _nearest(scores: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Give the column of each row's greatest score, and how much greater it is than the next; -1 is the least of all.

    >>> _nearest(np.array([[0.1, 0.5, 0.2], [0.4, 0.0, 0.3]]))[0].tolist()
    [1, 0]
    """
    best = scores.argmax(axis=1)
    rows = np.arange(len(scores))
    others = scores.copy()
    others[rows, best] = -1.0
    return best, np.asarray(scores[rows, best] - others.max(axis=1, initial=-1.0), dtype=np.float64)


def _of_columns(matrix: sparse.csr_matrix, columns: NDArray[np.int64]) -> sparse.csr_matrix:
    """Give some columns of a matrix, ascending; slicing it would sort and take longer than the product it is for.

    >>> _of_columns(sparse.csr_matrix([[1, 2, 3], [0, 4, 0]]), np.array([0, 2])).toarray().tolist()
    [[1, 3], [0, 0]]
    """
    place = np.full(matrix.shape[1], -1, dtype=np.int32)
    place[columns] = np.arange(len(columns))
    found = place[matrix.indices]
    kept = np.flatnonzero(found >= 0)
    shape = (matrix.shape[0], len(columns))
    return sparse.csr_matrix((matrix.data[kept], found[kept], np.searchsorted(kept, matrix.indptr)), shape=shape)


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
