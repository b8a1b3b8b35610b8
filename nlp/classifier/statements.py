"""What sentences say, in whatever words: learnt from letters of which every sentence was read and marked.

The rules of ``nlp.extraction`` know words; people tell of threats, reprisals and need in ever new ones. Each kind has a
linear model of its own over the n-grams already counted; a second one weighs what that says of the sentence, of its
neighbours and of the whole letter with what the rules found in it (stacking, Wolpert 1992). The first is asked of
letters it did not learn from before the second learns, and a kind's threshold is set for the greatest F1 (van
Rijsbergen 1979). Recall is not bought dearer for what must be seen at once: a warning on every fourth letter is read by
nobody. What is found so is inferred, marked to be checked, and raises no red flag.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from nlp.classifier.calibrated import support_vectors
from nlp.classifier.sentences import Mark, Sentences, marked
from nlp.classifier.surroundings import rule_hits, surroundings
from nlp.extraction import IMPLIED
from nlp.features import Document
from nlp.letter import Signal

__all__ = ["STATED", "Stated", "StatementFinder"]

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

Stated = tuple[str, Collection[str]]
"""A sentence by itself, and what it says."""
Margins = NDArray[np.floating[Any]]
_FEWEST = 40
_FOLDS = 3
_SOFT = 2


class StatementFinder:
    """Find the sentences that say something of a kind; fitted on letters whose sentences are marked."""

    def __init__(self, C: float = 0.02, weighing: float = 0.1) -> None:  # noqa: N803
        self.C = C
        self.weighing = weighing

    def fit(
        self,
        found: Sentences,
        documents: Sequence[Document],
        marks: Sequence[Sequence[Mark]],
        groups: Sequence[str],
        signals: Sequence[Sequence[Signal]],
        alone: tuple[Sentences, Sequence[Collection[str]]] | None = None,
    ) -> Self:
        """Learn every kind that enough sentences were marked with; ``groups`` joins letters kept on one side.

        ``signals`` are what the rules find in each letter. ``alone`` are documents of one sentence each and what they
        say: only words are learnt from these, not what surrounds them nor how often something is said.
        """
        said = marked(found, documents, marks, 1)
        self.kinds_ = tuple(kind for kind in STATED if sum(kind in kinds for kinds in said) >= _FEWEST)
        truths = [np.array([kind in kinds for kinds in said]) for kind in self.kinds_]
        margins = self._fit_words(found, truths, np.asarray(groups)[found.rows], alone or (found.none(), []))
        around = surroundings(found, margins, rule_hits(found, documents, signals, self.kinds_))
        self.weights_ = np.zeros((around.shape[1], len(self.kinds_)))
        self.constants_ = np.zeros(len(self.kinds_))
        scaler = StandardScaler().fit(around)
        scaled = scaler.transform(around)
        for place, is_said in enumerate(truths):
            judge = LogisticRegression(C=self.weighing, max_iter=1000).fit(scaled, is_said)
            least = threshold(is_said, judge.decision_function(scaled))
            row = judge.coef_[0] / scaler.scale_
            self.weights_[:, place] = row
            self.constants_[place] = judge.intercept_[0] - row @ scaler.mean_ - least
        return self

    def _fit_words(
        self,
        found: Sentences,
        truths: Sequence[NDArray[np.bool_]],
        owners: NDArray[np.str_],
        alone: tuple[Sentences, Sequence[Collection[str]]],
    ) -> Margins:
        """Learn the words of each kind; give the margins of every sentence by a fit that did not see its letter."""
        further, said = replace(alone[0], places=np.zeros_like(alone[0].places)), alone[1]  # they stand in no letter
        matrix, rarity = rarity_weighted(sparse.vstack([found.matrix(), further.matrix()], format="csr"))
        beyond = np.arange(len(found.rows), matrix.shape[0])
        self.coef_ = np.zeros((matrix.shape[1], len(truths)), dtype=np.float32)
        self.intercept_ = np.zeros(len(truths))
        margins = np.zeros((len(found.rows), len(truths)))
        folds = list(GroupKFold(n_splits=_FOLDS, shuffle=True, random_state=0).split(owners, groups=owners))
        for place, (kind, is_said) in enumerate(zip(self.kinds_, truths, strict=True)):
            labels = np.concatenate([is_said, [kind in said[row] for row in further.rows]]).astype(bool)
            for learnt, asked in folds:
                rows = np.concatenate([learnt, beyond])
                machine = support_vectors(self.C).fit(matrix[rows], labels[rows])
                margins[asked, place] = machine.decision_function(matrix[asked])
            machine = support_vectors(self.C).fit(matrix, labels)
            self.coef_[:, place] = machine.coef_[0] * rarity
            self.intercept_[place] = machine.intercept_[0]
        return margins

    def margins(self, found: Sentences) -> Margins:
        """Give what the words of each sentence say of each kind by themselves, (sentences, kinds)."""
        words: Margins = found.scores(self.coef_) + self.intercept_
        return words

    def judge(
        self, words: Margins, found: Sentences, documents: Sequence[Document], signals: Sequence[Sequence[Signal]]
    ) -> Margins:
        """Give how far each sentence lies beyond the threshold of each kind, (sentences, kinds), in log-odds.

        ``words`` are its ``margins``.
        """
        hits = rule_hits(found, documents, signals, self.kinds_)
        beyond: Margins = surroundings(found, words, hits) @ self.weights_ + self.constants_
        return beyond

    def together(self, words: Margins, found: Sentences, kind: str, count: int) -> Margins:
        """Give how much the sentences of each of ``count`` documents say ``kind``, -inf where none was learnt.

        That is nearly the margin of the sentence that says it most, and more where several do (a soft maximum).
        """
        said = np.full(count, -np.inf)
        if kind in self.kinds_:
            np.logaddexp.at(said, found.rows, _SOFT * words[:, self.kinds_.index(kind)])
        return said / _SOFT

    def find(self, margins: Margins, found: Sentences, documents: Sequence[Document]) -> list[tuple[Signal, ...]]:
        """Give each document's statements in the order of the letter, whole sentences, to be checked."""
        stated: list[list[Signal]] = [[] for _ in documents]
        places, kinds = np.nonzero(margins >= 0)
        for (row, span), kind in zip(found.spans(places, documents), kinds.tolist(), strict=True):
            if span is not None:
                words = documents[row].written(*span)
                stated[row].append(Signal(*span, words, self.kinds_[kind], check=IMPLIED))
        return [tuple(signals) for signals in stated]


def rarity_weighted(matrix: sparse.csr_matrix) -> tuple[sparse.csr_matrix, NDArray[np.float32]]:
    """Multiply columns by their inverse sentence frequency; give also the factors, which weights take over.

    >>> weighted, factors = rarity_weighted(sparse.csr_matrix([[1.0, 0.0], [1.0, 1.0]]))
    >>> factors.astype(float).round(2).tolist()
    [1.0, 1.41]
    """
    often = np.bincount(matrix.indices, minlength=matrix.shape[1])
    factors = (np.log((1 + matrix.shape[0]) / (1 + often)) + 1).astype(np.float32)
    return matrix @ sparse.diags(factors, format="csr"), factors


def threshold(labels: NDArray[np.bool_], margins: NDArray[np.float64]) -> float:
    """Give the margin from which on F1 is greatest.

    >>> threshold(np.array([True, True, False]), np.array([2.0, 1.0, 0.0]))
    1.0
    """
    precision, recall, margin = precision_recall_curve(labels, margins)
    both = precision + recall
    score = 2 * precision * recall / np.where(both > 0, both, 1)
    return float(margin[score[:-1].argmax()])
