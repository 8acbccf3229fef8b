"""`VectorStore`: named sets of unit vectors that are written once and then only searched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Found = list[tuple[str, float]]


class VectorStore(Protocol):
    """What an index needs of a place for vectors; every store passes the same contract test."""

    def create(self, name: str, ids: Sequence[str], vectors: Vectors) -> None:
        """Writes a set of unit vectors, float32 (ids, dimensions), under a name that is not in use yet."""

    def query(self, name: str, vectors: Vectors, n: int) -> list[Found]:
        """For each row of `vectors` up to `n` pairs of id and cosine, best first, ties by id; empty for an unknown name."""

    def count(self, name: str) -> int:
        """How many vectors stand under a name; 0 for an unknown one."""

    def close(self) -> None:
        """Frees what the store holds; it is not used afterwards."""
