"""Character and word n-grams, hashed and counted with numpy, so that every count keeps its place in the letter.

Weights are tf-idf with a dampened count (1 + log tf), each block scaled to length 1. What one n-gram adds to a score
is shared evenly among its occurrences, so a score is a sum over places in the letter and a reason can be exact.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from nlp.features.document import Document

__all__ = ["HashedNgrams", "Occurrences"]

_BASE = np.uint64(1_000_003)
_GOLDEN = np.uint64(0x9E37_79B9_7F4A_7C15)  # Fibonacci hashing, Knuth TAOCP 3, 6.4
_BLOCKS = ("chars", "words", "title")
_SALT = {name: np.uint64(number * 0x1F3D_5B79) for number, name in enumerate(_BLOCKS, 1)}
_LONGEST_WORD = 32
_SHORTEST_WORD = 2

Integers = NDArray[np.int64]
Spans = tuple[Integers, Integers, NDArray[np.uint64]]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where known n-grams stand: document, span in the joined text, column, and value; all of one length."""

    rows: Integers
    starts: Integers
    ends: Integers
    columns: Integers
    values: NDArray[np.float32]


class HashedNgrams(TransformerMixin, BaseEstimator):
    """Turn documents into a sparse matrix of n-gram weights.

    Three blocks: ``chars`` n-grams of the whole letter (shortest and longest), its words of two characters or more,
    and ``title`` n-grams of its title. An n-gram in fewer than ``min_df`` training documents has no column.
    An empty letter is a row of zeros.
    """

    def __init__(
        self, chars: tuple[int, int] = (2, 3), title: tuple[int, int] = (1, 3), min_df: int = 2, bits: int = 22
    ) -> None:
        self.chars = chars
        self.title = title
        self.min_df = min_df
        self.bits = bits

    def fit(self, documents: Sequence[Document], y: object = None) -> Self:
        """Learn which n-grams have a column, and their inverse document frequency."""
        counts = np.zeros(1 << self.bits, dtype=np.int64)
        for rows, _, _, buckets in self._grams(documents):
            pairs = np.unique(rows << self.bits | buckets)
            counts += np.bincount(pairs & ((1 << self.bits) - 1), minlength=len(counts))
        self.buckets_ = np.flatnonzero(counts >= self.min_df)
        self.idf_ = (np.log((1 + len(documents)) / (1 + counts[self.buckets_])) + 1).astype(np.float32)
        self.n_features_out_ = len(self.buckets_)
        return self

    def transform(self, documents: Sequence[Document]) -> sparse.csr_matrix:
        """Give the (documents, columns) matrix, float32."""
        found = list(self.occurrences(documents))
        rows = np.concatenate([part.rows for part in found])
        columns = np.concatenate([part.columns for part in found])
        values = np.concatenate([part.values for part in found])
        return sparse.csr_matrix((values, (rows, columns)), shape=(len(documents), self.n_features_out_))

    def occurrences(self, documents: Sequence[Document]) -> Iterator[Occurrences]:
        """Yield the known n-grams block by block; their values sum to the matrix ``transform`` gives.

        Spans are offsets in the texts of all documents joined with one character between them.
        """
        check_is_fitted(self)
        table = self._column_of_bucket()
        for rows, starts, ends, buckets in self._grams(documents):
            found = table[buckets]
            known = found >= 0
            rows, columns = rows[known], found[known].astype(np.int64)
            yield Occurrences(rows, starts[known], ends[known], columns, self._values(rows, columns, len(documents)))

    def _values(self, rows: Integers, columns: Integers, documents: int) -> NDArray[np.float32]:
        keys, where, counts = np.unique(rows * self.n_features_out_ + columns, return_inverse=True, return_counts=True)
        weights = (1 + np.log(counts)) * self.idf_[keys % max(self.n_features_out_, 1)]
        squares = np.bincount(keys // max(self.n_features_out_, 1), weights=weights * weights, minlength=documents)
        shares: NDArray[np.float32] = ((weights / counts)[where] / np.sqrt(squares[rows])).astype(np.float32)
        return shares

    def _column_of_bucket(self) -> NDArray[np.int32]:
        table: NDArray[np.int32] | None = self.__dict__.get("_table")
        if table is None:
            table = np.full(1 << self.bits, -1, dtype=np.int32)
            table[self.buckets_] = np.arange(len(self.buckets_), dtype=np.int32)
            self._table = table
        return table

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the lookup table: it is made again from ``buckets_``."""
        return {name: value for name, value in self.__dict__.items() if name != "_table"}

    def _grams(self, documents: Sequence[Document]) -> Iterator[tuple[Integers, Integers, Integers, Integers]]:
        codes, firsts = join_codes(documents)
        title_ends = firsts + np.fromiter((d.title_end for d in documents), dtype=np.int64, count=len(documents))
        for block in _BLOCKS:
            if block == "words":
                starts, ends = word_spans(documents, firsts)
                hashes = hash_spans(codes, starts, ends)
            elif block == "chars":
                starts, ends, hashes = char_spans(codes, codes == 0, self.chars)
            else:
                starts, ends, hashes = char_spans(codes, outside_titles(len(codes), firsts, title_ends), self.title)
            rows = np.searchsorted(firsts, starts, side="right") - 1
            buckets = ((hashes + _SALT[block]) * _GOLDEN) >> np.uint64(64 - self.bits)
            yield rows, starts, ends, buckets.astype(np.int64)


def join_codes(documents: Sequence[Document]) -> tuple[NDArray[np.uint64], Integers]:
    """Give all texts as code points, a 0 after each, and where each text begins; every digit reads as 0."""
    text = "".join(document.text.replace("\0", " ") + "\0" for document in documents)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    codes[(codes >= ord("0")) & (codes <= ord("9"))] = ord("0")
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


def word_spans(documents: Sequence[Document], firsts: Integers) -> tuple[Integers, Integers]:
    """Give the spans of the words that count, in all documents, as offsets in the joined text."""
    per_document = np.fromiter((len(d.words) for d in documents), dtype=np.int64, count=len(documents))
    flat = [offset for d in documents for span in d.words for offset in span]
    spans = np.array(flat, dtype=np.int64).reshape(-1, 2) + np.repeat(firsts, per_document)[:, None]
    spans = spans[spans[:, 1] - spans[:, 0] >= _SHORTEST_WORD]
    return spans[:, 0], spans[:, 1]


def hash_spans(codes: NDArray[np.uint64], starts: Integers, ends: Integers) -> NDArray[np.uint64]:
    """Hash spans by a polynomial in their code points (mod 2⁶⁴); of a very long word the beginning counts."""
    total = np.zeros(len(starts), dtype=np.uint64)
    lengths = np.minimum(ends - starts, _LONGEST_WORD)
    for place in range(int(lengths.max(initial=0))):
        longer = lengths > place
        total[longer] = total[longer] * _BASE + codes[starts[longer] + place] + np.uint64(1)
    return total
