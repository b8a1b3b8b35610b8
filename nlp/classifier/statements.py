"""What sentences say without the words a rule could name: learnt from sentences marked as saying it.

The rules of ``nlp.extraction`` know words; people tell of threats, reprisals and need in ever new ones. Each kind has a
linear model of its own over the n-grams already counted, and a threshold set on letters it did not learn from, for the
greatest F1 (van Rijsbergen 1979). Recall is not bought dearer for what must be seen at once: a warning on every fourth
letter is read by nobody. What is found so is inferred, marked to be checked, and raises no red flag.
"""

from collections.abc import Sequence
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import GroupKFold, cross_val_predict

from nlp.classifier.calibrated import support_vectors
from nlp.classifier.sentences import Mark, Sentences, marked
from nlp.extraction import IMPLIED
from nlp.features import Document
from nlp.letter import Signal

__all__ = ["STATED", "StatementFinder"]

STATED: Final = (
    "life_health",
    "public_safety",
    "deadline",
    "collective_intent",
    "accusation",
    "retaliation",
    "coercion",
    "vulnerable_need",
    "prior",
    "attachments",
    "anonymous",
    "litigated",
)
"""The kinds of signal that a sentence says as a whole; sums, dates and names are left to rules."""

Margins = NDArray[np.floating[Any]]
_FEWEST = 40
_FOLDS = 3


class StatementFinder:
    """Find the sentences that say something of a kind; fitted on letters whose signals are marked."""

    def __init__(self, C: float = 0.2) -> None:  # noqa: N803
        self.C = C

    def fit(
        self,
        found: Sentences,
        documents: Sequence[Document],
        marks: Sequence[Sequence[Mark]],
        groups: Sequence[str],
    ) -> Self:
        """Learn every kind that enough sentences were marked with; ``groups`` joins letters kept on one side."""
        said = marked(found, documents, marks, 1)
        matrix, owners = found.matrix(), np.asarray(groups)[found.rows]
        self.kinds_ = tuple(kind for kind in STATED if sum(kind in kinds for kinds in said) >= _FEWEST)
        self.coef_ = np.zeros((matrix.shape[1], len(self.kinds_)), dtype=np.float32)
        self.intercept_ = np.zeros(len(self.kinds_))
        for place, kind in enumerate(self.kinds_):
            is_said = np.array([kind in kinds for kinds in said])
            machine = support_vectors(self.C)
            folds = GroupKFold(n_splits=_FOLDS, shuffle=True, random_state=0)
            margins = cross_val_predict(machine, matrix, is_said, groups=owners, cv=folds, method="decision_function")
            machine.fit(matrix, is_said)
            self.coef_[:, place] = machine.coef_[0]
            self.intercept_[place] = machine.intercept_[0] - threshold(is_said, margins)
        return self

    def margins(self, found: Sentences) -> Margins:
        """Give how far each sentence lies beyond the threshold of each kind, (sentences, kinds)."""
        beyond: Margins = found.scores(self.coef_) + self.intercept_
        return beyond

    def largest(self, margins: Margins, found: Sentences, kind: str, count: int) -> Margins:
        """Give the margin of the sentence of each of ``count`` documents that says ``kind`` most, -inf without one."""
        most = np.full(count, -np.inf)
        if kind in self.kinds_:
            np.maximum.at(most, found.rows, margins[:, self.kinds_.index(kind)])
        return most

    def find(self, margins: Margins, found: Sentences, documents: Sequence[Document]) -> list[tuple[Signal, ...]]:
        """Give each document's statements in the order of the letter, whole sentences, to be checked."""
        stated: list[list[Signal]] = [[] for _ in documents]
        places, kinds = np.nonzero(margins >= 0)
        for (row, span), kind in zip(found.spans(places, documents), kinds.tolist(), strict=True):
            if span is not None:
                words = documents[row].written(*span)
                stated[row].append(Signal(*span, words, self.kinds_[kind], check=IMPLIED))
        return [tuple(signals) for signals in stated]


def threshold(labels: NDArray[np.bool_], margins: NDArray[np.float64]) -> float:
    """Give the margin from which on F1 is greatest.

    >>> threshold(np.array([True, True, False]), np.array([2.0, 1.0, 0.0]))
    1.0
    """
    precision, recall, margin = precision_recall_curve(labels, margins)
    both = precision + recall
    score = 2 * precision * recall / np.where(both > 0, both, 1)
    return float(margin[score[:-1].argmax()])
