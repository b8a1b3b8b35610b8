"""A linear classifier over n-grams that follows scikit-learn: fit, predict, predict_proba, classes_."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_softmax, softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from nlp.classifier.calibrated import BlendedLinear, fit_choice, fit_odds, grouped_folds, support_vectors
from nlp.classifier.demands import DemandFinder
from nlp.classifier.explanation import explain
from nlp.classifier.sentences import Mark, Sentences
from nlp.classifier.statements import STATED, Stated, StatementFinder
from nlp.classifier.subtypes import SubtypeNamer
from nlp.extraction import find_signals_of_many
from nlp.features import Counted, Document, HashedNgrams, read_documents
from nlp.letter import Demand, Evidence, Letter, Signal
from nlp.privacy import neutralize_many
from nlp.tokenization import Word, shared_segmenter

__all__ = ["Findings", "LetterClassifier"]

Readable = str | Letter | Document
"""A text, a letter with a title, or one already read."""
FEWEST_MARKED = 100
"""With fewer letters whose demands, or signals, are marked, these are not learnt."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is said of letters: two (letters, classes) arrays, reasons for the first choice, demands, statements.

    ``subtypes`` gives of each letter the sub-types it would have in those categories where one stands out;
    ``accusing`` how much its sentences accuse, (letters,), -inf where that was not learnt;
    ``judged`` the kinds of statement that were looked for.
    """

    probabilities: NDArray[np.float64]
    mentions: NDArray[np.float64]
    evidence: list[tuple[Evidence, ...]]
    demands: list[tuple[Demand, ...]]
    statements: list[tuple[Signal, ...]]
    subtypes: list[dict[str, str]]
    accusing: NDArray[np.floating[Any]]
    judged: frozenset[str] = frozenset()


class _Weights(NamedTuple):
    """The weights as they are used: of both heads side by side, (columns, 2 × classes), and of the reasons."""

    heads: NDArray[np.float32]
    reasons: NDArray[np.float32]


class LetterClassifier(ClassifierMixin, BaseEstimator):
    """Tell letters' categories apart, with calibrated probabilities and exact reasons.

    One head chooses the category (a linear machine, one against the rest, its margins turned into probabilities
    by one temperature, Guo et al. 2017); a second says of every category whether the letter holds a matter of it at all
    (Platt 1999). Both are calibrated on letters they were not fitted to, with ``groups`` never cut apart.

    With a class ``outside``, for what belongs to none of the others, that is asked first and by the second head alone;
    the first then chooses among the others, learnt from their letters only: what everyday letters are full of says
    nothing of which of them it is.

    Parameters: ``words`` are user-dictionary entries of the segmenter; ``C`` is the inverse
    regularization of both heads; an n-gram must stand in ``min_df`` letters; ``trust`` below 1 makes the probabilities
    as much more careful as the letters to come are less plain than those learnt from, and has them learnt so that they
    hold elsewhere (``BlendedLinear``).
    A letter may be a plain ``str`` or a ``Letter`` with a title.

    >>> texts = ["拖欠工资三年没发", "工资一直没发", "厂长把设备卖给外甥", "请查厂长卖设备的事"] * 5
    >>> model = LetterClassifier().fit(texts, ["debt", "debt", "accusation", "accusation"] * 5)
    >>> str(model.predict(["工资没发"])[0])
    'debt'
    """

    def __init__(
        self,
        words: tuple[str | Word, ...] = (),
        C: float = 0.5,  # noqa: N803
        min_df: int = 3,
        trust: float = 1.0,
        outside: str | None = None,
    ) -> None:
        self.words = words
        self.C = C
        self.min_df = min_df
        self.trust = trust
        self.outside = outside

    def fit(
        self,
        X: Sequence[Readable],  # noqa: N803
        y: Sequence[str],
        *,
        secondary: Sequence[Iterable[str]] | None = None,
        demands: Sequence[Sequence[Mark]] | None = None,
        statements: Sequence[Sequence[Mark] | None] | None = None,
        stated: Sequence[Stated] = (),
        subtypes: Sequence[str] | None = None,
        groups: Sequence[str] | None = None,
        partial: Sequence[bool] | None = None,
    ) -> Self:
        """Learn from labelled letters; ``secondary`` lists further categories a letter holds, ``demands`` its demands.

        ``statements`` are its signals, None where nobody marked them; ``subtypes`` its sub-type, "" where it has none.
        Without enough marked letters none will be found. ``stated`` are single sentences and the signals in them.
        ``partial`` are texts that say what a letter holds and not what it is on the whole, such as one sentence of it:
        the head that chooses does not learn from them.
        """
        if len(X) != len(y):
            raise ValueError(f"letters and labels differ in number: {len(X)} and {len(y)}")
        self.__dict__.pop("_weights", None)
        documents = self.read(X)
        self.ngrams_ = HashedNgrams(min_df=self.min_df).fit(documents)
        matrix = self.ngrams_.transform(documents)
        labels = np.asarray(y, dtype=str)
        self.classes_ = np.unique(labels)
        owners = list(groups) if groups is not None else list(map(str, range(len(X))))
        held = [{label, *more} for label, more in zip(labels, secondary or [()] * len(labels), strict=True)]
        self._fit_mentions(matrix, held, grouped_folds(labels, owners))
        self._fit_choice(matrix, labels, owners, ~np.asarray(partial if partial is not None else [False] * len(X)))
        self.demands_ = self._fit_demands(documents, demands or [], owners)
        self.statements_ = self._fit_statements(documents, statements or [], owners, stated)
        self.subtypes_ = self._fit_subtypes(matrix, labels, np.asarray(subtypes or [""] * len(X), dtype=str), owners)
        return self

    def machine(self) -> Any:
        """Give the linear machine both heads are fitted with; another where the letters to come are less plain."""
        return BlendedLinear(self.C) if self.trust < 1 else support_vectors(self.C)

    def _fit_choice(
        self, matrix: Any, labels: NDArray[np.str_], owners: Sequence[str], whole: NDArray[np.bool_]
    ) -> None:
        """Learn to choose among the classes inside, and take over from the second head what lies outside."""
        inside = self.classes_ != self.outside
        self.inside_ = inside if inside.sum() > 1 else np.ones_like(inside)
        learnt = np.flatnonzero(whole & np.isin(labels, self.classes_[self.inside_]))
        folds = grouped_folds(labels[learnt], np.asarray(owners)[learnt].tolist())
        coef, intercept, beta = fit_choice(matrix[learnt], labels[learnt], folds, self.machine())
        self.coef_, self.intercept_ = self.mention_coef_ * self.trust, self.mention_intercept_ * self.trust
        self.coef_[self.inside_] = coef * (beta * self.trust)
        self.intercept_[self.inside_] = intercept * (beta * self.trust)

    def _fit_demands(
        self, documents: Sequence[Document], demands: Sequence[Sequence[Mark]], owners: Sequence[str]
    ) -> DemandFinder | None:
        places = [place for place, marks in enumerate(demands) if marks]
        if len(places) < FEWEST_MARKED:
            return None
        chosen, groups = [documents[place] for place in places], [owners[place] for place in places]
        found = Sentences.of(self.ngrams_.count(chosen))
        return DemandFinder().fit(found, chosen, [demands[place] for place in places], groups, self.classes_)

    def _fit_statements(
        self,
        documents: Sequence[Document],
        statements: Sequence[Sequence[Mark] | None],
        owners: Sequence[str],
        stated: Sequence[Stated],
    ) -> StatementFinder | None:
        looked_at = {place: marks for place, marks in enumerate(statements) if marks is not None}
        if sum(map(bool, looked_at.values())) < FEWEST_MARKED:
            return None
        chosen, groups = [documents[place] for place in looked_at], [owners[place] for place in looked_at]
        signals = find_signals_of_many([(one.normalized, one.text_offset, None) for one in chosen], STATED)
        found, alone = (self.ngrams_.count(some) for some in (chosen, self.read([text for text, _ in stated])))
        marks, said = [*looked_at.values()], [kinds for _, kinds in stated]
        return StatementFinder().fit(Sentences.of(found), chosen, marks, groups, signals, (Sentences.of(alone), said))

    def _fit_subtypes(self, matrix: Any, labels: Any, subtypes: Any, owners: Sequence[str]) -> SubtypeNamer | None:
        has_one = subtypes != ""
        if has_one.sum() < FEWEST_MARKED:
            return None
        return SubtypeNamer().fit(matrix[has_one], labels[has_one], subtypes[has_one], np.asarray(owners)[has_one])

    def _fit_mentions(self, matrix: Any, held: list[set[str]], folds: list[Any]) -> None:
        present = ([code in codes for codes in held] for code in self.classes_)
        rows = [fit_odds(matrix, np.array(there), folds, self.machine()) for there in present]
        self.mention_coef_ = np.array([coef for coef, _ in rows], dtype=np.float32)
        self.mention_intercept_ = np.array([intercept for _, intercept in rows])

    def read(self, letters: Sequence[Readable]) -> list[Document]:
        """Normalize and cut letters without names and numbers, the form every other method can also be given."""
        new = [letter for letter in letters if not isinstance(letter, Document)]
        read = iter(read_documents(new, shared_segmenter(self.words), neutralize_many))
        return [letter if isinstance(letter, Document) else next(read) for letter in letters]

    def decision_function(self, X: Sequence[Readable]) -> NDArray[np.float64]:  # noqa: N803
        """Give log-odds before normalization, (letters, classes)."""
        check_is_fitted(self)
        return self._logits(self._scores(self.ngrams_.count(self.read(X))))

    def predict_proba(self, X: Sequence[Readable]) -> NDArray[np.float64]:  # noqa: N803
        """Give the probability of each class, (letters, classes); rows sum to 1."""
        return softmax(self.decision_function(X), axis=1)

    def predict(self, X: Sequence[Readable]) -> NDArray[np.str_]:  # noqa: N803
        """Give the most probable class of each letter."""
        best = self.decision_function(X).argmax(axis=1)
        chosen: NDArray[np.str_] = self.classes_[best]
        return chosen

    def predict_mentions(self, X: Sequence[Readable]) -> NDArray[np.float64]:  # noqa: N803
        """Give the probability that a letter holds a matter of each class, (letters, classes), each row on its own."""
        check_is_fitted(self)
        return self._mentions(self._scores(self.ngrams_.count(self.read(X))))

    def predict_explained(self, X: Sequence[Readable]) -> tuple[NDArray[np.float64], list[tuple[Evidence, ...]]]:  # noqa: N803
        """Give ``predict_proba`` and the reasons for each most probable class, counting once."""
        check_is_fitted(self)
        documents = self.read(X)
        counted = self.ngrams_.count(documents)
        logits = self._logits(self._scores(counted))
        return softmax(logits, axis=1), self._explain(counted, documents, logits)

    def predict_all(self, documents: Sequence[Document], signals: Sequence[Sequence[Signal]] | None = None) -> Findings:
        """Give ``predict_proba``, ``predict_mentions``, reasons and demands, counting once.

        With ``signals``, what the rules found in each letter, what its sentences say is judged too.
        """
        check_is_fitted(self)
        counted = self.ngrams_.count(documents)
        scores = self._scores(counted)
        logits, mentions = self._logits(scores), self._mentions(scores)
        found = Sentences.of(counted) if self.demands_ or self.statements_ else None
        statements, accusing, judged = self._find_statements(found, documents, signals)
        return Findings(
            probabilities=softmax(logits, axis=1),
            mentions=mentions,
            evidence=self._explain(counted, documents, logits),
            demands=self.demands_.find(found, documents, mentions, self.classes_)
            if found and self.demands_
            else [()] * len(documents),
            statements=statements,
            subtypes=self.subtypes_.find(counted, self.classes_) if self.subtypes_ else [{} for _ in documents],
            accusing=accusing,
            judged=judged,
        )

    def _find_statements(
        self, found: Sentences | None, documents: Sequence[Document], signals: Sequence[Sequence[Signal]] | None
    ) -> tuple[list[tuple[Signal, ...]], NDArray[np.floating[Any]], frozenset[str]]:
        """Give the statements of each letter, how much its sentences accuse, and which kinds were judged."""
        if found is None or self.statements_ is None:
            return [()] * len(documents), np.full(len(documents), -np.inf), frozenset()
        words = self.statements_.margins(found)
        accusing = self.statements_.together(words, found, "accusation", len(documents))
        if signals is None:
            return [()] * len(documents), accusing, frozenset()
        margins = self.statements_.judge(words, found, documents, signals)
        return self.statements_.find(margins, found, documents), accusing, frozenset(self.statements_.kinds_)

    def _explain(
        self, counted: Counted, documents: Sequence[Document], logits: NDArray[np.float64]
    ) -> list[tuple[Evidence, ...]]:
        """Give the clauses of each letter that speak most for its most probable class against the others."""
        best = logits.argmax(axis=1)
        categories = [str(code) for code in self.classes_[best]]
        return explain(counted, documents, self._weights.reasons, best, categories)

    @cached_property
    def _weights(self) -> _Weights:
        """Bring the weights to the form they are used in: a matrix the wrong way round is copied at every use."""
        heads = np.ascontiguousarray(np.concatenate([self.coef_, self.mention_coef_]).T)
        return _Weights(heads, self._reasons())

    def __getstate__(self) -> dict[str, Any]:
        """Leave out what is made again from the weights."""
        return {name: value for name, value in super().__getstate__().items() if name != "_weights"}

    def _reasons(self) -> NDArray[np.float32]:
        """Give for each class the weights that speak for it: against the others inside, and against outside."""
        inside = self.coef_[self.inside_]
        reasons = self.coef_.copy()
        reasons[self.inside_] -= (inside.sum(axis=0) - inside) / max(len(inside) - 1, 1)
        reasons[self.inside_] -= self.coef_[~self.inside_].sum(axis=0)
        return reasons

    def _scores(self, counted: Counted) -> NDArray[np.floating[Any]]:
        """Give what the n-grams add to both heads, (letters, 2 × classes)."""
        return counted.scores(self._weights.heads)

    def _logits(self, scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        logits = np.asarray(scores[:, : len(self.classes_)] + self.intercept_, dtype=np.float64)
        if not self.inside_.all():  # the odds of outside stand against all others together
            logits[:, self.inside_] = log_softmax(logits[:, self.inside_], axis=1)
        return logits

    def _mentions(self, scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        return expit(np.asarray(scores[:, len(self.classes_) :] + self.mention_intercept_, dtype=np.float64))
