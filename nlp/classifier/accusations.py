"""How probable it is that a letter accuses somebody: what heads, sentences and words say of it, weighed together.

Each clue alone marks many letters for what it finds. A logistic regression on letters the model did not learn from says
what each is worth beside the others (stacking, Wolpert 1992).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from nlp.classifier.model import Findings

__all__ = ["AccusationOdds", "accusation_clues"]

Floats = NDArray[np.float64]
_LEAST = 1e-5
_FLOOR = -2.0


def accusation_clues(
    findings: Findings, columns: Sequence[int], words: Sequence[int], outside: int | None = None
) -> Floats:
    """Give the clues of letters, (letters, 4): an accusing class mentioned, its sentences, alert words, what is beyond.

    ``columns`` are the accusing classes, ``outside`` the one for what belongs to none; ``words`` how many alert words
    each letter has. The first is the log-odds of the class that has most of it, the second ``Findings.accusing``, the
    third a logarithm, the last the log-odds of ``outside``, 0 where there is none. Which class is chosen adds nothing.
    """
    odds = logit(np.clip(findings.mentions, _LEAST, 1 - _LEAST))
    counted = np.log1p(np.asarray(words, dtype=float))
    away = odds[:, outside] if outside is not None else np.zeros(len(odds))
    return np.column_stack([odds[:, columns].max(axis=1), np.maximum(findings.accusing, _FLOOR), counted, away])


@dataclass(frozen=True, slots=True)
class AccusationOdds:
    """What each of the ``accusation_clues`` adds to the log-odds; the defaults serve where none could be learnt from.

    >>> AccusationOdds((1.0, 0.0, 0.0, 0.0)).probabilities(np.array([[0.0, 9.0, 9.0, 9.0]])).tolist()
    [0.5]
    """

    weights: tuple[float, ...] = (1.0, 1.0, 4.0, 0.0)
    constant: float = 0.0

    @classmethod
    def fit(cls, clues: Floats, accused: Sequence[bool]) -> Self:
        """Learn the weights; ``accused`` must hold both answers.

        What lies outside may speak against an accusation or say nothing: from a few letters the opposite may be learnt
        by chance, and it would hide what the other clues tell.
        """
        machine = LogisticRegression(max_iter=1000).fit(clues, accused)
        if machine.coef_[0, -1] > 0:
            without = clues.copy()
            without[:, -1] = 0
            machine.fit(without, accused)
        return cls(tuple(map(float, machine.coef_[0])), float(machine.intercept_[0]))

    def probabilities(self, clues: Floats) -> Floats:
        """Give the probability of each letter, (letters,)."""
        found: Floats = expit(clues @ np.array(self.weights) + self.constant)
        return found
