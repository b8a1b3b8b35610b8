"""Linear support vectors whose margins are calibrated on letters they were not fitted to, as plain weight rows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.svm import LinearSVC

__all__ = ["fit_choice", "fit_odds"]

Rows = NDArray[np.float32]
Floats = NDArray[np.float64]


def fit_choice(matrix: Any, labels: Any, folds: list[Any], strength: float) -> tuple[Rows, Floats, float]:
    """Learn to choose among classes, one against the rest; the softmax of the scaled margins is the probability.

    Gives a weight row and an intercept for each class in order, and the scale (one temperature, Guo et al. 2017).
    """
    fitted = _calibrated("temperature", matrix, labels, folds, strength)
    coef, intercept = fitted.estimator.coef_, fitted.estimator.intercept_
    if len(coef) == 1:  # of two classes scikit-learn fits only the second's
        coef, intercept = np.vstack([-coef, coef]) / 2, np.concatenate([-intercept, intercept]) / 2
    return coef.astype(np.float32), intercept, float(fitted.calibrators[0].beta_)


def fit_odds(matrix: Any, present: Any, folds: list[Any], strength: float) -> tuple[Rows, float]:
    """Learn whether something is there; gives the weight row and intercept of its log-odds (Platt 1999)."""
    fitted = _calibrated("sigmoid", matrix, present, folds, strength)
    slope, offset = fitted.calibrators[0].a_, fitted.calibrators[0].b_
    row: Rows = (fitted.estimator.coef_[0] * -slope).astype(np.float32)
    return row, float(fitted.estimator.intercept_[0] * -slope - offset)


def _calibrated(method: str, matrix: Any, labels: Any, folds: list[Any], strength: float) -> Any:
    machine = LinearSVC(C=strength, class_weight="balanced", random_state=0)
    calibrated = CalibratedClassifierCV(machine, method=method, cv=folds, ensemble=False)
    return calibrated.fit(matrix, labels).calibrated_classifiers_[0]
