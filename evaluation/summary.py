"""A run as a few lines of Markdown: every measure with its interval, and the outcomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from evaluation.measures.decisions import abstention, calibration_error, confusion, reliability, risk_coverage
from evaluation.measures.names import MEASURES
from evaluation.rundir import Run
from evaluation.statistics import estimate


def summary_lines(run: Run) -> Iterator[str]:
    """The table of measures, then the decisions."""
    made = run.settings
    yield f"{len(run.questions)} questions of {', '.join(made['sets'])}, {made['date']}, commit {made['commit']}, {made['seconds']:.0f} s"
    yield from ("", "| measure | mean | 95 % interval | questions |", "|---|---|---|---|")
    for name, measure in MEASURES.items():
        values = run.scores(name)
        if values:
            found = estimate(values)
            interval = f"{measure.show(found.low)} to {measure.show(found.high)}"
            yield f"| {measure.title} | {measure.show(found.mean)} | {interval} | {found.count} |"
    yield from ("", *decision_lines(run))


def decision_lines(run: Run) -> Iterator[str]:
    """What was decided, in words."""
    decisions = run.decisions()
    held, bins, curve = abstention(decisions), reliability(decisions), risk_coverage(decisions)
    yield f"- withholding an answer: precision {held.precision:.2f}, recall {held.recall:.2f}, AUROC {held.auroc:.2f}"
    yield f"- area under risk and coverage {curve.area:.3f}; calibration error {calibration_error(bins):.3f}"
    for (expected, given), count in sorted(confusion(decisions).items()):
        yield f"- {expected} → {given}: {count}"


def groups(run: Run) -> Mapping[str, Mapping[str, list[bool]]]:
    """For each way of grouping (topic, language, channel, outcome, set) which questions belong to each group."""
    found: dict[str, dict[str, list[bool]]] = {}
    for way in ("topic", "language", "channel", "outcome", "set"):
        members: dict[str, list[bool]] = defaultdict(lambda: [False] * len(run.questions))
        for place, question in enumerate(run.questions):
            members[getattr(question, way)][place] = True
        found[way] = dict(sorted(members.items(), key=lambda item: (-sum(item[1]), item[0])))
    return found
