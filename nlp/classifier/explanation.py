"""Why a letter got its category: the clauses whose n-grams weigh most, in the letter's own words.

The score of a linear model over ``HashedNgrams`` is a sum over places in the letter, so a clause's share of it is
exact. The share of an n-gram is spread evenly over its characters.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.features import Counted, Document
from nlp.features.spans import Integers, Joined
from nlp.letter import Evidence

__all__ = ["explain"]

_BREAKS = "，。！？；：、,!?;:\n…"
_LONGEST = 40
_MOST = 3

Floats = NDArray[np.float64]


def explain(
    counted: Counted,
    documents: Sequence[Document],
    weights: NDArray[np.float32],
    wanted: NDArray[np.int64],
    categories: Sequence[str],
) -> list[tuple[Evidence, ...]]:
    """Give each document its weightiest clauses for the class row ``wanted`` of ``weights`` (classes, columns).

    At most three clauses of at most forty characters, in the order of the letter; none if nothing speaks for it.
    """
    running = np.concatenate([[0.0], np.cumsum(character_shares(counted, weights, wanted))])
    starts, ends = clauses(counted.joined)
    rows = counted.joined.rows_of(starts)
    best = weightiest(rows, running[ends] - running[starts])
    found: list[list[Evidence]] = [[] for _ in documents]
    for row, start, end in zip(rows[best].tolist(), starts[best].tolist(), ends[best].tolist(), strict=True):
        first = int(counted.joined.firsts[row])
        evidence = _evidence(documents[row], start - first, end - first, running, first, categories[row])
        found[row] += [evidence] if evidence else []
    return [tuple(sorted(some, key=lambda evidence: evidence.start)) for some in found]


def character_shares(counted: Counted, weights: NDArray[np.float32], wanted: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give every character's share of its document's score, in the order of the joined texts."""
    size = len(counted.joined.points)
    share = counted.values * weights[wanted[counted.rows], counted.columns] / (counted.ends - counted.starts)
    change: Floats = np.bincount(counted.starts, weights=share, minlength=size + 1).astype(np.float64)
    change -= np.bincount(counted.ends, weights=share, minlength=size + 1)
    running: Floats = np.cumsum(change)[:size]
    return running


def clauses(joined: Joined) -> tuple[Integers, Integers]:
    """Give the start and end of every clause; a long one is cut where a word ends."""
    starts, ends = joined.pieces(_BREAKS)
    too_long = ends - starts > _LONGEST
    if not too_long.any():
        return starts, ends
    word_ends = [0, *joined.word_ends.tolist()]
    long = zip(starts[too_long].tolist(), ends[too_long].tolist(), strict=True)
    cut = np.array([piece for start, end in long for piece in _cut(start, end, word_ends)], dtype=np.int64)
    starts, ends = np.concatenate([starts[~too_long], cut[:, 0]]), np.concatenate([ends[~too_long], cut[:, 1]])
    order = np.argsort(starts)
    return starts[order], ends[order]


def _cut(start: int, end: int, word_ends: list[int]) -> Iterator[tuple[int, int]]:
    """Cut a clause into pieces of at most forty characters, where a word ends if one ends there."""
    while end - start > _LONGEST:
        last = word_ends[bisect_right(word_ends, start + _LONGEST) - 1]
        middle = last if last > start else start + _LONGEST
        yield start, middle
        start = middle
    yield start, end


def weightiest(rows: Integers, weights: Floats) -> Integers:
    """Give the places of the three greatest positive weights of each row, rows in order."""
    order = np.lexsort((-weights, rows))
    begins = np.searchsorted(rows[order], rows[order])
    kept = order[(np.arange(len(order)) - begins < _MOST) & (weights[order] > 0)]
    chosen: Integers = kept
    return chosen


def _evidence(document: Document, start: int, end: int, running: Floats, first: int, category: str) -> Evidence | None:
    """Make the evidence of a clause; what lies in the title only is none of the text's."""
    span = document.letter_span(start, end)
    if span is None:
        return None
    weight = float(running[first + end] - running[first + start])
    return Evidence(*span, document.written(*span), category, round(weight, 4))
