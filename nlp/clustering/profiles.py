"""A letter as the cluster detector sees it: hashed counts of what it says, and the names it gives.

Five views of a letter, each a row of hashed counts: ``whole`` (character 2-grams of title and text), ``title``
(2-3-grams of the title, which names place and trouble in one line), ``names`` (2-3-grams of units and places),
``topic`` (words, the names taken out) and ``units`` (2-grams of the names in the title, in the columns of ``whole``).
Nothing here says who wrote it, or how: letters are compared by their matter only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.clustering.names import find_names, part_regions
from nlp.clustering.sketches import sketch_texts
from nlp.features.spans import char_spans
from nlp.letter import Letter
from nlp.tokenization import Segmenter, normalize, shared_segmenter

__all__ = [
    "BLOCKS",
    "COLUMNS",
    "Profiles",
    "join_profiles",
    "keep_heaviest",
    "name_columns",
    "read_profiles",
    "word_column",
]

BITS = 22
COLUMNS = 1 << BITS
BLOCKS = ("whole", "title", "names", "topic", "units")
_HEAVIEST = {"whole": 256, "title": 48, "names": 48, "topic": 96, "units": 24}
_SALTS = {"whole": 1, "title": 2, "names": 3, "topic": 4, "units": 1}
_MIX = np.uint64(0x9E37_79B9_7F4A_7C15)  # Fibonacci hashing, Knuth TAOCP 3, 6.4
_TITLE_LENGTH = 30

Matrix = sparse.csr_matrix
Segment = Callable[[str], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Profiles:
    """Rows of hashed counts (uint8), one matrix a view, and the sketch of each text; all have the same rows."""

    whole: Matrix
    title: Matrix
    names: Matrix
    topic: Matrix
    units: Matrix
    sketches: NDArray[np.uint32]

    @classmethod
    def of(cls, blocks: Sequence[Matrix], sketches: NDArray[np.uint32]) -> "Profiles":
        """Put the views together, in the order of ``BLOCKS``."""
        whole, title, names, topic, units = blocks
        return cls(whole, title, names, topic, units, sketches)

    def __len__(self) -> int:
        return len(self.sketches)

    def block(self, name: str) -> Matrix:
        """Give one view by its name, see ``BLOCKS``."""
        matrix: Matrix = getattr(self, name)
        return matrix

    def take(self, rows: NDArray[np.int64]) -> "Profiles":
        """Give some rows, in the order asked for."""
        return Profiles.of([self.block(name)[rows] for name in BLOCKS], self.sketches[rows])


def join_profiles(first: Profiles, second: Profiles) -> Profiles:
    """Put the rows of the second below those of the first."""
    stacked = [sparse.vstack([first.block(name), second.block(name)], format="csr") for name in BLOCKS]
    return Profiles.of(stacked, np.concatenate([first.sketches, second.sketches]))


def read_profiles(letters: Sequence[Letter], segmenter: Segmenter | None = None) -> Profiles:
    """Read the letters; a letter without a title is given its first line. No letters give no rows."""
    spans = (segmenter or shared_segmenter()).spans
    bodies = [normalize(letter.text).text for letter in letters]
    titles = [_title(letter.title, body) for letter, body in zip(letters, bodies, strict=True)]
    title_names = [find_names(title) for title in titles]
    names = [here + find_names(body) for here, body in zip(title_names, bodies, strict=True)]
    wholes = [f"{title}\n{body}" for title, body in zip(titles, bodies, strict=True)]
    topics = [_topic_words(whole, found, spans) for whole, found in zip(wholes, names, strict=True)]
    grams = partial(_gram_counts, lengths=(2, 3))
    return Profiles(
        whole=grams(wholes, lengths=(2, 2), salt=_SALTS["whole"]),
        title=grams(titles, salt=_SALTS["title"]),
        names=grams(["\n".join(found) for found in names], salt=_SALTS["names"]),
        topic=_word_counts(topics, salt=_SALTS["topic"]),
        units=_gram_counts(["\n".join(found) for found in title_names], lengths=(2, 2), salt=_SALTS["units"]),
        sketches=sketch_texts(bodies),
    )


def keep_heaviest(profiles: Profiles, weights: NDArray[np.float32]) -> Profiles:
    """Keep the columns of each row that weigh most; ``weights`` holds one weight a column.

    What is dropped is what nearly every letter says; it bounds what a letter costs to keep.
    """
    kept = [_heaviest(profiles.block(name), weights, _HEAVIEST[name]) for name in BLOCKS]
    return Profiles.of(kept, profiles.sketches)


def name_columns(name: str) -> NDArray[np.int32]:
    """Give the columns that the grams of a name are counted in."""
    columns: NDArray[np.int32] = _gram_counts([name], lengths=(2, 3), salt=_SALTS["names"]).indices
    return columns


def word_column(word: str) -> int:
    """Give the column that a word is counted in."""
    return int(_word_counts([[word]], salt=_SALTS["topic"]).indices[0])


def _heaviest(matrix: Matrix, weights: NDArray[np.float32], count: int) -> Matrix:
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((matrix.indices, -(weights[matrix.indices] * (1 + np.log(matrix.data))), rows))
    rank = np.arange(len(order)) - np.repeat(matrix.indptr[:-1], np.diff(matrix.indptr))
    chosen = np.sort(order[rank < count])
    indptr = np.searchsorted(rows[chosen], np.arange(matrix.shape[0] + 1)).astype(np.int64)
    return sparse.csr_matrix((matrix.data[chosen], matrix.indices[chosen], indptr), shape=matrix.shape)


def _title(title: str, body: str) -> str:
    return normalize(title).text if title.strip() else body.split("\n", 1)[0][:_TITLE_LENGTH]


def _topic_words(text: str, names: Sequence[str], spans: Segment) -> list[str]:
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        text = text.replace(name, "｜")
    text = part_regions(text)
    words = (text[start:end] for start, end in spans(text) if end - start >= 2)
    return [word for word in words if "\u4e00" <= word[0] <= "\u9fff"]


def _gram_counts(texts: Sequence[str], lengths: tuple[int, int], salt: int) -> Matrix:
    joined = "\0".join(texts) + "\0"
    codes = np.frombuffer(joined.lower().encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    if len(codes) != len(joined):  # a letter whose lower case is longer, as İ
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    word = _is_word(codes)
    starts, _, hashes = char_spans(codes, ~word, lengths)
    lengths_of = np.fromiter((len(text) + 1 for text in texts), dtype=np.int64, count=len(texts))
    rows = np.searchsorted(np.cumsum(lengths_of), starts, side="right")
    return _count(rows, hashes, len(texts), salt)


def _word_counts(words: Sequence[Sequence[str]], salt: int) -> Matrix:
    known: dict[str, int] = {}
    flat = np.fromiter((known.setdefault(word, len(known)) for row in words for word in row), dtype=np.int64)
    rows = np.repeat(np.arange(len(words)), [len(row) for row in words]) if words else np.zeros(0, np.int64)
    vocabulary = np.array([_hash_word(word) for word in known], dtype=np.uint64)
    return _count(rows, vocabulary[flat], len(words), salt)


def _hash_word(word: str) -> int:
    total = 0
    for character in word:
        total = (total * 1_000_003 + ord(character) + 1) & 0xFFFF_FFFF_FFFF_FFFF
    return total


def _is_word(codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Mark Chinese characters, Latin letters and digits (a bus line is known by its number)."""
    table = np.zeros(0x1_0000, dtype=bool)
    for first, last in ((0x30, 0x39), (0x61, 0x7A), (0x41, 0x5A), (0x3400, 0x9FFF)):
        table[first : last + 1] = True
    marked: NDArray[np.bool_] = table[np.minimum(codes, 0xFFFF).astype(np.int64)]
    return marked


def _count(rows: NDArray[np.int64], hashes: NDArray[np.uint64], size: int, salt: int) -> Matrix:
    columns = (((hashes + np.uint64(salt * 0x1F3D_5B79)) * _MIX) >> np.uint64(64 - BITS)).astype(np.int64)
    keys, counts = np.unique(rows << BITS | columns, return_counts=True)
    data = np.minimum(counts, 255).astype(np.uint8)
    indptr = np.searchsorted(keys >> BITS, np.arange(size + 1)).astype(np.int64)
    return sparse.csr_matrix((data, (keys & (COLUMNS - 1)).astype(np.int32), indptr), shape=(size, COLUMNS))
