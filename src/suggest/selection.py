"""Which units of the sections found belong into the reply: a logistic model over absolute features.

One section seldom answers a story: good counsellors take one to seven sentences from up to three sections (465 posts labelled by readers of
the whole base). Weights stand in `data/selection.json`; `evaluation/fit_selection.py` estimates them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from suggest.classifier import LOWEST, SectionClassifier
from suggest.logistic import probability
from suggest.retrieval import Catalogue
from suggest.types import Article, Evidence, Hit, Section, Situation
from suggest.units import UnitVectors, grouped

Floats = NDArray[np.float32]

_MODEL = Path(__file__).parent / "data" / "selection.json"
_BY_SCORE, _BY_WINDOW = 15, 10
_LEAST_CLASSIFIED = -1.5
_NUMBER = re.compile(r"\d|\{\{")
_HOW_MUCH = re.compile(
    r"wie ?(viel|lang|hoch)|ab wann|bis wann|how (much|many|long)|cu[aá]nt|quant|كم|kaç|ne kadar|сколько|скільки|combien|\bile\b|چند|cât",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Post:
    """A post as the model sees it: its words, and vectors of the whole, of its asks and of its windows (rows)."""

    text: str
    whole: Floats
    asks: Floats
    windows: Floats


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit of a section that was found, and its features."""

    hit: Hit
    unit: int
    features: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class SelectionModel:
    """The weights of the features, and the least probability for a unit of the main section and for one of another."""

    weights: Mapping[str, float]
    bias: float
    least_main: float
    least_other: float

    def probability(self, features: Mapping[str, float]) -> float:
        """That the unit belongs into the reply, 0 to 1."""
        return probability(self.weights, self.bias, features)


@lru_cache(maxsize=1)
def default_selection() -> SelectionModel:
    """The committed model."""
    return SelectionModel(**json.loads(_MODEL.read_text(encoding="utf-8")))


