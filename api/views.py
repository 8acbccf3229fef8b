"""A suggestion as the desk shows it: the draft, every cited section in full, what was replaced, and the other hits."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.articles import lines_of
from suggest.phrases import Channel, channel
from suggest.retrieval import Catalogue
from suggest.types import Article, Notice, Query, Section, Source, Suggestion

_ALERTS = ("danger", "deadline")
_COLUMNS = 68  # of the draft's box on a wide screen; only a guess for its height without JavaScript


@dataclass(frozen=True, slots=True)
class Card:
    """A section in full with all that is needed to trust it; `number` is its citation, None for another hit."""

    number: int | None
    docid: str
    article: Article
    section: Section
    lines: list[list[dict[str, Any]]]
    sources: tuple[Source, ...]
    used: frozenset[str]
    overdue: bool
    not_native: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the redacted post; `kind` is what a placeholder stands for."""

    text: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class View:
    """Everything the result part of the desk shows."""

    suggestion: Suggestion
    query: Query
    channel: Channel
    rows: int
    alerts: tuple[Notice, ...]
    notices: tuple[Notice, ...]
    cards: tuple[Card, ...]
    others: tuple[Card, ...]
    pieces: tuple[Piece, ...]
    replaced: tuple[tuple[str, int], ...]
    swapped: bool


def view_of(suggestion: Suggestion, query: Query, catalogue: Catalogue, *, today: date, swapped: bool) -> View:
    """The view of a suggestion; `query` is the redacted post it was made from."""
    used = frozenset(sentence.text for sentence in suggestion.draft.sentences if sentence.kind == "article")
    cited = suggestion.draft.citations
    return View(
        suggestion=suggestion,
        query=query,
        channel=channel(query.channel),
        rows=rows_of(suggestion.draft.text),
        alerts=tuple(notice for notice in suggestion.notices if notice.code in _ALERTS),
        notices=tuple(notice for notice in suggestion.notices if notice.code not in _ALERTS),
        cards=tuple(card_of(catalogue, c.docid, today=today, number=c.number, used=used) for c in cited),
        others=tuple(card_of(catalogue, hit.docid, today=today) for hit in suggestion.alternatives),
        pieces=pieces_of(query),
        replaced=tuple(sorted(Counter(one.kind for one in query.replaced).items())),
        swapped=swapped,
    )


def card_of(catalogue: Catalogue, docid: str, *, today: date, number: int | None = None, used: frozenset[str] = frozenset()) -> Card:
    """A section with its text as it is today and the sources that its sentences name."""
    article, section = catalogue.sections[docid]
    lines = lines_of(article, section, catalogue, today)
    keys = dict.fromkeys(key for line in lines for sentence in line for key in sentence["sources"])
    return Card(
        number=number,
        docid=docid,
        article=article,
        section=section,
        lines=lines,
        sources=tuple(article.sources[key] for key in keys if key in article.sources),
        used=used,
        overdue=article.review_by is not None and article.review_by < today,
        not_native=article.translation is not None and not article.translation.reviewed_by_native,
    )


def pieces_of(query: Query) -> tuple[Piece, ...]:
    """The redacted post cut at its placeholders; positions in `replaced` count in the text before redaction."""
    pieces: list[Piece] = []
    at = shift = 0
    for one in query.replaced:
        placeholder = f"[{one.kind}]"
        start = one.start + shift
        pieces += [Piece(query.text[at:start], None), Piece(placeholder, one.kind)]
        at = start + len(placeholder)
        shift += len(placeholder) - (one.end - one.start)
    return tuple(piece for piece in (*pieces, Piece(query.text[at:], None)) if piece.text)


def rows_of(text: str) -> int:
    """How many lines a box needs to show a text, 8 to 40."""
    lines: Sequence[str] = text.split("\n")
    return min(40, max(8, 1 + sum(max(1, math.ceil(len(line) / _COLUMNS)) for line in lines)))
