"""A small base, and a service over it that embeds by words: the real pipeline without model and Chroma."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
from fastapi import FastAPI

from suggest.embedding import Progress, Vectors
from suggest.pipeline import Service
from suggest.settings import Settings
from suggest.stores.base import VectorStore
from suggest.stores.memory import MemoryStore

TODAY = date(2026, 11, 22)
KB = Path(__file__).parent / "kb"
POST = "Wie lange dauert Brückenteilzeit?"
Serve = Callable[[FastAPI], str]
"""Starts an application and returns its address."""


class WordEmbedder:
    """Texts with the same words point the same way; deterministic, no model."""

    id = "words"

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if progress:
            progress(len(texts))
        return np.stack([self._vector(text) for text in texts])

    def embed_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self.embed_passages(texts, progress)

    def _vector(self, text: str) -> Vectors:
        vector = np.full(512, 1e-3, np.float32)
        for word in re.findall(r"\w{3,}", text.lower()):
            vector[int.from_bytes(hashlib.sha256(word.encode()).digest()[:2], "big") % 512] += 1.0
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit


class KeptStore(MemoryStore):
    """A store in memory that still knows its vectors when it is opened again."""

    def close(self) -> None:
        pass


class WordService(Service):
    """A service without model and Chroma; the rest is the real one."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.embedder = WordEmbedder()
        self._stores: dict[str, KeptStore] = {}

    def _store(self, directory: Path, name: str) -> VectorStore:
        return self._stores.setdefault(name, KeptStore())
