"""The vectors of an index's units: sentences that stand together, from the original of each article.

Translations have the same units in the same order, so one vector serves a unit in every language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from suggest.figures import labels
from suggest.types import Article, Figure, Section, Sentence

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class UnitTexts:
    """Of one section: its key, and each unit alone and below title and heading."""

    key: str
    alone: tuple[str, ...]
    headed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitVectors:
    """Unit vectors, float32 (units, dimensions), of texts alone and headed; `rows` are a section's first row and row count."""

    alone: Floats
    headed: Floats
    rows: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def of(self, key: str, wanted: int) -> tuple[Floats, Floats]:
        """The vectors of a section's first `wanted` units, alone and headed.

        A version that has more units than the original repeats its last vector; a section without an original has none, all zero.
        """
        start, count = self.rows.get(key, (0, 0))
        if not count:
            nothing = np.zeros((wanted, self.alone.shape[1]), np.float32)
            return nothing, nothing
        places = start + np.minimum(np.arange(wanted), count - 1)
        return self.alone[places], self.headed[places]

    def save(self, path: Path) -> None:
        """Writes one file that `load` reads, half precision."""
        keys = sorted(self.rows)
        np.savez(
            path,
            alone=self.alone.astype(np.float16),
            headed=self.headed.astype(np.float16),
            keys=np.array(keys),
            rows=np.array([self.rows[key] for key in keys], np.int64).reshape(-1, 2),
        )

    @classmethod
    def load(cls, path: Path) -> UnitVectors:
        """The vectors that `save` wrote."""
        with np.load(path) as stored:
            rows = {str(key): (int(start), int(count)) for key, (start, count) in zip(stored["keys"], stored["rows"], strict=True)}
            return cls(stored["alone"].astype(np.float32), stored["headed"].astype(np.float32), rows)


def grouped(sentences: Sequence[Sentence]) -> list[tuple[Sentence, ...]]:
    """The sentences by unit, in their order: what a draft never separates. A unit's place in the list is its number."""
    units: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        units.setdefault(sentence.unit, []).append(sentence)
    return [tuple(unit) for unit in units.values()]


def unit_texts(articles: Iterable[Article], figures: Mapping[str, Figure]) -> list[UnitTexts]:
    """The units of every original article."""
    return [_of_section(article, section, figures) for article in articles if article.translation is None for section in article.sections]


def rows_of(texts: Sequence[UnitTexts]) -> Mapping[str, tuple[int, int]]:
    """Where each section's units stand when all are put into one array in this order."""
    rows, start = {}, 0
    for one in texts:
        rows[one.key] = (start, len(one.alone))
        start += len(one.alone)
    return rows


def _of_section(article: Article, section: Section, figures: Mapping[str, Figure]) -> UnitTexts:
    units = grouped(section.sentences)
    alone = tuple(" ".join(labels(one.text, figures, language=article.language) for one in unit) for unit in units)
    headed = tuple(f"{article.title}\n{section.heading}\n{text}" for text in alone)
    return UnitTexts(f"{article.id}#{section.anchor}", alone, headed)
