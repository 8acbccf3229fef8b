"""Other people's pages and questions → a base directory and a question set, so that they run through the same door."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evaluation.datasets import ANSWERS, write_set
from evaluation.formats.beir import read_beir, read_corpus
from evaluation.formats.exchanged import QuestionSet, checked_row, json_of, lines_of
from evaluation.formats.pages import Page, section_key, sections_of_pages, write_base
from suggest.errors import InputError


def adapt_omos(source: Path, out: Path, *, split: str, language: str, pages: str) -> tuple[int, int]:
    """OMoS-QA (Kleinle et al. 2024): questions in one language, pages in the same or another; how many pages and questions were written.

    A question that its page does not answer should be abstained from. Raises InputError with file and line.
    """
    rows, grades = [], {}
    for place, line in lines_of(source / f"{split}_{language}.jsonl"):
        found = _omos_row(line, place)
        outcome = "answer" if found["answers"] else "abstain"
        row = checked_row({"id": f"omos-{found['id']}", "text": found["question"], "language": language, "outcome": outcome}, place)
        rows.append(row)
        if found["answers"]:
            grades[row.id] = {section_key(f"page-{found['pageId']}"): ANSWERS}
    count = write_base(out / "base", _omos_pages(source / f"{split}_{pages}.jsonl"), pages)
    write_set(out / "questions", QuestionSet(tuple(rows), grades).rows, grades)
    return count, len(rows)


def _omos_pages(path: Path) -> Iterator[Page]:
    seen: set[str] = set()
    for place, line in lines_of(path):
        found = _omos_row(line, place)
        name = f"page-{found['pageId']}"
        if name not in seen:
            seen.add(name)
            title, _, text = found["context"].partition("\n")
            yield Page(name, title, text or title)


def _omos_row(line: str, place: str) -> dict[str, Any]:
    found = dict(json_of(line, place))
    missing = {"id", "question", "context", "answers", "pageId"} - found.keys()
    if missing:
        raise InputError(f"{place}: no {min(missing)!r}; this is not a line of OMoS-QA.")
    return found


def adapt_beir(source: Path, out: Path, *, split: str, language: str) -> tuple[int, int]:
    """A BEIR folder with its corpus; how many pages and questions were written."""
    found = read_beir(source, language, split)
    count = write_base(out / "base", read_corpus(source / "corpus.jsonl"), language)
    write_set(out / "questions", found.rows, found.grades)
    return count, len(found.rows)


def adapt_folder(pages: Path, questions: Path, out: Path, *, language: str) -> tuple[int, int]:
    """A folder of Markdown, and lines of JSON with `id`, `question` (or `text`) and `page` (path without `.md`, or a list, or null).

    Every section of a page that is named counts as answering. Raises InputError with file and line.
    """
    base = out / "base"
    shutil.copytree(pages, base, ignore=lambda _, names: [n for n in names if n.startswith(".")], dirs_exist_ok=True)
    keys = sections_of_pages(base)
    rows, grades = [], {}
    for place, line in lines_of(questions):
        found = dict(json_of(line, place))
        named = found.pop("page", None)
        wanted = [] if named is None else named if isinstance(named, list) else [named]
        unknown = [page for page in wanted if page not in keys]
        if unknown:
            raise InputError(f"{place}: there is no page {unknown[0]!r} in {pages}; name it by its path without .md.")
        usual = {"language": language, "outcome": "answer" if wanted else "abstain"}
        row = checked_row({**usual, **found, "text": found.pop("question", None) or found.get("text")} | {"question": None}, place)
        rows.append(row)
        grades[row.id] = {key: ANSWERS for page in wanted for key in keys[page]}
    write_set(out / "questions", QuestionSet(tuple(rows), grades).rows, grades)
    return len(keys), len(rows)
