"""Exact search in memory: for tests, and the reference that other stores are compared with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from suggest.stores.base import Found, Vectors


class MemoryStore:
    """A `VectorStore` that computes every cosine."""

    def __init__(self) -> None:
        """Starts empty."""
        self._sets: dict[str, tuple[list[str], Vectors]] = {}

    def create(self, name: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Keeps the vectors; raises ValueError for a name in use."""
        if name in self._sets:
            raise ValueError(f"{name} exists")
        self._sets[name] = (list(ids), np.asarray(vectors, np.float32))

    def query(self, name: str, vectors: Vectors, n: int) -> list[Found]:
        """The best `n` for each row, exactly."""
        if name not in self._sets:
            return [[] for _ in vectors]
        ids, stored = self._sets[name]
        return [_best(ids, row, n) for row in np.asarray(vectors) @ stored.T]

    def count(self, name: str) -> int:
        """How many vectors stand under a name."""
        return len(self._sets.get(name, ((), None))[0])

    def close(self) -> None:
        """Forgets everything."""
        self._sets.clear()


def _best(ids: list[str], cosines: Vectors, n: int) -> Found:
    rounded = np.round(cosines, 6)  # equal vectors differ in the last digit by their place in the matrix
    order = sorted(range(len(ids)), key=lambda i: (-float(rounded[i]), ids[i]))[:n]
    return [(ids[i], float(cosines[i])) for i in order]
