"""What is measured on a question set: retrieval with ir-measures, and drafts by facts, outcome, contacts and the contract."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.datasets import Question
from suggest.types import Suggestion

Run = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Scored:
    """A question, the suggestion for it with the draft in German, and in the language of the post."""

    question: Question
    german: Suggestion
    own: Suggestion


def retrieval(questions: Sequence[Question], run: Run) -> Mapping[str, float]:
    """nDCG@10, Success@1 and Success@3 over the questions with a section that answers; one missing from the run scores 0."""
    import ir_measures
    from ir_measures import Qrel, ScoredDoc, Success, nDCG

    judged = [q for q in questions if q.outcome == "answer" and any(grade == 2 for grade in q.qrels.values())]
    qrels = [Qrel(q.id, key, grade) for q in judged for key, grade in q.qrels.items()]
    docs = [ScoredDoc(q.id, key, score) for q in judged for key, score in run.get(q.id, ())]
    wanted = [nDCG @ 10, Success(rel=2) @ 1, Success(rel=2) @ 3]
    found = ir_measures.calc_aggregate(wanted, qrels, docs)
    return {"questions": float(len(judged))} | {str(measure): float(found[measure]) for measure in wanted}


def says(draft: str, alternatives: Sequence[str]) -> bool:
    """Whether a German draft says a required fact in one of its accepted wordings."""
    return any(re.search(one, draft, re.IGNORECASE) for one in alternatives)


def fact_coverage(scored: Sequence[Scored]) -> tuple[int, int]:
    """How many of the required facts of answered questions stand in the German drafts, and of how many."""
    facts = [(s, fact) for s in scored if s.question.outcome == "answer" for fact in s.question.facts]
    return sum(says(s.german.draft.text, fact) for s, fact in facts), len(facts)


def wrong_statements(scored: Sequence[Scored]) -> list[str]:
    """The ids of questions whose German draft holds a forbidden statement."""
    return [s.question.id for s in scored if any(re.search(p, s.german.draft.text, re.IGNORECASE) for p in s.question.forbidden)]


def confusion(scored: Sequence[Scored]) -> Counter[tuple[str, str]]:
    """How often each pair of expected and given outcome occurs."""
    return Counter((s.question.outcome, s.own.outcome) for s in scored)


def fitting_contacts(scored: Sequence[Scored]) -> tuple[int, int]:
    """Of the questions rightly not answered, how many name a contact that fits."""
    judged = [s for s in scored if s.question.contacts and s.question.outcome == s.own.outcome != "answer"]
    fitting = sum(bool({r.id for r in s.own.draft.referrals} & set(s.question.contacts)) for s in judged)
    return fitting, len(judged)
