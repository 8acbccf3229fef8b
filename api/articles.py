"""Articles of the live index as plain values: what the API returns and the pages show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from suggest.base import published
from suggest.figures import fill
from suggest.retrieval import Catalogue
from suggest.types import Article, Section

_NO_END = 10**9  # how `suggest.articles` reads `employees=46-`


def find_article(catalogue: Catalogue, language: str, id: str) -> Article | None:
    """The published article with an id in a language."""
    return next((a for a in published(catalogue.base) if (a.language, a.id) == (language, id)), None)


def chosen_articles(catalogue: Catalogue, *, language: str | None, topic: str | None) -> list[Article]:
    """The published articles of a language and topic, where they are given, by language and id."""
    articles: Iterable[Article] = published(catalogue.base)
    wanted = (a for a in articles if language in (None, a.language) and topic in (None, a.topic))
    return sorted(wanted, key=lambda a: (a.language, a.id))


def listed(catalogue: Catalogue, *, language: str | None, topic: str | None) -> list[dict[str, Any]]:
    """The articles with the names of their sections."""
    return [
        _head(article) | {"sections": [{"anchor": s.anchor, "heading": s.heading} for s in article.sections]}
        for article in chosen_articles(catalogue, language=language, topic=topic)
    ]


def in_full(article: Article, catalogue: Catalogue, today: date) -> dict[str, Any]:
    """The article with every sentence that can be used today."""
    translation = article.translation
    return _head(article) | {
        "translation": {"of": translation.of, "reviewed_by_native": translation.reviewed_by_native} if translation else None,
        "sources": {
            key: {"label": source.label, "url": source.url, "law": source.is_law, "checked": source.checked}
            for key, source in article.sources.items()
        },
        "sections": [_section(article, section, catalogue, today) for section in article.sections],
    }


def lines_of(article: Article, section: Section, catalogue: Catalogue, today: date) -> list[list[dict[str, Any]]]:
    """The section's text: lines of sentences, figures filled in; a sentence whose figure has no value today is left out."""
    lines: dict[int, list[dict[str, Any]]] = {}
    for sentence in section.sentences:
        text = fill(sentence.text, catalogue.base.figures, day=today, language=article.language)
        if text is not None:
            lines.setdefault(sentence.unit, []).append({"text": text, "sources": list(sentence.sources)})
    return list(lines.values())


def titles_of(catalogue: Catalogue, docid: str) -> tuple[str, str | None]:
    """The title of an article and, where the docid names a section, its heading."""
    if "#" in docid:
        article, section = catalogue.sections[docid]
        return article.title, section.heading
    language, id = docid.split("/", 1)
    found = find_article(catalogue, language, id)
    return (found.title if found else id), None


def _head(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "language": article.language,
        "title": article.title,
        "topic": article.topic,
        "reviewed": article.reviewed,
        "review_by": article.review_by,
    }


def _section(article: Article, section: Section, catalogue: Catalogue, today: date) -> dict[str, Any]:
    return {
        "docid": article.docid(section),
        "anchor": section.anchor,
        "heading": section.heading,
        "land": section.land,
        "employees": _employees(section),
        "sentences": [sentence for line in lines_of(article, section, catalogue, today) for sentence in line],
        "questions": list(section.questions),
    }


def _employees(section: Section) -> dict[str, int | None] | None:
    """The sizes of an employer for which the section holds; an open end is null."""
    if section.employees is None:
        return None
    first, last = section.employees
    return {"first": first, "last": last if last < _NO_END else None}
