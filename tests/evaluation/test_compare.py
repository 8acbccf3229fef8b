from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluation.__main__ import cli
from evaluation.compare import as_markdown, compare, measure
from evaluation.rundir import Run, write_run
from suggest.errors import InputError


def changed(run: Run, prefix: str, *, draft: str = "Anders. <b>", **scores: float | None) -> Run:
    """The run with other drafts and scores for the questions whose id starts so."""
    results = [
        replace(r, suggestion={**r.suggestion, "draft": draft}, scores={**r.scores, **scores}) if r.id.startswith(prefix) else r
        for r in run.results
    ]
    return Run(run.settings, run.questions, tuple(results))


def test_a_run_does_not_differ_from_itself(small_run: Run) -> None:
    lines, changes = compare(small_run, small_run)
    assert changes == []
    assert {line.found.p for line in lines} == {1.0}
    assert {line.way for line in lines} == {"all", "topic", "language", "channel", "outcome", "set"}


def test_wins_losses_and_p_stand_in_each_group(small_run: Run) -> None:
    lines, changes = compare(small_run, changed(small_run, "asyl", outcome=0.0))
    found = {(line.way, line.group, line.measure.name): line.found for line in lines}
    everything = found["all", "all", "outcome"]
    assert (everything.wins, everything.ties, everything.losses) == (0, 24, 6)
    assert everything.p == pytest.approx(2 / 64)
    assert found["outcome", "abstain", "outcome"].b == 0.0
    assert found["outcome", "crisis", "outcome"].p == 1.0
    assert [change.question.id.split("-")[0] for change in changes] == ["asyl"] * 6
    assert changes[0].worse == ("outcome",)


def test_what_is_missing_in_one_run_scores_0(small_run: Run) -> None:
    found = measure(small_run, changed(small_run, "dauer", facts=None), "facts")
    assert found is not None
    assert (found.a, found.b, found.losses) == (1.0, 0.5, 6)


def test_drafts_stand_side_by_side_and_stay_text(small_run: Run) -> None:
    other = changed(small_run, "dauer-threads")
    text = "\n".join(as_markdown(*compare(small_run, other), names=("a", "b"), total=30))
    assert "Questions that changed: 1 of 30" in text
    assert '<td dir="auto" valign="top">Anders. &lt;b&gt;</td>' in text


def test_runs_on_other_questions_cannot_be_compared(small_run: Run) -> None:
    other = Run(small_run.settings, tuple(replace(q, id=f"x{q.id}") for q in small_run.questions), small_run.results)
    with pytest.raises(InputError, match="share no question"):
        compare(small_run, other)
    reworded = Run(small_run.settings, tuple(replace(q, text="x") for q in small_run.questions), small_run.results)
    with pytest.raises(InputError, match="another text"):
        compare(small_run, reworded)


def test_the_command_compares_two_directories(small_run: Run, tmp_path: Path) -> None:
    write_run(tmp_path / "a", small_run)
    write_run(tmp_path / "b", changed(small_run, "dauer-threads"))
    out = tmp_path / "c.md"
    result = CliRunner().invoke(cli, ["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "| all | outcome right | 1.00 | 1.00 | 0 | 30 | 0 | 1.000 |" in out.read_text(encoding="utf-8")
