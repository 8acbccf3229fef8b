"""Question sets: `evaluation/questions/<set>/queries.jsonl` and `qrels.tsv`, read, checked and written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from suggest.errors import InputError
from suggest.phrases import channels
from suggest.types import LAENDER, Outcome

ROOT = Path(__file__).parent / "questions"
ANSWERS = 2
"""The grade from which a section answers; below it helps."""

_HIGHEST_GRADE = 3
Grades = Mapping[str, Mapping[str, int]]
"""Grades by question and section key (`<id>#<anchor>`, the same in every language)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A post with what should become of it.

    `qrels` are grades by section key (2 and 3 answer, 1 helps); `facts` are alternatives, one of each of which a good draft
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
    set: str = ""

    def answering(self) -> frozenset[str]:
        """The keys of the sections that answer; empty where the post should not be answered."""
        return frozenset(key for key, grade in self.qrels.items() if grade >= ANSWERS) if self.outcome == "answer" else frozenset()


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from None
    return text


def _known_channel(name: str) -> str:
    if name not in channels():
        raise ValueError(f"unknown channel {name!r}; known are {', '.join(channels())}")
    return name


def _known_land(name: str | None) -> str | None:
    if name is not None and name not in LAENDER:
        raise ValueError(f"unknown Land {name!r}; known are {', '.join(LAENDER)}")
    return name


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]


class Row(BaseModel):
    """A line of `queries.jsonl`; a key that is not listed here is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^\S+$")
    text: str = Field(min_length=1)
    language: str = Field(pattern=r"^[a-z]{2,3}$")
    channel: Annotated[str, AfterValidator(_known_channel)] = "facebook"
    topic: str = "none"
    outcome: Literal["answer", "clarify", "abstain", "crisis"]
    land: Annotated[str | None, AfterValidator(_known_land)] = None
    facts: tuple[Annotated[tuple[Pattern, ...], Field(min_length=1)], ...] = ()
    forbidden: tuple[Pattern, ...] = ()
    contacts: tuple[str, ...] = ()
    aspect: str | None = None
    referral_kind: str | None = None

    def question(self, grades: Mapping[str, int], name: str) -> Question:
        """The question of this row."""
        kept = self.model_dump(exclude={"aspect", "referral_kind"})
        return Question(**kept, qrels=grades, set=name)


def question_sets(root: Path = ROOT) -> tuple[str, ...]:
    """The names of the sets."""
    return tuple(sorted(path.name for path in root.iterdir() if (path / "queries.jsonl").exists()))


def load_questions(name: str, root: Path = ROOT) -> list[Question]:
    """The questions of a set in the order of its file. Raises InputError with file and line."""
    path = root / name / "queries.jsonl"
    if not path.exists():
        raise InputError(f"There is no question set {name!r}; known are {', '.join(question_sets(root))}.")
    return read_questions(path.parent, name)


def read_questions(directory: Path, name: str) -> list[Question]:
    """The questions of a directory that holds a set. Raises InputError with file and line."""
    rows = read_rows(directory / "queries.jsonl")
    grades = read_qrels(directory / "qrels.tsv", known={row.id for row in rows})
    return [row.question(grades.get(row.id, {}), name) for row in rows]


def read_rows(path: Path) -> list[Row]:
    """The rows of a `queries.jsonl`, each id once. Raises InputError with file and line."""
    rows: dict[str, Row] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = parse_row(line, place=f"{path}:{number}")
        if row.id in rows:
            raise InputError(f"{path}:{number}: the id {row.id} was used before; give this question another.")
        rows[row.id] = row
    return list(rows.values())


def parse_row(text: str, *, place: str) -> Row:
    """The row in a line of JSON. Raises InputError that names the place and the first fault."""
    try:
        return Row.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise InputError(f"{place}: {where}: {first['msg']}; compare it with its neighbours.") from None


def read_qrels(path: Path, *, known: set[str]) -> Grades:
    """Grades from lines `question, 0, key, grade`; none for a set without the file. Raises InputError with file and line."""
    grades: dict[str, dict[str, int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
        parts = line.split("\t") if "\t" in line else line.split()
        if len(parts) != 4 or not parts[3].strip().isdigit() or int(parts[3]) > _HIGHEST_GRADE:
            raise InputError(f"{path}:{number}: not `question, 0, section, grade from 0 to {_HIGHEST_GRADE}`, separated by tabs.")
        if parts[0] not in known:
            raise InputError(f"{path}:{number}: there is no question {parts[0]!r} in the set; correct the id or remove the line.")
        grades.setdefault(parts[0], {})[parts[2]] = int(parts[3])
    return grades


def write_set(directory: Path, rows: Sequence[Row], grades: Grades) -> None:
    """Writes a set as `queries.jsonl` and `qrels.tsv`, in the order of the rows."""
    directory.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps(row.model_dump(mode="json"), ensure_ascii=False) + "\n" for row in rows)
    (directory / "queries.jsonl").write_text("".join(lines), encoding="utf-8")
    write_qrels(directory / "qrels.tsv", rows, grades, separator="\t")


def write_qrels(path: Path, rows: Sequence[Row], grades: Grades, *, separator: str) -> None:
    """Writes a line `question, 0, key, grade` for each grade of these questions, in their order."""
    lines = (f"{separator.join((row.id, '0', key, str(grade)))}\n" for row in rows for key, grade in grades.get(row.id, {}).items())
    path.write_text("".join(lines), encoding="utf-8")
