"""A run against its baseline: whether something was really lost, and on which questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluation.baselines import GUARDED, INVIOLABLE, Baseline, baseline_of
from evaluation.measures.names import MEASURES
from evaluation.rundir import Run
from evaluation.statistics import Paired, paired

LEAST_LOSS, SIGNIFICANT = 0.02, 0.05
"""A mean that falls by more than `LEAST_LOSS` with p below `SIGNIFICANT` is a loss."""

_LEAST_SHARED = 0.8
_Scores = Mapping[str, Mapping[str, float | None]]
_FAULTS = {
    "forbidden": "a wrong statement that was not there before",
    "leaks": "personal data of the post in the draft",
    "contract": "the sentence contract is broken",
    "length_fits": "too long for the channel, or with addresses that do not work there",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """One reason to fail, and the questions that show it."""

    reason: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How each guarded measure moved, and why the change must not land (nothing, if it may)."""

    moved: Mapping[str, Paired]
    losses: tuple[Loss, ...]


def judge(baseline: Baseline, run: Run) -> Verdict:
    """The verdict on a run of the same subset; what is new since the baseline must only keep the inviolable rules."""
    now = baseline_of(run, baseline.set, baseline.limit).scores
    shared = [one for one in baseline.scores if one in now]
    moved = {name: found for name in GUARDED if (found := _moved(name, baseline.scores, now, shared)) is not None}
    violated = (*_violations(baseline, now), *_missed(baseline, run))
    return Verdict(moved, (*_strangers(baseline, shared), *violated, *_lost(moved, baseline, now)))


def _moved(name: str, before: _Scores, now: _Scores, shared: Sequence[str]) -> Paired | None:
    pairs = [(a, now[one][name] or 0.0) for one in shared if (a := before[one][name]) is not None]
    return paired([a for a, _ in pairs], [b for _, b in pairs]) if pairs else None


def _strangers(baseline: Baseline, shared: Sequence[str]) -> Iterator[Loss]:
    if len(shared) < _LEAST_SHARED * len(baseline.scores):
        gone = tuple(one for one in baseline.scores if one not in set(shared))
        yield Loss("too many questions of the baseline are gone to compare; look at the change, then accept a new baseline", gone)


def _violations(baseline: Baseline, now: _Scores) -> Iterator[Loss]:
    for name in INVIOLABLE:
        measure = MEASURES[name]
        sign = 1 if measure.higher_is_better else -1
        new = {name: float(measure.higher_is_better)}  # what a question must keep that the baseline does not know
        before = {one: _known(baseline.scores.get(one, new)[name]) for one in now}
        worse = [one for one, scores in now.items() if sign * (_known(scores[name]) - before[one]) < 0]
        if worse:
            yield Loss(_FAULTS[name], tuple(worse))


def _missed(baseline: Baseline, run: Run) -> Iterator[Loss]:
    """Each cry for help that is overlooked is one too many, however few they are."""
    recognised = [one for one, scores in baseline.scores.items() if scores["outcome"] == 1.0]
    pairs = zip(run.questions, run.results, strict=True)
    missed = [q.id for q, r in pairs if q.outcome == "crisis" and q.id in recognised and r.scores["outcome"] != 1.0]
    if missed:
        yield Loss("danger or a running deadline is no longer recognised", tuple(missed))


def _lost(moved: Mapping[str, Paired], baseline: Baseline, now: _Scores) -> Iterator[Loss]:
    for name, found in moved.items():
        if found.gain < -LEAST_LOSS and found.p < SIGNIFICANT:
            fell = [one for one, scores in baseline.scores.items() if one in now and _known(now[one][name]) < _known(scores[name])]
            yield Loss(f"{MEASURES[name].title}: {found.a:.3f} → {found.b:.3f} (p = {found.p:.4f})", tuple(fell))


def _known(value: float | None) -> float:
    return 0.0 if value is None else value


def verdict_lines(verdict: Verdict, baseline: Baseline, count: int) -> Iterator[str]:
    """The verdict in words: how each measure moved, then each reason to fail with its questions and what to do."""
    yield f"gate: {count} questions of {baseline.set} against the baseline of {baseline.date} (commit {baseline.commit})"
    for name, found in verdict.moved.items():
        changed = f"better on {found.wins}, worse on {found.losses}, p = {found.p:.3f}" if found.wins or found.losses else "the same"
        yield f"  {MEASURES[name].title}: {found.a:.3f} → {found.b:.3f} ({changed})"
    for loss in verdict.losses:
        yield f"LOST  {loss.reason}: {', '.join(loss.questions)}"
    if verdict.losses:
        yield (
            "A change must not lose. See both drafts with `python -m evaluation report`; if the loss is meant, write a new baseline "
            f"with `python -m evaluation gate --set {baseline.set} --accept` and say why in the commit."
        )
    else:
        yield "Nothing is lost."
