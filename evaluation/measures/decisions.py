"""How well a system knows what it can answer: confusion, abstention, risk against coverage, calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from suggest.types import Outcome

WITHHELD = ("abstain", "clarify")
"""The outcomes that hold an answer back."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was expected and given; how probable an answer was, and whether the best section would have been one (None: danger decided)."""

    expected: Outcome
    given: str
    probability: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Abstention:
    """How often what is withheld should be, how much of what should be is, and how well the probability tells the two apart."""

    precision: float
    recall: float
    auroc: float


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """The share of wrong answers (`risk`) when the surest share (`coverage`) of posts is answered; `area` is the mean risk."""

    coverage: tuple[float, ...]
    risk: tuple[float, ...]
    area: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Decisions of similar probability: its range, how many, the mean probability and the share that was right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


def confusion(decisions: Sequence[Decision]) -> Counter[tuple[str, str]]:
    """How often each pair of expected and given outcome occurs."""
    return Counter((one.expected, one.given) for one in decisions)


def abstention(decisions: Sequence[Decision]) -> Abstention:
    """Precision, recall and AUROC of withholding an answer; NaN where nothing is withheld, nothing should be, or only one kind occurs."""
    withheld = [one for one in decisions if one.given in WITHHELD]
    wanted = [one for one in decisions if one.expected in WITHHELD]
    both = sum(one.expected in WITHHELD for one in withheld)
    told = [(one.expected == "answer", one.probability) for one in decisions if one.probability is not None]
    return Abstention(_share(both, len(withheld)), _share(both, len(wanted)), auroc([y for y, _ in told], [p for _, p in told]))


def auroc(positive: Sequence[bool], scores: Sequence[float]) -> float:
    """The probability that a positive has the higher score, ties counted half (Mann-Whitney U); NaN without both kinds."""
    high = np.array([s for y, s in zip(positive, scores, strict=True) if y])
    low = np.array([s for y, s in zip(positive, scores, strict=True) if not y])
    if not len(high) or not len(low):
        return float("nan")
    above = (high[:, None] > low[None, :]).sum() + 0.5 * (high[:, None] == low[None, :]).sum()
    return float(above / (len(high) * len(low)))


def risk_coverage(decisions: Sequence[Decision]) -> RiskCoverage:
    """The curve when the surest posts are answered first, equal probabilities at once (Geifman and El-Yaniv 2017)."""
    known = sorted(((one.probability, one.right) for one in _judged(decisions)), reverse=True)
    probabilities = np.array([p for p, _ in known])
    wrong = np.cumsum([1.0 - right for _, right in known])
    ends = [i for i in range(len(known)) if i + 1 == len(known) or probabilities[i + 1] != probabilities[i]]
    risks, start = np.empty(len(known)), 0
    for end in ends:
        risks[start : end + 1] = wrong[end] / (end + 1)
        start = end + 1
    coverage = tuple((end + 1) / len(known) for end in ends)
    return RiskCoverage(coverage, tuple(float(risks[end]) for end in ends), float(risks.mean()) if len(known) else float("nan"))


def reliability(decisions: Sequence[Decision], bins: int = 10) -> tuple[Bin, ...]:
    """Bins of equal width that hold a decision; the last one includes probability 1."""
    known = _judged(decisions)
    found = []
    for number in range(bins):
        inside = [(p, right) for p, right in ((one.probability, one.right) for one in known) if min(int(p * bins), bins - 1) == number]
        if inside:
            confidence, accuracy = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            found.append(Bin(number / bins, (number + 1) / bins, len(inside), confidence, accuracy))
    return tuple(found)


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: the mean gap of confidence and accuracy, weighed by count (Naeini et al. 2015)."""
    total = sum(one.count for one in bins)
    return sum(one.count * abs(one.accuracy - one.confidence) for one in bins) / total if total else float("nan")


@dataclass(frozen=True, slots=True)
class _Judged:
    probability: float
    right: float


def _judged(decisions: Sequence[Decision]) -> list[_Judged]:
    return [_Judged(one.probability, one.right) for one in decisions if one.probability is not None and one.right is not None]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
