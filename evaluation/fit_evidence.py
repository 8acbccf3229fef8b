"""Fits the weights of `src/suggest/data/evidence.json` on the development set: python -m evaluation.fit_evidence.

What is estimated is that the best section answers the ask: a post that should be answered but whose best section is wrong
counts as one that should not. The margins in the file are kept; only weights, bias and dilution are estimated. Prints the AUROC of ten-fold
cross-validation, and writes the file.
"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from evaluation.datasets import load_questions
from suggest.evidence import EvidenceModel, default_model, features_of
from suggest.pipeline import Service, Suggester
from suggest.settings import get_settings
from suggest.triage import split_asks
from suggest.types import Ask, Hit, Message, Query

TARGET = Path(__file__).parents[1] / "src" / "suggest" / "data" / "evidence.json"
_DILUTED = ("score", "text", "question")
Found = tuple[Ask, list[Hit], Query, bool]


def best_asks(suggester: Suggester, name: str) -> list[Found]:
    """For each question that is no crisis its best ask with hits, the query, and whether the best section answers it."""
    found = []
    for question in load_questions(name):
        if question.outcome != "crisis":
            query, _ = suggester.read(Message(question.text, channel=question.channel, land=question.land))
            asks = split_asks(query.text)
            hits = suggester.search(asks, query)
            best = max(range(len(asks)), key=lambda i: next((h.score for h in hits[i] if h.kind == "section"), -1.0))
            top = next((h.key for h in hits[best] if h.kind == "section"), "")
            found.append((asks[best], hits[best], query, question.outcome == "answer" and question.qrels.get(top, 0) > 0))
    return found


def matrix(found: list[Found], model: EvidenceModel) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Feature names, features (questions, features) and whether the best section answers each."""
    rows = [features_of(a, h, situation=q.situation, language=q.message_language, model=model) for a, h, q, _ in found]
    names = list(rows[0])
    return names, np.array([[row[name] for name in names] for row in rows]), np.array([answered for *_, answered in found])


def dilution(found: list[Found], model: EvidenceModel) -> dict[str, float]:
    """How much of each cosine a unit of length costs, by least squares on the questions that are answered."""
    names, features, answered = matrix(found, replace(model, dilution=dict.fromkeys(_DILUTED, 0.0)))
    length = np.array([math.log1p(len(ask.whole.split())) / 5 for ask, *_ in found])[answered]
    design = np.c_[np.ones(len(length)), length]
    slopes = {name: np.linalg.lstsq(design, features[answered][:, names.index(name)], rcond=None)[0][1] for name in _DILUTED}
    return {name: round(float(max(0.0, -slope)), 3) for name, slope in slopes.items()}


def main() -> None:
    """Fits, prints and writes."""
    found = best_asks(Service(get_settings()).suggester(), "dev")
    model = replace(default_model(), dilution=dilution(found, default_model()))
    names, features, answered = matrix(found, model)
    regression = LogisticRegression(C=5, max_iter=10_000)
    probabilities = cross_val_predict(regression, features, answered, cv=10, method="predict_proba")[:, 1]
    accuracy = float(((probabilities > 0.5) == answered).mean())
    print(f"{len(answered)} questions, AUROC {roc_auc_score(answered, probabilities):.3f}, accuracy {accuracy:.3f} (10-fold)")
    regression.fit(features, answered)
    stored = json.loads(TARGET.read_text(encoding="utf-8"))
    stored["weights"] = {name: round(float(weight), 3) for name, weight in zip(names, regression.coef_[0], strict=True)}
    stored["bias"] = round(float(regression.intercept_[0]), 3)
    stored["dilution"] = dict(model.dilution)
    TARGET.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
