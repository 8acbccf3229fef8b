from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from evaluation.measures.decisions import Decision, abstention, auroc, calibration_error, confusion, reliability, risk_coverage

HAND = [
    Decision("answer", "answer", 0.9, 1.0),
    Decision("answer", "answer", 0.8, 0.0),
    Decision("abstain", "answer", 0.7, 0.0),
    Decision("answer", "abstain", 0.4, 1.0),
    Decision("abstain", "abstain", 0.2, 0.0),
    Decision("crisis", "crisis", None, None),
]


def test_confusion_counts_pairs() -> None:
    assert confusion(HAND)["answer", "answer"] == 2
    assert confusion(HAND)["answer", "abstain"] == 1
    assert confusion(HAND).total() == 6


def test_abstention_by_hand() -> None:
    """Two are withheld, one rightly; two should be; of the 6 pairs of answerable and not, 0.9 0.8 0.4 beat 0.7 0.2 in five."""
    found = abstention(HAND)
    assert (found.precision, found.recall) == (0.5, 0.5)
    assert found.auroc == pytest.approx(5 / 6)


def test_nothing_withheld_has_no_precision() -> None:
    assert math.isnan(abstention(HAND[:1]).precision)


def test_auroc_agrees_with_sklearn_with_ties() -> None:
    rng = np.random.default_rng(3)
    labels, scores = rng.random(200) < 0.4, rng.integers(0, 20, 200) / 20
    assert auroc([bool(y) for y in labels], [float(s) for s in scores]) == pytest.approx(roc_auc_score(labels, scores))


def test_risk_and_coverage_by_hand() -> None:
    found = risk_coverage(HAND)
    assert found.coverage == (0.2, 0.4, 0.6, 0.8, 1.0)
    assert found.risk == pytest.approx((0, 1 / 2, 2 / 3, 2 / 4, 3 / 5))
    assert found.area == pytest.approx((0 + 1 / 2 + 2 / 3 + 1 / 2 + 3 / 5) / 5)


def test_equal_probabilities_are_answered_at_once() -> None:
    tied = [Decision("answer", "answer", 0.5, right) for right in (1.0, 0.0, 0.0, 1.0)]
    for order in (tied, tied[::-1]):
        found = risk_coverage(order)
        assert (found.coverage, found.risk, found.area) == ((1.0,), (0.5,), 0.5)


def test_a_perfect_order_has_the_least_area() -> None:
    right = [Decision("answer", "answer", p, float(p > 0.5)) for p in (0.1, 0.2, 0.6, 0.9)]
    wrong = [Decision("answer", "answer", p, float(p < 0.5)) for p in (0.1, 0.2, 0.6, 0.9)]
    assert risk_coverage(right).area < risk_coverage(wrong).area


def test_calibration_by_hand() -> None:
    """Bins 0.2 (0 right), 0.4 (1), 0.7 (0), 0.8 (0), 0.9 (1), one decision each."""
    bins = reliability(HAND)
    assert [one.count for one in bins] == [1] * 5
    assert calibration_error(bins) == pytest.approx((0.2 + 0.6 + 0.7 + 0.8 + 0.1) / 5)


def test_a_bin_holds_the_mean_of_its_decisions() -> None:
    (one,) = reliability([Decision("answer", "answer", p, r) for p, r in ((0.92, 1.0), (0.98, 1.0), (1.0, 0.0))])
    assert (one.low, one.high, one.count) == (0.9, 1.0, 3)
    assert (one.confidence, one.accuracy) == pytest.approx((2.9 / 3, 2 / 3))


def test_perfect_calibration_has_no_error() -> None:
    sure = [Decision("answer", "answer", 1.0, 1.0), Decision("abstain", "abstain", 0.0, 0.0)]
    assert calibration_error(reliability(sure)) == 0.0
