"""Labels worth a second look, found by confident learning (Northcutt, Jiang & Chuang 2021, J. Artif. Intell. Res. 70).

A model that never saw a letter gives it probabilities. A class is believed of a letter where its probability reaches
the mean probability that letters labelled so get; a letter for which another class is believed is doubtful.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Doubtful", "find_doubtful"]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A letter whose label is doubted: its label, what the others of its kind would make it, and how far apart."""

    id: str
    label: str
    believed: str
    margin: float


def find_doubtful(
    ids: Sequence[str], labels: Sequence[str], codes: Sequence[str], probabilities: NDArray[np.float64]
) -> list[Doubtful]:
    """Give the doubtful labels, the most doubtful first; ``probabilities`` is (letters, codes), held-back letters only.

    ``margin`` is the probability believed less that of the label, at most 1. No letters give none; a label that is none
    of ``codes`` raises ValueError.

    >>> held_back = np.array([[0.9, 0.1], [0.8, 0.2], [0.9, 0.1], [0.1, 0.9], [0.2, 0.8]])
    >>> find_doubtful("12345", "aabbb", "ab", held_back)
    [Doubtful(id='3', label='b', believed='a', margin=0.8)]
    """
    if unknown := set(labels) - set(codes):
        raise ValueError(f"labels without a column: {sorted(unknown)}")
    if not len(ids):
        return []
    given = np.array([list(codes).index(label) for label in labels])
    own = probabilities[np.arange(len(given)), given]
    thresholds = np.array([own[given == k].mean() if (given == k).any() else np.inf for k in range(len(codes))])
    believed = np.where(probabilities >= thresholds, probabilities, -1.0)
    best = believed.argmax(axis=1)
    doubted = np.flatnonzero((best != given) & (believed.max(axis=1) > own))
    margins = believed[doubted, best[doubted]] - own[doubted]
    order = doubted[np.lexsort((doubted, -margins))]
    return [
        Doubtful(ids[row], labels[row], str(codes[best[row]]), round(float(believed[row, best[row]] - own[row]), 4))
        for row in order.tolist()
    ]
