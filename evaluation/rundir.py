"""A run as a directory: `run.trec`, `suggestions.jsonl`, `scores.jsonl`, `questions.jsonl` and `settings.json`, written and read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from evaluation.datasets import Question
from evaluation.measures.decisions import Decision
from evaluation.running import Result
from suggest.batch import run_lines
from suggest.errors import InputError


@dataclass(frozen=True, slots=True)
class Run:
    """A run: how it was made, its questions, and for each of them, in the same order, what came of it."""

    settings: Mapping[str, Any]
    questions: tuple[Question, ...]
    results: tuple[Result, ...]

    def scores(self, measure: str) -> list[float]:
        """The values of a measure over the questions that it applies to."""
        return [value for result in self.results if (value := result.scores.get(measure)) is not None]

    def only(self, kept: Sequence[bool]) -> Run:
        """The run on some of its questions."""
        chosen = [(q, r) for q, r, keep in zip(self.questions, self.results, kept, strict=True) if keep]
        return Run(self.settings, tuple(q for q, _ in chosen), tuple(r for _, r in chosen))

    def decisions(self) -> list[Decision]:
        """What was decided for each question."""
        return [
            Decision(q.outcome, r.suggestion.get("outcome", "refused"), r.scores["probability"], r.scores["right_if_answered"])
            for q, r in zip(self.questions, self.results, strict=True)
        ]


def write_run(directory: Path, run: Run) -> None:
    """Writes the five files; those of an earlier run in the directory are replaced."""
    directory.mkdir(parents=True, exist_ok=True)
    ranked = ((result.id, list(result.ranked)) for result in run.results)
    (directory / "run.trec").write_text("".join(run_lines(ranked)), encoding="utf-8")
    _write_lines(directory / "questions.jsonl", [asdict(question) for question in run.questions])
    _write_lines(directory / "suggestions.jsonl", [result.suggestion for result in run.results])
    _write_lines(directory / "scores.jsonl", [{"id": result.id, **_rounded(result)} for result in run.results])
    text = json.dumps(run.settings, ensure_ascii=False, indent=2, sort_keys=True)
    (directory / "settings.json").write_text(text + "\n", encoding="utf-8")


def read_run(directory: Path) -> Run:
    """The run in a directory. Raises InputError where a file is missing or damaged."""
    try:
        settings = json.loads((directory / "settings.json").read_text(encoding="utf-8"))
        questions = tuple(_question(row) for row in _read_lines(directory / "questions.jsonl"))
        suggestions = {row["id"]: row for row in _read_lines(directory / "suggestions.jsonl")}
        scores = {row.pop("id"): row for row in _read_lines(directory / "scores.jsonl")}
        ranked = _read_ranked(directory / "run.trec")
        results = tuple(Result(q.id, suggestions[q.id], scores[q.id], tuple(ranked.get(q.id, ()))) for q in questions)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise InputError(f"{directory} holds no whole run ({type(error).__name__}: {error}); write one with: evaluation run.") from None
    return Run(settings, questions, results)


def _rounded(result: Result) -> Mapping[str, float | None]:
    return {name: None if value is None else round(value, 4) for name, value in result.scores.items()}


def _question(row: Mapping[str, Any]) -> Question:
    kept = {name: tuple(row[name]) for name in ("forbidden", "contacts")}
    return Question(**{**row, **kept, "facts": tuple(tuple(fact) for fact in row["facts"])})


def _read_ranked(path: Path) -> dict[str, list[tuple[str, float]]]:
    ranked: dict[str, list[tuple[str, float]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        question, _, key, _, score, _ = line.split()
        ranked.setdefault(question, []).append((key, float(score)))
    return ranked


def _write_lines(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
