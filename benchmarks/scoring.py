"""Macro-F1 of answers, with bootstrap intervals, after the definitions of ``../shared/score/score_categories.py``."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from learners import OURS, Answers, Task
from numpy.typing import NDArray

__all__ = ["Scored", "score"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
_LOW, _HIGH = 5, 95


@dataclass(frozen=True, slots=True)
class Scored:
    """A figure with its interval, and by how much ours is ahead of it with the interval of that difference."""

    value: float
    low: float
    high: float
    ahead: float
    ahead_low: float
    ahead_high: float

    def cells(self) -> tuple[str, str]:
        """Give the two cells of a table."""
        return (
            f"{self.value:.3f} ({self.low:.3f} – {self.high:.3f})",
            f"{self.ahead:+.3f} ({self.ahead_low:+.3f} – {self.ahead_high:+.3f})",
        )


def score(tasks: Sequence[Task], answers: Mapping[str, Sequence[Answers]], draws: int) -> dict[str, dict[str, Scored]]:
    """Give the scores of each learner in each figure, the answers to all tasks taken together.

    ``macro-F1`` is the mean of the F1 of every label there is. Where a task has an ``outside`` label, ``in-scope
    macro-F1`` comes before it: over the letters of another label, the best answer but ``outside``. Whole groups are
    drawn, the same for every learner.
    """
    rows = [row for task in tasks for row in task.ask]
    labels = [row["label"] for row in rows]
    groups = np.unique([row["pair"] or row["id"] for row in rows], return_inverse=True)[1]
    everyone = np.ones(len(rows), dtype=bool)
    outside = tasks[0].outside
    figures: dict[str, tuple[NDArray[np.bool_], Callable[[Answers], Sequence[str]]]] = {}
    if outside is not None:
        figures["in-scope macro-F1"] = (
            np.array([label != outside for label in labels]),
            lambda a: best_within(a, outside),
        )
    figures["macro-F1" if outside is None else "macro-F1 with other"] = everyone, lambda a: a.chosen
    scored = {}
    for what, (kept, choose) in figures.items():
        chosen = {name: [label for one in given for label in choose(one)] for name, given in answers.items()}
        scored[what] = _score(np.array(labels)[kept], groups[kept], _kept(chosen, kept), draws)
    return scored


def best_within(answers: Answers, outside: str | None) -> list[str]:
    """Give the best answer to each letter other than ``outside``.

    >>> best_within(Answers(["o"], ["a", "b", "o"], np.array([[0.1, 0.2, 0.7]])), "o")
    ['b']
    """
    columns = [column for column, code in enumerate(answers.codes) if code != outside]
    best = answers.scores[:, columns].argmax(axis=1)
    return [answers.codes[columns[place]] for place in best]


def _kept(chosen: Mapping[str, Sequence[str]], kept: NDArray[np.bool_]) -> dict[str, NDArray[np.str_]]:
    return {name: np.array(given)[kept] for name, given in chosen.items()}


def _score(
    labels: NDArray[np.str_], groups: Integers, chosen: Mapping[str, NDArray[np.str_]], draws: int
) -> dict[str, Scored]:
    values = {name: macro_f1(labels, given) for name, given in chosen.items()}
    drawn = {name: _drawn(*_numbered(labels, given), groups, draws) for name, given in chosen.items()}
    scored = {}
    for name, value in values.items():
        low, high = np.percentile(drawn[name], [_LOW, _HIGH])
        ahead_low, ahead_high = np.percentile(drawn[OURS] - drawn[name], [_LOW, _HIGH])
        ahead = values[OURS] - value
        scored[name] = Scored(value, float(low), float(high), ahead, float(ahead_low), float(ahead_high))
    return scored


def macro_f1(labels: NDArray[Any], chosen: NDArray[Any], weights: Floats | None = None) -> float:
    """Give the mean over the labels there are of 2 tp / (labelled + chosen); a letter may count several times.

    >>> macro_f1(np.array(["a", "a", "b"]), np.array(["a", "b", "b"])).__round__(3)
    0.667
    """
    codes, numbers = np.unique(np.concatenate([labels, chosen]), return_inverse=True)
    truth, said = numbers[: len(labels)], numbers[len(labels) :]
    labelled = np.bincount(truth, weights, minlength=len(codes))
    told = np.bincount(said, weights, minlength=len(codes))
    right = np.bincount(truth, (truth == said) * (1.0 if weights is None else weights), minlength=len(codes))
    there = labelled > 0
    return float((2 * right[there] / (labelled + told)[there]).mean())


def _numbered(labels: NDArray[np.str_], chosen: NDArray[np.str_]) -> tuple[Integers, Integers]:
    """Turn names into numbers, which are counted faster."""
    numbers = np.unique(np.concatenate([labels, chosen]), return_inverse=True)[1]
    return numbers[: len(labels)], numbers[len(labels) :]


def _drawn(labels: Integers, chosen: Integers, groups: Integers, draws: int) -> Floats:
    """Give macro-F1 of letters drawn again by whole groups; the draws depend on the groups alone."""
    rng = np.random.default_rng(0)
    names, rows = np.unique(groups, return_inverse=True)
    found = []
    for _ in range(draws):
        times = np.bincount(rng.integers(0, len(names), len(names)), minlength=len(names))
        found.append(macro_f1(labels, chosen, times[rows].astype(float)))
    return np.array(found)
