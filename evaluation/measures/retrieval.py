"""How well the right section is found: ir-measures on the ranking of the whole post, a value for each judged question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evaluation.datasets import ANSWERS, Question

Run = Mapping[str, Sequence[tuple[str, float]]]
"""For each question its sections with scores, best first."""

RETRIEVAL = ("nDCG@10", "R@10", "RR", "Success@1", "Success@3", "Judged@10")
"""The names of the measures; a section is relevant for all but nDCG (graded) and Judged from the grade that answers."""


def retrieval_scores(questions: Sequence[Question], run: Run) -> dict[str, dict[str, float | None]]:
    """A value for each measure and question; 0 for a judged question that is missing from the run, None for one not judged.

    Judged are the questions that should be answered and have a section that answers.
    """
    import ir_measures
    from ir_measures import Qrel, ScoredDoc

    judged = [question for question in questions if question.answering()]
    scores: dict[str, dict[str, float | None]] = {q.id: dict.fromkeys(RETRIEVAL, 0.0 if q.answering() else None) for q in questions}
    qrels = [Qrel(q.id, key, grade) for q in judged for key, grade in q.qrels.items()]
    docs = [ScoredDoc(q.id, key, score) for q in judged for key, score in run.get(q.id, ())]
    names = {str(measure): name for name, measure in _measures().items()}
    for found in ir_measures.iter_calc(list(_measures().values()), qrels, docs) if docs else ():
        scores[found.query_id][names[str(found.measure)]] = float(found.value)
    return scores


def _measures() -> Mapping[str, Any]:
    from ir_measures import RR, Judged, R, Success, nDCG

    found = (nDCG @ 10, R(rel=ANSWERS) @ 10, RR(rel=ANSWERS), Success(rel=ANSWERS) @ 1, Success(rel=ANSWERS) @ 3, Judged @ 10)
    return dict(zip(RETRIEVAL, found, strict=True))
