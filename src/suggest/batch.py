"""Batch files: a JSON object a line in; a suggestion a line, or TREC run lines, out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from suggest.errors import InputError, SuggestError
from suggest.output import suggestion_as_json
from suggest.pipeline import Suggester
from suggest.settings import Settings
from suggest.types import Message

_CHOICES = ("channel", "language", "land", "register", "length")
Ranked = list[tuple[str, float]]


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file, each with `id` and `text` (`question` is an alias). Raises InputError with the line."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row = {**row, "text": row.get("text", row.get("question")), "id": str(row["id"])}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise InputError(f"{path}:{number}: not a JSON object with an id and a text.") from None
        if not isinstance(row["text"], str):
            raise InputError(f"{path}:{number}: the text is missing; name it text or question.")
        rows.append(row)
    return rows


def message_of(row: Mapping[str, Any], settings: Settings) -> Message:
    """The message a row or request describes. Raises InputError for a choice that is not known."""
    chosen = {name: row[name] for name in _CHOICES if row.get(name) is not None}
    if chosen.get("register") not in (None, "du", "Sie"):
        raise InputError("register is du or Sie.")
    if chosen.get("length") not in (None, "short", "normal", "full"):
        raise InputError("length is short, normal or full.")
    return Message(row["text"], **({"channel": settings.channel, "length": settings.length} | chosen))


def draft_all(suggester: Suggester, rows: Sequence[Mapping[str, Any]], *, settings: Settings, today: date) -> Iterator[dict[str, Any]]:
    """A suggestion as JSON for each row, with its `id`; for a row that cannot be served `id` and `error`."""
    for row in rows:
        try:
            suggestion = suggester.suggest(message_of(row, settings), today=today)
        except SuggestError as error:
            yield {"id": row["id"], "error": str(error)}
        else:
            yield suggestion_as_json(suggestion) | {"id": row["id"]}


def retrieve_all(suggester: Suggester, rows: Sequence[Mapping[str, Any]], *, top: int, by: str) -> Iterator[tuple[str, Ranked]]:
    """For each row its id and the best `top` docids with scores, best first, without a threshold.

    The row's `language`, where given, is that of the text and of the versions listed; else it is detected.
    """
    for row in rows:
        query, _ = suggester.read(Message(row["text"], land=row.get("land")))
        language = row.get("language") or query.message_language
        (hits,) = suggester.retriever.search([query.text], languages=[language], situation=query.situation)
        best: dict[str, float] = {}
        for hit in hits:
            if hit.kind == "section":
                best.setdefault(hit.docid.split("#", 1)[0] if by == "article" else hit.docid, hit.score)
        yield row["id"], list(best.items())[:top]


def run_lines(results: Iterator[tuple[str, Ranked]]) -> Iterator[str]:
    """TREC run lines: `qid Q0 docid rank score tag`, ranks from 1."""
    for qid, ranked in results:
        for rank, (docid, score) in enumerate(ranked, 1):
            yield f"{qid} Q0 {docid} {rank} {score:.6f} antwortlotse\n"
