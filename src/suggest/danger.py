"""Whether a post speaks of danger to life or violence: a logistic model over what its whole and its windows are about.

A cry for help often stands in the middle of a story that asks something else, so every two neighbouring sentences are classified.
Weights stand in `data/danger.json`; `evaluation/fit_danger.py` estimates them on all labelled posts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from suggest.classifier import LOWEST, SectionClassifier
from suggest.logistic import probability
from suggest.selection import Post
from suggest.types import Evidence, Hit

_MODEL = Path(__file__).parent / "data" / "danger.json"

DANGERS = (
    "theme/suizid",
    "theme/gewalt-zuhause",
    "theme/bedrohung-gefahr",
    "theme/ueberfordert-verzweifelt",
    "theme/kind-in-gefahr",
    "theme/zwangsverheiratung",
    "theme/arbeitsausbeutung",
)
"""The themes of danger; the first stands for a danger that no theme was found for."""


@dataclass(frozen=True, slots=True)
class DangerModel:
    """The weights of the features; from `crisis` on the post is a crisis, from `worry` on the draft names help beside the answer."""

    weights: Mapping[str, float]
    bias: float
    crisis: float
    worry: float

    def probability(self, features: Mapping[str, float]) -> float:
        """That the post speaks of danger, 0 to 1."""
        return probability(self.weights, self.bias, features)


@lru_cache(maxsize=1)
def default_danger() -> DangerModel:
    """The committed model."""
    return DangerModel(**json.loads(_MODEL.read_text(encoding="utf-8")))


def danger_features(
    post: Post, hits: Sequence[Sequence[Hit]], judged: Sequence[Evidence], classifier: SectionClassifier, *, alarmed: bool
) -> Mapping[str, float]:
    """What the model looks at; `alarmed` is whether the words of the post speak of danger."""
    columns = _columns(classifier)
    windows = classifier.log_probabilities(post.windows)
    return {
        "score": max((hit.score for ask in hits for hit in ask if hit.key in DANGERS), default=0.0),
        "votes": max(sum(hit.votes for hit in ask if hit.key in DANGERS) for ask in hits),
        "whole": _together(classifier.log_probabilities(post.whole[None])[0], columns),
        "window": max(_together(window, columns) for window in windows),
        "answered": max(one.probability for one in judged),
        "alarmed": float(alarmed),
    }


def nearest_danger(post: Post, classifier: SectionClassifier) -> str:
    """The theme of danger that a part of the post is likeliest about."""
    columns = _columns(classifier)
    logs = classifier.log_probabilities(np.vstack([post.whole[None], post.windows])).max(axis=0)
    return max(columns, key=lambda name: float(logs[columns[name]]), default=DANGERS[0])


def as_crisis(judged: Sequence[Evidence], theme: str) -> list[Evidence]:
    """One evidence, the crisis; one that was found already stays."""
    if any(one.outcome == "crisis" for one in judged):
        return list(judged)
    return [replace(judged[0], outcome="crisis", accepted=(), theme=theme, reason="a part of the post is near a danger")]


def _columns(classifier: SectionClassifier) -> Mapping[str, int]:
    numbers = classifier.numbers()
    return {name: numbers[name] for name in DANGERS if name in numbers}


def _together(logs: np.ndarray[tuple[int], np.dtype[np.float32]], columns: Mapping[str, int]) -> float:
    """The logarithm of the probability that it is any of them."""
    return max(LOWEST, math.log(sum(math.exp(float(logs[i])) for i in columns.values()) or math.exp(LOWEST)))
