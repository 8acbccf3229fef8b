from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from fakes import WordService

import suggest.pipeline
from suggest.cli import main

Run = Callable[..., Result]
POST = "Wie lange dauert Brückenteilzeit?"


@pytest.fixture
def run(service: WordService, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on the small base, with the service without model."""
    monkeypatch.setattr(
        suggest.pipeline, "Service", lambda settings: service if settings.kb_dir == service.settings.kb_dir else WordService(settings)
    )
    monkeypatch.setenv("SUGGEST_KB_DIR", str(service.settings.kb_dir))
    monkeypatch.setenv("SUGGEST_INDEX_DIR", str(service.settings.index_dir))

    def invoke(*arguments: str, text: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, list(arguments), input=text)

    return invoke


def test_a_post_from_standard_input_becomes_a_draft(run: Run) -> None:
    result = run("draft", text=POST)
    assert result.exit_code == 0
    assert "[1]" in result.output


def test_json_is_the_form_of_the_api(run: Run, tmp_path: Path) -> None:
    post = tmp_path / "post.txt"
    post.write_text(POST, encoding="utf-8")
    suggestion = json.loads(run("draft", "--json", "--file", str(post), "--channel", "threads").output)
    assert suggestion["outcome"] == "answer"
    assert len(suggestion["draft"]) <= 500
    assert suggestion["citations"][0]["sources"][0]["law"]


def test_explain_says_why(run: Run) -> None:
    assert "probability" in run("draft", "--explain", text=POST).stderr


@pytest.mark.parametrize(
    ("arguments", "text", "remedy"),
    [
        (["draft"], "", "paste the text"),
        (["draft"], "   \n ", "paste the text"),
        (["draft"], "a" * 100_000, "paste only the part"),
        (["draft"], b"\xff\xfe\x00", "UTF-8"),
        (["draft", "--channel", "fax"], POST, "known are facebook"),
        (["draft", "--language", "xx"], POST, "known are"),
        (["draft", "--land", "XX"], POST, "known are BW"),
        (["draft", "--file", "/no/such/file"], None, "check place"),
        (["draft", "--questions", "q.jsonl"], None, "belong together"),
        (["retrieve", "--run", "r.trec"], None, "belong together"),
        (["check", "--kb", "/no/such/base"], None, "--kb DIR"),
        (["serve", "--host", "0.0.0.0"], None, "Without a login"),
    ],
)
def test_bad_input_is_one_sentence_with_the_remedy(run: Run, arguments: list[str], text: str | bytes | None, remedy: str) -> None:
    result = run(*arguments, text=text)
    assert result.exit_code == 2
    assert remedy in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.output


def test_a_missing_index_is_named(run: Run, service: WordService) -> None:
    (service.settings.index_dir / "pointer.json").unlink()
    service._suggester = None
    result = run("draft", text=POST)
    assert (result.exit_code, "suggest index" in result.stderr) == (2, True)


def test_a_batch_keeps_ids_and_names_what_it_cannot_serve(run: Run, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "s.jsonl"
    rows = [{"id": "a", "text": POST}, {"id": "b", "question": POST}, {"id": "c", "text": POST, "channel": "fax"}]
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert run("draft", "--questions", str(questions), "--out", str(out)).exit_code == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["a", "b", "c"]
    assert "known are" in lines[2]["error"]


@pytest.mark.parametrize("line", ["nonsense", '{"text": "ohne id"}', '{"id": 1}', "[]"])
def test_a_broken_batch_line_is_named(run: Run, tmp_path: Path, line: str) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text(f'{{"id": "a", "text": "x"}}\n{line}\n', encoding="utf-8")
    result = run("draft", "--questions", str(questions), "--out", str(tmp_path / "s"))
    assert (result.exit_code, "q.jsonl:2" in result.stderr) == (2, True)


@pytest.mark.parametrize("by", ["section", "article"])
def test_a_run_file_lists_each_document_once_from_rank_1(run: Run, tmp_path: Path, by: str) -> None:
    questions, target = tmp_path / "q.jsonl", tmp_path / "r.trec"
    questions.write_text(json.dumps({"id": "q1", "text": POST}) + "\n", encoding="utf-8")
    assert run("retrieve", "--questions", str(questions), "--run", str(target), "--by", by).exit_code == 0
    rows = [line.split() for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row[3] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
    assert len({row[2] for row in rows}) == len(rows)
    assert all(("#" in row[2]) == (by == "section") and row[2].startswith("de/") for row in rows)
    assert [float(row[4]) for row in rows] == sorted((float(row[4]) for row in rows), reverse=True)


def test_any_folder_of_markdown_can_be_indexed(run: Run, tmp_path: Path, service: WordService) -> None:
    folder = tmp_path / "seiten"
    folder.mkdir()
    (folder / "kita.md").write_text("# Kita\n\nEin Platz in der Kita wird beim Jugendamt beantragt.\n", encoding="utf-8")
    (folder / "README.md").write_text("# Not an article\n", encoding="utf-8")
    plain = WordService(service.settings.model_copy(update={"kb_dir": folder, "index_dir": tmp_path / "other"}))
    assert plain.build().added == 1
    hits = plain.suggester().retriever.search(["Kita Platz beantragen"], languages=["de"])[0]
    assert hits[0].docid == "de/kita#kita"


@pytest.mark.whole_base
def test_check_exits_with_1_on_an_error_and_with_0_without(run: Run) -> None:
    product = Path(__file__).parents[1] / "kb"
    assert run("check", "--kb", str(product)).exit_code == 0
    result = run("check")
    assert (result.exit_code, "figure-unknown" in result.output) == (1, True)


def test_index_says_what_changed(run: Run) -> None:
    assert json.loads(run("index", "--json").output)["changed"] == 0
    assert "unchanged" in run("index").output
