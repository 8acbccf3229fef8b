"""How good a draft is: a value for each measure and question, from the suggestion and the base, never from the system's own word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from evaluation.answers import GERMAN_CHANNEL, Answered, best_section, surest
from evaluation.datasets import Question
from evaluation.measures import texts
from suggest.contract import verify
from suggest.errors import ContractError
from suggest.phrases import channel, emergency, phrase_languages, phrases
from suggest.rendering import mark, source_list
from suggest.retrieval import Catalogue
from suggest.types import Suggestion

DRAFTS = (
    *("outcome", "facts", "forbidden", "cites", "citations", "contract", "referral", "language", "detected", "length_fits", "register"),
    *("leaks", "redacted", "readability", "characters", "words", "milliseconds", "probability", "right_if_answered"),
)
"""The names of the measures, in the order of the reports."""

_LIST_MARKS = str.maketrans("", "", "•–· \n")


def draft_scores(answered: Answered, catalogue: Catalogue, *, today: date) -> dict[str, float | None]:
    """A value for each measure, None where it does not apply; a refused draft breaks the contract and scores 0 throughout."""
    question, own, german = answered.question, answered.own, answered.german
    if own is None or german is None:
        return _refused(question)
    drafts = [(question.channel, own)] if german is own else [(question.channel, own), (GERMAN_CHANNEL, german)]
    wrong = [*texts.wrong_statements(german.draft.text, question), *texts.wrong_statements(own.draft.text, question)]
    scores: dict[str, float | None] = {
        "outcome": float(own.outcome == question.outcome),
        "facts": fact_coverage(german.draft.text, question),
        "forbidden": float(len(set(wrong))),
        "cites": _cites(own, question),
        "citations": _citations(own, catalogue),
        "contract": float(all(keeps_contract(one, catalogue, name, today) for name, one in drafts)),
        "referral": float(bool({r.id for r in own.draft.referrals} & set(question.contacts))) if question.contacts else None,
        "leaks": float(sum(len(texts.leaks(one, question, catalogue)) for _, one in drafts)),
        "redacted": float(not texts.left_unredacted(own, question)) if own.replaced else None,
        "readability": texts.readability(german),
        "characters": float(len(own.draft.text)),
        "words": float(len(own.draft.text.split())),
        "milliseconds": round(sum(own.timings_ms.values()), 1),
    }
    return {**scores, **_fit(own, question), **_confidence(own, question)}


def fact_coverage(draft: str, question: Question) -> float | None:
    """The share of the required facts that a German draft says; None unless the post should be answered and has any."""
    if question.outcome != "answer" or not question.facts:
        return None
    return sum(texts.says(draft, fact) for fact in question.facts) / len(question.facts)


def keeps_contract(suggestion: Suggestion, catalogue: Catalogue, channel_name: str, today: date) -> bool:
    """Whether the draft passes the sentence contract when it is checked again, and names a contact."""
    try:
        verify(suggestion.draft, catalogue, channel_name=channel_name, day=today)
    except ContractError:
        return False
    named = bool(suggestion.draft.referrals) or not catalogue.base.contacts  # other people's pages come without contacts
    return named and not unaccounted(suggestion)


def unaccounted(suggestion: Suggestion) -> str:
    """What stands in the text beside its sentences, the list of sources and the marks of lists; empty as it should be."""
    text, at = suggestion.draft.text, 0
    rest = []
    for sentence in suggestion.draft.sentences:
        wanted = re.sub(r"[ \t]+", " ", mark(sentence)).strip()
        found = text.find(wanted, at)
        if found < 0:
            return text
        rest.append(text[at:found])
        at = found + len(wanted)
    rest.append(_without_sources(text[at:], suggestion))
    return "".join(rest).translate(_LIST_MARKS)


def _without_sources(text: str, suggestion: Suggestion) -> str:
    if suggestion.language not in phrase_languages():
        return text
    for addresses in (True, False):
        listed = source_list(suggestion.draft.citations, phrases(suggestion.language, "du"), addresses=addresses)
        listed = re.sub(r"[ \t]+", " ", listed).strip()
        if listed and text.rstrip().endswith(listed):
            return text.rstrip().removesuffix(listed)
    return text


def _cites(own: Suggestion, question: Question) -> float | None:
    """Whether a section that answers is cited; None for posts without one."""
    if not question.answering():
        return None
    return float(bool({citation.docid.split("/", 1)[1] for citation in own.draft.citations} & question.answering()))


def _citations(own: Suggestion, catalogue: Catalogue) -> float | None:
    """The share of citations that name a published section with a source that has an address; None without citations."""
    if not own.draft.citations:
        return None
    valid = [c.docid in catalogue.sections and any(source.url for source in c.sources) for c in own.draft.citations]
    return sum(valid) / len(valid)


def _fit(own: Suggestion, question: Question) -> Mapping[str, float | None]:
    limits = channel(question.channel)
    written = question.language in (emergency() if question.outcome == "crisis" else phrase_languages())
    return {
        "language": float(own.language == question.language) if written else None,
        "detected": float(own.message_language == question.language),
        "length_fits": float(len(own.draft.text) <= limits.characters and (limits.urls or "http" not in own.draft.text)),
        "register": float(texts.keeps_register(own, limits.register)),
    }


def _confidence(own: Suggestion, question: Question) -> Mapping[str, float | None]:
    """The probability of an answer, and whether the best section would have answered; None where danger decided instead."""
    if "crisis" in (own.outcome, question.outcome):
        return {"probability": None, "right_if_answered": None}
    judged = bool(question.answering()) or question.outcome != "answer"
    return {
        "probability": surest(own).probability,
        "right_if_answered": float(best_section(own) in question.answering()) if judged else None,
    }


def _refused(question: Question) -> dict[str, float | None]:
    applies = {"facts": bool(question.facts) and question.outcome == "answer", "cites": bool(question.answering())}
    applies |= {"referral": bool(question.contacts)}
    zero = ("outcome", "contract", "language", "detected", "length_fits", "register", *(name for name, does in applies.items() if does))
    return dict.fromkeys(DRAFTS) | dict.fromkeys(zero, 0.0) | {"forbidden": 0.0, "leaks": 0.0}
