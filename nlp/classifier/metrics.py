"""How right, how sure and how careful a classifier was on labelled letters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import (
    confusion_matrix,
    f1_score,
    label_ranking_average_precision_score,
    precision_recall_fscore_support,
    roc_auc_score,
)

from nlp.classifier.sentences import Mark
from nlp.letter import Demand

__all__ = ["Judged", "calibration_error", "measure", "measure_demands"]

_BINS = 10


@dataclass(frozen=True)
class Judged:
    """Labels beside what was said of the same letters; ``probabilities`` is (letters, codes).

    ``secondary`` are the further categories a reader gave, ``secondary_found`` those that were suggested; ``chosen`` is
    the suggested category. ``pairs`` names the pair or triple a letter belongs to, "" where it stands alone.
    """

    codes: tuple[str, ...]
    labels: Sequence[str]
    secondary: Sequence[Iterable[str]]
    probabilities: NDArray[np.float64]
    confidential: Sequence[bool]
    needs_review: Sequence[bool]
    secondary_found: Sequence[Iterable[str]]
    chosen: Sequence[str]
    pairs: Sequence[str] = ()

    def part(self, rows: Sequence[int] | NDArray[np.int64]) -> "Judged":
        """Give the letters at ``rows``, which may repeat: what a bootstrap draws."""
        return Judged(
            codes=self.codes,
            labels=[self.labels[row] for row in rows],
            secondary=[self.secondary[row] for row in rows],
            probabilities=self.probabilities[rows],
            confidential=[self.confidential[row] for row in rows],
            needs_review=[self.needs_review[row] for row in rows],
            secondary_found=[self.secondary_found[row] for row in rows],
            chosen=[self.chosen[row] for row in rows],
            pairs=[self.pairs[row] for row in rows] if self.pairs else (),
        )


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
    confidence = judged.probabilities[np.arange(len(chosen)), [judged.codes.index(code) for code in chosen]]
    return {
        "letters": len(labels),
        "accuracy": _share(right),
        "macro_f1": _macro(labels, chosen),
        "in_scope_macro_f1": _macro(labels[inside], forced[inside]),
        "other_auroc": _auroc(judged, labels, outside),
        "ece": calibration_error(confidence, right),
        **_accusations(judged, confidential),
        **_review(judged, right),
        "secondary_f1": _secondary(judged),
        "label_ranking": _label_ranking(judged),
        "pairs_right": _pairs(judged, right),
        "per_class": _per_class(judged.codes, labels, chosen),
        "confusion": confusion_matrix(labels, chosen, labels=list(judged.codes)).tolist(),
    }


def measure_demands(marked: Sequence[Sequence[Mark]], found: Sequence[Sequence[Demand]]) -> dict[str, float | None]:
    """Give how well demands were found, over the letters that have marked ones; None where there are none.

    A found demand is right if it shares two characters or more with a marked one; its category is then compared.
    """
    pairs = [(marks, demands) for marks, demands in zip(marked, found, strict=True) if marks]
    met = [[[m for m in marks if _meet(m, d)] for d in demands] for marks, demands in pairs]
    hits = [
        (d, marks)
        for (_, demands), row in zip(pairs, met, strict=True)
        for d, marks in zip(demands, row, strict=True)
        if marks
    ]
    reached = sum(len({m for marks in row for m in marks}) for row in met)
    return {
        "demand_precision": _share([bool(marks) for row in met for marks in row]),
        "demand_recall": round(reached / sum(len({*marks}) for marks, _ in pairs), 4) if pairs else None,
        "demand_category": _share([any(m[2] == d.category for m in marks) for d, marks in hits]),
    }


def _meet(mark: Mark, demand: Demand) -> bool:
    return min(mark[1], demand.end) - max(mark[0], demand.start) > 1


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


def _secondary(judged: Judged) -> float | None:
    """Give the F1 of all further categories together (micro), None where no reader gave one."""
    wanted = [{*codes} - {label} for codes, label in zip(judged.secondary, judged.labels, strict=True)]
    found = [{*codes} - {label} for codes, label in zip(judged.secondary_found, judged.labels, strict=True)]
    both = sum(len(a & b) for a, b in zip(wanted, found, strict=True))
    total = sum(map(len, wanted)) + sum(map(len, found))
    return round(2 * both / total, 4) if any(wanted) else None


def _label_ranking(judged: Judged) -> float | None:
    """Give the label-ranking average precision (Tsoumakas, Katakis & Vlahavas 2010) of the first and further labels."""
    held = [{label, *more} for label, more in zip(judged.labels, judged.secondary, strict=True)]
    truth = np.array([[code in codes for code in judged.codes] for codes in held])
    return round(float(label_ranking_average_precision_score(truth, judged.probabilities)), 4) if held else None


def _pairs(judged: Judged, right: NDArray[np.bool_]) -> float | None:
    """Give the share of pairs, letters of one story with one detail changed, of which every letter is right."""
    of_pair: dict[str, list[int]] = {}
    for row, pair in enumerate(judged.pairs):
        of_pair.setdefault(pair, []).append(row)
    apart = [rows for pair, rows in of_pair.items() if pair and len({judged.labels[row] for row in rows}) > 1]
    return _share([bool(right[rows].all()) for rows in apart])


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
