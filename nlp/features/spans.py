"""Where the n-grams of many documents stand, and what they hash to, with numpy alone.

All documents are one array of code points with a 0 after each; every span is a pair of places in that array.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.features.document import Document

__all__ = ["Integers", "Spans", "char_spans", "hash_spans", "join_codes", "outside_titles", "pieces", "word_spans"]

_BASE = np.uint64(1_000_003)
_LONGEST_WORD = 32
_SHORTEST_WORD = 2
_PRIVATE_USE = 0xE000, 0xF8FF

Integers = NDArray[np.int64]
Spans = tuple[Integers, Integers, NDArray[np.uint64]]


def join_codes(documents: Sequence[Document]) -> tuple[NDArray[np.uint64], Integers]:
    """Give all texts as code points, a 0 after each, and where each text begins; every digit reads as ``0``.

    A private-use character stands for something hidden. It is a 0 too, so that no n-gram has it or reaches over it.
    """
    text = "".join(document.text.replace("\0", " ") + "\0" for document in documents)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    codes[(codes >= ord("0")) & (codes <= ord("9"))] = ord("0")
    codes[(codes >= _PRIVATE_USE[0]) & (codes <= _PRIVATE_USE[1])] = 0
    lengths = np.fromiter((len(d.text) + 1 for d in documents), dtype=np.int64, count=len(documents))
    return codes, np.cumsum(lengths) - lengths


def outside_titles(size: int, firsts: Integers, title_ends: Integers) -> NDArray[np.bool_]:
    """Mark the places that belong to no title."""
    change = np.bincount(firsts, minlength=size + 1) - np.bincount(title_ends, minlength=size + 1)
    outside: NDArray[np.bool_] = np.cumsum(change)[:size] == 0
    return outside


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


def word_spans(documents: Sequence[Document]) -> tuple[Integers, Integers]:
    """Give the spans of the words that count, in all documents, as offsets in the joined text."""
    per_document = np.fromiter((len(d.tokens) for d in documents), dtype=np.int64, count=len(documents))
    lengths = np.array([length for d in documents for length in map(len, d.tokens)], dtype=np.int64)
    ends = np.cumsum(lengths) + np.repeat(np.arange(len(documents)), per_document)  # one character stands between texts
    counted = lengths >= _SHORTEST_WORD
    return (ends - lengths)[counted], ends[counted]


def hash_spans(codes: NDArray[np.uint64], starts: Integers, ends: Integers) -> NDArray[np.uint64]:
    """Hash spans by a polynomial in their code points (mod 2⁶⁴); of a very long word the beginning counts."""
    total = np.zeros(len(starts), dtype=np.uint64)
    lengths = np.minimum(ends - starts, _LONGEST_WORD)
    for place in range(int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > place)
        total[longer] = total[longer] * _BASE + codes[starts[longer] + place] + np.uint64(1)
    return total


def pieces(documents: Sequence[Document], breaks: str) -> tuple[Integers, Integers]:
    """Give the start and end of every piece between break characters, in the joined texts; no piece is empty."""
    text = "".join(document.text + "\0" for document in documents)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    inside = ~np.isin(codes, np.array([ord(character) for character in breaks + "\0"], dtype="<u4"))
    change = np.flatnonzero(np.diff(inside, prepend=False))  # every text ends outside: starts and ends alternate
    return change[0::2], change[1::2]
