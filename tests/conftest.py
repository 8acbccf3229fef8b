"""Fixtures that several parts share: a small base with a service without model, and the real one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import KB, WordService

from suggest.pipeline import Service
from suggest.settings import Settings

os.environ.setdefault("HF_HUB_OFFLINE", "1")
REPOSITORY = Path(__file__).parents[1]


@pytest.fixture
def kb_dir(tmp_path: Path) -> Path:
    """A copy of the small base, to be changed."""
    return Path(shutil.copytree(KB, tmp_path / "kb"))


@pytest.fixture
def settings(tmp_path: Path, kb_dir: Path) -> Settings:
    return Settings(kb_dir=kb_dir, index_dir=tmp_path / "index", cache_dir=tmp_path / "cache")


@pytest.fixture
def service(settings: Settings) -> WordService:
    """A service whose index is built."""
    service = WordService(settings)
    service.build()
    return service


@pytest.fixture(scope="session")
def real_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The product itself: the whole base, the real model, an embedded Chroma in a directory of this session.

    Vectors of texts already embedded on this machine are reused, as in use.
    """
    service = Service(Settings(kb_dir=REPOSITORY / "kb", index_dir=tmp_path_factory.mktemp("index")))
    service.build()
    yield service
    service.suggester().close()
