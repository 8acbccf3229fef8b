"""Fits what ranks and what decides, on the sets `dev` and `fit` and the ideal replies: python -m evaluation.fit.

1. `data/ranking.json`: the weights of a section's parts, by softmax regression over the candidates of each ask.
2. `data/evidence.json`: the probability that the best section answers, by logistic regression; a post that should be answered but
   whose best section is wrong counts as one that should not. The margins in the file are kept.

Prints what ten-fold cross-validation gives, and writes both files.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold, cross_val_predict

from evaluation.datasets import Question, load_questions
from evaluation.ideal import IdealReply, load_replies
from suggest.evidence import EvidenceModel, default_model, features_of
from suggest.pipeline import Service, Suggester
from suggest.retrieval import PARTS, weighed
from suggest.settings import get_settings
from suggest.triage import split_asks
from suggest.types import Ask, Hit, Message, Outcome, Query

DATA = Path(__file__).parents[1] / "src" / "suggest" / "data"
SETS = ("dev", "fit")
_DILUTED = ("score", "text", "question")
_CANDIDATES, _RIDGE = 40, 0.3
_LEAST_MEANT = 0.02  # what is meant for others must lose, also where the sets say little about it
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """One ask of a question and what was found for it."""

    question: Question
    query: Query
    ask: Ask
    hits: list[Hit]

    def sections(self) -> list[Hit]:
        """The hits that are sections, best first."""
        return [hit for hit in self.hits if hit.kind == "section"]

    def answers(self, hit: Hit) -> bool:
        """Whether a section is one that answers or helps."""
        return self.question.outcome == "answer" and self.question.qrels.get(hit.key, 0) > 0


def as_question(reply: IdealReply) -> Question:
    """A post with its ideal reply as a question: the sections of the plan answer, others that would fit help."""
    outcome: Outcome = "abstain" if reply.outcome == "none" else cast(Outcome, reply.outcome)
    grades = dict.fromkeys(reply.also, 1) | dict.fromkeys(reply.plan, 2)
    return Question(reply.id, reply.text, reply.language, reply.channel, "", outcome, None, grades, (), (), reply.contacts)


def find(suggester: Suggester, questions: Sequence[Question]) -> list[list[Found]]:
    """For each question that is no crisis its asks with their hits."""
    found = []
    for question in track([q for q in questions if q.outcome != "crisis"], "searching"):
        query, _ = suggester.read(Message(question.text, channel=question.channel, land=question.land))
        asks = split_asks(query.text)
        found.append(
            [
                Found(question, query, ask, hits)
                for ask, hits in zip(asks, suggester.search(asks, query, suggester.vectors(asks, query)), strict=True)
            ]
        )
    return found


def ranking(found: Sequence[Found]) -> Mapping[str, float]:
    """The weight of each part that makes the sections that answer most likely among the candidates."""
    groups = [_group(one) for one in found]
    groups = [(parts, wanted) for parts, wanted in groups if wanted.sum()]
    start = np.full(len(PARTS), 5.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = _RIDGE * float(((weights - start) ** 2).sum()) / 10, _RIDGE * (weights - start) / 5
        for parts, wanted in groups:
            scores = parts @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            total -= float(wanted @ np.log(share + 1e-12))
            slope -= parts.T @ (wanted - share)
        return total, slope

    best: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    scale = best[0] + best[1] + best[2]  # so that the score stays near a cosine
    weights = {name: round(float(weight / scale), 4) for name, weight in zip(PARTS, best, strict=True)}
    return weights | {"meant": max(_LEAST_MEANT, weights["meant"])}


def _group(one: Found) -> tuple[Floats, Floats]:
    sections = one.sections()[:_CANDIDATES]
    parts = np.array([[getattr(hit, name) for name in PARTS] for hit in sections])
    wanted = np.array([float(one.question.qrels.get(hit.key, 0)) ** 2 if one.answers(hit) else 0.0 for hit in sections])
    return parts, wanted / max(wanted.sum(), 1e-9)


def rescored(found: Sequence[Found], weights: Mapping[str, float]) -> list[Found]:
    """The same with scores by other weights, best first."""
    return [replace(one, hits=sorted((weighed(hit, weights) for hit in one.hits), key=lambda h: (-h.score, h.key))) for one in found]


def first_right(found: Sequence[Found]) -> float:
    """How many of the posts that should be answered have a right section first in one of their asks."""
    right: dict[str, bool] = {}
    for one in found:
        if one.question.outcome == "answer":
            sections = one.sections()
            right[one.question.id] = right.get(one.question.id, False) or bool(sections and one.answers(sections[0]))
    return sum(right.values()) / max(1, len(right))


def cross_validated_ranking(found: Sequence[list[Found]]) -> float:
    """`first_right` with weights fitted on other questions."""
    shares, sizes = [], []
    for train, test in KFold(10, shuffle=True, random_state=0).split(np.arange(len(found))):
        weights = ranking([one for i in train for one in found[i]])
        held = rescored([one for i in test for one in found[i]], weights)
        shares.append(first_right(held))
        sizes.append(len({one.question.id for one in held if one.question.outcome == "answer"}))
    return float(np.average(shares, weights=sizes))


def best_of(asks: Sequence[Found]) -> Found:
    """The ask of a question whose best section scores highest."""
    return max(asks, key=lambda one: one.sections()[0].score if one.sections() else -1.0)


def matrix(found: Sequence[Found], model: EvidenceModel) -> tuple[list[str], Floats, NDArray[np.bool_]]:
    """Feature names, features (questions, features) and whether the best section answers each."""
    rows = [
        features_of(one.ask, one.hits, situation=one.query.situation, language=one.query.message_language, model=model) for one in found
    ]
    names = list(rows[0])
    right = [bool(one.sections()) and one.answers(one.sections()[0]) for one in found]
    return names, np.array([[row[name] for name in names] for row in rows]), np.array(right)


def dilution(found: Sequence[Found], model: EvidenceModel) -> dict[str, float]:
    """How much of each cosine a unit of length costs, by least squares on the questions that are answered."""
    names, features, answered = matrix(found, replace(model, dilution=dict.fromkeys(_DILUTED, 0.0)))
    length = np.array([math.log1p(len(one.ask.whole.split())) / 5 for one in found])[answered]
    design = np.c_[np.ones(len(length)), length]
    slopes = {name: np.linalg.lstsq(design, features[answered][:, names.index(name)], rcond=None)[0][1] for name in _DILUTED}
    return {name: round(float(max(0.0, -slope)), 3) for name, slope in slopes.items()}


def logistic(names: Sequence[str], features: Floats, right: NDArray[np.bool_], label: str) -> tuple[dict[str, float], float]:
    """Weights by name and bias; prints what cross-validation gives."""
    regression = LogisticRegression(C=5, max_iter=10_000)
    probabilities = cross_val_predict(regression, features, right, cv=10, method="predict_proba")[:, 1]
    accuracy = float(((probabilities > 0.5) == right).mean())
    print(
        f"{label}: {len(right)} cases, {right.mean():.2f} right, AUROC {roc_auc_score(right, probabilities):.3f}, accuracy {accuracy:.3f}"
    )
    regression.fit(features, right)
    weights = {name: round(float(weight), 3) for name, weight in zip(names, regression.coef_[0], strict=True)}
    return weights, round(float(regression.intercept_[0]), 3)


def main() -> None:
    """Fits, prints and writes."""
    suggester = Service(get_settings()).suggester()
    questions = [question for name in SETS for question in load_questions(name)]
    questions += [as_question(reply) for reply in load_replies()]
    by_question = find(suggester, questions)
    found = [one for asks in by_question for one in asks]
    print(f"right section first before: {first_right(found):.3f}, after (ten-fold): {cross_validated_ranking(by_question):.3f}")
    weights = ranking(found)
    _write(DATA / "ranking.json", weights)
    best = [best_of(rescored(asks, weights)) for asks in by_question]
    model = default_model()
    model = replace(model, dilution=dilution(best, model))
    evidence, bias = logistic(*matrix(best, model), "the best section answers")
    stored = json.loads((DATA / "evidence.json").read_text(encoding="utf-8"))
    stored |= {"weights": evidence, "bias": bias, "dilution": dict(model.dilution)}
    _write(DATA / "evidence.json", stored)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
