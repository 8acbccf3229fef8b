"""Significance and uncertainty: the paired permutation test and bootstrap intervals of scipy, with a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

SEED, RESAMPLES = 20261122, 9999
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with the ends of its 95 % interval, and over how many questions."""

    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Paired:
    """Two systems on the same questions: means of A and B, how often B is better, equal and worse, and the p-value of the difference."""

    a: float
    b: float
    wins: int
    ties: int
    losses: int
    p: float

    @property
    def gain(self) -> float:
        """B minus A."""
        return self.b - self.a


def estimate(values: Sequence[float]) -> Estimate:
    """The mean with its percentile bootstrap interval (Efron and Tibshirani 1993); NaN throughout for no values."""
    data = np.asarray(values, np.float64)
    if not len(data):
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    mean = float(data.mean())
    if len(data) == 1 or float(np.ptp(data)) == 0.0:
        return Estimate(mean, mean, mean, len(data))
    rng = np.random.default_rng(SEED)
    found = stats.bootstrap((data,), np.mean, n_resamples=RESAMPLES, batch=500, method="percentile", rng=rng).confidence_interval
    return Estimate(mean, float(found.low), float(found.high), len(data))


def paired(a: Sequence[float], b: Sequence[float], *, higher_is_better: bool = True) -> Paired:
    """The comparison of two systems question by question; p is two-sided, from a permutation test of the signs of the differences.

    Exact where there are few differing questions, else from 9,999 resamplings (Noreen 1989; Smucker et al. 2007, CIKM).
    """
    first, second = np.asarray(a, np.float64), np.asarray(b, np.float64)
    better = (second - first) * (1 if higher_is_better else -1)
    wins, losses = int((better > 0).sum()), int((better < 0).sum())
    means = (float(first.mean()), float(second.mean())) if len(first) else (float("nan"), float("nan"))
    return Paired(*means, wins, len(first) - wins - losses, losses, _p_value(second - first))


def _p_value(differences: Floats) -> float:
    """Equal questions change nothing under a change of sign, so only differing ones are permuted."""
    differing = differences[differences != 0]
    if len(differing) < 2:  # one change of sign is as extreme as the other
        return 1.0
    rng = np.random.default_rng(SEED)
    found = stats.permutation_test(
        (differing,), np.sum, permutation_type="samples", n_resamples=RESAMPLES, batch=500, vectorized=True, rng=rng
    )
    return float(found.pvalue)
