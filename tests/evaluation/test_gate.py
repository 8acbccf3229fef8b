"""Honest measures: a system that is broken on purpose, over the real pipeline, never passes the gate."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes import TODAY, WordService
from small_set import CHANNELS, question

from evaluation.__main__ import cli
from evaluation.baselines import Baseline, baseline_of, history, means, read_baseline, write_baseline
from evaluation.datasets import Question, load_questions
from evaluation.gate import Verdict, judge, verdict_lines
from evaluation.rundir import Run
from evaluation.work import score, stratified
from suggest.errors import InputError
from suggest.pipeline import Suggester
from suggest.settings import Settings
from suggest.types import Hit, Message, Suggestion

Change = Callable[[Suggestion, Message], Suggestion]


class Changed(WordService):
    """The service of a test, its suggestions changed on the way out."""

    def __init__(self, plain: WordService, change: Change) -> None:
        super().__init__(plain.settings)
        self.plain, self.change = plain, change

    def suggester(self) -> Suggester:
        found = self.plain.suggester()
        plain = found.suggest
        found.suggest = lambda message, **rest: self.change(plain(message, **rest), message)  # type: ignore[method-assign]
        return found


@pytest.fixture
def asked(questions: list[Question]) -> list[Question]:
    """The small set, and posts that name a person."""
    named = question("Ich heiße Fatima. Wie lange dauert Brückenteilzeit?")
    return [*questions, *(replace(named, id=f"name-{channel}", channel=channel) for channel in CHANNELS)]


@pytest.fixture
def baseline(asked: list[Question], service: WordService, settings: Settings) -> Baseline:
    return baseline_of(score(asked, settings, today=TODAY, jobs=1, open_service=lambda _: service), "small", None)


def judged(baseline: Baseline, asked: Sequence[Question], service: WordService) -> Verdict:
    return judge(baseline, score(asked, service.settings, today=TODAY, jobs=1, open_service=lambda _: service))


def reasons(verdict: Verdict) -> str:
    return " / ".join(loss.reason for loss in verdict.losses)


def rewritten(suggestion: Suggestion, old: str, new: str) -> Suggestion:
    return replace(suggestion, draft=replace(suggestion.draft, text=suggestion.draft.text.replace(old, new, 1)))


def test_the_same_system_passes(baseline: Baseline, asked: list[Question], service: WordService) -> None:
    verdict = judged(baseline, asked, service)
    assert verdict.losses == ()
    assert "Nothing is lost." in list(verdict_lines(verdict, baseline, 36))
    assert means(baseline)["outcome"] == 1.0


def test_other_sections_than_those_found_are_caught(
    baseline: Baseline, asked: list[Question], service: WordService, monkeypatch: pytest.MonkeyPatch
) -> None:
    retriever = service.suggester().retriever
    plain = retriever.search_vectors

    def mixed(*args: object, **choices: object) -> list[list[Hit]]:
        """Every section takes the place of another."""
        found: list[list[Hit]] = plain(*args, **choices)  # type: ignore[arg-type]
        return [list(rotated(hits)) for hits in found]

    def rotated(hits: Sequence[Hit]) -> Sequence[Hit]:
        sections = [hit for hit in hits if hit.kind == "section"]
        others = {a.key: b for a, b in zip(sections, [*sections[1:], *sections[:1]], strict=True)}
        return [replace(hit, key=o.key, docid=o.docid, answer=o.answer) if (o := others.get(hit.key)) else hit for hit in hits]

    monkeypatch.setattr(retriever, "search_vectors", mixed)
    found = reasons(judged(baseline, asked, service))
    assert "is first" in found
    assert "required facts" in found


def test_answering_always_is_caught(baseline: Baseline, asked: list[Question], service: WordService) -> None:
    suggester = service.suggester()
    plain = suggester.suggest
    suggester.suggest = lambda message, today: plain(message, today=today, section="de/minijob#grenze")  # type: ignore[method-assign, assignment]
    verdict = judged(baseline, asked, service)
    assert "outcome right" in reasons(verdict)
    assert any("asyl-facebook" in loss.questions for loss in verdict.losses)


def test_abstaining_always_is_caught(baseline: Baseline, asked: list[Question], service: WordService, settings: Settings) -> None:
    shy = WordService(settings.model_copy(update={"answer_probability": 1.1}))
    shy._stores = service._stores
    found = reasons(judged(baseline, asked, shy))
    assert "outcome right" in found
    assert "required facts" in found


def test_a_wrong_figure_in_the_base_is_caught(baseline: Baseline, asked: list[Question], service: WordService, kb_dir: Path) -> None:
    figures = kb_dir / "figures.toml"
    figures.write_text(re.sub("603", "630", figures.read_text(encoding="utf-8")), encoding="utf-8")
    service.build()
    (first, *_) = judged(baseline, asked, service).losses
    assert first.reason.startswith("a wrong statement")
    assert first.questions == tuple(f"minijob-{channel}" for channel in CHANNELS)


def test_a_figure_that_is_changed_in_the_draft_is_caught(baseline: Baseline, asked: list[Question], service: WordService) -> None:
    careless = Changed(service, lambda made, _: rewritten(made, "fünf Jahre", "sechs Jahre"))
    assert "the sentence contract is broken" in reasons(judged(baseline, asked, careless))


def test_a_leaked_name_is_caught(baseline: Baseline, asked: list[Question], service: WordService) -> None:
    def greet(made: Suggestion, message: Message) -> Suggestion:
        return rewritten(made, "Hallo", "Hallo Fatima") if "Fatima" in message.text else made

    losses = {loss.reason: loss.questions for loss in judged(baseline, asked, Changed(service, greet)).losses}
    assert set(losses["personal data of the post in the draft"]) == {f"name-{c}" for c in CHANNELS}


def test_one_missed_cry_for_help_is_enough(baseline: Baseline, asked: list[Question], service: WordService) -> None:
    def deaf(made: Suggestion, message: Message) -> Suggestion:
        return replace(made, outcome="clarify") if message.channel == "threads" and made.outcome == "crisis" else made

    (loss,) = judged(baseline, asked, Changed(service, deaf)).losses
    assert loss.questions == ("not-threads",)


def test_one_worse_answer_alone_is_no_proof(baseline: Baseline, asked: list[Question], service: WordService) -> None:
    def unlucky(made: Suggestion, message: Message) -> Suggestion:
        return replace(made, outcome="clarify") if message.channel == "threads" and "Asyl" in message.text else made

    verdict = judged(baseline, asked, Changed(service, unlucky))
    assert verdict.losses == ()
    assert "worse on 1" in "\n".join(verdict_lines(verdict, baseline, 36))


def test_a_sure_but_tiny_loss_passes_and_a_larger_one_does_not(small_run: Run) -> None:
    def with_outcome(value: float) -> Run:
        results = [replace(r, scores={**r.scores, "nDCG@10": value}) for r in small_run.results]
        return Run(small_run.settings, small_run.questions, tuple(results))

    before = baseline_of(with_outcome(0.9), "small", None)
    assert judge(before, with_outcome(0.885)).losses == ()
    assert "nDCG@10" in reasons(judge(before, with_outcome(0.875)))


def test_a_new_question_must_keep_the_rules_but_nothing_else(small_run: Run) -> None:
    old = baseline_of(small_run.only([n > 3 for n in range(30)]), "small", None)
    results = list(small_run.results)
    results[0] = replace(results[0], scores={**results[0].scores, "outcome": 0.0, "facts": 0.0})
    assert judge(old, Run(small_run.settings, small_run.questions, tuple(results))).losses == ()
    results[0] = replace(results[0], scores={**results[0].scores, "forbidden": 1.0})
    (loss,) = judge(old, Run(small_run.settings, small_run.questions, tuple(results))).losses
    assert loss.questions == ("dauer-facebook",)


def test_a_set_that_lost_its_questions_is_not_compared(small_run: Run) -> None:
    few = small_run.only([n > 15 for n in range(30)])
    assert "too many questions" in reasons(judge(baseline_of(small_run, "small", None), few))


def test_a_baseline_is_read_as_it_was_written(baseline: Baseline, tmp_path: Path) -> None:
    write_baseline(baseline, tmp_path)
    write_baseline(baseline, tmp_path)
    assert read_baseline("small", tmp_path) == baseline
    assert [(one.set, one.questions) for one in history(tmp_path)] == [("small", 36)] * 2
    with pytest.raises(InputError, match="--accept"):
        read_baseline("other", tmp_path)
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.json"):
        read_baseline("other", tmp_path)


def test_the_committed_baseline_fits_its_set() -> None:
    committed = read_baseline("dev")
    assert list(committed.scores) == [q.id for q in stratified(load_questions("dev"), committed.limit)]
    assert history()[-1].means == means(committed)


def test_the_command_accepts_passes_and_fails(small_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluation.work.read_baseline", partial(read_baseline, root=tmp_path))
    monkeypatch.setattr("evaluation.work.write_baseline", partial(write_baseline, root=tmp_path))
    made = [small_run]
    monkeypatch.setattr("evaluation.work.score_sets", lambda *_, **__: made[0])

    def gate(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["gate", "--set", "small", *arguments])
        return result.exit_code, result.output

    assert gate("--accept")[0] == 0
    assert gate()[0] == 0
    assert gate("--limit", "3")[0] != 0
    worse = [replace(r, scores={**r.scores, "outcome": 0.0}) if r.id.startswith("asyl") else r for r in small_run.results]
    made[0] = Run(small_run.settings, small_run.questions, tuple(worse))
    code, said = gate()
    assert code == 1
    assert "LOST  outcome right: 1.000 → 0.800" in said
    assert "asyl-facebook" in said
