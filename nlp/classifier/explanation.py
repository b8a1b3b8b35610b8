"""Why a letter got its category: the clauses whose n-grams weigh most, in the letter's own words.

The score of a linear model over ``HashedNgrams`` is a sum over places in the letter, so a clause's share of it is
exact. The share of an n-gram is spread evenly over its characters.
"""

from collections.abc import Sequence

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
    chosen = weights.ravel().take((wanted * weights.shape[1])[counted.rows] + counted.columns)  # half the time of [,]
    share = counted.values * chosen / (counted.ends - counted.starts)
    change: Floats = np.bincount(counted.starts, weights=share, minlength=size + 1).astype(np.float64)
    change -= np.bincount(counted.ends, weights=share, minlength=size + 1)
    running: Floats = np.cumsum(change)[:size]
    return running


def clauses(joined: Joined) -> tuple[Integers, Integers]:
    """Give the start and end of every clause; a long one is cut where a word ends."""
    starts, ends = joined.pieces(_BREAKS)
    word_ends = np.concatenate([[0], joined.word_ends])
    cut: list[tuple[Integers, Integers]] = []
    while (too_long := ends - starts > _LONGEST).any():
        cut.append((starts[~too_long], ends[~too_long]))
        starts, ends = starts[too_long], ends[too_long]
        last = word_ends[np.searchsorted(word_ends, starts + _LONGEST, side="right") - 1]
        middle = np.where(last > starts, last, starts + _LONGEST)
        cut.append((starts, middle))
        starts = middle
    if not cut:
        return starts, ends
    starts, ends = (np.concatenate(part) for part in zip(*cut, (starts, ends), strict=True))
    order = np.argsort(starts)
    return starts[order], ends[order]


def weightiest(rows: Integers, weights: Floats) -> Integers:
    """Give the places of the three greatest positive weights of each row, rows in order."""
    positive = np.flatnonzero(weights > 0)
    order = positive[np.lexsort((-weights[positive], rows[positive]))]
    begins = np.searchsorted(rows[order], rows[order])
    chosen: Integers = order[np.arange(len(order)) - begins < _MOST]
    return chosen


def _evidence(document: Document, start: int, end: int, running: Floats, first: int, category: str) -> Evidence | None:
    """Make the evidence of a clause; what lies in the title only is none of the text's."""
    span = document.letter_span(start, end)
    if span is None:
        return None
    weight = float(running[first + end] - running[first + start])
    return Evidence(*span, document.written(*span), category, round(weight, 4))
