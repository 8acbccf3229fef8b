"""Fits when a post speaks of danger: python -m evaluation.fit_danger.

Logistic regression over the features of `suggest.danger` on the sets `dev` and `fit` and the ideal replies. A crisis counts as danger
when its contacts or its theme are those of danger; running deadlines do not. Prints what eight-fold cross-validation gives and
writes `data/danger.json`.
"""

from __future__ import annotations

import json

import numpy as np
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from evaluation.datasets import Question, load_questions
from evaluation.fit import DATA, SETS, as_question
from evaluation.ideal import load_replies
from suggest.danger import DANGERS, danger_features
from suggest.pipeline import Service, Suggester, read_post
from suggest.settings import get_settings
from suggest.triage import alarm, split_asks
from suggest.types import Message

_EMERGENCY = {"telefonseelsorge", "hilfetelefon-gewalt-gegen-frauen", "polizei-110", "notruf-112"}
_CRISIS, _WORRY = 0.3, 0.2  # chosen by the table that is printed: beyond, false alarms grow faster than what is heard


def is_danger(question: Question, theme: str) -> bool | None:
    """Whether a post speaks of danger; None where its data do not say."""
    if question.outcome != "crisis":
        return False
    if theme:
        return f"theme/{theme}" in DANGERS
    return bool(_EMERGENCY & set(question.contacts)) if question.contacts else None


def features(suggester: Suggester, question: Question) -> dict[str, float]:
    """The features of one post."""
    query, _ = suggester.read(Message(question.text, channel=question.channel, land=question.land))
    asks, words = split_asks(query.text), alarm(query.text)
    vectors = suggester.vectors(asks, query)
    hits, post = suggester.search(asks, query, vectors), read_post(asks, query, vectors)
    judged = suggester.judge(asks, hits, query)
    return dict(danger_features(post, hits, judged, suggester.retriever.classifier, alarmed=words == "danger"))


def main() -> None:
    """Fits, prints and writes."""
    suggester = Service(get_settings()).suggester()
    labelled = [(question, is_danger(question, "")) for name in SETS for question in load_questions(name)]
    labelled += [(as_question(reply), is_danger(as_question(reply), reply.theme)) for reply in load_replies()]
    known = [(question, danger) for question, danger in labelled if danger is not None]
    rows = [features(suggester, question) for question, _ in track(known, "searching")]
    names = list(rows[0])
    values, danger = np.array([[row[name] for name in names] for row in rows]), np.array([danger for _, danger in known])
    mean, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
    scaled, regression = (values - mean) / spread, LogisticRegression(max_iter=2000)
    folds = StratifiedKFold(8, shuffle=True, random_state=0)
    held = cross_val_predict(regression, scaled, danger, cv=folds, method="predict_proba")[:, 1]
    print(f"{len(danger)} posts, {danger.sum()} of danger, AUROC {roc_auc_score(danger, held):.3f}")
    for least in (0.1, _WORRY, _CRISIS, 0.5):
        print(f"from {least}: {(held[danger] >= least).sum()} heard, {(held[~danger] >= least).sum()} false alarms")
    regression.fit(scaled, danger)
    weights = regression.coef_[0] / spread
    stored = {
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)},
        "bias": round(float(regression.intercept_[0] - weights @ mean), 4),
        "crisis": _CRISIS,
        "worry": _WORRY,
    }
    (DATA / "danger.json").write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
