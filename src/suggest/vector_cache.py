"""Vectors of texts already embedded, kept by model and text, so that a rebuild embeds only what changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from suggest.embedding import Embedder, Progress, Vectors


class CachedEmbedder:
    """An `Embedder` that keeps every vector it computes in a file; only texts of the base pass through it, never posts."""

    def __init__(self, embedder: Embedder, path: Path) -> None:
        """Opens or creates the file; one that cannot be read is replaced, for it can be computed again."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        self._database = _open(path)
        self.embedded = 0

    @property
    def id(self) -> str:
        """The id of the model behind."""
        return self._embedder.id

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As the model's own, from the file where the text is known."""
        return self._cached("passage", texts, progress)

    def embed_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As the model's own, from the file where the text is known."""
        return self._cached("query", texts, progress)

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    def _cached(self, role: str, texts: Sequence[str], progress: Progress | None) -> Vectors:
        keys = [hashlib.sha256(f"{self.id}\0{role}\0{text}".encode()).digest() for text in texts]
        known = self._stored(keys)
        missing = sorted({key: i for i, key in enumerate(keys) if key not in known}.values())
        if progress:
            progress(len(texts) - len(missing))
        for start in range(0, len(missing), 512):
            part = missing[start : start + 512]
            new = [texts[i] for i in part]
            embed = self._embedder.embed_passages if role == "passage" else self._embedder.embed_queries
            vectors = embed(new, progress)
            rows = [(keys[i], vector.astype(np.float32).tobytes()) for i, vector in zip(part, vectors, strict=True)]
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            known.update(rows)
            self.embedded += len(part)
        return np.stack([np.frombuffer(known[key], np.float32) for key in keys]) if keys else np.empty((0, 0), np.float32)

    def _stored(self, keys: list[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        for start in range(0, len(keys), 500):
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            found.update(self._database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part))
        return found


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.DatabaseError:
        path.unlink()
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=60)
    database.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
    return database
