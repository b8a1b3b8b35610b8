"""What a classifier is taught with, and the plain fits that say how far its lessons carry.

A plain fit is the classifier's own counting under its own linear machine, without calibration, mentions or demands: a
tenth of the cost, for figures that need many fits.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax
from sklearn.base import clone
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from nlp.classifier import LetterClassifier, Mark, Stated
from nlp.corpus import LabelledLetter, contrasts
from nlp.features import Document
from nlp.letter import Letter
from nlp.taxonomy import Taxonomy
from nlp.tokenization import Term, user_words

__all__ = [
    "GENERAL",
    "CurvePoint",
    "Lesson",
    "as_letter",
    "as_marks",
    "learning_curve",
    "lessons_of",
    "out_of_fold",
    "teach",
    "temperature",
]

GENERAL = "general"
"""The lexicon's mark for a term that leans to no category."""

_PARTS = (25, 50)
_FOLDS = 3

Floats = NDArray[np.float64]


class Lesson(NamedTuple):
    """A letter with all that is known of it; ``group`` joins those that must not calibrate each other.

    ``marks`` are its demands, ``said`` its statements; None where nobody marked them. ``partial`` is
    what says a matter in one sentence: whether it is one of the office's, but not how a whole letter is weighed.
    """

    letter: Letter
    label: str
    secondary: Sequence[str]
    marks: Sequence[Mark]
    group: str
    said: Sequence[Mark] | None = None
    subtype: str = ""
    partial: bool = False


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A fit on ``percent`` of the letters, scored on those held back."""

    percent: int
    letters: int
    macro_f1: float


def as_letter(letter: LabelledLetter) -> Letter:
    """Give a labelled letter without its label."""
    return Letter(letter.text, letter.id, letter.title)


def as_marks(letter: LabelledLetter) -> list[Mark]:
    """Give the marked demands of a letter."""
    return [(demand.start, demand.end, demand.label) for demand in letter.demands]


def _as_said(letter: LabelledLetter) -> list[Mark] | None:
    marks = letter.statements
    return None if marks is None else [(mark.start, mark.end, mark.kind) for mark in marks]


def lessons_of(
    letters: Sequence[LabelledLetter], terms: Sequence[Term], matters: Sequence[LabelledLetter] = ()
) -> list[Lesson]:
    """Turn letters into lessons, and their titles, the lexicon's terms and single matters into lessons of their own.

    A title says the matter in a few words, a term teaches words no letter used; on real letters of another origin both
    helped (``benchmarks/learning_curve.py`` shows the plain model). A matter is one sentence, read as a title and as a
    text: it helps to tell what is the office's, and misleads where a whole letter is weighed (``benchmarks/ways.py``).
    A letter of a contrast, of which another tells the same story with one detail changed and so is of another category,
    counts twice: it is there to show where one category ends.
    """
    taught = [Lesson(as_letter(x), x.label, x.secondary, as_marks(x), x.group, _as_said(x), x.subtype) for x in letters]
    taught += [Lesson(as_letter(x), x.label, x.secondary, [], x.group) for x in chain(*contrasts(letters).values())]
    taught += [Lesson(Letter("", title=x.title), x.label, x.secondary, [], x.group) for x in letters if x.title]
    taught += [Lesson(Letter(t.text), t.category, (), [], f"term:{t.text}") for t in terms if t.category != GENERAL]
    for x in matters:
        said = (Letter(x.text), Letter("", title=x.text))
        taught += [Lesson(one, x.label, (), [], f"matter:{x.id}", partial=True) for one in said]
    return taught


def teach(
    lessons: Sequence[Lesson], terms: Sequence[Term], taxonomy: Taxonomy | None = None, stated: Sequence[Stated] = ()
) -> LetterClassifier:
    """Fit a classifier on lessons, and on single sentences what they say; the terms are words of its segmenter.

    The taxonomy says what lies outside, and how far margins are to be believed.
    """
    texts, labels, secondary, demands, groups, said, kinds, partial = zip(*lessons, strict=True)
    trust, outside = (taxonomy.trust, taxonomy.outside_code) if taxonomy else (1.0, None)
    fresh = LetterClassifier(words=user_words(terms), trust=trust, outside=outside)
    return fresh.fit(
        texts,
        labels,
        secondary=secondary,
        demands=demands,
        statements=said,
        stated=stated,
        subtypes=kinds,
        groups=groups,
        partial=partial,
    )


def learning_curve(
    trial: LetterClassifier, learnt: Sequence[LabelledLetter], held: Sequence[LabelledLetter], terms: Sequence[Term]
) -> list[CurvePoint]:
    """Score plain fits on a quarter and a half of the letters learnt from, and ``trial``, which learnt from all.

    Each gives its most probable class, which calibration does not change; groups are never cut apart.
    """
    asked, labels = trial.read([as_letter(letter) for letter in held]), [letter.label for letter in held]
    order = sorted(learnt, key=lambda letter: (zlib.crc32(f"curve:{letter.group}".encode()), letter.id))
    points = []
    for percent in _PARTS:
        part = order[: max(len(order) * percent // 100, 1)]
        if len({letter.label for letter in part}) < 2:
            continue
        chosen = _chosen_plainly(trial, lessons_of(part, terms), asked)
        points.append(CurvePoint(percent, len(part), _macro_f1(labels, chosen)))
    whole = trial.classes_[trial.predict_proba(asked).argmax(axis=1)]
    return [*points, CurvePoint(100, len(order), _macro_f1(labels, whole))]


def out_of_fold(trial: LetterClassifier, letters: Sequence[LabelledLetter], codes: Sequence[str]) -> Floats:
    """Give every letter probabilities by plain fits that saw none of its group, (letters, codes).

    The n-grams are those of ``trial``: which of them there are says nothing of labels. One temperature (Guo et al.
    2017) turns all margins into probabilities.
    """
    labels = np.array([letter.label for letter in letters])
    groups = [letter.group for letter in letters]
    matrix = trial.ngrams_.transform(trial.read([as_letter(letter) for letter in letters]))
    folds = GroupKFold(n_splits=min(_FOLDS, len(set(groups))), shuffle=True, random_state=0)
    margins = np.full((len(letters), len(codes)), -np.inf)
    for learnt, asked in folds.split(matrix, labels, groups):
        machine = trial.machine().fit(matrix[learnt], labels[learnt])
        columns = [list(codes).index(code) for code in machine.classes_]
        margins[np.ix_(asked, columns)] = _a_column_each(machine.decision_function(matrix[asked]))
    return softmax(margins * temperature(margins, [list(codes).index(label) for label in labels]), axis=1)


def _chosen_plainly(like: LetterClassifier, lessons: Sequence[Lesson], asked: Sequence[Document]) -> NDArray[np.str_]:
    documents = like.read([lesson.letter for lesson in lessons])
    ngrams = clone(like.ngrams_).fit(documents)
    machine = like.machine().fit(ngrams.transform(documents), [lesson.label for lesson in lessons])
    chosen: NDArray[np.str_] = machine.predict(ngrams.transform(asked))
    return chosen


def _a_column_each(margins: Floats) -> Floats:
    """Give (letters, classes) margins; of two classes scikit-learn gives only the second's."""
    return np.column_stack([-margins, margins]) if margins.ndim == 1 else margins


def _macro_f1(labels: Sequence[str], chosen: NDArray[np.str_]) -> float:
    return round(float(f1_score(labels, chosen, labels=sorted(set(labels)), average="macro")), 4)


def temperature(margins: Floats, rows: Sequence[int]) -> float:
    """Give the factor on the margins under which the right classes ``rows`` are most likely."""
    places = np.arange(len(rows))

    def loss(exponent: float) -> float:
        return -float(np.maximum(log_softmax(margins * np.exp(exponent), axis=1)[places, rows], -50.0).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 5.0), method="bounded").x))
