"""Character and word n-grams, hashed and counted with numpy, so that every count keeps its place in the letter.

Weights are tf-idf with two choices that matter on letters (measured by ``benchmarks/features.py``): the count is not
dampened, since what a letter repeats is what it is about; and a block is scaled by the root of its summed squared
idf over *occurrences*, so that a value is a plain sum over places and an explanation is exact, not attributed.
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
_LONGEST_WORD = 32
_BLOCKS = ("chars", "words", "title")
_SALT = {name: np.uint64(number * 0x1F3D_5B79) for number, name in enumerate(_BLOCKS, 1)}


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where known n-grams stand: document, span in the joined text, column, and value; all of one length."""

    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: NDArray[np.float32]


class HashedNgrams(TransformerMixin, BaseEstimator):
    """Turn documents into a sparse matrix of n-gram weights.

    Three blocks: characters (1 to ``max_chars``) and words of the whole letter, characters of its title.
    An n-gram in fewer than ``min_df`` training documents has no column. An empty letter is a row of zeros.
    """

    def __init__(self, max_chars: int = 3, min_df: int = 2, bits: int = 22) -> None:
        self.max_chars = max_chars
        self.min_df = min_df
        self.bits = bits

    def fit(self, documents: Sequence[Document], y: object = None) -> Self:
        """Learn which n-grams have a column, and their inverse document frequency."""
        counts = np.zeros(1 << self.bits, dtype=np.int64)
        for block in _BLOCKS:
            rows, _, _, buckets = self._grams(documents, block)
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
        for block in _BLOCKS:
            rows, starts, ends, buckets = self._grams(documents, block)
            columns = table[buckets]
            known = columns >= 0
            rows, kept = rows[known], columns[known].astype(np.int64)
            idf = self.idf_[kept]
            norm = np.sqrt(np.bincount(rows, weights=idf * idf, minlength=len(documents)))
            yield Occurrences(rows, starts[known], ends[known], kept, (idf / norm[rows]).astype(np.float32))

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

    def _grams(self, documents: Sequence[Document], block: str) -> tuple[NDArray[np.int64], ...]:
        codes, firsts = join_codes(documents)
        if block == "words":
            starts, ends = word_spans(documents, firsts)
            hashes = hash_spans(codes, starts, ends)
        else:
            starts, ends, hashes = self._char_spans(codes, documents, firsts, title_only=block == "title")
        rows = np.searchsorted(firsts, starts, side="right") - 1
        buckets = ((hashes + _SALT[block]) * _GOLDEN) >> np.uint64(64 - self.bits)
        return rows, starts, ends, buckets.astype(np.int64)

    def _char_spans(
        self, codes: NDArray[np.uint64], documents: Sequence[Document], firsts: NDArray[np.int64], *, title_only: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]:
        blocked = codes == 0
        if title_only:
            outside = np.ones(len(codes) + 1, dtype=np.int8)
            ends = firsts + np.fromiter((d.title_end for d in documents), dtype=np.int64, count=len(documents))
            for first, end in zip(firsts, ends, strict=True):
                outside[first:end] = 0
            blocked = outside[: len(codes)].astype(bool)
        starts, stops, hashes = [], [], []
        rolling = np.zeros(len(codes), dtype=np.uint64)
        barred = np.zeros(len(codes), dtype=bool)
        for n in range(1, self.max_chars + 1):
            size = max(len(codes) - n + 1, 0)
            rolling = rolling[:size] * _BASE + codes[n - 1 :] + np.uint64(n)
            barred = barred[:size] | blocked[n - 1 :]
            places = np.flatnonzero(~barred)
            starts.append(places)
            stops.append(places + n)
            hashes.append(rolling[places])
        return np.concatenate(starts), np.concatenate(stops), np.concatenate(hashes)


def join_codes(documents: Sequence[Document]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Give all texts as code points, a 0 after each, and where each text begins; every digit reads as 0."""
    text = "".join(document.text.replace("\0", " ") + "\0" for document in documents)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    digits = (codes >= ord("0")) & (codes <= ord("9"))
    codes[digits] = ord("0")
    lengths = np.fromiter((len(d.text) + 1 for d in documents), dtype=np.int64, count=len(documents))
    return codes, np.concatenate([[0], np.cumsum(lengths)[:-1]]) if len(lengths) else lengths


def word_spans(documents: Sequence[Document], firsts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the word spans of all documents as offsets in the joined text."""
    per_document = np.fromiter((len(d.words) for d in documents), dtype=np.int64, count=len(documents))
    flat = [offset for d in documents for span in d.words for offset in span]
    spans = np.array(flat, dtype=np.int64).reshape(-1, 2) + np.repeat(firsts, per_document)[:, None]
    return spans[:, 0], spans[:, 1]


def hash_spans(codes: NDArray[np.uint64], starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Hash spans by a polynomial in their code points (mod 2⁶⁴); of a very long word the beginning counts."""
    total = np.zeros(len(starts), dtype=np.uint64)
    lengths = np.minimum(ends - starts, _LONGEST_WORD)
    for place in range(int(lengths.max(initial=0))):
        longer = lengths > place
        total[longer] = total[longer] * _BASE + codes[starts[longer] + place] + np.uint64(1)
    return total
