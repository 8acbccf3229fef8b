from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes import TODAY, WordService
from small_set import BuiltService, question

from evaluation.__main__ import cli, main
from evaluation.datasets import Question, Row, write_set
from evaluation.measures.names import MEASURES
from evaluation.provenance import commit
from evaluation.rundir import Run, read_run, write_run
from evaluation.running import run
from evaluation.summary import groups, summary_lines
from evaluation.work import score, stratified
from suggest.errors import InputError
from suggest.settings import Settings


def test_a_run_has_a_result_for_each_question_in_order(small_run: Run, questions: list[Question]) -> None:
    assert [result.id for result in small_run.results] == [q.id for q in questions]
    assert all(name in result.scores for result in small_run.results for name in MEASURES)
    assert small_run.settings["sets"] == {"small": 30}
    assert small_run.settings["model"] == "words"


@pytest.mark.model  # as slow as those, for each process imports anew
def test_processes_change_nothing(questions: list[Question], service: WordService, settings: Settings) -> None:
    few = questions[::3]
    one = run(few, settings, today=TODAY, jobs=1, open_service=lambda _: service)
    told: list[tuple[int, int]] = []
    two = run(few, settings, today=TODAY, jobs=2, open_service=BuiltService, progress=lambda *at: told.append(at))
    timed = {"timings_ms", "milliseconds"}
    for a, b in zip(one, two, strict=True):
        assert {k: v for k, v in a.suggestion.items() if k not in timed} == {k: v for k, v in b.suggestion.items() if k not in timed}
        assert {k: v for k, v in a.scores.items() if k not in timed} == {k: v for k, v in b.scores.items() if k not in timed}
    assert told == [(done, len(few)) for done in range(1, len(few) + 1)]


def test_a_run_is_read_as_it_was_written(small_run: Run, tmp_path: Path) -> None:
    write_run(tmp_path / "run", small_run)
    found = read_run(tmp_path / "run")
    assert found.questions == small_run.questions
    assert [r.suggestion for r in found.results] == [json.loads(json.dumps(r.suggestion)) for r in small_run.results]
    assert found.scores("outcome") == small_run.scores("outcome")
    first = (tmp_path / "run" / "run.trec").read_text(encoding="utf-8").splitlines()[0].split()
    assert first[:4] == ["dauer-facebook", "Q0", "brueckenteilzeit#dauer", "1"]


def test_a_damaged_run_is_named(small_run: Run, tmp_path: Path) -> None:
    write_run(tmp_path, small_run)
    (tmp_path / "scores.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="holds no whole run"):
        read_run(tmp_path)


def test_ids_are_unique_and_there_is_a_question(service: WordService, settings: Settings) -> None:
    with pytest.raises(InputError, match="share an id"):
        score([question(), question()], settings, today=TODAY, open_service=lambda _: service)
    with pytest.raises(InputError, match="no question"):
        score([], settings, today=TODAY)


def test_a_subset_keeps_every_group_and_is_the_same_every_time() -> None:
    many = [question(id=f"q{n}", language=("de", "en")[n % 4 == 0], outcome=("answer", "crisis")[n % 10 == 0]) for n in range(80)]
    few = stratified(many, 20)
    assert few == stratified(many, 20)
    assert len(few) == 20
    assert {(q.language, q.outcome) for q in few} == {(q.language, q.outcome) for q in many}
    assert few == [q for q in many if q in few]
    assert stratified(many, None) == stratified(many, 99) == many
    assert 10 <= sum(q.language == "de" and q.outcome == "answer" for q in few) <= 14


def test_the_summary_names_every_measure_that_applies(small_run: Run) -> None:
    text = "\n".join(summary_lines(small_run))
    assert "| outcome right | 1.00 | 1.00 to 1.00 | 30 |" in text
    assert "- crisis → crisis: 6" in text


def test_groups_hold_each_question_once_a_way(small_run: Run) -> None:
    for members in groups(small_run).values():
        assert [sum(column) for column in zip(*members.values(), strict=True)] == [1] * 30


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch, small_run: Run) -> list[int]:
    """How many questions the command scored; the scoring itself is replaced."""
    seen: list[int] = []

    def score(questions: list[Question], *_: object, **__: object) -> Run:
        seen.append(len(questions))
        return small_run

    monkeypatch.setattr("evaluation.work.score", score)
    return seen


@pytest.mark.parametrize(("arguments", "count"), [(["--set", "dev", "--limit", "7"], 7), (["--set", "dev", "--set", "held"], 450)])
def test_the_command_scores_sets(scored: list[int], tmp_path: Path, arguments: list[str], count: int) -> None:
    result = CliRunner().invoke(cli, ["run", *arguments, "--out", str(tmp_path / "run")])
    assert result.exit_code == 0, result.output
    assert scored == [count]
    assert "| outcome right | 1.00 |" in result.output
    assert len(read_run(tmp_path / "run").questions) == 30


def test_the_command_scores_a_directory_and_says_what_belongs_together(scored: list[int], tmp_path: Path) -> None:
    write_set(tmp_path / "set", [Row(id="a", text="b", language="de", outcome="abstain")], {})
    out = ["--out", str(tmp_path / "run")]
    assert CliRunner().invoke(cli, ["run", "--questions", str(tmp_path / "set"), "--kb", str(tmp_path), *out]).exit_code == 0
    assert scored == [1]
    refused = CliRunner().invoke(cli, ["run", "--set", "dev", "--kb", str(tmp_path), *out])
    assert isinstance(refused.exception, InputError)


def test_the_commit_is_named_and_unknown_outside_a_repository(tmp_path: Path) -> None:
    assert commit(tmp_path) == "unknown"
    assert re.fullmatch(r"[0-9a-f]{12}\+?|unknown", commit())


def test_a_library_error_is_one_sentence_and_exit_code_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["evaluation", "report", "nowhere"])
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 2
    assert "holds no whole run" in capsys.readouterr().err
