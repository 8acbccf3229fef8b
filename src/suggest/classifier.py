"""Which section or theme a text is about, among all of an index: softmax regression on the vectors of everything typical.

It is estimated when an index is built, from typical questions, typical posts and passages; nearest neighbours tell near sections
apart worse (first section right 0.81 → 0.85 on 796 posts of the sets `dev` and `fit`, ten candidates being equal).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_RIDGE, _STEPS = 1e-3, 80
_START = 10.0  # length of a class's weights before the first step, on vectors of length one
LOWEST = -20.0
"""The logarithm of a probability that counts as none."""


@dataclass(frozen=True, slots=True)
class Example:
    """A vector's classes, its own first, and how much it counts."""

    classes: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class SectionClassifier:
    """Classes, weights float32 (classes, dimensions), bias (classes) and the mean vector that is subtracted first."""

    classes: tuple[str, ...]
    weights: Floats
    bias: Floats
    mean: Floats

    @classmethod
    def fit(cls, examples: Sequence[Example], vectors: Floats) -> SectionClassifier:
        """The classifier with the least ridge-penalised cross-entropy after at most 80 steps of L-BFGS, vectors (examples, dimensions)."""
        from scipy.optimize import minimize  # takes a third of a second, and only a build needs it

        classes = tuple(sorted({name for example in examples for name in example.classes}))
        wanted, weight = _targets(examples, classes), np.array([example.weight for example in examples], np.float32)[:, None]
        weight /= weight.sum()
        mean = vectors.mean(axis=0)
        centred = vectors - mean
        shape = (len(classes), vectors.shape[1])

        def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
            weights, bias = flat[: shape[0] * shape[1]].reshape(shape).astype(np.float32), flat[shape[0] * shape[1] :].astype(np.float32)
            logs = _log_softmax((centred @ weights.T + bias).astype(np.float32))
            slope = (np.exp(logs) - wanted) * weight
            value = -float((wanted * logs * weight).sum()) + _RIDGE * float((weights**2).sum()) / shape[0]
            gradient = slope.T @ centred + 2 * _RIDGE * weights / shape[0]
            return value, np.concatenate([gradient.ravel(), slope.sum(axis=0)]).astype(np.float64)

        start = np.concatenate([_starting_weights(centred, wanted * weight).ravel(), np.zeros(shape[0])]).astype(np.float64)
        best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x.astype(np.float32)
        return cls(classes, best[: shape[0] * shape[1]].reshape(shape), best[shape[0] * shape[1] :], mean)

    def log_probabilities(self, vectors: Floats) -> Floats:
        """Natural logarithms, float32 (vectors, classes), none below `LOWEST`."""
        logs: Floats = np.maximum(_log_softmax((vectors - self.mean) @ self.weights.T + self.bias), LOWEST)
        return logs

    def numbers(self) -> Mapping[str, int]:
        """The column of each class."""
        return {name: number for number, name in enumerate(self.classes)}

    def save(self, path: Path) -> None:
        """Writes one file that `load` reads."""
        np.savez(path, classes=np.array(self.classes), weights=self.weights, bias=self.bias, mean=self.mean)

    @classmethod
    def load(cls, path: Path) -> SectionClassifier:
        """The classifier that `save` wrote."""
        with np.load(path) as stored:
            return cls(tuple(str(name) for name in stored["classes"]), stored["weights"], stored["bias"], stored["mean"])


def _targets(examples: Sequence[Example], classes: Sequence[str]) -> Floats:
    """The share of each class, float32 (examples, classes): an example's first class counts twice as much as each other one."""
    number = {name: i for i, name in enumerate(classes)}
    wanted = np.zeros((len(examples), len(classes)), np.float32)
    for row, example in zip(wanted, examples, strict=True):
        for place, name in enumerate(example.classes):
            row[number[name]] += 1.0 if place == 0 else 0.5
    return np.asarray(wanted / wanted.sum(axis=1, keepdims=True), np.float32)


def _starting_weights(centred: Floats, shares: Floats) -> Floats:
    means = shares.T @ centred
    return np.asarray(_START * means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9), np.float32)


def _log_softmax(scores: NDArray[np.floating[Any]]) -> Floats:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return np.asarray(logs, np.float32)
