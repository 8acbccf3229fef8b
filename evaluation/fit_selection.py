"""Fits which units belong into a reply, on the ideal replies: python -m evaluation.fit_selection.

Logistic regression, bounded by sign, over the features of `suggest.selection`; the units of sections that would fit too but were not
taken are left out.
Prints what eight-fold cross-validation over posts gives, and writes `data/selection.json`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

from evaluation.fit import DATA
from evaluation.ideal import IdealReply, load_replies
from suggest.figures import fill
from suggest.pipeline import Service, Suggester, read_post
from suggest.selection import Candidate
from suggest.settings import get_settings
from suggest.triage import split_asks
from suggest.types import Message
from suggest.units import grouped

_LEAST_MAIN, _LEAST_OTHER = 0.12, 0.25  # a section more answers more posts, but seldom all sections fit; compared by `report`
_PENALTY = 0.3
_EVIDENCE = {
    *("score", "rank", "place", "votes", "dense", "question", "lexical", "meant", "classified", "classified_ask", "classified_window"),
    *("headed", "alone", "window", "headed_ask", "alone_beside", "window_beside", "number_asked", "named"),
}
_MOST_UNITS, _MOST_SECTIONS = 6, 3
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One post: the candidates, their features (candidates, features), which the reply takes, and which count at all."""

    reply: IdealReply
    candidates: list[Candidate]
    features: Floats
    taken: NDArray[np.bool_]
    counts: NDArray[np.bool_]


def cases(suggester: Suggester, replies: Sequence[IdealReply]) -> list[Case]:
    """The posts that are answered, each with the candidates of all its asks."""
    texts = _unit_texts(suggester)
    found = []
    for reply in track([one for one in replies if one.plan and one.outcome == "answer"], "searching"):
        query, _ = suggester.read(Message(reply.text, channel=reply.channel))
        asks = split_asks(query.text)
        vectors = suggester.vectors(asks, query)
        hits = suggester.search(asks, query, vectors)
        candidates = suggester.candidates(hits, read_post(asks, query, vectors), query)
        if candidates:
            found.append(_case(reply, candidates, texts))
    return found


def _case(reply: IdealReply, candidates: list[Candidate], texts: dict[str, list[str]]) -> Case:
    names = list(candidates[0].features)
    features = np.array([[one.features[name] for name in names] for one in candidates])
    taken = np.array([reply.takes(one.hit.key, texts[one.hit.key][one.unit]) for one in candidates])
    counts = np.array([yes or one.hit.key not in reply.also for one, yes in zip(candidates, taken, strict=True)])
    return Case(reply, candidates, features, taken, counts)


def _unit_texts(suggester: Suggester) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    figures = suggester.catalogue.base.figures
    for docid, (article, section) in suggester.catalogue.sections.items():
        if article.language == "de":
            filled = [[fill(s.text, figures, day=date.today(), language="de") or "" for s in unit] for unit in grouped(section.sentences)]
            texts[docid.split("/", 1)[1]] = [" ".join(unit) for unit in filled]
    return texts


def fit(train: Sequence[Case], names: Sequence[str]) -> tuple[Floats, float]:
    """Weights and bias on the features as they are; what is evidence for a unit never counts against it, whatever the sample says."""
    features = np.concatenate([case.features[case.counts] for case in train])
    taken = np.concatenate([case.taken[case.counts] for case in train])
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled, sign = (features - mean) / spread, 2.0 * taken - 1.0

    def loss(flat: Floats) -> tuple[float, Floats]:
        margins = sign * (scaled @ flat[:-1] + flat[-1])
        slope = -sign / (1 + np.exp(margins))
        value = float(np.logaddexp(0, -margins).sum() + (flat[:-1] ** 2).sum() / (2 * _PENALTY))
        return value, np.append(scaled.T @ slope + flat[:-1] / _PENALTY, slope.sum())

    bounds = [(0, None) if name in _EVIDENCE else (None, 0) if name == "gap" else (None, None) for name in names]
    best: Floats = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    weights = best[:-1] / spread
    return weights, float(best[-1] - weights @ mean)


def _choice(case: Case, scores: Floats, least_other: float) -> list[int]:
    """The candidates that a draft of usual length would take."""
    chosen: list[int] = []
    for i in np.argsort(-scores, kind="stable"):
        keys = [case.candidates[j].hit.key for j in chosen]
        key = case.candidates[i].hit.key
        needed = _LEAST_MAIN if not keys or key == keys[0] else least_other
        full = len(chosen) == _MOST_UNITS or (key not in keys and len(set(keys)) == _MOST_SECTIONS)
        if not chosen or (scores[i] >= needed and not full):
            chosen.append(int(i))
    return chosen


def report(held: Sequence[tuple[Case, Floats]], least_other: float) -> str:
    """Means over posts: precision, recall of the units among the candidates, main section used, share of sections that fit."""
    precision, recall, main, fitting = [], [], [], []
    for case, scores in held:
        chosen = _choice(case, scores, least_other)
        right = sum(case.taken[i] for i in chosen)
        precision.append(right / len(chosen))
        recall.append(right / max(1, case.taken.sum()))
        keys = {case.candidates[i].hit.key for i in chosen}
        main.append(next(iter(case.reply.plan)) in keys)
        fitting.append(np.mean([key in case.reply.plan or key in case.reply.also for key in keys]))
    values = f"precision {np.mean(precision):.3f}, recall {np.mean(recall):.3f}, main section used {np.mean(main):.3f}"
    return f"other sections from {least_other}: {values}, sections that fit {np.mean(fitting):.3f}"


def main() -> None:
    """Fits, prints and writes."""
    suggester = Service(get_settings()).suggester()
    found = cases(suggester, load_replies())
    names = list(found[0].candidates[0].features)
    held: list[tuple[Case, Floats]] = []
    for train, test in KFold(8, shuffle=True, random_state=0).split(np.arange(len(found))):
        weights, bias = fit([found[i] for i in train], names)
        held += [(found[i], 1 / (1 + np.exp(-bias - found[i].features @ weights))) for i in test]
    print(f"{len(found)} posts, {sum(case.taken.sum() for case in found)} of {sum(len(case.taken) for case in found)} units taken")
    print(f"AUROC {roc_auc_score(np.concatenate([c.taken for c, _ in held]), np.concatenate([s for _, s in held])):.3f}")
    for least in (0.15, 0.25, 0.35, 1.0):
        print(report(held, least))
    weights, bias = fit(found, names)
    stored = {
        "weights": dict(zip(names, (round(float(one), 4) for one in weights), strict=True)),
        "bias": round(bias, 4),
        "least_main": _LEAST_MAIN,
        "least_other": _LEAST_OTHER,
    }
    (DATA / "selection.json").write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
