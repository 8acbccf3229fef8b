"""Hybrid ranking of sections: cosine of passages and typical questions in all languages, BM25 in the query's own.

A section's versions in several languages are one candidate: whatever version is found, its words count for all, and
the version shown is the one in the wanted language if there is one. Scores are weighted sums of absolute parts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from suggest.base import load_base, published
from suggest.classifier import LOWEST, SectionClassifier
from suggest.embedding import Embedder
from suggest.errors import InputError
from suggest.lexical import LexicalIndex
from suggest.stores.base import VectorStore
from suggest.types import Article, Base, Hit, Section, Situation, Theme
from suggest.units import UnitVectors

FALLBACKS = ("de", "en")
"""Languages to show a section in when it has no version in the wanted one."""

NOWHERE = Situation()
_QUESTIONS = 2
_VOTERS, _VOTE_WIDTH = 40, 0.05
_MODEL = Path(__file__).parent / "data" / "ranking.json"
PARTS = ("dense", "question", "nearest", "lexical", "votes", "classified", "meant", "limited")
"""The parts of a section's score, each a field of `Hit`."""


@lru_cache(maxsize=1)
def default_weights() -> Mapping[str, float]:
    """The committed weight of each of `PARTS`; `evaluation/fit.py` estimates them."""
    weights: Mapping[str, float] = json.loads(_MODEL.read_text(encoding="utf-8"))
    return weights


@dataclass(frozen=True, slots=True)
class Fit:
    """How a section fits a situation: `meant` counts concepts that the post speaks of (+1) or not (-1), `limited` Land and size named."""

    meant: int
    limited: int


