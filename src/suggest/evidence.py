"""Which hits count, and so what becomes of an ask: answer, clarify, abstain or crisis.

Order comes from retrieval; the decision from a small logistic model over absolute features. Its weights are committed
as text (`data/evidence.json`) with the script that fits them (`evaluation/fit_evidence.py`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from suggest.types import Ask, Evidence, Hit, Outcome

_MODEL = Path(__file__).parent / "data" / "evidence.json"
_NO_HIT = Hit(docid="", key="", kind="section", score=-1.0, dense=-1.0, question=-1.0, lexical=0.0)


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """The weights of the features, and the margins that the decision uses."""

    weights: Mapping[str, float]
    bias: float
    crisis_score: float
    crisis_margin: float
    vague_margin: float
    second_margin: float

    def probability(self, features: Mapping[str, float]) -> float:
        """That the best section answers the ask, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-self.bias - sum(w * features[name] for name, w in self.weights.items())))


@lru_cache(maxsize=1)
def default_model() -> EvidenceModel:
    """The committed model."""
    return EvidenceModel(**json.loads(_MODEL.read_text(encoding="utf-8")))


def features_of(ask: Ask, hits: Sequence[Hit]) -> Mapping[str, float]:
    """What the decision looks at: the best section's parts, and how much better it fits than the best theme."""
    best = _best(hits, "section")
    outside, vague = _best(hits, "outside"), _best(hits, "vague")
    closest = max(best.dense, best.question, best.myth)
    return {
        "score": best.score,
        "text": best.dense,
        "question": max(best.question, best.myth),
        "lexical": best.lexical,
        "outside": outside.score,
        "over_outside": closest - outside.score,
        "over_vague": closest - vague.score,
        "words": math.log1p(len(ask.context.split())) / 5,
    }


def judge(ask: Ask, hits: Sequence[Hit], *, threshold: float, danger: bool = False, model: EvidenceModel | None = None) -> Evidence:
    """The evidence for one ask; `danger` is what the whole post says by its words."""
    model = model or default_model()
    features = features_of(ask, hits)
    probability = model.probability(features)
    outcome, theme, reason = _decide(hits, features, probability, threshold, danger, model)
    sections = [hit for hit in hits if hit.kind == "section"]
    accepted = _accepted(sections, model) if outcome == "answer" else ()
    rejected = tuple(hit for hit in sections[:10] if hit not in accepted)
    return Evidence(ask, outcome, accepted, rejected, probability, features, theme, reason)


def _decide(
    hits: Sequence[Hit], features: Mapping[str, float], probability: float, threshold: float, danger: bool, model: EvidenceModel
) -> tuple[Outcome, str | None, str]:
    crisis, outside, vague = _best(hits, "crisis"), _best(hits, "outside"), _best(hits, "vague")
    others = max(features["text"], features["question"], outside.score, vague.score)
    if danger:
        return "crisis", crisis.key or None, "words of danger"
    if crisis.score >= model.crisis_score and crisis.score >= others + model.crisis_margin:
        return "crisis", crisis.key, "closest to a crisis"
    if probability >= threshold:
        return "answer", None, "evidence"
    if vague.score >= outside.score + model.vague_margin:
        return "clarify", vague.key or None, "closest to a vague post"
    return "abstain", outside.key or None, "closest to something outside the topics"


def _accepted(sections: Sequence[Hit], model: EvidenceModel) -> tuple[Hit, ...]:
    if not sections:
        return ()
    best = sections[0]
    near = (hit for hit in sections[1:4] if hit.score >= best.score - model.second_margin)
    return (best, *(hit for hit in near if _article(hit) == _article(best)))


def _article(hit: Hit) -> str:
    """The article of a section: others may say the same in other words, the sections of one article do not."""
    return hit.key.split("#", 1)[0]


def _best(hits: Sequence[Hit], kind: str) -> Hit:
    return next((hit for hit in hits if hit.kind == kind), _NO_HIT)
