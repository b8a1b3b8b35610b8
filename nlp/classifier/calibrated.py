"""Linear machines whose margins are calibrated on letters they were not fitted to, as plain weight rows."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import GroupKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.svm import LinearSVC

__all__ = ["BlendedLinear", "fit_choice", "fit_odds", "grouped_folds", "support_vectors"]

_SMOOTHING = 0.1
_FOLDS = 5

Rows = NDArray[np.float32]
Floats = NDArray[np.float64]


def grouped_folds(labels: NDArray[np.str_], groups: Sequence[str] | None) -> list[Any]:
    """Split letters into folds that keep a group on one side; without groups, the same text is a group."""
    owners = np.asarray(groups if groups is not None else [str(i) for i in range(len(labels))])
    folds = min(_FOLDS, len(np.unique(owners)))
    return list(GroupKFold(n_splits=folds, shuffle=True, random_state=0).split(labels, labels, owners))


def support_vectors(strength: float) -> LinearSVC:
    """Give linear support vectors that take every class for as important, however many letters it has."""
    return LinearSVC(C=strength, class_weight="balanced", random_state=0)


class BlendedLinear(ClassifierMixin, BaseEstimator):
    """Add the margins of linear support vectors and of complement naive Bayes, each in its own spread: still linear.

    Support vectors set the words of one class against those of the others in the letters learnt from, and lean on a few
    of them; naive Bayes (Rennie et al. 2003) counts every word for itself and leans on all. On letters of another
    origin than those learnt from the two err differently; on letters of the same origin support vectors alone are
    better. What each gave, alone and together, stands in ``benchmarks/ways.md``.

    ``coef_`` is (classes, columns), of two classes one row that speaks for the second, as scikit-learn has it.
    """

    def __init__(self, C: float = 0.5) -> None:  # noqa: N803
        self.C = C

    def fit(self, X: Any, y: Any) -> Self:  # noqa: N803
        """Learn from a (letters, columns) matrix without negative weights and a class for each letter."""
        machine = support_vectors(self.C).fit(X, y)
        counted = ComplementNB(alpha=_SMOOTHING).fit(X, y).feature_log_prob_
        rows = counted - counted.mean(axis=0) if len(counted) > 2 else counted[1:] - counted[:1]
        margins = X @ rows.T
        own, other = _spread(machine.decision_function(X)), _spread(margins)
        self.classes_ = machine.classes_
        self.coef_ = machine.coef_ / own + rows / other
        self.intercept_ = machine.intercept_ / own - (np.mean(margins) / other if len(rows) == 1 else 0)
        return self

    def decision_function(self, X: Any) -> Floats:  # noqa: N803
        """Give margins, (letters, classes), or (letters,) of two classes."""
        margins: Floats = X @ self.coef_.T + self.intercept_
        return margins[:, 0] if len(self.coef_) == 1 else margins

    def predict(self, X: Any) -> Any:  # noqa: N803
        """Give the class with the largest margin."""
        margins = self.decision_function(X)
        return self.classes_[margins.argmax(axis=1) if margins.ndim == 2 else (margins > 0).astype(int)]


def fit_choice(matrix: Any, labels: Any, folds: list[Any], machine: Any) -> tuple[Rows, Floats, float]:
    """Let a linear machine learn to choose among classes; the softmax of its scaled margins is the probability.

    Gives a weight row and an intercept for each class in order, and the scale (one temperature, Guo et al. 2017).
    """
    fitted = _calibrated("temperature", matrix, labels, folds, machine)
    coef, intercept = fitted.estimator.coef_, fitted.estimator.intercept_
    if len(coef) == 1:  # of two classes scikit-learn fits only the second's
        coef, intercept = np.vstack([-coef, coef]) / 2, np.concatenate([-intercept, intercept]) / 2
    return coef.astype(np.float32), intercept, float(fitted.calibrators[0].beta_)


def fit_odds(matrix: Any, present: Any, folds: list[Any], machine: Any) -> tuple[Rows, float]:
    """Let a linear machine learn if something is there; gives weight row and intercept of the log-odds (Platt 1999)."""
    fitted = _calibrated("sigmoid", matrix, present, folds, machine)
    slope, offset = fitted.calibrators[0].a_, fitted.calibrators[0].b_
    row: Rows = (fitted.estimator.coef_[0] * -slope).astype(np.float32)
    return row, float(fitted.estimator.intercept_[0] * -slope - offset)


def _spread(margins: Any) -> float:
    """Give how far margins lie apart: those of one letter from each other, or of two classes the letters' own."""
    apart = margins - margins.mean(axis=1, keepdims=True) if margins.ndim == 2 and margins.shape[1] > 1 else margins
    return float(np.std(apart)) or 1.0


def _calibrated(method: str, matrix: Any, labels: Any, folds: list[Any], machine: Any) -> Any:
    calibrated = CalibratedClassifierCV(machine, method=method, cv=folds, ensemble=False)
    return calibrated.fit(matrix, labels).calibrated_classifiers_[0]
