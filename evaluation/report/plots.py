"""The plots of a report as SVG to stand inside a page, readable in black and white: shapes and dashes, no meaning by colour alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evaluation.baselines import Accepted
from evaluation.measures.decisions import Bin, RiskCoverage
from evaluation.measures.names import MEASURES
from evaluation.report.data import Lengths

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "antwortlotse",
    "font.size": 9,
    "font.family": "sans-serif",
    "axes.grid": True,
    "grid.alpha": 0.3,
}
_LINES = (("-", "o"), ("--", "s"), (":", "^"), ("-.", "D"))
_FOLLOWED = ("Success@1", "outcome", "facts", "referral")


def risk_plot(curve: RiskCoverage) -> str:
    """Risk against coverage."""

    def draw(axes: Axes) -> None:
        axes.plot(curve.coverage, curve.risk, color="black", linewidth=1.2)
        axes.set(xlabel="share of posts answered, the surest first", ylabel="share of these answered wrongly", xlim=(0, 1), ylim=(0, 1))

    return _svg("risk", draw)


def reliability_plot(bins: Sequence[Bin]) -> str:
    """How often the best section answers, against the probability that was stated."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color="gray", linestyle="--", linewidth=1)
        axes.plot([one.confidence for one in bins], [one.accuracy for one in bins], color="black", marker="o", linewidth=1.2)
        for one in bins:
            axes.annotate(str(one.count), (one.confidence, one.accuracy), textcoords="offset points", xytext=(4, -10), fontsize=7)
        axes.set(xlabel="stated probability of an answer", ylabel="share that was right", xlim=(0, 1.03), ylim=(0, 1.03))

    return _svg("reliability", draw)


def length_plot(lengths: Sequence[Lengths]) -> str:
    """The lengths of drafts by channel: median, quartiles, and whiskers of 1.5 interquartile ranges."""

    def draw(axes: Axes) -> None:
        axes.boxplot([one.values for one in lengths], tick_labels=[one.channel for one in lengths], medianprops={"color": "black"})
        axes.set(ylabel="characters")
        axes.set_ylim(bottom=0)

    return _svg("length", draw)


def history_plot(history: Sequence[Accepted]) -> str:
    """The means of each accepted baseline, the oldest first."""

    def draw(axes: Axes) -> None:
        places = range(len(history))
        for name, (line, marker) in zip(_FOLLOWED, _LINES, strict=True):
            values = [one.means.get(name, float("nan")) for one in history]
            axes.plot(places, values, color="black", linestyle=line, marker=marker, markersize=4, linewidth=1, label=MEASURES[name].title)
        axes.set_xticks(list(places), [f"{one.date}\n{one.set}" for one in history])
        axes.set(ylim=(0, 1.03))
        axes.legend(loc="lower left", fontsize=7)

    return _svg("history", draw)


def _svg(name: str, draw: Callable[[Axes], None]) -> str:
    """The plot without prologue and metadata, its ids made its own so that several plots can stand in one page."""
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(5.2, 3.2), layout="constrained")
        draw(figure.add_subplot())
        out = StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None}, transparent=True)
    text = out.getvalue()
    text = re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'(href="|url\()#', rf"\1#{name}-", text)
    return text.replace("<svg ", '<svg aria-hidden="true" ', 1).strip()