@dataclass(slots=True)
class _Parts:
    """The best of each kind for one candidate, while they are collected; -1 is "not among the candidates"."""

    text: float = -1.0
    questions: list[float] = field(default_factory=list)
    myth: float = -1.0
    lexical: float = 0.0

    def question(self, floor: float) -> float:
        """The mean of the two best typical questions: one alone may match by chance. A missing one counts as the floor."""
        best = sorted(self.questions, reverse=True)[:_QUESTIONS]
        return sum([*best, *[floor] * (_QUESTIONS - len(best))]) / _QUESTIONS


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The sections of an index by docid and by key (`<id>#<anchor>`, the same in every language)."""

    base: Base
    sections: Mapping[str, tuple[Article, Section]]
    versions: Mapping[str, Mapping[str, str]]
    themes: Mapping[str, Theme] = field(default_factory=dict)

    @classmethod
    def of(cls, base: Base) -> Catalogue:
        """The catalogue of the published articles of a base."""
        sections: dict[str, tuple[Article, Section]] = {}
        versions: dict[str, dict[str, str]] = {}
        for article in published(base):
            for section in article.sections:
                docid = article.docid(section)
                sections[docid] = (article, section)
                versions.setdefault(f"{article.id}#{section.anchor}", {})[article.language] = docid
        return cls(base, sections, versions, {f"theme/{theme.id}": theme for theme in base.themes})

    def version(self, key: str, language: str) -> str:
        """The docid of a section in a language, else in a fallback, else in any."""
        versions = self.versions[key]
        return next((versions[one] for one in (language, *FALLBACKS) if one in versions), min(versions.values()))

    def known(self, docid: str) -> str:
        """The docid. Raises InputError when no published section has it."""
        if docid not in self.sections:
            raise InputError("The chosen section is not in the index any more; write the draft again without it.")
        return docid

    def fit(self, key: str, situation: Situation) -> Fit | None:
        """None for a section that does not hold in a situation, else how it fits.

        A Land that is not named excludes the sections of single Länder; a size that is not named excludes nothing.
        """
        article, section = self.sections[min(self.versions[key].values())]
        first, last = section.employees or (0, 10**9)
        if section.land not in (None, situation.land):
            return None
        if situation.employees is not None and not first <= situation.employees <= last:
            return None
        if self._is_for_others({*article.concepts, *section.concepts}, situation):
            return None
        limited = bool(section.land) + bool(section.employees and situation.employees is not None)
        return Fit(self._meant(article.concepts, situation) + self._meant(section.concepts, situation), limited)

    def _is_for_others(self, concepts: set[str], situation: Situation) -> bool:
        """Whether a section is for some professions and the post names only others."""
        own, spoken = concepts & self.base.professions, situation.concepts & self.base.professions
        return bool(own and spoken and not own & spoken)

    def _meant(self, concepts: tuple[str, ...], situation: Situation) -> int:
        """What is meant for nurses loses where no nurse speaks; what is for everybody neither gains nor loses."""
        if not concepts or not self.base.concepts:
            return 0
        return 1 if situation.concepts & set(concepts) else -1


class Retriever:
    """Ranks the sections of one index."""

    def __init__(self, directory: Path, *, store: VectorStore, embedder: Embedder, candidates: int) -> None:
        """Opens the index in `directory`; the store must hold the vectors of the same index."""
        self.catalogue = Catalogue.of(load_base(directory / "kb"))
        self._store = store
        self._embedder = embedder
        self._candidates = candidates
        self._weights = default_weights()
        self.classifier = SectionClassifier.load(directory / "classifier.npz")
        self.units = UnitVectors.load(directory / "units.npz")
        self._classes = self.classifier.numbers()
        self._lexical = {path.name: LexicalIndex.load(path) for path in sorted((directory / "lexical").iterdir())}

    def search(
        self, texts: Sequence[str], *, languages: Sequence[str], situation: Situation = NOWHERE, show: Sequence[str] | None = None
    ) -> list[list[Hit]]:
        """For each text its hits, best first, ties by key: sections and themes; one batched encoding for all.

        `languages` are those of the texts (for BM25), `show` those the sections are shown in, by default the same.
        """
        return self.search_vectors(texts, self.embed(texts), languages=languages, situation=situation, show=show)

    @property
    def model(self) -> str:
        """The id of the embedding model."""
        return self._embedder.id

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of what people write, float32 (texts, dimensions)."""
        return self._embedder.embed_queries(texts)

    def close(self) -> None:
        """Frees the store; nothing is searched afterwards."""
        self._store.close()

    def search_vectors(
        self,
        texts: Sequence[str],
        vectors: NDArray[np.float32],
        *,
        languages: Sequence[str],
        situation: Situation,
        show: Sequence[str] | None,
    ) -> list[list[Hit]]:
        """As `search`, for texts already embedded."""
        n = self._candidates
        found = {kind: self._store.query(kind, vectors, n) for kind in ("text", "question", "theme")}
        shown, logs = show or languages, self.classifier.log_probabilities(vectors)
        return [
            self._rank(text, found["text"][i], found["question"][i], found["theme"][i], logs[i], languages[i], shown[i], situation)
            for i, text in enumerate(texts)
        ]

    def _rank(
        self,
        text: str,
        texts: list[tuple[str, float]],
        questions: list[tuple[str, float]],
        themes: list[tuple[str, float]],
        logs: NDArray[np.float32],
        language: str,
        show: str,
        situation: Situation,
    ) -> list[Hit]:
        parts = self._dense(texts, questions)
        self._add_lexical(parts, text, language)
        floors = (texts[-1][1] if texts else 0.0, questions[-1][1] if questions else -1.0)
        votes = _votes([*questions, *themes], self.catalogue.base.twins)
        fits = {key: self.catalogue.fit(key, situation) for key in parts}
        hits = [self._hit(key, part, show, floors, fit, votes, logs) for key, part in parts.items() if (fit := fits[key]) is not None]
        hits += self._theme_hits(themes, votes, logs)
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))

    def _dense(self, texts: list[tuple[str, float]], questions: list[tuple[str, float]]) -> dict[str, _Parts]:
        parts: dict[str, _Parts] = {}
        for passage, cosine in texts:
            part = parts.setdefault(_key(passage), _Parts())
            part.text = max(part.text, cosine)
        for passage, cosine in questions:
            part = parts.setdefault(_key(passage), _Parts())
            if "/myth" in passage.rsplit("#", 1)[1]:
                part.myth = max(part.myth, cosine)
            else:
                part.questions.append(cosine)
        return parts

    def _add_lexical(self, parts: dict[str, _Parts], text: str, language: str) -> None:
        index = self._lexical.get(language)
        if index is None:
            return
        scores = index.scores(text)
        for i in np.argsort(-scores, kind="stable")[: self._candidates]:
            parts.setdefault(index.ids[i], _Parts()).lexical = float(scores[i])
        positions = {key: i for i, key in enumerate(index.ids)}
        for key, part in parts.items():
            if key in positions:
                part.lexical = float(scores[positions[key]])

    def _classified(self, answer: str, logs: NDArray[np.float32]) -> float:
        number = self._classes.get(answer)
        return (LOWEST if number is None else float(logs[number])) / 10

    def _hit(
        self,
        key: str,
        part: _Parts,
        show: str,
        floors: tuple[float, float],
        fit: Fit,
        votes: Mapping[str, float],
        logs: NDArray[np.float32],
    ) -> Hit:
        """The hit, its score the weighted sum of its parts.

        A part that is not among the candidates is at most the last candidate's cosine, and counts as that.
        """
        answer = self.catalogue.base.twins.get(key, key)
        hit = Hit(
            docid=self.catalogue.version(key, show),
            key=key,
            kind="section",
            score=0.0,
            dense=part.text if part.text >= -0.5 else floors[0],
            question=part.question(floors[1]) if part.questions else floors[1],
            nearest=max([*part.questions, part.myth, floors[1]]),
            lexical=part.lexical,
            myth=part.myth,
            votes=votes.get(answer, 0.0),
            classified=self._classified(answer, logs),
            answer=answer,
            meant=float(fit.meant),
            limited=float(fit.limited),
        )
        return weighed(hit, self._weights)

    def _theme_hits(self, themes: list[tuple[str, float]], votes: Mapping[str, float], logs: NDArray[np.float32]) -> list[Hit]:
        best: dict[str, float] = {}
        for passage, cosine in themes:
            key = passage.rsplit("/", 1)[0]
            best[key] = max(best.get(key, -1.0), cosine)
        return [
            Hit(
                key,
                key,
                self.catalogue.themes[key].kind,
                cosine,
                cosine,
                cosine,
                lexical=0.0,
                votes=votes.get(key, 0.0),
                classified=self._classified(key, logs),
            )
            for key, cosine in best.items()
        ]


