"""The data of a report as one HTML file without any outer resource, as Markdown and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evaluation.measures.names import MEASURES
from evaluation.report.data import GROUPED, ReportData
from evaluation.report.words import figures, history_words, length_words, reliability_words, risk_words

_TEMPLATES = Path(__file__).parents[1] / "templates"


def write_report(directory: Path, data: ReportData) -> list[Path]:
    """Writes `report.html`, `report.md` and `report.json`, and returns where."""
    texts = {"report.html": as_html(data), "report.md": "\n".join(as_markdown(data)) + "\n", "report.json": as_json(data)}
    for name, text in texts.items():
        (directory / name).write_text(text, encoding="utf-8")
    return [directory / name for name in texts]


def as_html(data: ReportData) -> str:
    """One page with its style and plots inside; texts of posts and drafts are escaped."""
    shown = {one.id: {"title": one.title, "words": one.words, "svg": Markup(one.svg)} for one in figures(data)}
    fields = {name: getattr(data, name) for name in data.__dataclass_fields__}
    return _environment().get_template("report.html.j2").render(**fields, figures=shown, grouped=[MEASURES[m].title for m in GROUPED])


def as_markdown(data: ReportData) -> Iterator[str]:
    """The report without plots and without the texts of posts and drafts."""
    made = data.made
    yield "# How good the suggestions are\n"
    yield f"{data.count} questions of {', '.join(made['sets'])}, {made['date']}, commit {made['commit']}.\n"
    yield "| measure | mean | 95 % interval | questions |\n|---|---|---|---|"
    for row in data.rows:
        yield f"| {row.title} | {row.shown[0]} | {row.shown[1]} to {row.shown[2]} | {row.found.count} |"
    for way, members in data.groups.items():
        titles = " | ".join(MEASURES[name].title for name in GROUPED)
        yield f"\n## By {way}\n\n| {way} | questions | {titles} |\n|---|---|{'---|' * len(GROUPED)}"
        for member in members:
            yield f"| {member.group} | {member.count} | {' | '.join(_share(mean) for mean in member.means)} |"
    yield f"\n## Decisions\n\n| expected | {' | '.join(data.outcomes)} |\n|---|{'---|' * len(data.outcomes)}"
    for wanted, counts in data.confusion.items():
        yield f"| {wanted} | {' | '.join(str(counts[given]) for given in data.outcomes)} |"
    yield from _paragraphs(data)
    yield f"\n## Questions with a fault: {len(data.failures)}\n"
    for one in data.failures:
        yield f"- {one.question.id}: {', '.join(one.faults)}"


def _paragraphs(data: ReportData) -> Iterator[str]:
    held = data.abstention
    yield f"\nWithholding an answer: precision {_share(held.precision)}, recall {_share(held.recall)}, AUROC {_share(held.auroc)}."
    if data.risk.coverage:
        yield f"\n{risk_words(data)}"
    if data.reliability:
        yield f"\n{reliability_words(data)}"
    if data.lengths:
        yield f"\n## Length\n\n{length_words(data)}"
    if data.history:
        yield f"\n## History\n\n{history_words(data)}"


def as_json(data: ReportData) -> str:
    """Everything as plain values; what is not a number is null."""
    return json.dumps(_plain(asdict(data)), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _share(value: float | None) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{value:.2f}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["share"] = _share
    return environment
