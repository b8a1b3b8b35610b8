"""How often the tests of a series are wrong, and how often they see what is there: small seeded simulations."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from nlp.clustering.surveillance import cusum_p, farrington_p, growth_p, simmer_p

RUNS = 400
LEVEL = 0.05
SLACK = 2.6 * (LEVEL * (1 - LEVEL) / RUNS) ** 0.5
"""What chance adds to a share of ``LEVEL`` in one of two hundred simulations."""

Series = NDArray[np.int64]


def weeks(mean: float, size: float, count: int, *, seed: int) -> Series:
    """Simulate so many series of negative-binomial counts."""
    return np.random.default_rng(seed).negative_binomial(size, size / (size + mean), (RUNS, count))


def share_below(test: Callable[[Series], float], series: Series, level: float = LEVEL) -> float:
    return float(np.mean([test(one) <= level for one in series]))


@pytest.mark.parametrize("mean", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("size", [2.0, 1000.0], ids=["spread", "even"])
@pytest.mark.parametrize(("test", "count"), [(cusum_p, 10), (cusum_p, 24), (farrington_p, 29)])
def test_a_matter_that_goes_on_as_before_is_seldom_called_growing(
    test: Callable[[Series], float], count: int, mean: float, size: float
) -> None:
    assert share_below(test, weeks(mean, size, count, seed=1)) <= LEVEL + SLACK


def test_a_cusum_sees_a_rise_to_the_fourfold_within_three_weeks() -> None:
    series = weeks(3.0, 5.0, 20, seed=2)
    series[:, -3:] = weeks(12.0, 5.0, 3, seed=3)
    assert share_below(cusum_p, series) > 0.7


def test_farringtons_method_sees_one_week_of_three_standard_deviations_and_more() -> None:
    series = weeks(1.0, 5.0, 29, seed=4)
    series[:, -1] += 6
    assert share_below(farrington_p, series) > 0.95


@pytest.mark.parametrize(("count", "test"), [(28, cusum_p), (29, farrington_p)])
def test_growth_is_tested_by_farringtons_method_from_26_weeks_of_baseline_on(
    count: int, test: Callable[[Series], float]
) -> None:
    for series in weeks(1.0, 5.0, count, seed=5)[:20]:
        assert growth_p(series) == test(series)


@pytest.mark.parametrize("usual", [0.02, 0.05, 0.1])
def test_a_matter_heard_of_as_often_as_any_other_seldom_simmers(usual: float) -> None:
    heard = (np.random.default_rng(6).random((RUNS, 40)) < usual).astype(np.int64)
    assert share_below(lambda series: simmer_p(series, usual), heard) <= LEVEL + SLACK


def test_a_matter_heard_of_four_times_as_often_as_others_simmers() -> None:
    heard = (np.random.default_rng(7).random((RUNS, 40)) < 0.4).astype(np.int64)
    assert share_below(lambda series: simmer_p(series, 0.1), heard) > 0.9
