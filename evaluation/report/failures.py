"""The questions that a run got wrong, with all that is needed to see why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.datasets import Question
from evaluation.measures.texts import says, wrong_statements
from evaluation.rundir import Run
from evaluation.running import Result

_FAULTS = {
    "outcome": "wrong outcome",
    "forbidden": "forbidden statement",
    "leaks": "personal data in the draft",
    "contract": "sentence contract broken",
    "facts": "required facts missing",
    "cites": "no section that answers is cited",
    "referral": "no contact that fits",
    "language": "another language than the post",
    "length_fits": "does not fit the channel",
    "register": "wrong register",
}
_HARMFUL = ("forbidden", "leaks")


@dataclass(frozen=True, slots=True)
class Fact:
    """A required fact in its accepted wordings, and whether the German draft says it."""

    wordings: tuple[str, ...]
    said: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A question with its faults, the drafts, what was expected and what was found."""

    question: Question
    faults: tuple[str, ...]
    given: str
    error: str
    draft: str
    german: str
    facts: tuple[Fact, ...]
    wrong: tuple[str, ...]
    referrals: tuple[str, ...]
    cited: tuple[str, ...]
    evidence: tuple[Mapping[str, Any], ...]


def failures(run: Run) -> Iterator[Failure]:
    """Each question with a fault, wrong outcomes and harmful ones first."""
    found = [one for q, r in zip(run.questions, run.results, strict=True) if (one := _failure(q, r)) is not None]
    order = list(_FAULTS.values())
    yield from sorted(found, key=lambda one: (min(order.index(fault) for fault in one.faults), one.question.id))


def _failure(question: Question, result: Result) -> Failure | None:
    faults = tuple(text for name, text in _FAULTS.items() if _is_fault(name, result.scores.get(name)))
    if not faults:
        return None
    made = result.suggestion
    german = made.get("draft_de", "")
    return Failure(
        question=question,
        faults=faults,
        given=made.get("outcome", "refused"),
        error=made["error"],
        draft=made.get("draft", ""),
        german=german if german != made.get("draft") else "",
        facts=tuple(Fact(fact, says(german, fact)) for fact in question.facts),
        wrong=tuple(wrong_statements(german, question)),
        referrals=tuple(made.get("referrals", ())),
        cited=tuple(citation["docid"] for citation in made.get("citations", ())),
        evidence=tuple(made.get("evidence", ())),
    )


def _is_fault(name: str, value: float | None) -> bool:
    if value is None:
        return False
    return value > 0 if name in _HARMFUL else value < 1
