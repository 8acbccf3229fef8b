from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from evaluation.statistics import estimate, paired


def test_a_mean_of_equal_values_has_no_width() -> None:
    found = estimate([0.5, 0.5, 0.5])
    assert (found.mean, found.low, found.high, found.count) == (0.5, 0.5, 0.5, 3)


def test_no_values_give_no_mean() -> None:
    assert math.isnan(estimate([]).mean)


def test_the_interval_is_near_the_normal_one_and_the_same_every_time() -> None:
    values = [1.0] * 60 + [0.0] * 40
    found = estimate(values)
    half = 1.96 * math.sqrt(0.6 * 0.4 / 100)
    assert (found.low, found.high) == pytest.approx((0.6 - half, 0.6 + half), abs=0.02)
    assert estimate(values) == found


def test_six_losses_of_six_are_significant_by_hand() -> None:
    """Two of the 2^6 ways to set the signs are as extreme: p = 2/64."""
    found = paired([1.0] * 6 + [0.5] * 10, [0.0] * 6 + [0.5] * 10)
    assert (found.wins, found.ties, found.losses) == (0, 10, 6)
    assert found.p == pytest.approx(2 / 64)
    assert found.gain == pytest.approx(-6 / 16)


def test_equal_systems_do_not_differ() -> None:
    assert paired([0.2, 0.9], [0.2, 0.9]).p == 1.0


def test_less_is_more_where_a_measure_says_so() -> None:
    assert paired([3.0], [1.0], higher_is_better=False).wins == 1


def test_p_agrees_with_scipy_on_all_questions() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random(12), rng.random(12)
    wanted = stats.permutation_test((a, b), lambda x, y: np.mean(x - y), permutation_type="samples", n_resamples=np.inf).pvalue
    assert paired(list(a), list(b)).p == pytest.approx(float(wanted), abs=0.01)


def test_p_agrees_with_the_sign_test_for_yes_and_no() -> None:
    """With values 0 and 1 the permutation test is the exact McNemar test."""
    a, b = [1.0] * 9 + [0.0] * 2 + [1.0] * 30, [0.0] * 9 + [1.0] * 2 + [1.0] * 30
    assert paired(a, b).p == pytest.approx(stats.binomtest(2, 11).pvalue)
