"""Fits which contact suits a post, on the ideal replies: python -m evaluation.fit_contacts.

Logistic regression a contact on the vectors of the posts that are no crisis; offices of one Land count as the general contact they stand
for. Prints what six-fold cross-validation gives for the learnt part alone, and writes `data/contacts.npz`.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

from evaluation.ideal import load_replies
from suggest.pipeline import Service
from suggest.settings import get_settings
from suggest.suitability import MODEL
from suggest.triage import split_asks
from suggest.types import Message

_LEAST_POSTS = 5
_PENALTY = 20.0
Floats = NDArray[np.float64]


def _regression(vectors: NDArray[np.float32], suits: NDArray[np.bool_]) -> LogisticRegression | None:
    return LogisticRegression(C=_PENALTY, max_iter=500).fit(vectors, suits) if suits.sum() > 1 else None


def cross_validated(vectors: NDArray[np.float32], suits: NDArray[np.bool_]) -> float:
    """How often the contact with the highest probability is one of those chosen, posts by contacts in `suits`."""
    right = []
    for train, test in KFold(6, shuffle=True, random_state=0).split(vectors):
        fitted = [_regression(vectors[train], suits[train, column]) for column in range(suits.shape[1])]
        scores = np.array([one.decision_function(vectors[test]) if one else np.full(len(test), -9.0) for one in fitted])
        right += [suits[post, best] for post, best in zip(test, scores.argmax(axis=0), strict=True)]
    return float(np.mean(right))


def main() -> None:
    """Fits, prints and writes."""
    service = Service(get_settings())
    suggester = service.suggester()
    contacts = suggester.catalogue.base.contacts
    replies = [one for one in load_replies() if one.contacts and one.outcome != "crisis"]
    chosen = [{contacts[name].stands_for[0] if contacts[name].stands_for else name for name in one.contacts} for one in replies]
    counted = Counter(name for names in chosen for name in names)
    names = sorted(name for name, count in counted.items() if count >= _LEAST_POSTS and set(contacts[name].kinds) != {"crisis"})
    wholes = [split_asks(suggester.read(Message(one.text))[0].text)[0].whole for one in replies]
    vectors = suggester.retriever.embed(wholes)
    mean = vectors.mean(axis=0)
    suits = np.array([[name in own for name in names] for own in chosen])
    print(f"{len(replies)} posts, {len(names)} contacts, first contact right: {cross_validated(vectors - mean, suits):.3f}")
    fitted = [LogisticRegression(C=_PENALTY, max_iter=500).fit(vectors - mean, suits[:, column]) for column in range(len(names))]
    weights, bias = np.array([one.coef_[0] for one in fitted]), np.array([one.intercept_[0] for one in fitted])
    parts = {"weights": weights.astype(np.float16), "bias": bias.astype(np.float32), "mean": mean.astype(np.float32)}
    np.savez(MODEL, model=np.array(service.embedder.id), contacts=np.array(names), **parts)


if __name__ == "__main__":
    main()