def _votes(found: Sequence[tuple[str, float]], twins: Mapping[str, str]) -> Mapping[str, float]:
    """The share of each answer (twins are one) and theme among the nearest typical questions and posts; it sums to 1."""
    nearest = sorted(found, key=lambda one: (-one[1], one[0]))[:_VOTERS]
    weights = np.exp([(cosine - nearest[0][1]) / _VOTE_WIDTH for _, cosine in nearest]) if nearest else np.empty(0)
    votes: dict[str, float] = {}
    for (passage, _), weight in zip(nearest, weights, strict=True):
        key = passage.rsplit("/", 1)[0] if passage.startswith("theme/") else _key(passage)
        answer = twins.get(key, key)
        votes[answer] = votes.get(answer, 0.0) + float(weight / weights.sum())
    return votes


def weighed(hit: Hit, weights: Mapping[str, float]) -> Hit:
    """The hit with the score that its parts and these weights give; a theme keeps its own."""
    return replace(hit, score=sum(weights[name] * getattr(hit, name) for name in PARTS)) if hit.kind == "section" else hit


def merge(weighted: Sequence[tuple[float, list[Hit]]]) -> list[Hit]:
    """The hits of several wordings of one ask as one ranking: weighted means of all parts, best first, ties by key.

    In a wording that did not find a candidate it counts as the last one found there.
    """
    by_key = [(weight, {hit.key: hit for hit in hits}, hits[-1] if hits else None) for weight, hits in weighted]
    if all(hits is weighted[0][1] for _, hits in weighted):
        return weighted[0][1]
    merged = [_mean(key, by_key) for key in dict.fromkeys(hit.key for _, hits in weighted for hit in hits)]
    return sorted(merged, key=lambda hit: (-hit.score, hit.key))


_MEANS = ("score", *PARTS, "myth")


def _mean(key: str, by_key: list[tuple[float, dict[str, Hit], Hit | None]]) -> Hit:
    first = next(found[key] for _, found, _ in by_key if key in found)
    total = sum(weight for weight, _, _ in by_key)
    sums = dict.fromkeys(_MEANS, 0.0)
    for weight, found, last in by_key:
        hit = found.get(key)
        for name in _MEANS:
            lowest = 0.0 if last is None or name == "votes" else getattr(last, name)
            value = getattr(hit, name) if hit else min(lowest, getattr(first, name))
            sums[name] += weight * value / total
    return replace(first, **sums)  # type: ignore[arg-type]


def _key(passage: str) -> str:
    """`de/id#anchor/text0` → `id#anchor`."""
    docid = passage.rsplit("/", 1)[0]
    return docid.split("/", 1)[1]
