"""What each plot shows, in words, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluation.report import plots
from evaluation.report.data import ReportData


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its title and its numbers in words."""

    id: str
    title: str
    words: str
    svg: str


def figures(data: ReportData) -> Iterator[Figure]:
    """The plots that the data allow: decisions, then length, then history."""
    if data.risk.coverage:
        yield Figure("risk", "Risk and coverage", risk_words(data), plots.risk_plot(data.risk))
    if data.reliability:
        yield Figure("reliability", "Reliability of the probability", reliability_words(data), plots.reliability_plot(data.reliability))
    if data.lengths:
        yield Figure("length", "Length of drafts by channel", length_words(data), plots.length_plot(data.lengths))
    if data.history:
        yield Figure("history", "Accepted baselines", history_words(data), plots.history_plot(data.history))


def risk_words(data: ReportData) -> str:
    """The risk at four degrees of coverage, and the area."""
    points = []
    for wanted in (0.25, 0.5, 0.75, 1.0):
        place = min(range(len(data.risk.coverage)), key=lambda i: abs(data.risk.coverage[i] - wanted))
        points.append(f"{data.risk.risk[place]:.2f} when {data.risk.coverage[place]:.0%} are answered")
    return f"Share of wrong answers among the surest: {', '.join(points)}. Area under the curve {data.risk.area:.3f}."


def reliability_words(data: ReportData) -> str:
    """Each bin in words, and the calibration error."""
    bins = [f"stated {one.confidence:.2f}, right {one.accuracy:.2f} ({one.count} posts)" for one in data.reliability]
    return f"{'; '.join(bins)}. Expected calibration error {data.calibration_error:.3f}. The dashed line is perfect calibration."


def length_words(data: ReportData) -> str:
    """Median and extremes of each channel."""
    parts = [f"{one.channel}: median {one.median:.0f}, {min(one.values)} to {max(one.values)} ({len(one.values)})" for one in data.lengths]
    return f"Characters, shortest to longest and number of drafts. {'; '.join(parts)}."


def history_words(data: ReportData) -> str:
    """Each accepted baseline with its means."""
    rows = [
        f"{one.date}, {one.set}, {one.questions} questions, commit {one.commit}: "
        + ", ".join(f"{name} {value:.2f}" for name, value in one.means.items())
        for one in data.history
    ]
    return "; ".join(rows) + "."
