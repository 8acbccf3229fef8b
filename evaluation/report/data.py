"""A run → everything that a report says, as plain records that become HTML, Markdown and JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from evaluation.baselines import Accepted
from evaluation.measures import decisions as decided
from evaluation.measures.names import MEASURES
from evaluation.report.failures import Failure, failures
from evaluation.rundir import Run
from evaluation.statistics import Estimate, estimate
from evaluation.summary import groups

GROUPED = ("Success@1", "outcome", "facts", "cites", "referral", "language")
"""The measures that topics, languages and channels are shown by."""


@dataclass(frozen=True, slots=True)
class Row:
    """A measure with its interval; `shown` is mean, low and high as text."""

    name: str
    title: str
    found: Estimate
    shown: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of questions, how many, and its means in the order of `GROUPED` (None where a measure applies to none of them)."""

    group: str
    count: int
    means: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Lengths:
    """The lengths in characters of the drafts on a channel."""

    channel: str
    values: tuple[int, ...]
    median: float


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that a report shows."""

    made: Mapping[str, Any]
    rows: tuple[Row, ...]
    groups: Mapping[str, tuple[GroupRow, ...]]
    outcomes: tuple[str, ...]
    confusion: Mapping[str, Mapping[str, int]]
    abstention: decided.Abstention
    risk: decided.RiskCoverage
    reliability: tuple[decided.Bin, ...]
    calibration_error: float
    lengths: tuple[Lengths, ...]
    history: tuple[Accepted, ...]
    failures: tuple[Failure, ...]
    count: int


def report_data(run: Run, history: Sequence[Accepted] = ()) -> ReportData:
    """The data of a report on a run, with the history of baselines where it is given."""
    taken = run.decisions()
    bins = decided.reliability(taken)
    outcomes = ("crisis", "answer", "clarify", "abstain")
    given = (*outcomes, "refused") if any(one.given == "refused" for one in taken) else outcomes
    pairs = decided.confusion(taken)
    return ReportData(
        made=run.settings,
        rows=tuple(_row(name, values) for name in MEASURES if (values := run.scores(name))),
        groups={way: tuple(_group(run, name, kept) for name, kept in members.items()) for way, members in groups(run).items()},
        outcomes=given,
        confusion={wanted: {one: pairs[wanted, one] for one in given} for wanted in outcomes},
        abstention=decided.abstention(taken),
        risk=decided.risk_coverage(taken),
        reliability=bins,
        calibration_error=decided.calibration_error(bins),
        lengths=_lengths(run),
        history=tuple(history),
        failures=tuple(failures(run)),
        count=len(run.questions),
    )


def _row(name: str, values: Sequence[float]) -> Row:
    measure, found = MEASURES[name], estimate(values)
    return Row(name, measure.title, found, (measure.show(found.mean), measure.show(found.low), measure.show(found.high)))


def _group(run: Run, name: str, kept: Sequence[bool]) -> GroupRow:
    part = run.only(kept)
    values = [part.scores(measure) for measure in GROUPED]
    return GroupRow(name, len(part.questions), tuple(sum(one) / len(one) if one else None for one in values))


def _lengths(run: Run) -> tuple[Lengths, ...]:
    found: dict[str, list[int]] = defaultdict(list)
    for question, result in zip(run.questions, run.results, strict=True):
        if "draft" in result.suggestion:
            found[question.channel].append(len(result.suggestion["draft"]))
    return tuple(Lengths(name, tuple(values), median(values)) for name, values in sorted(found.items()))
