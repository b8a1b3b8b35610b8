"""Three ways to bring a classifier nearer to letters nobody has labelled: their words, their clear cases, their shares.

None is sure to help; ``benchmarks/adaptation.md`` says what each gave. Naive self-training lets the class that is most
frequent among the new letters swallow the others, hence the two views and the caps.
"""

from collections import Counter
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.svm import LinearSVC

from nlp.classifier import LetterClassifier
from nlp.features import Document
from nlp.letter import Letter
from nlp.teaching import Lesson, temperature

__all__ = ["Agreed", "agreed_lessons", "reestimate_priors", "reweigh", "shift_priors"]

_WORTH = 500
"""How many letters the corpus counts for beside the office's own, when document frequencies are joined."""
_SURE = 0.8
_MOST_OF_A_CLASS = 0.1
_OVER_THE_MEDIAN = 2
_FOLDS = 3
_ROUNDS, _SETTLED = 500, 1e-7
_GRAM = 2
_SHORTEST_WORD = 2

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Agreed:
    """Letters two views agree on: how many were asked, agreed, sure in both; how many of each class were taken."""

    asked: int
    agreed: int
    sure: Counter[str]
    taken: Counter[str]


def reweigh(classifier: LetterClassifier, documents: Sequence[Document]) -> LetterClassifier:
    """Give a copy that weighs n-grams by how rare they are in the office's own letters (inverse document frequency).

    Document frequencies are joined, the corpus counting as 500 letters, so that a few letters change little. Without
    documents the classifier comes back as it is.
    """
    if not documents:
        return classifier
    known = classifier.ngrams_
    own = clone(known).set_params(min_df=1).fit(documents)
    counts = np.zeros(1 << known.bits)
    counts[own.buckets_] = (1 + len(documents)) * np.exp(1 - own.idf_.astype(np.float64)) - 1
    shares = np.exp(1 - known.idf_.astype(np.float64))
    joined, total = counts[known.buckets_] + _WORTH * shares, len(documents) + _WORTH
    changed = copy(classifier)
    changed.ngrams_ = copy(known)
    changed.ngrams_.idf_ = (np.log((1 + total) / (1 + joined)) + 1).astype(np.float32)
    return changed


def agreed_lessons(
    reader: LetterClassifier, lessons: Sequence[Lesson], letters: Sequence[Letter], *, capped: bool = True
) -> tuple[list[Lesson], Agreed]:
    """Make lessons of the letters on which a view by words and one by characters agree, both being sure.

    Co-training: Blum & Mitchell 1998. Of a class at most a tenth of its lessons is taken, and no more than twice the
    median over the classes; ``capped=False`` takes all, to show what that does. No letters give no lessons.
    """
    taught = reader.read([lesson.letter for lesson in lessons])
    asked = reader.read(letters)
    labels, groups = [lesson.label for lesson in lessons], [lesson.group for lesson in lessons]
    classes = sorted(set(labels))
    if not letters:
        return [], Agreed(0, 0, Counter(), Counter())
    views = [_view(analyzer, taught, labels, groups, asked) for analyzer in (_words, _grams)]
    best = views[0].argmax(axis=1)
    agree = best == views[1].argmax(axis=1)
    least = np.minimum(views[0].max(axis=1), views[1].max(axis=1))
    sure = [np.flatnonzero(agree & (best == k) & (least >= _SURE)) for k in range(len(classes))]
    most = _OVER_THE_MEDIAN * max(int(median(map(len, sure))), 1)
    found: list[Lesson] = []
    taken: Counter[str] = Counter()
    for code, rows in zip(classes, sure, strict=True):
        cap = min(most, int(_MOST_OF_A_CLASS * labels.count(code))) if capped else len(rows)
        chosen = rows[np.argsort(-least[rows], kind="stable")][:cap]
        taken[code] = len(chosen)
        found += [Lesson(letters[row], code, (), [], f"own:{row}") for row in sorted(chosen.tolist())]
    counted = Counter({code: len(rows) for code, rows in zip(classes, sure, strict=True)})
    return found, Agreed(len(letters), int(agree.sum()), counted, taken)


def reestimate_priors(probabilities: Floats, priors: Floats, worth: float = 1.0) -> Floats:
    """Estimate the shares of the classes among new letters by expectation maximization.

    Saerens, Latinne & Decaestecker (2002, Neural Computation 14). ``probabilities`` is (letters, classes) as given
    under ``priors`` (classes,); ``worth`` letters of the old shares are added, so that no class dies out. No letters
    give the old shares.

    >>> seen = np.array([[0.9, 0.1]] * 9 + [[0.1, 0.9]])
    >>> bool(reestimate_priors(seen, np.array([0.5, 0.5]))[0] > 0.8)
    True
    """
    shares = priors
    for _ in range(_ROUNDS):
        joint = probabilities * (shares / priors)
        joint /= np.maximum(joint.sum(axis=1, keepdims=True), np.finfo(float).tiny)
        fresh = (joint.sum(axis=0) + worth * priors) / (len(joint) + worth)
        if np.abs(fresh - shares).max() < _SETTLED:
            break
        shares = fresh
    return shares


def shift_priors(
    classifier: LetterClassifier, labels: Sequence[str], documents: Sequence[Document]
) -> LetterClassifier:
    """Give a copy whose probabilities fit the shares of the classes among the office's own letters."""
    if not documents:
        return classifier
    counts = Counter(labels)
    priors = np.array([max(counts[str(code)], 1) for code in classifier.classes_], dtype=np.float64)
    priors /= priors.sum()
    found = classifier.predict_proba(documents)
    changed = copy(classifier)
    shares = reestimate_priors(found, priors)
    shift, inside = np.log(shares / priors), classifier.inside_
    shift[~inside] -= np.log(shares[inside].sum() / priors[inside].sum())  # its odds are against all others together
    changed.intercept_ = classifier.intercept_ + shift
    return changed


def _words(document: Document) -> list[str]:
    return [token for token in document.tokens if len(token) >= _SHORTEST_WORD]


def _grams(document: Document) -> list[str]:
    text = document.text
    return [text[i : i + _GRAM] for i in range(len(text) - _GRAM + 1)]


def _view(
    analyzer: object, taught: Sequence[Document], labels: list[str], groups: list[str], asked: Sequence[Document]
) -> Floats:
    """Give the (asked, classes) probabilities of one view, its temperature set on lessons it did not learn."""
    counter = TfidfVectorizer(analyzer=analyzer, sublinear_tf=True, min_df=2, dtype=np.float32)
    matrix = counter.fit_transform(taught)
    machine = LinearSVC(C=0.5, class_weight="balanced", random_state=0)
    folds = GroupKFold(_FOLDS, shuffle=True, random_state=0)
    held = cross_val_predict(machine, matrix, labels, groups=groups, cv=folds, method="decision_function")
    margins = machine.fit(matrix, labels).decision_function(counter.transform(asked))
    held, margins = (np.column_stack([-m, m]) if m.ndim == 1 else m for m in (held, margins))
    rows = np.searchsorted(machine.classes_, labels).tolist()
    probabilities: Floats = softmax(temperature(held, rows) * margins, axis=1)
    return probabilities
