"""Near-duplicates: the same letter again, or one template with many names under it.

A copy is told by its words alone, whatever its place or sender: one template may serve several matters, and those stay
apart. Letters, copies and independent senders are counted apart, because thirty copies of one text by three people are
three voices.
"""

import numpy as np
from numpy.typing import NDArray

from nlp.clustering.sketches import containment

__all__ = ["COPY", "FEWEST", "find_copies"]

COPY = 0.6
"""The share of the shorter text's 3-grams that must stand in the longer. On copies planted in our own corpus any value
from 0.6 to 0.7 finds all and makes up none (``benchmarks/events.py``)."""
FEWEST = 12
"""A comparison on fewer 3-grams proves nothing, unless the two texts are the same."""
_CHUNK = 2_000


def find_copies(left: NDArray[np.int64], right: NDArray[np.int64], sketches: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Say of each pair of rows whether one letter is a copy of the other; a text of signs alone is nobody's copy."""
    found = np.zeros(len(left), dtype=bool)
    for start in range(0, len(left), _CHUNK):
        part = slice(start, start + _CHUNK)
        first, second = sketches[left[part]], sketches[right[part]]
        share, seen = containment(first, second)
        equal = (first == second).all(axis=1) & (seen > 0)
        found[part] = ((share >= COPY) & (seen >= FEWEST)) | equal
    return found
