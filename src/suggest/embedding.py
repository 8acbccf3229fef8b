"""`Embedder`: texts → unit vectors; here with sentence-transformers, whose import takes seconds and so waits for use."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from suggest.bundled_model import model_digest, prepare_model
from suggest.errors import ModelError

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
BUNDLED, GENERAL = "bundled", "general"
"""The model that is shipped with the domain adapter, and without it: for bases that the adapter was not trained on."""


class Embedder(Protocol):
    """What the index and the retriever need of an embedding model."""

    @property
    def id(self) -> str:
        """A name that changes whenever the vectors would."""

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One unit vector a text, float32 (texts, dimensions), in the order of the texts."""

    def embed_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As `embed_passages`, for what people ask."""


def embedder_id(name: str) -> str:
    """The id of the model with this name, without loading anything."""
    return f"multilingual-e5-small-{model_digest(adapted_too=name == BUNDLED)}" if name in (BUNDLED, GENERAL) else name


def fitting_model(name: str, kb_dir: Path) -> str:
    """The model for a base: `bundled` becomes `general` where the base has no typical posts, for the adapter learnt from ours."""
    return GENERAL if name == BUNDLED and not (kb_dir / "posts.jsonl").exists() else name


class LazyEmbedder:
    """The model of the settings, loaded when the first text is embedded: what needs no vectors waits for none."""

    def __init__(self, name: str, *, cache_dir: Path) -> None:
        """`name` is `bundled` or `general`, which are prepared on first use, or any sentence-transformers name or path."""
        self._name = name
        self._cache_dir = cache_dir
        self._loading = Lock()
        self._loaded: SentenceEmbedder | None = None

    @property
    def id(self) -> str:
        """The id of the model, known without loading it."""
        return embedder_id(self._name)

    def load(self) -> SentenceEmbedder:
        """The loaded model. Raises ModelError with the remedy."""
        with self._loading:
            if self._loaded is None:
                shipped = self._name in (BUNDLED, GENERAL)
                path = str(prepare_model(self._cache_dir, adapted_too=self._name == BUNDLED)) if shipped else self._name
                self._loaded = SentenceEmbedder(path, id=self.id)
            return self._loaded

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As the model's own."""
        return self.load().embed_passages(texts, progress)

    def embed_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """As the model's own."""
        return self.load().embed_queries(texts, progress)


class SentenceEmbedder:
    """A sentence-transformers model; E5's prefixes are applied where the model names none of its own."""

    def __init__(self, path: str, *, id: str) -> None:
        """Loads the model. Raises ModelError when there is none at `path`."""
        if Path(path).exists():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a local model never asks the network
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.set_verbosity_error()  # the unused pooler is reported as missing otherwise
        transformers_logging.disable_progress_bar()
        try:
            self._model: Any = SentenceTransformer(path, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelError(f"No embedding model at {path!r} ({type(error).__name__}); check SUGGEST_EMBEDDING_MODEL.") from None
        self._prompts = {"query": "query: ", "passage": "passage: "} | {k: v for k, v in self._model.prompts.items() if v}
        self.id = id

    def embed_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One unit vector a text, float32 (texts, dimensions); `progress` is told how many more are done."""
        return self._encode(texts, self._prompts["passage"], progress)

    def embed_queries(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """One unit vector a text, float32 (texts, dimensions)."""
        return self._encode(texts, self._prompts["query"], progress)

    def _encode(self, texts: Sequence[str], prompt: str, progress: Progress | None) -> Vectors:
        """Encodes longest first in batches of 32, so that a batch pads little; returns the order given."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        vectors: Vectors | None = None
        for start in range(0, len(order), 32):
            batch = order[start : start + 32]
            part = self._model.encode(
                [texts[i] for i in batch], prompt=prompt, normalize_embeddings=True, show_progress_bar=False, batch_size=32
            )
            vectors = np.empty((len(texts), part.shape[1]), np.float32) if vectors is None else vectors
            vectors[batch] = part
            if progress:
                progress(len(batch))
        return vectors if vectors is not None else np.empty((0, 0), np.float32)
