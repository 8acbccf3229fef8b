"""Question sets: `evaluation/questions/<set>/queries.jsonl` and `qrels.tsv`, read and checked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from suggest.errors import InputError
from suggest.types import OUTCOMES, Outcome

ROOT = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class Question:
    """A post with what should become of it.

    `qrels` are grades by section key (2 answers, 1 helps); `facts` are alternatives, one of each of which a good draft
    in German says, as regular expressions; `forbidden` are wrong statements; `contacts` the referrals that fit.
    """

    id: str
    text: str
    language: str
    channel: str
    topic: str
    outcome: Outcome
    land: str | None
    qrels: Mapping[str, int]
    facts: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    contacts: tuple[str, ...]


def question_sets() -> tuple[str, ...]:
    """The names of the sets."""
    return tuple(sorted(path.name for path in ROOT.iterdir() if (path / "queries.jsonl").exists()))


def load_questions(name: str) -> list[Question]:
    """The questions of a set in the order of its file. Raises InputError with file and line."""
    path = ROOT / name / "queries.jsonl"
    if not path.exists():
        raise InputError(f"There is no question set {name!r}; known are {', '.join(question_sets())}.")
    grades = _qrels(ROOT / name / "qrels.tsv")
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            questions.append(_question(json.loads(line), grades))
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: {type(error).__name__}: {error}; compare it with its neighbours.") from None
    return questions


def _question(row: Mapping[str, object], grades: Mapping[str, Mapping[str, int]]) -> Question:
    outcome = str(row["outcome"])
    if outcome not in OUTCOMES:
        raise ValueError(f"unknown outcome {outcome!r}")
    facts, forbidden, contacts = row.get("facts", []), row.get("forbidden", []), row.get("contacts", [])
    assert isinstance(facts, list)
    assert isinstance(forbidden, list)
    assert isinstance(contacts, list)
    return Question(
        id=str(row["id"]),
        text=str(row["text"]),
        language=str(row["language"]),
        channel=str(row["channel"]),
        topic=str(row["topic"]),
        outcome=outcome,
        land=str(row["land"]) if row.get("land") else None,
        qrels=grades.get(str(row["id"]), {}),
        facts=tuple(tuple(one) for one in facts),
        forbidden=tuple(forbidden),
        contacts=tuple(contacts),
    )


def _qrels(path: Path) -> Mapping[str, Mapping[str, int]]:
    """Grades by question and section key, from lines `question, 0, key, grade`."""
    grades: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        question, _, key, grade = line.split("\t")
        grades.setdefault(question, {})[key] = int(grade)
    return grades
