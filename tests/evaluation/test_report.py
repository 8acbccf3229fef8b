from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from evaluation.__main__ import cli
from evaluation.baselines import baseline_of, history, write_baseline
from evaluation.figures import figures_table, write_figures
from evaluation.report.data import ReportData, report_data
from evaluation.report.failures import failures
from evaluation.report.render import as_html, as_json, as_markdown
from evaluation.report.words import figures
from evaluation.rundir import Run, write_run
from suggest.errors import InputError


@pytest.fixture
def faulty(small_run: Run) -> Run:
    """The small run with one wrong outcome, one refusal, and markup in a post."""
    questions, results = list(small_run.questions), list(small_run.results)
    questions[0] = replace(questions[0], text="<script>window.ran = true</script> {{ 7*7 }}")
    results[0] = replace(results[0], scores={**results[0].scores, "facts": 0.0})
    twelfth, next_one = results[12].suggestion, results[13].suggestion
    results[12] = replace(results[12], suggestion={**twelfth, "outcome": "answer"}, scores={**results[12].scores, "outcome": 0.0})
    refused = {key: next_one[key] for key in ("id", "set", "expected")} | {"error": "The draft was stopped."}
    lost = {"outcome": 0.0, "contract": 0.0, "probability": None}
    results[13] = replace(results[13], suggestion=refused, scores={**results[13].scores, **lost})
    return Run(small_run.settings, tuple(questions), tuple(results))


@pytest.fixture
def data(faulty: Run, small_run: Run, tmp_path: Path) -> ReportData:
    write_baseline(baseline_of(small_run, "small", None), tmp_path)
    write_baseline(baseline_of(faulty, "small", None), tmp_path)
    return report_data(faulty, history(tmp_path))


def test_questions_with_a_fault_are_listed_wrong_outcomes_first(faulty: Run) -> None:
    found = list(failures(faulty))
    assert [one.question.id for one in found] == ["asyl-facebook", "asyl-gutefrage", "dauer-facebook"]
    assert found[0].given == "answer"
    assert (found[1].given, found[1].error) == ("refused", "The draft was stopped.")
    assert found[2].faults == ("required facts missing",)


def test_a_faultless_run_lists_nothing(small_run: Run) -> None:
    assert list(failures(small_run)) == []


def test_the_page_asks_for_nothing_outside_and_escapes_posts(data: ReportData) -> None:
    page = as_html(data)
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "&lt;script&gt;window.ran" in page
    assert "{{ 7*7 }}" in page
    assert not re.findall(r"(?:src|href)=[\"'](?!#)", page.replace("xlink:href", "href"))
    ids = re.findall(r"\bid=\"([^\"]+)\"", page)
    assert len(ids) == len(set(ids))


def test_the_same_run_gives_the_same_page(data: ReportData) -> None:
    assert as_html(data) == as_html(data)


def test_plots_are_well_formed_and_said_in_words(data: ReportData) -> None:
    found = list(figures(data))
    assert [one.id for one in found] == ["risk", "reliability", "length", "history"]
    for one in found:
        ElementTree.fromstring(one.svg)
        assert re.search(r"\d", one.words)
    assert "threads: median" in found[2].words


def test_json_holds_the_same_numbers(data: ReportData) -> None:
    found = json.loads(as_json(data))
    assert found["count"] == 30
    assert found["confusion"]["abstain"]["refused"] == 1
    assert len(found["failures"]) == 3


def test_markdown_has_every_part_but_no_post(data: ReportData) -> None:
    text = "\n".join(as_markdown(data))
    for part in ("| outcome right | 0.93 |", "## By language", "## Decisions", "## Length", "## History", "- asyl-facebook: wrong outcome"):
        assert part in text
    assert "<script>" not in text


def test_the_command_writes_three_files(faulty: Run, tmp_path: Path) -> None:
    write_run(tmp_path / "run", faulty)
    result = CliRunner().invoke(cli, ["report", str(tmp_path / "run"), "--baselines"])
    assert result.exit_code == 0, result.output
    assert all((tmp_path / "run" / f"report.{kind}").stat().st_size > 1000 for kind in ("html", "md", "json"))


def test_the_figures_stand_between_their_marks(faulty: Run, tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- figures:begin -->\nstale table\n<!-- figures:end -->\nafter\n", encoding="utf-8")
    write_figures(readme, faulty)
    text = readme.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- figures:begin -->\n`make evaluate` on 2026-11-22, ")
    assert text.endswith("<!-- figures:end -->\nafter\n")
    assert "| danger and running deadlines recognised | 6 of 6 |" in text
    assert "stale" not in text
    assert len(list(figures_table(faulty))) == 17
    readme.write_text("nothing", encoding="utf-8")
    with pytest.raises(InputError, match="figures:begin"):
        write_figures(readme, faulty)
