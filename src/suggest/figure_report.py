"""Which figures change on a day, and in which articles they stand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from suggest.figures import PLACEHOLDER, value_on
from suggest.types import Base


def changes_on(base: Base, day: date) -> list[dict[str, Any]]:
    """A row for each figure whose value on `day` differs from the day before: figure, before, after, articles."""
    rows = []
    for name, figure in base.figures.items():
        before, after = value_on(figure, day - timedelta(days=1)), value_on(figure, day)
        old, new = before.value if before else None, after.value if after else None
        if old != new:
            rows.append({"figure": name, "before": old, "after": new, "articles": _articles(base, name)})
    return rows


def _articles(base: Base, name: str) -> list[str]:
    found = set()
    for article in base.articles:
        texts = [sentence.text for section in article.sections for sentence in (*section.sentences, *section.short)]
        if any(match.group(1) == name for text in texts for match in PLACEHOLDER.finditer(text)):
            found.add(f"{article.language}/{article.id}")
    return sorted(found)
