"""Why a letter got its category: the clauses whose n-grams weigh most, in the letter's own words.

The score of a linear model over ``HashedNgrams`` is a sum over places in the letter, so a clause's share of it is
exact. The share of an n-gram is spread evenly over its characters.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.features import Document, HashedNgrams
from nlp.letter import Evidence

__all__ = ["explain"]

_CLAUSE = re.compile(r"[^，。！？；：、,!?;:\n…]+")
_LONGEST = 40
_MOST = 3


def explain(
    ngrams: HashedNgrams,
    documents: Sequence[Document],
    weights: NDArray[np.float32],
    wanted: NDArray[np.int64],
    categories: Sequence[str],
) -> list[tuple[Evidence, ...]]:
    """Give each document its weightiest clauses for the class row ``wanted`` of ``weights`` (classes, columns).

    At most three clauses of at most forty characters, in the order of the letter; none if nothing speaks for it.
    """
    shares = character_shares(ngrams, documents, weights, wanted)
    found, first = [], 0
    for document, category in zip(documents, categories, strict=True):
        last = first + len(document.text)
        found.append(_weightiest(document, np.concatenate([[0.0], np.cumsum(shares[first:last])]), category))
        first = last + 1
    return found


def character_shares(
    ngrams: HashedNgrams, documents: Sequence[Document], weights: NDArray[np.float32], wanted: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give every character's share of its document's score; texts are joined with one character between them."""
    size = sum(len(document.text) + 1 for document in documents)
    change = np.zeros(size + 1)
    for part in ngrams.occurrences(documents):
        share = part.values * weights[wanted[part.rows], part.columns] / (part.ends - part.starts)
        change += np.bincount(part.starts, weights=share, minlength=size + 1)
        change -= np.bincount(part.ends, weights=share, minlength=size + 1)
    return np.cumsum(change)


def _weightiest(document: Document, running: NDArray[np.float64], category: str) -> tuple[Evidence, ...]:
    clauses = [span for match in _CLAUSE.finditer(document.text) for span in _cut(document, match.start(), match.end())]
    ranked = sorted(((running[end] - running[start], start, end) for start, end in clauses), reverse=True)
    chosen: list[Evidence] = []
    for weight, start, end in ranked:
        span = document.letter_span(start, end)
        if weight <= 0 or len(chosen) == _MOST:
            break
        if span is not None:
            first, last = span
            text = document.normalized.original[first + document.text_offset : last + document.text_offset]
            chosen.append(Evidence(first, last, text, category, round(float(weight), 4)))
    return tuple(sorted(chosen, key=lambda evidence: evidence.start))


def _cut(document: Document, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a clause without punctuation into pieces that end where a word ends."""
    if end - start <= _LONGEST:
        return [(start, end)]
    pieces, begin, last = [], start, start
    for word_start, word_end in document.words:
        if word_start < start or word_end > end:
            continue
        if word_end - begin > _LONGEST and last > begin:
            pieces.append((begin, last))
            begin = last
        last = word_end
    return [*pieces, (begin, end)]
