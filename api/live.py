"""The live index as the server sees it: opened once, followed per request, kept when a newer one cannot be opened."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Any

from suggest.base import published
from suggest.errors import IndexMissingError, SuggestError
from suggest.indexing import live_index
from suggest.pipeline import Service, Suggester

_LOG = logging.getLogger(__name__)
_PARALLEL = 2  # torch computes with several threads already; more posts at once only slow each other down


class Live:
    """The suggester that requests use, and the turns in which they use it."""

    def __init__(self, service: Service) -> None:
        """Opens nothing yet."""
        self._service = service
        self._opening = Lock()
        self._turns = BoundedSemaphore(_PARALLEL)
        self._last: Suggester | None = None
        self._index = ""
        self._warm = False
        self.fault: str | None = None

    def suggester(self) -> Suggester:
        """The suggester of the live index, or the last good one while a newer is being opened or cannot be.

        Raises SuggestError with the remedy when none could be opened yet.
        """
        last = self._last
        if not self._opening.acquire(blocking=last is None):
            assert last is not None
            return last
        try:
            return self._newest()
        finally:
            self._opening.release()

    @contextmanager
    def turn(self) -> Iterator[Suggester]:
        """The suggester for as long as one computation takes; waits while as many are under way as the machine carries."""
        suggester = self.suggester()
        with self._turns:
            yield suggester

    def warm(self) -> None:
        """Loads what the first post would otherwise wait for. Raises SuggestError with the remedy."""
        self.suggester()
        if not self._warm:
            self._service.embedder.embed_queries(["?"])
            self._warm = True

    def about(self) -> dict[str, Any]:
        """Model, index and number of articles that are being served. Raises SuggestError as `suggester` does."""
        self.warm()
        articles = len(published(self.suggester().catalogue.base))
        return {"model": self._service.embedder.id, "index": self._index, "articles": articles}

    def _newest(self) -> Suggester:
        try:
            name = live_index(self._service.settings.index_dir).name
            self._last, self._index, self.fault = self._service.suggester(), name, None
        except (SuggestError, OSError, ValueError, KeyError) as error:
            remedy = _remedy(error)
            if remedy != self.fault:
                _LOG.warning("The index cannot be opened (%s).", type(error).__name__)
            self.fault = remedy
            if self._last is None:
                raise error if isinstance(error, SuggestError) else IndexMissingError(remedy) from None
        return self._last


def _remedy(error: Exception) -> str:
    if isinstance(error, SuggestError):
        return str(error)
    return f"The index cannot be read ({type(error).__name__}); build it again: suggest index."
