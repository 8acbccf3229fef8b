"""Question sets → a run, on the live index, which is brought in step with the base first."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from evaluation.baselines import baseline_of, read_baseline, write_baseline
from evaluation.datasets import Question, load_questions, question_sets, read_questions
from evaluation.gate import judge, verdict_lines
from evaluation.provenance import provenance
from evaluation.rundir import Run, write_run
from evaluation.running import OpenService, run
from suggest.errors import InputError
from suggest.pipeline import Service
from suggest.settings import Settings, get_settings

Progress = Callable[[int, int], None]
_USUAL_LIMIT = 200  # under two minutes on two cores


def score_sets(
    sets: Sequence[str], *, today: date, limit: int | None = None, jobs: int = 0, out: Path | None = None, progress: Progress | None = None
) -> Run:
    """The run on the sets named, or on all, written to `out` if it is given. Raises InputError when two questions share an id."""
    questions = stratified([q for name in sets or question_sets() for q in load_questions(name)], limit)
    return _written(score(questions, get_settings(), today=today, jobs=jobs, progress=progress), out)


def score_directory(
    directory: Path,
    settings: Settings,
    *,
    today: date,
    out: Path,
    limit: int | None = None,
    jobs: int = 0,
    progress: Progress | None = None,
) -> Run:
    """The run on a set that stands elsewhere, on the base and index of the settings."""
    questions = stratified(read_questions(directory, directory.parent.name or directory.name), limit)
    return _written(score(questions, settings, today=today, jobs=jobs, progress=progress), out)


def _written(run: Run, out: Path | None) -> Run:
    if out is not None:
        write_run(out, run)
    return run


def accept_baseline(
    name: str, limit: int | None, *, today: date, jobs: int = 0, out: Path | None = None, progress: Progress | None = None
) -> str:
    """Scores a subset of a set, makes it the new baseline, and says so."""
    limit = limit or _limit_of_old(name)
    found = score_sets([name], today=today, limit=limit, jobs=jobs, out=out, progress=progress)
    write_baseline(baseline_of(found, name, limit))
    return f"The baseline of {name} holds {len(found.questions)} questions now; commit evaluation/baselines/ and say why."


def guard(name: str, *, jobs: int = 0, out: Path | None = None, progress: Progress | None = None) -> tuple[bool, list[str]]:
    """Whether the live index keeps what the baseline of a set had, and the verdict in words.

    The day is that of the baseline, so that the calendar alone never breaks a build.
    """
    baseline = read_baseline(name)
    found = score_sets([name], today=baseline.date, limit=baseline.limit, jobs=jobs, out=out, progress=progress)
    verdict = judge(baseline, found)
    return not verdict.losses, list(verdict_lines(verdict, baseline, len(found.questions)))


def _limit_of_old(name: str) -> int | None:
    try:
        return read_baseline(name).limit
    except InputError:
        return _USUAL_LIMIT


def score(
    questions: Sequence[Question],
    settings: Settings,
    *,
    today: date,
    jobs: int = 0,
    open_service: OpenService = Service,
    progress: Progress | None = None,
) -> Run:
    """The run on the questions. Raises InputError when there are none or two share an id."""
    if not questions:
        raise InputError("There is no question to score; name a set with --set.")
    if len({question.id for question in questions}) != len(questions):
        raise InputError("Two questions share an id; score their sets one by one with --set.")
    open_service(settings).build()
    start = perf_counter()
    results = run(questions, settings, today=today, jobs=jobs, open_service=open_service, progress=progress)
    made = provenance(settings, questions, today=today, seconds=perf_counter() - start)
    return Run(made, tuple(questions), tuple(results))


def stratified(questions: Sequence[Question], limit: int | None) -> list[Question]:
    """At most `limit` questions in their order, the same ones every time, each group of language and outcome by its share.

    Every group keeps at least one question while there is room; within a group a digest of the id decides, so that a question that
    is added later rarely changes which others are drawn.
    """
    if limit is None or limit >= len(questions):
        return list(questions)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for question in questions:
        groups[question.language, question.outcome].append(question.id)
    ranked = []
    for key, ids in groups.items():
        shuffled = sorted(ids, key=lambda one: hashlib.sha256(one.encode()).digest())
        ranked += [(place / len(ids), key, one) for place, one in enumerate(shuffled)]
    kept = {one for _, _, one in sorted(ranked)[:limit]}
    return [question for question in questions if question.id in kept]
