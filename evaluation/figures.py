"""The table of figures in README.md, between its marks, from a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evaluation.measures.decisions import abstention, calibration_error, confusion, reliability
from evaluation.rundir import Run
from evaluation.statistics import estimate
from suggest.docs import fill_in
from suggest.errors import InputError

_BEGIN = "<!-- figures:begin -->"
_SHOWN = ("Success@1", "Success@3", "nDCG@10", "outcome", "facts", "cites", "referral", "language", "contract")
_TITLES = {
    "Success@1": "a section that answers is first",
    "Success@3": "a section that answers is among the first three",
    "nDCG@10": "nDCG@10 of the sections",
    "outcome": "outcome right",
    "facts": "required facts in the German draft",
    "cites": "a section that answers is cited",
    "referral": "a contact that fits, where one was named as fitting",
    "language": "draft in the language of the post, where drafts can be written in it",
    "contract": "sentence contract kept, checked again from outside",
}


def write_figures(readme: Path, run: Run) -> None:
    """Writes the table anew. Raises InputError when the marks are missing."""
    text = readme.read_text(encoding="utf-8")
    if _BEGIN not in text:
        raise InputError(f"{readme} has no {_BEGIN}; put it and its end before and after the table of figures.")
    readme.write_text(fill_in(text, "figures", figures_table(run)), encoding="utf-8")


def figures_table(run: Run) -> Iterator[str]:
    """A column a set: the means with 95 % intervals, then what was decided."""
    made, sets = run.settings, list(run.settings["sets"])
    parts = [run.only([q.set == name for q in run.questions]) for name in sets]
    machine = f"{made['machine']['cores']} cores, Python {made['machine']['python']}"
    took = f"{made['seconds'] / 60:.0f} minutes"
    yield f"`make evaluate` on {made['date']}, {machine}, commit {made['commit']}, {took}. 95 % intervals in brackets."
    yield ""
    yield f"| | {' | '.join(f'`{name}` ({len(part.questions)})' for name, part in zip(sets, parts, strict=True))} |"
    yield "|---|" + "---|" * len(sets)
    for name in _SHOWN:
        yield f"| {_TITLES[name]} | {' | '.join(_mean(part, name) for part in parts)} |"
    yield f"| forbidden statements / personal data in drafts | {' | '.join(_faults(part) for part in parts)} |"
    yield f"| danger and running deadlines recognised | {' | '.join(_crises(part) for part in parts)} |"
    yield f"| withholding an answer: precision / recall / AUROC | {' | '.join(_abstention(part) for part in parts)} |"
    yield f"| calibration error | {' | '.join(_number(calibration_error(reliability(part.decisions()))) for part in parts)} |"


def _mean(run: Run, name: str) -> str:
    values = run.scores(name)
    found = estimate(values)
    return f"{found.mean:.2f} [{found.low:.2f}, {found.high:.2f}]" if values else "–"


def _faults(run: Run) -> str:
    wrong = f"{sum(run.scores('forbidden')):.0f}" if any(question.forbidden for question in run.questions) else "–"
    return f"{wrong} / {sum(run.scores('leaks')):.0f}"


def _crises(run: Run) -> str:
    found = confusion(run.decisions())
    return f"{found['crisis', 'crisis']} of {sum(count for (wanted, _), count in found.items() if wanted == 'crisis')}"


def _abstention(run: Run) -> str:
    held = abstention(run.decisions())
    return f"{_number(held.precision)} / {_number(held.recall)} / {_number(held.auroc)}"


def _number(value: float) -> str:
    return "–" if value != value else f"{value:.2f}"
