"""Character and word n-grams, hashed and counted with numpy, so that every count keeps its place in the letter.

Weights are tf-idf with a dampened count (1 + log tf), each block scaled to length 1. The inverse document frequency is
that of Spärck Jones (1972), without the 1 that scikit-learn adds: what every letter holds weighs nothing. What one
n-gram adds to a score is shared evenly among its occurrences, so a score is a sum over places in the letter and a
reason can be exact.
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
from nlp.features.spans import Integers, Joined, char_spans, distinct, hash_spans, starts_of_runs

__all__ = ["Counted", "HashedNgrams"]

_GOLDEN = np.uint64(0x9E37_79B9_7F4A_7C15)  # Fibonacci hashing, Knuth TAOCP 3, 6.4
_BLOCKS = ("chars", "words", "title")
_SALT = {name: np.uint64(number * 0x1F3D_5B79) for number, name in enumerate(_BLOCKS, 1)}

_TINY = 1e-12

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Counted:
    """The n-grams of some documents: their weights, and where each stands.

    ``blocks`` are (documents, columns) matrices, float32, that sum to the matrix of weights. The other five are of one
    length, one entry an occurrence: document, span in the ``joined`` texts, column, and share of the weight.
    """

    joined: Joined
    blocks: tuple[sparse.csr_matrix, ...]
    rows: Integers
    starts: Integers
    ends: Integers
    columns: Integers
    values: Floats

    @property
    def matrix(self) -> sparse.csr_matrix:
        """The weights of all blocks as one (documents, columns) matrix."""
        return sum(self.blocks[1:], start=self.blocks[0])

    def scores(self, weights: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
        """Multiply by a (columns, classes) array: (documents, classes)."""
        total: NDArray[np.floating[Any]] = sum(block @ weights for block in self.blocks)
        return total

    def in_pieces(self, starts: Integers, ends: Integers) -> sparse.csr_matrix:
        """Count again by pieces that do not overlap, in order: a (pieces, columns) matrix, float32.

        Each row has length about 1. An n-gram that reaches over the end of a piece is not counted. A cell may be stored
        in several parts, one an occurrence: they add up in every product.
        """
        shape = (len(starts), self.blocks[0].shape[1])
        if not len(starts):
            return sparse.csr_matrix(np.zeros(shape, dtype=np.float32))
        piece_at = np.cumsum(np.bincount(starts, minlength=len(self.joined.points) + 1)) - 1
        piece = piece_at[self.starts]
        inside = np.flatnonzero((piece >= 0) & (self.ends <= ends[piece]))  # before the first piece: ends of the last
        order, piece = _sorted(piece[inside])
        sizes = np.bincount(piece, minlength=len(starts))
        values = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
        begins = np.concatenate([[0], np.cumsum(sizes)])
        return sparse.csr_matrix((values, self.columns[inside[order]].astype(np.int32), begins), shape=shape)


class HashedNgrams(TransformerMixin, BaseEstimator):
    """Turn documents into a sparse matrix of n-gram weights.

    Three blocks: ``chars`` n-grams of the whole letter (shortest and longest), its words of two characters or more,
    and ``title`` n-grams of its title. An n-gram in fewer than ``min_df`` training documents has no column.
    An empty letter is a row of zeros.
    """

    def __init__(
        self,
        chars: tuple[int, int] = (1, 2),
        title: tuple[int, int] = (1, 3),
        min_df: int = 2,
        bits: int = 22,
    ) -> None:
        self.chars = chars
        self.title = title
        self.min_df = min_df
        self.bits = bits

    def fit(self, documents: Sequence[Document], y: object = None) -> Self:
        """Learn which n-grams have a column, and their inverse document frequency."""
        counts = np.zeros(1 << self.bits, dtype=np.int64)
        for rows, _, _, buckets in self._grams(Joined.of(documents)):
            pairs = distinct(rows << self.bits | buckets)
            counts += np.bincount(pairs & ((1 << self.bits) - 1), minlength=len(counts))
        self.buckets_ = np.flatnonzero(counts >= self.min_df)
        self.idf_ = np.log((1 + len(documents)) / (1 + counts[self.buckets_])).astype(np.float32)
        self.n_features_out_ = len(self.buckets_)
        return self

    def transform(self, documents: Sequence[Document]) -> sparse.csr_matrix:
        """Give the (documents, columns) matrix, float32."""
        return self.count(documents).matrix

    def count(self, documents: Sequence[Document]) -> Counted:
        """Weigh the known n-grams and keep where they stand; the shares of a cell sum to its weight."""
        check_is_fitted(self)
        table, joined = self._column_of_bucket(), Joined.of(documents)
        parts, blocks = [], []
        for rows, starts, ends, buckets in self._grams(joined):
            found = table[buckets]
            known = np.flatnonzero(found >= 0)
            rows, columns = rows[known], found[known].astype(np.int64)
            block, shares = self._weigh(rows, columns, len(documents))
            blocks.append(block)
            parts.append((rows, starts[known], ends[known], columns, shares))
        return Counted(joined, tuple(blocks), *(np.concatenate(part) for part in zip(*parts, strict=True)))

    def _weigh(self, rows: Integers, columns: Integers, documents: int) -> tuple[sparse.csr_matrix, Floats]:
        """Give the weights of one block, and every occurrence's share of its cell."""
        bits = self.n_features_out_.bit_length()
        order, ranked = _sorted(rows << bits | columns)
        begins = np.flatnonzero(starts_of_runs(ranked))
        cells = ranked[begins]
        counts = np.diff(begins, append=len(ranked))
        owners, columns = cells >> bits, (cells & ((1 << bits) - 1)).astype(np.int32)
        logs = np.log(np.arange(1, counts.max(initial=1) + 1))  # of every count there is, not of each cell's again
        weights = (1 + logs[counts - 1]) * self.idf_[columns]
        length = np.sqrt(np.bincount(owners, weights=weights * weights, minlength=documents))
        weights = (weights / np.maximum(length, _TINY)[owners]).astype(np.float32)
        shares = np.empty(len(order), dtype=np.float32)
        shares[order] = np.repeat(weights / counts.astype(np.float32), counts)
        rows_begin = np.searchsorted(owners, np.arange(documents + 1))  # cells are in order: no sorting
        return sparse.csr_matrix((weights, columns, rows_begin), shape=(documents, self.n_features_out_)), shares

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

    def _grams(self, joined: Joined) -> Iterator[tuple[Integers, Integers, Integers, Integers]]:
        codes = joined.legible()
        row_of = np.repeat(np.arange(len(joined.firsts)), joined.lasts - joined.firsts + 1)
        for block in _BLOCKS:
            if block == "words":
                starts, ends = joined.words()
                shown = codes[starts] != 0
                starts, ends = starts[shown], ends[shown]
                hashes = hash_spans(codes, starts, ends)
            elif block == "chars":
                starts, ends, hashes = char_spans(codes, codes == 0, self.chars)
            else:
                starts, ends, hashes = char_spans(codes, (codes == 0) | joined.outside_titles(), self.title)
            buckets = ((hashes + _SALT[block]) * _GOLDEN) >> np.uint64(64 - self.bits)
            yield row_of[starts], starts, ends, buckets.astype(np.int64)


def _sorted(keys: Integers) -> tuple[Integers, Integers]:
    """Give the order that sorts non-negative keys, and the sorted keys.

    Key and place go into one number where they fit: numpy sorts numbers several times faster than it finds an order.
    """
    bits = len(keys).bit_length()
    if not len(keys) or int(keys.max()).bit_length() + bits > 63:
        order = np.argsort(keys, kind="stable")
        return order, keys[order]
    packed = np.sort(keys << bits | np.arange(len(keys)))
    return packed & ((1 << bits) - 1), packed >> bits
