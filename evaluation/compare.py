"""Two runs on the same questions → where they differ, how surely, and the drafts that changed side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from evaluation.datasets import Question
from evaluation.measures.names import MEASURES, Measure
from evaluation.rundir import Run
from evaluation.running import Result
from evaluation.statistics import Paired, paired
from evaluation.summary import groups
from suggest.errors import InputError

COMPARED = ("Success@1", "nDCG@10", "outcome", "facts", "cites", "referral", "language", "contract", "forbidden", "leaks", "characters")
"""The measures that groups are compared by."""


@dataclass(frozen=True, slots=True)
class Line:
    """One measure on one group of questions in both runs."""

    way: str
    group: str
    measure: Measure
    found: Paired


@dataclass(frozen=True, slots=True)
class Change:
    """A question whose draft or outcome changed: its record and scores in both runs."""

    question: Question
    a: Mapping[str, Any]
    b: Mapping[str, Any]
    better: tuple[str, ...]
    worse: tuple[str, ...]


def shared(a: Run, b: Run) -> tuple[Run, Run]:
    """Both runs on the questions that they share, in the order of A. Raises InputError when there is none or one's text differs."""
    other = {q.id: (q, r) for q, r in zip(b.questions, b.results, strict=True)}
    kept = a.only([q.id in other for q in a.questions])
    if not kept.questions:
        raise InputError("The two runs share no question; compare runs on the same sets.")
    pairs = [other[q.id] for q in kept.questions]
    for ours, (theirs, _) in zip(kept.questions, pairs, strict=True):
        if ours.text != theirs.text:
            raise InputError(f"The question {ours.id} has another text in the second run; score both on the same sets.")
    return kept, Run(b.settings, tuple(q for q, _ in pairs), tuple(r for _, r in pairs))


def compare(a: Run, b: Run) -> tuple[list[Line], list[Change]]:
    """The measures by group, and the questions that changed. Raises InputError when the runs cannot be compared."""
    a, b = shared(a, b)
    ways: dict[str, Mapping[str, list[bool]]] = {"all": {"all": [True] * len(a.questions)}, **groups(a)}
    lines = [
        Line(way, group, MEASURES[name], found)
        for way, members in ways.items()
        for group, kept in members.items()
        for name in COMPARED
        if (found := measure(a.only(kept), b.only(kept), name)) is not None
    ]
    changes = [_change(q, x, y) for q, x, y in zip(a.questions, a.results, b.results, strict=True)]
    return lines, [change for change in changes if _differs(change)]


def measure(a: Run, b: Run, name: str) -> Paired | None:
    """Both runs by one measure, on the questions that it applies to in both (what is missing in one run scores 0 there)."""
    pairs = [(x.scores.get(name), y.scores.get(name)) for x, y in zip(a.results, b.results, strict=True)]
    if MEASURES[name].kind == "share":
        known = [(x or 0.0, y or 0.0) for x, y in pairs if not (x is None and y is None)]
    else:
        known = [(x, y) for x, y in pairs if x is not None and y is not None]
    if not known:
        return None
    return paired([x for x, _ in known], [y for _, y in known], higher_is_better=MEASURES[name].higher_is_better)


def _change(question: Question, a: Result, b: Result) -> Change:
    gains = {name: _gain(MEASURES[name], a.scores.get(name), b.scores.get(name)) for name in COMPARED if name != "characters"}
    better, worse = (tuple(name for name, gain in gains.items() if gain * sign > 0) for sign in (1, -1))
    return Change(question, a.suggestion, b.suggestion, better, worse)


def _gain(measure: Measure, a: float | None, b: float | None) -> float:
    return 0.0 if a is None or b is None else (b - a) * (1 if measure.higher_is_better else -1)


def _differs(change: Change) -> bool:
    return any(change.a.get(key) != change.b.get(key) for key in ("draft", "draft_de", "outcome", "error")) or bool(
        change.better or change.worse
    )


def as_markdown(lines: Sequence[Line], changes: Sequence[Change], *, names: tuple[str, str], total: int) -> Iterator[str]:
    """The comparison as a document; drafts stand in HTML tables, for Markdown has no cells of several lines."""
    yield f"# {names[0]} (A) and {names[1]} (B)"
    yield "\nEach line: the mean of A and B, on how many questions B is better, equal and worse, and the p-value (paired permutation test)."
    way = ""
    for line in lines:
        if line.way != way:
            way = line.way
            yield from (f"\n## By {way}" if way != "all" else "\n## All", "")
            yield from ("| group | measure | A | B | better | equal | worse | p |", "|---|---|---|---|---|---|---|---|")
        yield _row(line)
    yield f"\n## Questions that changed: {len(changes)} of {total}"
    for change in sorted(changes, key=lambda one: (len(one.better) - len(one.worse), one.question.id)):
        yield from _side_by_side(change)


def _row(line: Line) -> str:
    found, show = line.found, line.measure.show
    mark = "**" if found.p < 0.05 else ""
    counts = f"{found.wins} | {found.ties} | {found.losses}"
    return f"| {line.group} | {line.measure.title} | {show(found.a)} | {show(found.b)} | {counts} | {mark}{found.p:.3f}{mark} |"


def _side_by_side(change: Change) -> Iterator[str]:
    said = [f"better: {', '.join(change.better)}"] * bool(change.better) + [f"worse: {', '.join(change.worse)}"] * bool(change.worse)
    outcomes = f"expected {change.question.outcome}, A {_outcome(change.a)}, B {_outcome(change.b)}"
    yield f"\n### {change.question.id} ({'; '.join([outcomes, *said])})\n"
    yield f'<blockquote dir="auto">{_cell(change.question.text)}</blockquote>\n'
    cells = "".join(f'<td dir="auto" valign="top">{_cell(_draft(one))}</td>' for one in (change.a, change.b))
    yield f"<table><tr><th>A</th><th>B</th></tr><tr>{cells}</tr></table>"


def _outcome(row: Mapping[str, Any]) -> str:
    return str(row.get("outcome", "refused"))


def _draft(row: Mapping[str, Any]) -> str:
    return str(row.get("draft") or row.get("error") or "")


def _cell(text: str) -> str:
    """Text that Markdown leaves alone inside HTML: no markup, no empty line."""
    return escape(text).replace("\n", "<br>")
