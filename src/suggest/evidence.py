"""Which hits count, and so what becomes of an ask: answer, clarify, abstain or crisis.

Order comes from retrieval; the decision from a small logistic model over absolute features. Its weights are committed
as text (`data/evidence.json`) with the script that fits them (`evaluation/fit.py`). The weights and thresholds of danger
there were fitted once, on 26 crises among 988 posts of the sets `dev` and `fit`, and are kept by that script.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from suggest.danger import DANGERS
from suggest.logistic import probability
from suggest.types import Ask, Evidence, Hit, Outcome, Situation
from suggest.wording import CORE

_MODEL = Path(__file__).parent / "data" / "evidence.json"
DEADLINES = {"agreement": "theme/aufhebungsvertrag-frist", "dismissed": "theme/kuendigung-frist", "deadline": "theme/widerspruch-frist"}
"""The themes of an alarm that is a running deadline."""

_WELL_KNOWN = ("de", "en")  # the embedding model tells sections apart best in these
_NO_HIT = Hit(docid="", key="", kind="section", score=-1.0, dense=-1.0, question=-1.0, lexical=0.0)
_FEW_WORDS, _NEARLY_A_QUESTION, _SURE, _NEARLY_VAGUE = 6, 0.6, 0.65, 0.72
_NEAR_URGENT, _KEPT = 0.15, 20
_USUAL_WORDS = 0.6  # log1p(words) / 5 of a post of about twenty words


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """The weights of the features, and the margins that the decision uses."""

    weights: Mapping[str, float]
    bias: float
    dilution: Mapping[str, float]
    crisis_margin: float
    deadline_score: float
    vague_margin: float
    theme_score: float
    vague_score: float

    def probability(self, features: Mapping[str, float]) -> float:
        """That the best section answers the ask, 0 to 1."""
        return probability(self.weights, self.bias, features)


@lru_cache(maxsize=1)
def default_model() -> EvidenceModel:
    """The committed model."""
    return EvidenceModel(**json.loads(_MODEL.read_text(encoding="utf-8")))


def features_of(ask: Ask, hits: Sequence[Hit], *, situation: Situation, language: str, model: EvidenceModel) -> Mapping[str, float]:
    """What the decision looks at, all absolute: cosines of the best section and themes, and words of the topics and themes.

    A long post dilutes every cosine; `dilution` (fitted on answered posts alone) takes that back.
    """
    sections = [hit for hit in hits if hit.kind == "section"]
    best, outside, vague = _best(hits, "section"), _best(hits, "outside"), _best(hits, "vague")
    length = math.log1p(len(ask.whole.split())) / 5 - _USUAL_WORDS
    rival = next((hit for hit in sections[1:] if hit.answer != best.answer), _NO_HIT)
    themes = [hit for hit in hits if hit.kind != "section"]
    core = bool(situation.concepts & CORE)
    return {
        "score": best.score + model.dilution["score"] * length,
        "text": best.dense + model.dilution["text"] * length,
        "question": max(best.question, best.myth) + model.dilution["question"] * length,
        "nearest": best.nearest + model.dilution["question"] * length,
        "lexical": best.lexical,
        "votes": best.votes,
        "classified": best.classified,
        "theme_classified": max((hit.classified for hit in themes), default=-2.0),
        "theme_votes": sum(hit.votes for hit in themes),
        "meant": best.meant,
        "outside": max(outside.score, 0.0),
        "vague": max(vague.score, 0.0),
        "gap": best.score - rival.score if sections else 0.0,
        "core": float(core),
        "concepts": float(bool(situation.concepts - CORE)),
        "terms_alone": float(bool(situation.themes) and not core),
        "theme_terms": float(outside.key in situation.themes),
        "well_known": float(language in _WELL_KNOWN),
    }


def judge(
    ask: Ask,
    hits: Sequence[Hit],
    *,
    situation: Situation,
    language: str,
    threshold: float,
    alarm: str | None = None,
    model: EvidenceModel | None = None,
) -> Evidence:
    """The evidence for one ask, its best section accepted where it is answered.

    `alarm` is what the words of the whole post say (see `triage.alarm`).
    """
    model = model or default_model()
    features = features_of(ask, hits, situation=situation, language=language, model=model)
    chance = model.probability(features)
    if alarm or _is_crisis(hits, features, model):
        outcome, theme, reason = _crisis(hits, alarm)
    elif (urgent := _urgent(hits, situation)) is not None:
        outcome, theme, reason = "abstain", urgent, "speaks of something outside the topics that cannot wait"
    elif chance >= _needed(ask, features, threshold) and features["score"] > 0 and not _is_known_vague(hits):
        outcome, theme, reason = "answer", None, "evidence"
    else:
        outcome, theme, reason = _without_answer(hits, situation, model)
    sections = [hit for hit in hits if hit.kind == "section"]
    accepted = tuple(sections[:1]) if outcome == "answer" else ()
    rejected = tuple(hit for hit in sections[:_KEPT] if hit not in accepted)
    return Evidence(ask, outcome, accepted, rejected, chance, features, theme, reason)


def _urgent(hits: Sequence[Hit], situation: Situation) -> str | None:
    """The theme that cannot wait, if the post names it and comes near it: its contacts help more than an answer beside it."""
    return next((hit.key for hit in hits if hit.key in situation.urgent and hit.votes >= _NEAR_URGENT), None)


def _is_known_vague(hits: Sequence[Hit]) -> bool:
    """Whether the post is nearly one of the vague posts, and closer to it than to any question that a section answers."""
    best, vague = _best(hits, "section"), _best(hits, "vague")
    return vague.score >= _NEARLY_VAGUE and vague.score >= max(best.dense, best.question)


def _needed(ask: Ask, features: Mapping[str, float], threshold: float) -> float:
    """A post of a few words is only answered when it is nearly a typical question: it says too little to be sure."""
    bare = len(ask.whole.split()) <= _FEW_WORDS and features["question"] < _NEARLY_A_QUESTION
    return max(threshold, _SURE) if bare else threshold


def chosen(judged: Sequence[Evidence], docid: str) -> list[Evidence]:
    """One evidence with the section that a person chose; a crisis stays as it is, for its contacts must not be lost."""
    if any(one.outcome == "crisis" for one in judged):
        return list(judged)
    found = {hit.docid: hit for one in judged for hit in (*one.accepted, *one.rejected)}
    hit = found.pop(docid, None) or Hit(docid, docid.split("/", 1)[1], "section", score=1.0, dense=1.0, question=1.0, lexical=0.0)
    rest = tuple(sorted(found.values(), key=lambda one: (-one.score, one.key)))
    return [replace(judged[0], outcome="answer", accepted=(hit,), rejected=rest, theme=None, reason="chosen by a person")]


def _is_crisis(hits: Sequence[Hit], features: Mapping[str, float], model: EvidenceModel) -> bool:
    """Whether the post is clearly nearest to a crisis that is no danger to life or violence: those are judged by the whole post."""
    others = max(features["text"], features["question"], features["outside"], features["vague"])
    return _other_crisis(hits).score >= max(model.deadline_score, others + model.crisis_margin)


def _other_crisis(hits: Sequence[Hit]) -> Hit:
    """The nearest crisis that is no danger to life or violence: a deadline, a medical emergency."""
    return next((hit for hit in hits if hit.kind == "crisis" and hit.key not in DANGERS), _NO_HIT)


def _crisis(hits: Sequence[Hit], alarm: str | None) -> tuple[Outcome, str, str]:
    if alarm == "danger":
        return (
            "crisis",
            next((hit.key for hit in hits if hit.kind == "crisis" and hit.key not in DEADLINES.values()), DANGERS[0]),
            "words of danger",
        )
    if alarm:
        return "crisis", DEADLINES[alarm], "words of a running deadline"
    return "crisis", _other_crisis(hits).key, "closest to a crisis"


def _without_answer(hits: Sequence[Hit], situation: Situation, model: EvidenceModel) -> tuple[Outcome, str | None, str]:
    outside, vague = _best(hits, "outside"), _best(hits, "vague")
    named = next((hit for hit in hits if hit.key in situation.themes), None)
    if named is not None and (named.key == outside.key or not situation.concepts & CORE):
        return "abstain", named.key, "words of something outside the topics"
    if vague.score >= max(outside.score + model.vague_margin, model.vague_score):
        return "clarify", vague.key, "closest to a vague post"
    if outside.score >= model.theme_score and not situation.concepts & CORE:
        return "abstain", outside.key, "closest to something outside the topics"
    return "abstain", None, "speaks of the topics, but nothing answers surely" if situation.concepts else "nothing is close"


def _best(hits: Sequence[Hit], kind: str) -> Hit:
    return next((hit for hit in hits if hit.kind == kind), _NO_HIT)
