"""One question → what the system makes of it: the drafts, the ranking, and the record of them that is written to a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluation.datasets import Question
from suggest.batch import retrieve_all
from suggest.errors import SuggestError
from suggest.output import suggestion_as_json
from suggest.pipeline import Suggester
from suggest.types import Evidence, Hit, Message, Suggestion

TOP = 10
"""How many sections a ranking holds."""

GERMAN_CHANNEL = "facebook"
"""Where facts are looked for, in German, whatever the language and channel of the post."""

_KEPT = ("outcome", "language", "message_language", "topics", "draft", "sentences", "citations", "timings_ms")
Ranked = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the suggestion in its own language and channel, the one in German, and the ranking by section key.

    Without facts and forbidden statements to look for, the German one is the same.
    The suggestions are None where the system refused, and `error` says why.
    """

    question: Question
    own: Suggestion | None
    german: Suggestion | None
    ranked: Ranked
    error: str = ""


def answer(suggester: Suggester, question: Question, *, today: date) -> Answered:
    """What the system makes of a question; an error of the library is a result too."""
    ranked: Ranked = ()
    try:
        ranked = ranking(suggester, question)
        message = Message(question.text, channel=question.channel, land=question.land)
        own = suggester.suggest(message, today=today)
        known = own.language == "de" and question.channel == GERMAN_CHANNEL
        if known or not (question.facts or question.forbidden):  # nothing to look for in a German draft
            return Answered(question, own, own, ranked)
        german = suggester.suggest(Message(question.text, GERMAN_CHANNEL, "de", question.land), today=today)
        return Answered(question, own, german, ranked)
    except SuggestError as error:
        return Answered(question, None, None, ranked, str(error))


def ranking(suggester: Suggester, question: Question) -> Ranked:
    """The first sections for the whole post, by key, best first, without a threshold."""
    row = {"id": question.id, "text": question.text, "land": question.land}
    ((_, ranked),) = retrieve_all(suggester, [row], top=TOP, by="section")
    return tuple((docid.split("/", 1)[1], score) for docid, score in ranked)


def surest(suggestion: Suggestion) -> Evidence:
    """The ask that the system is surest it can answer."""
    return max(suggestion.evidence, key=lambda one: one.probability)


def best_section(suggestion: Suggestion) -> str | None:
    """The key of the section that the probability speaks of, whether it was used or not."""
    hits: list[Hit] = [hit for hit in (*surest(suggestion).accepted, *surest(suggestion).rejected) if hit.kind == "section"]
    return max(hits, key=lambda hit: hit.score).key if hits else None


def record(answered: Answered) -> dict[str, Any]:
    """The answered question as plain values, a line of `suggestions.jsonl`."""
    question, own, german = answered.question, answered.own, answered.german
    head = {"id": question.id, "set": question.set, "expected": question.outcome, "error": answered.error}
    if own is None or german is None:
        return head
    shown = suggestion_as_json(own)
    kept = {
        key: shown[key] for key in ("outcome", "language", "message_language", "topics", "draft", "sentences", "citations", "timings_ms")
    }
    return (
        head
        | kept
        | {
            "draft_de": german.draft.text,
            "referrals": [referral.id for referral in own.draft.referrals],
            "notices": [notice.code for notice in own.notices],
            "replaced": [one.kind for one in own.replaced],
            "probability": round(surest(own).probability, 4),
            "best": best_section(own),
            "features": {name: round(value, 4) for name, value in surest(own).features.items()},
            "evidence": [_evidence(one) for one in own.evidence],
        }
    )


def _evidence(evidence: Evidence) -> Mapping[str, Any]:
    return {
        "ask": evidence.ask.text,
        "outcome": evidence.outcome,
        "reason": evidence.reason,
        "theme": evidence.theme,
        "probability": round(evidence.probability, 4),
        "accepted": [{"docid": hit.docid, "score": round(hit.score, 4)} for hit in evidence.accepted],
        "rejected": [{"docid": hit.docid, "score": round(hit.score, 4)} for hit in evidence.rejected[:5]],
    }
