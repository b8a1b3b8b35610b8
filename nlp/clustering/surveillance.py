"""Has a count risen beyond its own past? Tests from the surveillance of epidemics, one series at a time.

A series holds the independent senders of each week, oldest first, the current week last. Every test gives a p-value:
how often a matter that goes on as before would look like this.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import stats

__all__ = ["adjusted", "cusum_p", "farrington_p", "growth_p", "simmer_p"]

BASELINE_WEEKS = 26
_GAP = 2
"""Weeks just before the current one that are no baseline: a rise that is under way must not hide itself."""
_TWICE = 2.0
_FLOOR = 0.05
_OUTBREAK = 2.58
_REWEIGHTINGS = 4
_LEAST_DISPERSION = 1.0
_RUN = 8
_IMAGINED_WEEKS = 4
"""Weeks of a geometric spread (size 1) imagined beside the baseline: a few even weeks prove no even matter."""
_NEARLY_POISSON = 50.0

Series = NDArray[np.int64]


def growth_p(series: Series) -> float:
    """Test the last week: by CUSUM while the past is short, by Farrington's method once 26 weeks of baseline exist.

    >>> steady, rising = np.array([1, 0, 1, 1, 0, 1, 0, 1]), np.array([1, 0, 1, 1, 0, 2, 5, 9])
    >>> growth_p(steady) > 0.1, growth_p(rising) < 0.01
    (True, True)
    """
    return farrington_p(series) if len(series) > BASELINE_WEEKS + _GAP else cusum_p(series)


def cusum_p(series: Series) -> float:
    """Test by a negative-binomial CUSUM for a doubled rate (Höhle & Paul 2008; Watkins et al. 2008).

    The statistic is the log-likelihood ratio summed up and never below zero; a process in control crosses h at most
    once in exp(h) weeks (Lorden 1971), hence p = exp(-S). It runs over the last 8 weeks, or the second half of a
    shorter series; the rate in control is the mean before, held up by half a letter, so that a young matter is not
    compared with nothing. That the past is short widens what is in control, see ``_size``:
    ``tests/clustering/test_surveillance.py`` simulates how often the test is wrong.
    """
    if len(series) < 2:
        return 1.0
    baseline = series[: max(len(series) // 2, len(series) - _RUN, 1)]
    mean = max((float(baseline.sum()) + 0.5) / (len(baseline) + 1), _FLOOR)
    size = _size(baseline.astype(float), mean)
    total = 0.0
    for count in series[len(baseline) :].tolist():
        ratio = count * np.log(_TWICE) + (count + size) * np.log((size + mean) / (size + _TWICE * mean))
        total = max(0.0, total + float(ratio))
    return float(np.exp(-total)) if series[-1] else 1.0


def farrington_p(series: Series) -> float:
    """Test the last week by the improved Farrington method (Farrington et al. 1996; Noufaily et al. 2013).

    A quasi-Poisson mean of the baseline, past outbreaks weighed down by their Anscombe residuals (threshold 2.58), and
    the negative-binomial tail at the count seen. Without season and trend: matters are younger than a season, and a
    trend is what is looked for.
    """
    baseline = series[:-_GAP][-BASELINE_WEEKS:].astype(float)
    count = int(series[-1])
    if not count:
        return 1.0
    weights = np.ones(len(baseline))
    mean, dispersion = _quasi_poisson(baseline, weights)
    for _ in range(_REWEIGHTINGS):
        residuals = 1.5 * (baseline ** (2 / 3) - mean ** (2 / 3)) / (mean ** (1 / 6) * np.sqrt(dispersion))
        weights = np.where(residuals > _OUTBREAK, (_OUTBREAK / np.maximum(residuals, _OUTBREAK)) ** 2, 1.0)
        mean, dispersion = _quasi_poisson(baseline, weights)
    if dispersion <= _LEAST_DISPERSION:
        return float(stats.poisson.sf(count - 1, mean))
    size = mean / (dispersion - 1)
    return float(stats.nbinom.sf(count - 1, size, 1 / dispersion))


def simmer_p(series: Series, usual: float) -> float:
    """Test whether a matter has been heard of in too many of the last 26 weeks to be over (binomial tail).

    ``usual`` is the share of weeks in which a matter of this office is heard of, between 0 and 1. It finds what never
    swells and never stops.
    """
    recent = series[-BASELINE_WEEKS:]
    return float(stats.binom.sf(int((recent > 0).sum()) - 1, len(recent), min(max(usual, 1e-6), 1.0)))


def adjusted(p_values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the p-values adjusted for their number (Benjamini & Hochberg 1995): the false share if all up to it alarm.

    >>> adjusted(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    return np.asarray(stats.false_discovery_control(p_values)) if len(p_values) else np.asarray(p_values)


def _quasi_poisson(baseline: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, float]:
    mean = max(float((weights * baseline).sum() / weights.sum()), _FLOOR)
    spread = float((weights * (baseline - mean) ** 2).sum() / mean / max(len(baseline) - 1, 1))
    return mean, max(spread, _LEAST_DISPERSION)


def _size(baseline: NDArray[np.float64], mean: float) -> float:
    """Give the negative-binomial size of a coming week, by moments: its own spread and that of the estimated mean.

    The spread beyond Poisson's is shrunk towards that of ``_IMAGINED_WEEKS`` with size 1; a mean of n weeks adds 1/n
    of the variance, as in the predictive distribution of a rate that is not known (Gelman et al. 2013, 2.6).
    """
    count = len(baseline)
    beyond = float(((baseline - mean) ** 2).sum()) - (count - 1) * mean
    excess = max((beyond + _IMAGINED_WEEKS * mean**2) / (count - 1 + _IMAGINED_WEEKS), mean**2 / _NEARLY_POISSON)
    return mean**2 / ((mean + excess) * (1 + 1 / count) - mean)
