"""BEIR (Thakur et al. 2021): `corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv`; further fields of a question in `metadata`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from evaluation.datasets import Row
from evaluation.formats.exchanged import QuestionSet, checked_row, json_of, lines_of, outcome_of, read_grades
from evaluation.formats.pages import Page, section_key
from suggest.base import published
from suggest.errors import InputError
from suggest.passages import section_text
from suggest.types import Base

_OWN = set(Row.model_fields) - {"id", "text"}


def read_beir(directory: Path, language: str, split: str = "test") -> QuestionSet:
    """The questions that the split judges, or all where it is absent; documents of a corpus become the keys of pages.

    Raises InputError with file and line.
    """
    qrels = directory / "qrels" / f"{split}.tsv"
    has_pages = (directory / "corpus.jsonl").exists()
    grades = read_grades(qrels, columns=(0, 1, 2), header=True) if qrels.exists() else {}
    if has_pages and not any("#" in key for row in grades.values() for key in row):
        grades = {one: {section_key(document): grade for document, grade in row.items()} for one, row in grades.items()}
    rows = []
    for place, line in lines_of(directory / "queries.jsonl"):
        found = json_of(line, place)
        if grades and found.get("_id") not in grades and "outcome" not in found.get("metadata", {}):
            continue  # a question of another split
        known = {key: value for key, value in found.get("metadata", {}).items() if key in _OWN}
        usual = {"language": language, "outcome": outcome_of(grades.get(str(found.get("_id")), {}))}
        rows.append(checked_row({**usual, **known, "id": found.get("_id"), "text": found.get("text")}, place))
    return QuestionSet(tuple(rows), grades)


def read_corpus(path: Path) -> Iterator[Page]:
    """The documents of a corpus as pages. Raises InputError with file and line."""
    for place, line in lines_of(path):
        found = json_of(line, place)
        if not found.get("_id") or not isinstance(found.get("text"), str):
            raise InputError(f"{place}: a document needs _id and text.")
        yield Page(str(found["_id"]), str(found.get("title") or found["_id"]), found["text"])


def write_beir(directory: Path, found: QuestionSet, base: Base, language: str = "de") -> None:
    """Writes the set and, as its corpus, the published sections of a base in one language."""
    (directory / "qrels").mkdir(parents=True, exist_ok=True)
    queries = ({"_id": r.id, "text": r.text, "metadata": r.model_dump(mode="json", exclude={"id", "text"})} for r in found.rows)
    documents = (
        {"_id": f"{a.id}#{s.anchor}", "title": f"{a.title}: {s.heading}", "text": section_text(s, base.figures, language=language)}
        for a in published(base)
        if a.language == language
        for s in a.sections
    )
    for name, rows in (("queries", queries), ("corpus", documents)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (directory / f"{name}.jsonl").write_text(text, encoding="utf-8")
    judged = (f"{row.id}\t{key}\t{grade}\n" for row in found.rows for key, grade in found.grades.get(row.id, {}).items())
    (directory / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + "".join(judged), encoding="utf-8")
