"""What the full-text index holds of a letter: every pair of neighbouring characters, each once, in no order.

A word of two or more characters stands in a text only if all its pairs do, wherever a segmenter would have cut: 退费 is
found in 内退费. The pairs find the candidates; ``search`` then looks into the letters themselves. Order and number of
occurrences are not kept, so that a letter cannot be put together again from the index.
"""

from functools import cache
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["MAX_TERMS", "terms_of"]

MAX_TERMS = 20_000
"""A text with more different pairs than this is indexed by the first of them in code point order; PostgreSQL takes no
more than 1 MB of terms a letter."""


@cache
def _wordy() -> NDArray[np.bool_]:
    """Tell of every UTF-16 unit whether it is a letter or a digit by itself."""
    return np.fromiter((chr(unit).isalnum() for unit in range(1 << 16)), dtype=np.bool_, count=1 << 16)


def terms_of(text: str) -> list[str]:
    """Give the pairs of letters and digits that stand side by side, in code point order; none for a single character.

    >>> terms_of("内退费，A1")
    ['A1', '内退', '退费']
    """
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(units) != len(text):  # rare characters, of two units each
        return sorted({pair for pair in set(map(add, text, text[1:])) if pair.isalnum()})[:MAX_TERMS]
    return _pairs_of(units)[:MAX_TERMS]


def _pairs_of(units: NDArray[Any]) -> list[str]:
    """Do the same for text in which every unit is a character, in half the time: a letter has hundreds of pairs."""
    wordy, wide = _wordy()[units], units.astype(np.uint32)
    pairs = ((wide[:-1] << 16) | wide[1:])[wordy[:-1] & wordy[1:]]
    pairs.sort()
    first = np.ones(len(pairs), dtype=np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=first[1:])
    pairs = pairs[first]
    spaced = np.full((len(pairs), 3), ord(" "), dtype="<u2")
    spaced[:, 0], spaced[:, 1] = pairs >> 16, pairs & 0xFFFF
    return spaced.tobytes().decode("utf-16-le").split()
