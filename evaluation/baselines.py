"""Committed baselines: what a set scored when it was last accepted, question by question, and the means of every acceptance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from evaluation.rundir import Run
from suggest.errors import InputError

ROOT = Path(__file__).parent / "baselines"
GUARDED = ("Success@1", "nDCG@10", "outcome", "facts", "cites", "referral", "language", "register")
"""The measures of which the gate compares the means."""

INVIOLABLE = ("forbidden", "leaks", "contract", "length_fits")
"""The measures by which no question may become worse."""

_ACCEPTED = "accepted.jsonl"


class Baseline(BaseModel):
    """The scores of a run on a subset of a set: how it was made, and a value for each question and guarded measure."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    set: str
    limit: int | None
    date: date
    commit: str
    model: str
    index: str
    scores: Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True, slots=True)
class Accepted:
    """One acceptance: when, from which commit, on how many questions of a set, and the means."""

    date: str
    commit: str
    set: str
    questions: int
    means: Mapping[str, float]


def baseline_of(run: Run, name: str, limit: int | None) -> Baseline:
    """The baseline that a run would be."""
    scores = {r.id: {m: _rounded(r.scores[m]) for m in (*GUARDED, *INVIOLABLE)} for r in run.results}
    made = {key: run.settings[key] for key in ("date", "commit", "model", "index")}
    return Baseline(set=name, limit=limit, scores=scores, **made)


def read_baseline(name: str, root: Path = ROOT) -> Baseline:
    """The baseline of a set. Raises InputError with the remedy when there is none or it is damaged."""
    path = root / f"{name}.json"
    try:
        return Baseline.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError:
        raise InputError(f"There is no baseline for {name!r}; write one with: python -m evaluation gate --set {name} --accept.") from None
    except ValidationError as error:
        raise InputError(f"{path}: {error.errors()[0]['msg']}; take it from the repository again, or write it with --accept.") from None


def write_baseline(baseline: Baseline, root: Path = ROOT) -> None:
    """Writes a baseline, a question a line so that a difference can be read, and adds its means to the history."""
    root.mkdir(parents=True, exist_ok=True)
    head = json.dumps(baseline.model_dump(mode="json", exclude={"scores"}), indent=1)[:-2]
    rows = ",\n".join(f"  {json.dumps(one)}: {json.dumps(values)}" for one, values in baseline.scores.items())
    (root / f"{baseline.set}.json").write_text(f'{head},\n "scores": {{\n{rows}\n }}\n}}\n', encoding="utf-8")
    row = {
        "date": baseline.date.isoformat(),
        "commit": baseline.commit,
        "set": baseline.set,
        "questions": len(baseline.scores),
        "means": means(baseline),
    }
    with (root / _ACCEPTED).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")


def means(baseline: Baseline) -> dict[str, float]:
    """The mean of each measure over the questions that it applies to."""
    found: dict[str, float] = {}
    for name in (*GUARDED, *INVIOLABLE):
        values = [value for scores in baseline.scores.values() if (value := scores[name]) is not None]
        if values:
            found[name] = round(sum(values) / len(values), 4)
    return found


def history(root: Path = ROOT) -> list[Accepted]:
    """Every acceptance, the oldest first; none where nothing was accepted yet."""
    path = root / _ACCEPTED
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [Accepted(**row) for row in rows]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
