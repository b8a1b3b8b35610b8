"""In which order doubtful letters teach most: the unsure ones that stand for many others, no matter asked twice.

A letter is worth its own doubt times the doubt of the letters like it (information density: Settles & Craven 2008,
EMNLP, eq. 5), and what is like a letter already taken counts only as far as that one leaves it uncovered (facility
location: Wei, Iyer & Bilmes 2015, ICML, which makes a batch diverse). ``benchmarks/review_order.py`` measures what the
order gives against chance and against doubt alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = ["Placed", "teaching_order", "uncertainty"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in its place: how unsure the model is of it (0 to 1), and how much of the pool's doubt it would clear."""

    row: int
    uncertainty: float
    worth: float


def uncertainty(probabilities: Floats) -> Floats:
    """Give the entropy of each row as a share of the most it can be; (letters, classes) to (letters,).

    >>> [round(float(u), 2) for u in uncertainty(np.array([[0.5, 0.5], [0.9, 0.1], [1.0, 0.0]]))]
    [1.0, 0.47, 0.0]
    """
    clipped = np.maximum(probabilities, np.finfo(float).tiny)
    shares: Floats = -(probabilities * np.log(clipped)).sum(axis=1) / np.log(max(probabilities.shape[1], 2))
    return np.maximum(shares, 0.0)


def teaching_order(unsure: Floats, weights: sparse.csr_matrix, groups: Sequence[str]) -> list[Placed]:
    """Order rows so that each next one teaches most; rows of one group stand together behind the first of them.

    ``unsure`` is (letters,), ``weights`` the (letters, columns) n-gram weights a model sees, ``groups`` joins copies.
    No letters give no places.

    >>> eye = sparse.csr_matrix(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]))
    >>> [placed.row for placed in teaching_order(np.array([0.6, 0.5, 0.5, 0.5]), eye, "abcc")]
    [1, 0, 2, 3]
    """
    rows = np.array(list({group: row for row, group in reversed(list(enumerate(groups)))}.values()), dtype=np.int64)
    if not len(rows):
        return []
    doubt = unsure[rows]
    alike = _likeness(weights[rows])
    covered, left, chosen = np.zeros(len(rows)), np.ones(len(rows), dtype=bool), list[tuple[int, float]]()
    for _ in range(len(rows)):
        gain = doubt * (np.maximum(alike - covered, 0.0) @ doubt)
        best = int(np.lexsort((rows, -doubt, np.where(left, -gain, np.inf)))[0])
        chosen.append((best, float(gain[best])))
        left[best] = False
        covered = np.maximum(covered, alike[best])
    kin = {group: [row for row, other in enumerate(groups) if other == group] for group in dict.fromkeys(groups)}
    return [
        Placed(row, float(unsure[row]), worth if row == rows[best] else 0.0)
        for best, worth in chosen
        for row in kin[groups[int(rows[best])]]
    ]


def _likeness(weights: sparse.csr_matrix) -> Floats:
    """Give the cosine of every pair of rows, (rows, rows); a row without n-grams is like none."""
    lengths = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    scaled = sparse.diags_array(1 / np.maximum(lengths, np.finfo(np.float32).tiny)) @ weights
    alike: Floats = np.asarray((scaled @ scaled.T).todense(), dtype=np.float64)
    return alike
