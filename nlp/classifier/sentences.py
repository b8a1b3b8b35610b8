"""The sentences of letters as rows of n-grams: what demands and statements are found among."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.features import Counted, Document
from nlp.features.spans import Integers, Joined

__all__ = ["Mark", "Sentences", "marked"]

Mark = tuple[int, int, str]
"""A marked passage: start and end in the letter's text, and what it was marked as."""

_BREAKS = "。！？!?；;\n"
_PAUSES = "，,、 ：:"
_SHORTEST, _LONGEST = 4, 120
_WINDOW, _EARLIEST, _ANYWHERE = 90, 40, 70
_OPENING, _CLOSING = 0.15, 0.7


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences of some documents: document, span in the joined texts, where its document begins.

    ``counts`` is the (sentences, columns) matrix of n-grams inside, as ``Counted.in_pieces`` gives it; ``places`` a
    (sentences, 4) array: first, last, in the opening, in the closing part of its letter.
    """

    rows: Integers
    starts: Integers
    ends: Integers
    firsts: Integers
    counts: sparse.csr_matrix
    places: NDArray[np.float32]

    @classmethod
    def of(cls, counted: Counted) -> Self:
        """Cut counted documents into sentences; what is shorter than four characters is none.

        A sentence of more than 120 characters is cut on at its pauses: some letters have no full stop at all.
        """
        joined = counted.joined
        starts, ends = _cut_on(joined, *joined.pieces(_BREAKS))
        long_enough = ends - starts >= _SHORTEST
        starts, ends = starts[long_enough], ends[long_enough]
        rows = joined.rows_of(starts)
        firsts, lengths = joined.firsts[rows], (joined.lasts - joined.firsts + 1)[rows]
        is_first = np.diff(rows, prepend=-1) != 0
        is_last = np.diff(rows, append=-1) != 0
        at_start = starts - firsts <= _OPENING * lengths
        at_end = ends - firsts >= _CLOSING * lengths
        places = np.column_stack([is_first, is_last, at_start, at_end]).astype(np.float32) / np.float32(2)
        return cls(rows, starts, ends, firsts, counted.in_pieces(starts, ends), places)

    def none(self) -> Self:
        """Give no sentences, of as many columns."""
        empty = np.zeros(0, dtype=np.int64)
        return type(self)(empty, empty, empty, empty, self.counts[:0], self.places[:0])

    def matrix(self) -> sparse.csr_matrix:
        """Give what a model learns from: the n-grams, then the place in the letter."""
        counts = self.counts.copy()
        counts.sum_duplicates()  # liblinear takes every stored part for a feature of its own
        whole: sparse.csr_matrix = sparse.hstack([counts, sparse.csr_matrix(self.places)], format="csr")
        return whole

    def scores(self, weights: NDArray[np.float32]) -> NDArray[np.floating[Any]]:
        """Give ``matrix() @ weights`` for a (columns, heads) array: (sentences, heads)."""
        width = self.counts.shape[1]
        found: NDArray[np.floating[Any]] = self.counts @ weights[:width] + self.places @ weights[width:]
        return found

    def spans(self, places: Integers, documents: Sequence[Document]) -> Iterator[tuple[int, tuple[int, int] | None]]:
        """Yield of some sentences the document, and the offsets in its letter's text; None for one in the title."""
        rows, firsts = self.rows[places], self.firsts[places]
        starts, ends = self.starts[places] - firsts, self.ends[places] - firsts
        for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
            yield row, documents[row].letter_span(start, end)


def _cut_on(joined: Joined, starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Cut what is too long at the last pause of its first ninety characters, and again."""
    too_long = np.flatnonzero(ends - starts > _LONGEST)
    if not len(too_long):
        return starts, ends
    pauses = np.flatnonzero(joined.is_one_of(_PAUSES)).tolist()
    cuts: list[int] = []
    for start, end in zip(starts[too_long].tolist(), ends[too_long].tolist(), strict=True):
        while end - start > _LONGEST:
            last = bisect_left(pauses, start + _WINDOW) - 1
            has_pause = last >= 0 and pauses[last] > start + _EARLIEST
            start = pauses[last] + 1 if has_pause else start + _ANYWHERE
            cuts.append(start)
    return np.sort(np.concatenate([starts, cuts])), np.sort(np.concatenate([ends, cuts]))


def marked(
    found: Sentences, documents: Sequence[Document], marks: Sequence[Sequence[Mark]], least: int
) -> list[set[str]]:
    """Give for each sentence what it was marked as: by marks it shares at least ``least`` characters with.

    ``marks`` has an entry for every document.
    """
    said: list[set[str]] = []
    for row, span in found.spans(np.arange(len(found.rows)), documents):
        met = [mark for mark in marks[row] if span and min(mark[1], span[1]) - max(mark[0], span[0]) >= least]
        said.append({what for _, _, what in met})
    return said
