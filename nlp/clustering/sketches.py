"""Sketches of texts: enough of their 3-grams to tell a copy, however long the text.

The smallest hashes of a text are a fair sample of its 3-grams, the same sample in every text (bottom-k sketch: Broder
1997, "On the resemblance and containment of documents"). Of two texts, how much of the shorter stands in the longer is
read off the hashes both samples reach; a text of up to 64 different 3-grams is compared exactly.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.features.spans import char_spans

__all__ = ["SIZE", "containment", "sketch_texts"]

SIZE = 64
EMPTY = np.uint32(0xFFFF_FFFF)
_MIX = np.uint64(0xD6E8_FEB8_6659_FD93)


def sketch_texts(texts: Sequence[str]) -> NDArray[np.uint32]:
    """Give the (texts, SIZE) smallest 3-gram hashes, ascending, filled up with ``EMPTY``; signs and spaces left out.

    >>> sketch_texts(["丽园小区停水。", ""])[:, 0] == EMPTY
    array([False,  True])
    """
    cleaned = ["".join(filter(str.isalnum, text)) for text in texts]
    joined = "".join(text + "\0" for text in cleaned)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    starts, _, hashes = char_spans(codes, codes == 0, (3, 3))
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    small = (hashes >> np.uint64(33)).astype(np.uint64)
    ends = np.cumsum(np.fromiter((len(text) + 1 for text in cleaned), dtype=np.int64, count=len(cleaned)))
    rows = np.searchsorted(ends, starts, side="right").astype(np.uint64)
    keys = np.unique(rows << np.uint64(32) | small)
    owner = (keys >> np.uint64(32)).astype(np.int64)
    rank = np.arange(len(keys)) - np.searchsorted(owner, owner)
    kept = rank < SIZE
    sketches = np.full((len(cleaned), SIZE), EMPTY, dtype=np.uint32)
    sketches[owner[kept], rank[kept]] = (keys[kept] & np.uint64(0xFFFF_FFFF)).astype(np.uint32)
    return sketches


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
