"""TREC: topics (`<top>` blocks, or lines of id and text) and qrels. Only id, text and grades pass through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path

from evaluation.datasets import write_qrels
from evaluation.formats.exchanged import QuestionSet, checked_row, lines_of, outcome_of, read_grades
from suggest.errors import InputError

_NUMBER = re.compile(r"<num>\s*(?:Number:)?\s*(\S+?)\s*(?:</num>|$)")
_TITLE = re.compile(r"<title>\s*(?:Topic:)?\s*(.*?)\s*(?:</title>|$)")


def read_trec(directory: Path, language: str) -> QuestionSet:
    """The set in `topics.trec` and `qrels.trec`; every question is in `language`. Raises InputError with file and line."""
    qrels = directory / "qrels.trec"
    grades = read_grades(qrels, columns=(0, 2, 3), header=False) if qrels.exists() else {}
    rows = [
        checked_row({"id": number, "text": text, "language": language, "outcome": outcome_of(grades.get(number, {}))}, place)
        for place, number, text in _topics(directory / "topics.trec")
    ]
    return QuestionSet(tuple(rows), grades)


def _topics(path: Path) -> Iterator[tuple[str, str, str]]:
    lines = list(lines_of(path))
    if not any(line.strip().startswith("<top>") for _, line in lines):
        yield from (_plain(place, line) for place, line in lines)
        return
    number = ""
    for place, line in lines:
        if found := _NUMBER.search(line):
            number = found.group(1)
        elif found := _TITLE.search(line):
            if not number:
                raise InputError(f"{place}: a title before its number; put <num> first.")
            yield place, number, unescape(found.group(1))
            number = ""


def _plain(place: str, line: str) -> tuple[str, str, str]:
    number, _, text = line.partition("\t")
    if not text:
        raise InputError(f"{place}: expected an id, a tab and the text.")
    return place, number.strip(), text


def write_trec(directory: Path, found: QuestionSet) -> None:
    """Writes `topics.trec` and `qrels.trec`; a post of several lines stands on one."""
    directory.mkdir(parents=True, exist_ok=True)
    titles = ((row.id, escape(" ".join(row.text.split()), quote=False)) for row in found.rows)
    blocks = (f"<top>\n<num>{number}</num>\n<title>{title}</title>\n</top>\n" for number, title in titles)
    (directory / "topics.trec").write_text("".join(blocks), encoding="utf-8")
    write_qrels(directory / "qrels.trec", found.rows, found.grades, separator=" ")
