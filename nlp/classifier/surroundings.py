"""What a reader of the whole letter knows of a sentence: its neighbours, the letter's other sentences, found words.

俺不服这个判 tells of a lawsuit to who has read the sentence before it. So a sentence is weighed by its own margins,
those of its neighbours, the letter's largest and mean ones, where it stands, and what the rules of ``nlp.extraction``
found in it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.classifier.sentences import Sentences
from nlp.features import Document
from nlp.letter import Signal

__all__ = ["Hits", "rule_hits", "surroundings"]

Floats = NDArray[np.floating[Any]]
Hits = NDArray[np.float32]
"""What rules found, (sentences, 2 × kinds): 1 where something of the kind was found, then 1 where it is doubtful."""

_NOTHING = -1.5
"""The margin of a neighbour that is not there: it says nothing of anything."""


def rule_hits(
    found: Sentences, documents: Sequence[Document], signals: Sequence[Sequence[Signal]], kinds: Sequence[str]
) -> Hits:
    """Mark the sentences in which signals of ``kinds`` stand; one in a title stands in none."""
    hits = np.zeros((len(found.rows), 2 * len(kinds)), dtype=np.float32)
    column = {kind: place for place, kind in enumerate(kinds)}
    firsts = np.searchsorted(found.rows, np.arange(len(documents) + 1))
    for row, (document, of_letter) in enumerate(zip(documents, signals, strict=True)):
        first, last = firsts[row], firsts[row + 1]
        if first == last:
            continue
        begin, starts, ends = found.firsts[first], found.starts[first:last], found.ends[first:last]
        for signal in of_letter:
            if signal.kind not in column or signal.start == signal.end:
                continue
            start, end = (begin + place for place in document.counted_span(signal.start, signal.end))
            touched = slice(first + ends.searchsorted(start, "right"), first + starts.searchsorted(end, "left"))
            hits[touched, column[signal.kind]] = 1
            if signal.check:
                hits[touched, len(kinds) + column[signal.kind]] = 1
    return hits


def surroundings(found: Sentences, margins: Floats, hits: Hits) -> Floats:
    """Give for each sentence all that bears on what it says, (sentences, features).

    In double precision: how a product is rounded depends on how many letters are judged together.
    """
    if not len(margins):
        return np.zeros((0, 5 * margins.shape[1] + 5 + 3 * hits.shape[1] // 2))
    is_first, is_last = (found.places[:, :2] > 0).T
    begins = np.flatnonzero(is_first)
    sizes = np.diff(begins, append=len(margins))
    before, after = np.roll(margins, 1, axis=0), np.roll(margins, -1, axis=0)
    before[is_first], after[is_last] = _NOTHING, _NOTHING
    of_letter = [
        np.maximum.reduceat(margins, begins),
        np.add.reduceat(margins, begins) / sizes[:, None],
        np.add.reduceat(hits[:, : hits.shape[1] // 2], begins) / sizes[:, None],
    ]
    place = (np.arange(len(margins)) - np.repeat(begins, sizes) + 1) / np.repeat(sizes, sizes)
    alone = [is_first, is_last, place, np.repeat(np.log(sizes), sizes), np.log(found.ends - found.starts)]
    spread = [np.repeat(part, sizes, axis=0) for part in of_letter]
    return np.column_stack([margins, before, after, *spread, hits, *alone])
