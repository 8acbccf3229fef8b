"""A new question at the end of a set, checked against the base."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from evaluation.datasets import Row, read_rows
from suggest.base import load_base
from suggest.errors import InputError


def add_question(directory: Path, row: Row, grades: Mapping[str, int], kb_dir: Path) -> Row:
    """Appends the question and its grades to the set, and returns it.

    Raises InputError for an id that is taken, or a section or contact that the base does not have.
    """
    base = load_base(kb_dir)
    known = {f"{article.id}#{section.anchor}" for article in base.articles for section in article.sections}
    for kind, named, there in (("section", grades, known), ("contact", row.contacts, base.contacts)):
        unknown = [one for one in named if one not in there]
        if unknown:
            raise InputError(f"The base has no {kind} {unknown[0]!r}; correct it, or write it first.")
    if row.id in {other.id for other in existing(directory)}:
        raise InputError(f"The id {row.id} was used before; leave --id out to get the next free one.")
    directory.mkdir(parents=True, exist_ok=True)
    _append(directory / "queries.jsonl", json.dumps(row.model_dump(mode="json"), ensure_ascii=False) + "\n")
    _append(directory / "qrels.tsv", "".join(f"{row.id}\t0\t{key}\t{grade}\n" for key, grade in grades.items()))
    return row


def next_id(directory: Path) -> str:
    """The name of the set with the number after the highest one used."""
    pattern = re.compile(rf"{re.escape(directory.name)}-(\d+)")
    used = [int(found.group(1)) for row in existing(directory) if (found := pattern.fullmatch(row.id))]
    return f"{directory.name}-{max(used, default=0) + 1:03d}"


def existing(directory: Path) -> list[Row]:
    """The rows of the set, none where it is new."""
    return read_rows(directory / "queries.jsonl") if (directory / "queries.jsonl").exists() else []


def _append(path: Path, text: str) -> None:
    """Appends whole lines, also to a file whose last one was not ended."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    with path.open("a", encoding="utf-8") as file:
        file.write(("\n" if before and not before.endswith("\n") else "") + text)
