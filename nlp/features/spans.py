"""Where the n-grams of many documents stand, and what they hash to, with numpy alone.

All documents are one array of code points with a 0 after each; every span is a pair of places in that array.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

from nlp.features.document import Document

__all__ = ["Integers", "Joined", "Spans", "char_spans", "distinct", "hash_spans", "starts_of_runs"]

_BASE = np.uint64(1_000_003)
_LONGEST_WORD = 32
_SHORTEST_WORD = 2
_PRIVATE_USE = 0xE000, 0xF8FF
_TABLE = 1 << 16

Integers = NDArray[np.int64]
Spans = tuple[Integers, Integers, NDArray[np.uint64]]


@dataclass(frozen=True, slots=True)
class Joined:
    """The texts of some documents in one array, a 0 after each.

    ``points`` are the code points; ``firsts`` and ``lasts`` where each text begins and where its 0 stands,
    ``title_ends`` where its title ends; ``word_ends`` where each word ends, of all texts in their order, a 0 counting
    as a word.
    """

    points: NDArray[np.uint32]
    firsts: Integers
    lasts: Integers
    title_ends: Integers
    word_ends: Integers

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Self:
        """Join documents; of none, all arrays are empty."""
        text = "".join(document.text.replace("\0", " ") + "\0" for document in documents)
        ends = np.cumsum(np.fromiter((len(d.text) + 1 for d in documents), dtype=np.int64, count=len(documents)))
        firsts = np.concatenate([[0], ends[:-1]]).astype(np.int64)[: len(documents)]
        titles = np.fromiter((d.title_end for d in documents), dtype=np.int64, count=len(documents))
        words = chain.from_iterable(part for document in documents for part in (document.tokens, "\0"))
        lengths = np.fromiter(map(len, words), dtype=np.int64)
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        return cls(points, firsts, ends - 1, firsts + titles, np.cumsum(lengths))

    def rows_of(self, places: Integers) -> Integers:
        """Give the document each place belongs to."""
        rows: Integers = np.searchsorted(self.lasts, places)
        return rows

    def legible(self) -> NDArray[np.uint64]:
        """Give the code points that count; every digit reads as ``0``.

        A private-use character stands for something hidden. It is a 0, so that no n-gram has it or reaches over it.
        """
        codes = self.points.astype(np.uint64)
        codes[(codes >= ord("0")) & (codes <= ord("9"))] = ord("0")
        codes[(codes >= _PRIVATE_USE[0]) & (codes <= _PRIVATE_USE[1])] = 0
        return codes

    def outside_titles(self) -> NDArray[np.bool_]:
        """Mark the places that belong to no title."""
        size = len(self.points)
        change = np.bincount(self.firsts, minlength=size + 1) - np.bincount(self.title_ends, minlength=size + 1)
        outside: NDArray[np.bool_] = np.cumsum(change)[:size] == 0
        return outside

    def words(self) -> tuple[Integers, Integers]:
        """Give the start and end of every word of two characters or more."""
        starts = np.concatenate([[0], self.word_ends[:-1]]).astype(np.int64)[: len(self.word_ends)]
        counted = self.word_ends - starts >= _SHORTEST_WORD
        return starts[counted], self.word_ends[counted]

    def pieces(self, breaks: str) -> tuple[Integers, Integers]:
        """Give the start and end of every piece between break characters; no piece is empty."""
        inside = ~self.is_one_of(breaks)
        change = np.flatnonzero(np.diff(inside, prepend=False))  # every text ends outside: starts and ends alternate
        return change[0::2], change[1::2]

    def is_one_of(self, characters: str) -> NDArray[np.bool_]:
        """Mark the places of some characters, and of the 0 between texts."""
        marked: NDArray[np.bool_] = _table_of(characters)[np.minimum(self.points, _TABLE - 1)]
        return marked


@cache
def _table_of(characters: str) -> NDArray[np.bool_]:
    """Mark the code points of some characters and of the 0 between texts."""
    table = np.zeros(_TABLE, dtype=bool)
    table[[0, *map(ord, characters)]] = True
    return table


def char_spans(codes: NDArray[np.uint64], barred: NDArray[np.bool_], lengths: tuple[int, int]) -> Spans:
    """Give start, end and hash of every run of characters, shortest to longest, that meets no barred place."""
    starts, ends, hashes = [], [], []
    rolling = np.zeros(len(codes), dtype=np.uint64)
    crossing = np.zeros(len(codes), dtype=bool)
    for n in range(1, lengths[1] + 1):
        size = max(len(codes) - n + 1, 0)
        rolling = rolling[:size] * _BASE + codes[n - 1 :] + np.uint64(n)
        crossing = crossing[:size] | barred[n - 1 :]
        if n >= lengths[0]:
            places = np.flatnonzero(~crossing)
            starts.append(places)
            ends.append(places + n)
            hashes.append(rolling[places])
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(hashes)


def hash_spans(codes: NDArray[np.uint64], starts: Integers, ends: Integers) -> NDArray[np.uint64]:
    """Hash spans by a polynomial in their code points (mod 2⁶⁴); of a very long word the beginning counts."""
    total = np.zeros(len(starts), dtype=np.uint64)
    lengths = np.minimum(ends - starts, _LONGEST_WORD)
    for place in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > place)
        total[longer] = total[longer] * _BASE + codes[starts[longer] + place] + np.uint64(1)
    return total


def distinct(keys: Integers) -> Integers:
    """Give the different keys, ascending.

    ``np.unique`` counts them in a hash table since NumPy 2.3, which takes a hundred times as long as sorting where most
    are different.

    >>> distinct(np.array([3, 1, 3]))
    array([1, 3])
    """
    ordered = np.sort(keys)
    return ordered[starts_of_runs(ordered)]


def starts_of_runs(ordered: Integers) -> NDArray[np.bool_]:
    """Mark the first of every run of equal keys.

    >>> starts_of_runs(np.array([1, 1, 3])).tolist()
    [True, False, True]
    """
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return first
