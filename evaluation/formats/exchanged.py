"""What the exchange formats share: a question set in memory, and reading lines with their place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.datasets import ANSWERS, Grades, Row, parse_row
from suggest.errors import InputError


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Rows and grades; what an evaluation directory, a TREC topic file, a BEIR folder and a table all hold."""

    rows: tuple[Row, ...]
    grades: Grades

    def __post_init__(self) -> None:
        """Raises InputError when an id occurs twice."""
        seen: set[str] = set()
        for row in self.rows:
            if row.id in seen:
                raise InputError(f"The question {row.id} occurs twice; give each its own id.")
            seen.add(row.id)


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """Each line that is not blank, with `file:line`. Raises InputError for a file that is missing or not UTF-8."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; name an existing file.") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save the file as UTF-8.") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield f"{path}:{number}", line


def json_of(line: str, place: str) -> Mapping[str, Any]:
    """The object in a line. Raises InputError with the place when it is none."""
    try:
        found = json.loads(line)
    except ValueError as error:
        raise InputError(f"{place}: not JSON ({error}).") from None
    if not isinstance(found, dict):
        raise InputError(f"{place}: not a JSON object.")
    return found


def checked_row(values: Mapping[str, Any], place: str) -> Row:
    """The row of these values. Raises InputError with the place when one is wrong."""
    return parse_row(json.dumps({key: value for key, value in values.items() if value not in (None, "")}), place=place)


def read_grades(path: Path, *, columns: Sequence[int], header: bool) -> dict[str, dict[str, int]]:
    """Grades from a file of columns (question, document and grade at the places named), separated by tabs or blanks.

    Where the file knows no grade above 1 (relevant or not), 1 is read as `answers`. Raises InputError with file and line.
    """
    grades: dict[str, dict[str, int]] = {}
    for number, (place, line) in enumerate(lines_of(path)):
        parts = line.split()
        if number == 0 and header and not parts[-1].lstrip("-").isdigit():
            continue
        if len(parts) != max(columns) + 1 or not parts[columns[2]].lstrip("-").isdigit():
            raise InputError(f"{place}: expected {max(columns) + 1} columns, the last one a whole number.")
        question, document, grade = (parts[column] for column in columns)
        grades.setdefault(question, {})[document] = max(0, int(grade))
    highest = max((grade for row in grades.values() for grade in row.values()), default=0)
    scale = ANSWERS if highest == 1 else 1
    return {question: {key: min(3, grade * scale) for key, grade in row.items()} for question, row in grades.items()}


def outcome_of(grades: Mapping[str, int]) -> str:
    """What is expected of a question of which only grades are known."""
    return "answer" if any(grade >= ANSWERS for grade in grades.values()) else "abstain"
