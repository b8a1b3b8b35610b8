"""How right, how sure and how careful a classifier was on labelled letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import confusion_matrix, f1_score, precision_recall_fscore_support, roc_auc_score

__all__ = ["Judged", "calibration_error", "measure"]

_BINS = 10


@dataclass(frozen=True)
class Judged:
    """Labels beside what was said of the same letters; ``probabilities`` is (letters, codes)."""

    codes: tuple[str, ...]
    labels: Sequence[str]
    secondary: Sequence[Iterable[str]]
    probabilities: NDArray[np.float64]
    confidential: Sequence[bool]
    needs_review: Sequence[bool]

    @property
    def chosen(self) -> list[str]:
        """The most probable category of each letter."""
        return [self.codes[column] for column in self.probabilities.argmax(axis=1)]


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """Give the expected calibration error over ten equal bins (Guo et al. 2017); 0 for no letters.

    >>> calibration_error(np.array([0.95, 0.95]), np.array([True, False]))
    0.45
    """
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins)]
    return round(float(sum(gaps)), 4)


def measure(judged: Judged, *, outside: str | None, confidential: frozenset[str]) -> dict[str, Any]:
    """Give the figures of a card: F1 with and without ``outside``, AUROC, calibration, accusations, review.

    A figure that cannot be had (no accusation among the letters, say) is None.
    """
    labels, chosen = np.array(judged.labels), np.array(judged.chosen)
    inside = labels != outside
    within = [column for column, code in enumerate(judged.codes) if code != outside]
    forced = np.array([judged.codes[within[i]] for i in judged.probabilities[:, within].argmax(axis=1)])
    right = chosen == labels
    return {
        "letters": len(labels),
        "accuracy": _share(right),
        "macro_f1": _macro(labels, chosen),
        "in_scope_macro_f1": _macro(labels[inside], forced[inside]),
        "other_auroc": _auroc(judged, labels, outside),
        "ece": calibration_error(judged.probabilities.max(axis=1), right),
        **_accusations(judged, confidential),
        **_review(judged, right),
        "per_class": _per_class(judged.codes, labels, chosen),
        "confusion": confusion_matrix(labels, chosen, labels=list(judged.codes)).tolist(),
    }


def _macro(labels: NDArray[np.str_], chosen: NDArray[np.str_]) -> float | None:
    present = sorted(set(labels))
    return round(float(f1_score(labels, chosen, labels=present, average="macro")), 4) if present else None


def _share(mask: NDArray[np.bool_] | list[bool]) -> float | None:
    return round(float(np.mean(mask)), 4) if len(mask) else None


def _auroc(judged: Judged, labels: NDArray[np.str_], outside: str | None) -> float | None:
    if outside is None or len(set(labels == outside)) < 2:
        return None
    return round(float(roc_auc_score(labels == outside, judged.probabilities[:, judged.codes.index(outside)])), 4)


def _accusations(judged: Judged, confidential: frozenset[str]) -> dict[str, float | None]:
    held = [bool(confidential & {label, *more}) for label, more in zip(judged.labels, judged.secondary, strict=True)]
    marked = [mark for mark, accused in zip(judged.confidential, held, strict=True) if accused]
    return {"accusation_recall": _share(marked), "confidential_share": _share(list(judged.confidential))}


def _review(judged: Judged, right: NDArray[np.bool_]) -> dict[str, float | None]:
    caught = [need for need, good in zip(judged.needs_review, right, strict=True) if not good]
    return {"errors_caught_by_review": _share(caught), "review_share": _share(list(judged.needs_review))}


def _per_class(
    codes: tuple[str, ...], labels: NDArray[np.str_], chosen: NDArray[np.str_]
) -> dict[str, dict[str, float]]:
    table = precision_recall_fscore_support(labels, chosen, labels=list(codes), zero_division=0)
    names = ("precision", "recall", "f1", "letters")
    return {
        code: {name: round(float(values[row]), 4) for name, values in zip(names, table, strict=True)}
        for row, code in enumerate(codes)
    }
