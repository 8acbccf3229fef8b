"""Which hits count, and so what becomes of an ask: answer, clarify, abstain or crisis.

Order comes from retrieval; the decision from a small logistic model over absolute features. Its weights are committed
as text (`data/evidence.json`) with the script that fits them (`evaluation/fit_evidence.py`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from suggest.types import Ask, Evidence, Hit, Outcome

_MODEL = Path(__file__).parent / "data" / "evidence.json"
DEADLINES = {"dismissed": "theme/kuendigung-frist", "deadline": "theme/widerspruch-frist"}
"""The themes of an alarm that is a running deadline."""

DANGERS = (
    "theme/suizid",
    "theme/gewalt-zuhause",
    "theme/bedrohung-gefahr",
    "theme/ueberfordert-verzweifelt",
    "theme/medizinischer-notfall",
)
"""The themes of danger; the first stands for a danger that no theme was found for."""

_NO_HIT = Hit(docid="", key="", kind="section", score=-1.0, dense=-1.0, question=-1.0, lexical=0.0)


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """The weights of the features, and the margins that the decision uses."""

    weights: Mapping[str, float]
    bias: float
    crisis_score: float
    crisis_margin: float
    deadline_score: float
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


def judge(ask: Ask, hits: Sequence[Hit], *, threshold: float, alarm: str | None = None, model: EvidenceModel | None = None) -> Evidence:
    """The evidence for one ask; `alarm` is what the words of the whole post say (see `triage.alarm`)."""
    model = model or default_model()
    features = features_of(ask, hits)
    probability = model.probability(features)
    outcome, theme, reason = _decide(hits, features, probability, threshold, alarm, model)
    sections = [hit for hit in hits if hit.kind == "section"]
    accepted = _accepted(sections, model) if outcome == "answer" else ()
    rejected = tuple(hit for hit in sections[:10] if hit not in accepted)
    return Evidence(ask, outcome, accepted, rejected, probability, features, theme, reason)


def chosen(judged: Sequence[Evidence], docid: str) -> list[Evidence]:
    """One evidence with the section that a person chose; a crisis stays as it is, for its contacts must not be lost."""
    if any(one.outcome == "crisis" for one in judged):
        return list(judged)
    found = {hit.docid: hit for one in judged for hit in (*one.accepted, *one.rejected)}
    hit = found.pop(docid, None) or Hit(docid, docid.split("/", 1)[1], "section", score=1.0, dense=1.0, question=1.0, lexical=0.0)
    rest = tuple(sorted(found.values(), key=lambda one: (-one.score, one.key)))
    return [replace(judged[0], outcome="answer", accepted=(hit,), rejected=rest, theme=None, reason="chosen by a person")]


def _decide(
    hits: Sequence[Hit], features: Mapping[str, float], probability: float, threshold: float, alarm: str | None, model: EvidenceModel
) -> tuple[Outcome, str | None, str]:
    crisis, outside, vague = _best(hits, "crisis"), _best(hits, "outside"), _best(hits, "vague")
    others = max(features["text"], features["question"], outside.score, vague.score)
    if alarm == "danger":
        return "crisis", _best_of(hits, DANGERS), "words of danger"
    if alarm:
        return "crisis", DEADLINES[alarm], "words of a running deadline"
    needed = model.deadline_score if crisis.key in DEADLINES.values() else model.crisis_score
    if crisis.score >= needed and crisis.score >= others + model.crisis_margin:
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


def _best_of(hits: Sequence[Hit], keys: Sequence[str]) -> str:
    return next((hit.key for hit in hits if hit.key in keys), keys[0])


def _best(hits: Sequence[Hit], kind: str) -> Hit:
    return next((hit for hit in hits if hit.kind == kind), _NO_HIT)
