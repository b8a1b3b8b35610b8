"""Sketches of texts: enough of their 3-grams to tell a copy, however long the text.

The smallest hashes of a text are a fair sample of its 3-grams, the same sample in every text (bottom-k sketch: Broder
1997, "On the resemblance and containment of documents"). Of two texts, how much of the shorter stands in the longer is
read off the hashes both samples reach; a text of up to 64 different 3-grams is compared exactly.
"""

import sys
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp.features.spans import char_spans, distinct

__all__ = ["SIZE", "containment", "sketch_texts"]

SIZE = 64
EMPTY = np.uint32(0xFFFF_FFFF)
_CHUNK = 500
_MIX = np.uint64(0xD6E8_FEB8_6659_FD93)


def sketch_texts(texts: Sequence[str], size: int = SIZE) -> NDArray[np.uint32]:
    """Give the (texts, size) smallest 3-gram hashes, ascending, filled up with ``EMPTY``; signs and spaces left out.

    The first columns of a larger sketch are the smaller one.

    >>> sketch_texts(["丽园小区停水。", ""])[:, 0] == EMPTY
    array([False,  True])
    """
    sketches = np.full((len(texts), size), EMPTY, dtype=np.uint32)
    for start in range(0, len(texts), _CHUNK):
        _sketch(texts[start : start + _CHUNK], sketches[start : start + _CHUNK])
    return sketches


def _sketch(texts: Sequence[str], sketches: NDArray[np.uint32]) -> None:
    """Fill in the rows of some texts, few enough for their hashes to stay in the processor's cache."""
    joined = "".join(text.replace("\0", " ") + "\0" for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = codes[_kept_codes()[codes]].astype(np.uint64)
    breaks = codes == 0
    starts, _, hashes = char_spans(codes, breaks, (3, 3))
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    rows = np.cumsum(breaks)[starts]
    keys = distinct(rows << 32 | (hashes >> np.uint64(33)).astype(np.int64))
    owner = keys >> 32
    counts = np.bincount(owner, minlength=len(texts))
    rank = np.arange(len(keys)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = rank < sketches.shape[1]
    sketches[owner[kept], rank[kept]] = keys[kept].astype(np.uint32)  # the low half


@cache
def _kept_codes() -> NDArray[np.bool_]:
    """Mark the code points that count: letters, digits, and the 0 between texts."""
    return np.fromiter((not code or chr(code).isalnum() for code in range(sys.maxunicode + 1)), dtype=bool)


def containment(first: NDArray[np.uint32], second: NDArray[np.uint32]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Give, row by row, how much of the shorter text stands in the longer (0 to 1), and on how many 3-grams that rests.

    >>> share, seen = containment(sketch_texts(["丽园小区停水三天"]), sketch_texts(["反映：丽园小区停水三天，无人管"]))
    >>> float(share[0]), int(seen[0])
    (1.0, 6)
    """
    reach = np.minimum(_reach(first), _reach(second))[:, None]
    both = np.concatenate([np.where(first <= reach, first, EMPTY), np.where(second <= reach, second, EMPTY)], axis=1)
    both.sort(axis=1)
    common = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] != EMPTY)).sum(axis=1)
    sizes = [((side <= reach) & (side != EMPTY)).sum(axis=1) for side in (first, second)]
    smaller = np.minimum(*sizes)
    return common / np.maximum(smaller, 1), smaller


def _reach(sketches: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Give the largest hash a sketch vouches for: its last one, or any when it holds the whole text."""
    last: NDArray[np.uint32] = sketches[:, -1]
    return last
