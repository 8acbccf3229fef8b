"""Questions → results, on as many processes as there are cores; the order is always that of the questions."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from evaluation.answers import Ranked, answer, record
from evaluation.datasets import Question
from evaluation.measures.drafts import draft_scores
from evaluation.measures.retrieval import retrieval_scores
from suggest.indexing import live_index
from suggest.pipeline import Service, Suggester
from suggest.settings import Settings

Scores = Mapping[str, float | None]
"""A value for each measure; None where a measure does not apply to the question."""

OpenService = Callable[[Settings], Service]
Progress = Callable[[int, int], None]
_CHUNK = 4


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of one question after a run: its record, its scores and its ranking."""

    id: str
    suggestion: Mapping[str, Any]
    scores: Scores
    ranked: Ranked


def run(
    questions: Sequence[Question],
    settings: Settings,
    *,
    today: date,
    jobs: int = 0,
    open_service: OpenService = Service,
    progress: Progress | None = None,
) -> list[Result]:
    """A result for each question, in their order; `jobs` processes, 0 for as many as there are cores.

    Raises IndexMissingError when there is no index.
    """
    live_index(settings.index_dir)
    wanted = min(jobs or os.cpu_count() or 1, max(1, len(questions) // _CHUNK))
    if wanted == 1:
        found = run_here(questions, open_service(settings).suggester(), today=today)
        return with_retrieval(questions, list(_counted(found, len(questions), progress)))
    with tempfile.TemporaryDirectory(prefix="evaluation-") as scratch:
        work = partial(_work, today=today)
        start = (settings, Path(scratch), open_service)
        context = multiprocessing.get_context("spawn")  # a forked torch hangs
        with ProcessPoolExecutor(wanted, mp_context=context, initializer=_open, initargs=start) as pool:
            found = pool.map(work, questions, chunksize=_CHUNK)
            return with_retrieval(questions, list(_counted(found, len(questions), progress)))


def run_here(questions: Sequence[Question], suggester: Suggester, *, today: date) -> Iterator[Result]:
    """A result for each question from an open suggester, without the measures of retrieval."""
    for question in questions:
        answered = answer(suggester, question, today=today)
        yield Result(question.id, record(answered), draft_scores(answered, suggester.catalogue, today=today), answered.ranked)


def with_retrieval(questions: Sequence[Question], results: Sequence[Result]) -> list[Result]:
    """The results with the measures of their rankings added."""
    scores = retrieval_scores(questions, {result.id: result.ranked for result in results})
    return [Result(r.id, r.suggestion, {**scores[r.id], **r.scores}, r.ranked) for r in results]


def _counted(results: Iterator[Result], total: int, progress: Progress | None) -> Iterator[Result]:
    for done, result in enumerate(results, 1):
        yield result
        if progress:
            progress(done, total)


_SUGGESTERS: list[Suggester] = []
"""The one suggester of a worker process."""


def _open(settings: Settings, scratch: Path, open_service: OpenService) -> None:
    """Opens a worker's own copy of the index, for two processes must not share an embedded Chroma directory."""
    import torch

    torch.set_num_threads(1)
    own = _copy_of_index(settings.index_dir, scratch / str(os.getpid()))
    _SUGGESTERS.append(open_service(settings.model_copy(update={"index_dir": own})).suggester())


def _copy_of_index(index_dir: Path, target: Path) -> Path:
    live = live_index(index_dir)
    shutil.copytree(live, target / "indexes" / live.name)
    (target / "pointer.json").write_text(json.dumps({"index": live.name}), encoding="utf-8")
    return target


def _work(question: Question, *, today: date) -> Result:
    (result,) = run_here([question], _SUGGESTERS[0], today=today)
    return result
