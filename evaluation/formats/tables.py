"""CSV, for those who write questions in a spreadsheet: a question a row, several values in a cell on lines of their own."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from evaluation.formats.exchanged import QuestionSet, checked_row
from suggest.errors import InputError

_PLAIN = ("id", "text", "language", "channel", "topic", "outcome", "land", "aspect", "referral_kind")
_LISTS = ("forbidden", "contacts")
_GRADES = {"best": 3, "answers": 2, "helps": 1, "useless": 0}
COLUMNS = (*_PLAIN, *_GRADES, "facts", *_LISTS)
"""The columns; `best`, `answers`, `helps` and `useless` hold section keys, `facts` one fact a line, its wordings parted by ` || `."""


def read_csv(path: Path) -> QuestionSet:
    """The set in a table, its columns in any order. Raises InputError with file and line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; name an existing file.") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start}); save the table as UTF-8.") from None
    reader = csv.DictReader(StringIO(text, newline=""), strict=True)
    unknown = set(reader.fieldnames or ()) - set(COLUMNS)
    if unknown:
        raise InputError(f"{path}:1: unknown column {min(unknown)!r}; known are {', '.join(COLUMNS)}.")
    rows, grades = [], {}
    try:
        for record in reader:
            place = f"{path}:{reader.line_num}"
            if None in record or None in record.values():
                raise InputError(f"{place}: not as many cells as there are columns.")
            row = checked_row(_values(record), place)
            rows.append(row)
            grades[row.id] = {key: grade for name, grade in _GRADES.items() for key in _lines(record.get(name, ""))}
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: {error}; write the table as CSV with commas and quotes.") from None
    return QuestionSet(tuple(rows), {one: found for one, found in grades.items() if found})


def write_csv(path: Path, found: QuestionSet) -> None:
    """Writes the set as a table that `read_csv` reads without loss."""
    out = StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in found.rows:
        plain = {name: getattr(row, name) or "" for name in _PLAIN}
        lists = {name: "\n".join(getattr(row, name)) for name in _LISTS}
        grades = found.grades.get(row.id, {})
        keys = {name: "\n".join(key for key, one in grades.items() if one == grade) for name, grade in _GRADES.items()}
        writer.writerow({**plain, **lists, **keys, "facts": "\n".join(" || ".join(fact) for fact in row.facts)})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def _values(record: Mapping[str, str]) -> Mapping[str, object]:
    facts = [[one.strip() for one in fact.split("||") if one.strip()] for fact in _lines(record.get("facts", ""))]
    lists = {name: _lines(record.get(name, "")) for name in _LISTS}
    return {**{name: record.get(name, "") for name in _PLAIN}, **lists, "facts": facts}


def _lines(cell: str) -> list[str]:
    return [line for line in cell.splitlines() if line.strip()]
