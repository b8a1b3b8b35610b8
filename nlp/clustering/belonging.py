"""How surely each letter of a cluster is about its matter, and whether enough people truly speak of it.

Clustering must decide; an alarm may doubt. A letter's log-odds of belonging are those of its two best pairs,
dampened because pairs of one letter are not independent witnesses, and less the further apart in time the letters are.
"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from nlp.clustering.refinement import Scorer
from nlp.clustering.state import ClusterState

__all__ = ["chance_of_nothing", "probabilities_of_belonging"]

LATEST = 24
"""At most so many of a cluster's latest letters are weighed; more would not change the verdict."""
_WITNESSES = 2
_DEPENDENCE = 0.6
_PER_LOG_WEEK = 0.5
"""This and ``_DEPENDENCE`` were chosen on the development events, by how many bursts were alarmed at what number of
unexplained alarms; the figures there are therefore a little too good (``benchmarks/events.py --ways``)."""
ENOUGH_VOICES = 3
ENOUGH_LETTERS = 4


def probabilities_of_belonging(
    state: ClusterState, groups: Sequence[Sequence[int]], scorer: Scorer
) -> list[list[float]]:
    """Give for each group of rows the probability of each to be about the matter of the others."""
    scorer.learn((j, i) for rows in groups for i, j in combinations(rows, 2))
    return [_of_group(state.weeks, rows, scorer) for rows in groups]


def _of_group(weeks: NDArray[np.int32], rows: Sequence[int], scorer: Scorer) -> list[float]:
    if len(rows) < 2:
        return [0.0] * len(rows)
    table = np.full((len(rows), len(rows)), -np.inf)
    for one, two in combinations(range(len(rows)), 2):
        apart = abs(int(weeks[rows[two]]) - int(weeks[rows[one]]))
        table[one, two] = table[two, one] = scorer[rows[two], rows[one]] - _PER_LOG_WEEK * np.log1p(apart)
    best = np.sort(table, axis=1)[:, ::-1][:, : min(_WITNESSES, len(rows) - 1)]
    found: list[float] = expit(_DEPENDENCE * best.mean(axis=1)).tolist()
    return found


def chance_of_nothing(probabilities: Sequence[float], senders: Sequence[int]) -> float:
    """Give the probability that too few speak of the matter: not three voices, nor four letters (Poisson binomial).

    A sender's surest letter is a voice, each further one half a voice: it shows that the matter goes on, not that it
    concerns others. Either is enough, so the chance of neither is at most the smaller of the two. As far as the
    probabilities of belonging hold, an alarm raised on it is false with this probability, so that the sum over a week's
    alarms is the expected number of false ones (Müller, Parmigiani & Rice 2007, posterior expected false discoveries).

    >>> round(chance_of_nothing([0.9, 0.9, 0.9], [1, 2, 3]), 3)
    0.271
    """
    voices_of: dict[int, list[float]] = {}
    for probability, sender in zip(probabilities, senders, strict=True):
        voices_of.setdefault(sender, []).append(probability)
    voices = []
    for own in voices_of.values():
        first, *further = sorted(own, reverse=True)
        voices += [first, *(probability / 2 for probability in further)]
    return min(_fewer_than(ENOUGH_VOICES, voices), _fewer_than(ENOUGH_LETTERS, probabilities))


def _fewer_than(enough: int, chances: Sequence[float]) -> float:
    """Give the probability that fewer than ``enough`` independent things happen."""
    counts = np.ones(1)
    for chance in sorted(chances):
        counts = np.convolve(counts, [1 - chance, chance])
    return float(min(counts[:enough].sum(), 1.0))