class Selector:
    """Chooses among the units of one index."""

    def __init__(self, catalogue: Catalogue, classifier: SectionClassifier, units: UnitVectors) -> None:
        """All three must be of the same index."""
        self._catalogue = catalogue
        self._classifier = classifier
        self._numbers = classifier.numbers()
        self._units = units

    def candidates(self, post: Post, hits: Sequence[Sequence[Hit]], situation: Situation) -> list[Candidate]:
        """The units of the sections that rank first for one of the asks, or that a window of the post is about."""
        logs = self._logs(post)
        best = self._best_hits(hits, logs[2])
        top = max((hit.score for hit, _ in best.values()), default=0.0)
        return [
            Candidate(hit, unit, features)
            for rank, (hit, place) in enumerate(best.values())
            for unit, features in self._features(post, hit, situation, logs, ranks=(rank, place), gap=top - hit.score)
        ]

    def chosen(self, candidates: Sequence[Candidate], model: SelectionModel | None = None) -> dict[str, Mapping[int, float]]:
        """By section key the units that belong, each with its probability, the section with the likeliest unit first."""
        model = model or default_selection()
        likely = [(model.probability(one.features), one) for one in candidates]
        by_key: dict[str, dict[int, float]] = {}
        answers: dict[str, str] = {}
        for chance, one in sorted(likely, key=lambda pair: (-pair[0], pair[1].hit.key, pair[1].unit)):
            main = not by_key or one.hit.key == next(iter(by_key))
            needed = model.least_main if main else model.least_other
            twin_taken = answers.setdefault(one.hit.answer or one.hit.key, one.hit.key) != one.hit.key
            if not by_key or (chance >= needed and not twin_taken):
                by_key.setdefault(one.hit.key, {})[one.unit] = chance
        return dict(by_key)

    def _best_hits(self, hits: Sequence[Sequence[Hit]], windows: Floats) -> dict[str, tuple[Hit, int]]:
        """By section key its hit with the best score among all asks and its best place in one, best first."""
        found: dict[str, tuple[Hit, int]] = {}
        for ask in hits:
            for place, hit in enumerate(hit for hit in ask if hit.kind == "section"):
                known = found.get(hit.key)
                better = hit if known is None or hit.score > known[0].score else known[0]
                found[hit.key] = (better, place if known is None else min(place, known[1]))
        ordered = sorted(found.values(), key=lambda pair: (-pair[0].score, pair[0].key))
        heard = sorted(ordered, key=lambda pair: -self._column(pair[0], windows))
        return {hit.key: (hit, place) for hit, place in [*ordered[:_BY_SCORE], *heard[:_BY_WINDOW]]}

    def _column(self, hit: Hit, logs: Floats) -> float:
        number = self._numbers.get(hit.answer or hit.key)
        return LOWEST if number is None else float(logs[number])

    def _logs(self, post: Post) -> tuple[Floats, Floats, Floats]:
        whole, asks, windows = (
            self._classifier.log_probabilities(np.atleast_2d(vectors)) for vectors in (post.whole, post.asks, post.windows)
        )
        return whole[0], asks.max(axis=0), windows.max(axis=0)

    def _features(
        self, post: Post, hit: Hit, situation: Situation, logs: tuple[Floats, Floats, Floats], *, ranks: tuple[int, int], gap: float
    ) -> Iterator[tuple[int, Mapping[str, float]]]:
        article, section = self._catalogue.sections[hit.docid]
        texts = [" ".join(sentence.text for sentence in unit) for unit in grouped(section.sentences)]
        alone, headed = self._units.of(hit.key, len(texts))
        classified = [max(_LEAST_CLASSIFIED, self._column(hit, part) / 10) for part in logs]
        section_wide = {
            "score": hit.score,
            "gap": gap,
            "rank": 1 / (1 + ranks[0]),
            "place": 1 / (1 + ranks[1]),
            "votes": hit.votes,
            "dense": hit.dense,
            "question": hit.question,
            "lexical": hit.lexical,
            "meant": hit.meant,
            "classified": classified[0],
            "classified_ask": classified[1],
            "classified_window": classified[2],
        }
        close = {
            "headed": headed @ post.whole,
            "alone": alone @ post.whole,
            "window": (alone @ post.windows.T).max(axis=1),
            "headed_ask": (headed @ post.asks.T).max(axis=1),
        }
        about = f"{article.title} {section.heading} {section.sentences[0].text}"
        how_much = bool(_HOW_MUCH.search(post.text))
        for unit, text in enumerate(texts):
            own = {name: float(values[unit]) for name, values in close.items()}
            beside = {f"{name}_beside": float(values[unit] - values.max()) for name, values in close.items() if name in ("alone", "window")}
            number_asked = bool(_NUMBER.search(text))
            yield (
                unit,
                section_wide
                | own
                | beside
                | {
                    "first": float(unit == 0),
                    "second": float(unit == 1),
                    "position": unit / 6,
                    "length": len(text) / 300,
                    "number": float(number_asked),
                    "number_asked": float(number_asked and how_much),
                    "aside": float(self._is_aside(article, section, text, about, situation)),
                    "named": float(sum(bool(self._catalogue.base.concepts[name].search(text)) for name in situation.concepts)),
                },
            )

    def _is_aside(self, article: Article, section: Section, text: str, about: str, situation: Situation) -> bool:
        """Whether a unit speaks of a special situation that neither the post nor the section's heading is about."""
        base = self._catalogue.base
        names = base.asides - situation.concepts - {*article.concepts, *section.concepts}
        return any(base.concepts[name].search(text) and not base.concepts[name].search(about) for name in names)


def assigned(judged: Sequence[Evidence], hits: Sequence[Sequence[Hit]], chosen: Mapping[str, Mapping[int, float]]) -> list[Evidence]:
    """The evidence with the chosen sections accepted, each by the ask it fits best; an answer without any becomes an abstention."""
    scores = [{hit.key: hit for hit in own} if one.outcome == "answer" else {} for one, own in zip(judged, hits, strict=True)]
    own: list[list[Hit]] = [[] for _ in judged]
    for key, units in chosen.items():
        best = max(range(len(judged)), key=lambda i: scores[i][key].score if key in scores[i] else -math.inf)
        own[best].append(replace(scores[best][key], units=units))
    return [_with_hits(one, hits) for one, hits in zip(judged, own, strict=True)]


def _with_hits(evidence: Evidence, hits: Sequence[Hit]) -> Evidence:
    if evidence.outcome != "answer":
        return evidence
    keys = {hit.key for hit in hits}
    others = tuple(hit for hit in (*evidence.accepted, *evidence.rejected) if hit.key not in keys)
    if not hits:
        return replace(evidence, outcome="abstain", accepted=(), rejected=others, reason="answered by nothing that belongs into this reply")
    return replace(evidence, accepted=tuple(hits), rejected=others)
