"""The one formula of all decisions: logistic regression over named features."""

from __future__ import annotations

import math
from collections.abc import Mapping


def probability(weights: Mapping[str, float], bias: float, features: Mapping[str, float]) -> float:
    """The probability, 0 to 1; a feature without a weight counts nothing, a weight without its feature is a KeyError."""
    return 1.0 / (1.0 + math.exp(-bias - sum(weight * features[name] for name, weight in weights.items())))
