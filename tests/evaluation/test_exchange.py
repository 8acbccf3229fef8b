"""Question sets come in and go out without loss, and other people's pages run through the same door."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from fakes import KB, TODAY, WordService

from evaluation.__main__ import cli
from evaluation.adapt import adapt_beir, adapt_folder, adapt_omos
from evaluation.adding import add_question, next_id
from evaluation.datasets import Row, read_qrels, read_questions, read_rows, write_set
from evaluation.formats.beir import read_beir, write_beir
from evaluation.formats.exchanged import QuestionSet, checked_row
from evaluation.formats.pages import as_text
from evaluation.formats.tables import read_csv, write_csv
from evaluation.formats.trec import read_trec, write_trec
from evaluation.work import score
from suggest.articles import read_article
from suggest.base import load_base
from suggest.errors import InputError, SuggestError
from suggest.settings import Settings

FULL = Row(
    id="a",
    text='Erste Zeile, "zitiert"\nzweite < dritte; كم؟',
    language="ar",
    channel="email",
    topic="part_time",
    outcome="answer",
    land="BY",
    facts=(("fünf jahre", "5 jahre|fünf"), ("tarifvertrag",)),
    forbidden=("drei jahre",),
    contacts=("mbe",),
)
PLAIN = Row(id="b", text="Und das Asyl?", language="de", outcome="abstain")
SET = QuestionSet((FULL, PLAIN), {"a": {"brueckenteilzeit#dauer": 2, "minijob#grenze": 1}})


def run(*arguments: str, text: str = "") -> tuple[int, str]:
    """The exit code and output of a command, a library error as its message."""
    result = CliRunner().invoke(cli, list(arguments), input=text)
    if isinstance(result.exception, SuggestError):
        return 2, str(result.exception)
    return result.exit_code, result.output


def test_a_table_loses_nothing(tmp_path: Path) -> None:
    write_csv(tmp_path / "set.csv", SET)
    assert read_csv(tmp_path / "set.csv") == SET


def test_a_beir_folder_loses_nothing(tmp_path: Path) -> None:
    write_beir(tmp_path, SET, load_base(KB))
    assert read_beir(tmp_path, "de") == SET
    corpus = [json.loads(line) for line in (tmp_path / "corpus.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {document["_id"] for document in corpus} >= set(SET.grades["a"])


def test_trec_keeps_id_text_and_grades(tmp_path: Path) -> None:
    write_trec(tmp_path, SET)
    found = read_trec(tmp_path, "de")
    assert found.grades == SET.grades
    assert [(row.id, row.text, row.outcome) for row in found.rows] == [
        ("a", 'Erste Zeile, "zitiert" zweite < dritte; كم؟', "answer"),
        ("b", "Und das Asyl?", "abstain"),
    ]


def test_relevant_or_not_is_read_as_answering(tmp_path: Path) -> None:
    (tmp_path / "topics.trec").write_text("1\tFrage?\n", encoding="utf-8")
    (tmp_path / "qrels.trec").write_text("1 0 x#y 1\n1 0 x#z 0\n", encoding="utf-8")
    assert read_trec(tmp_path, "de").grades == {"1": {"x#y": 2, "x#z": 0}}


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("topics.trec", "1\tFrage?\nohne Tab\n", r"topics\.trec:2"),
        ("topics.trec", "<top>\n<title> Frage\n", r"topics\.trec:2"),
        ("qrels.trec", "1 0 x 1\n1 0 x\n", r"qrels\.trec:2"),
    ],
)
def test_a_fault_in_trec_is_named(tmp_path: Path, name: str, content: str, place: str) -> None:
    write_trec(tmp_path, SET)
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=place):
        read_trec(tmp_path, "de")


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("id,text,colour\n", "unknown column 'colour'"),
        ("id,text,language,outcome\na,Frage,de,maybe\n", r"set\.csv:2: outcome"),
        ("id,text,language,outcome\na,Frage,de\n", r"set\.csv:2: not as many"),
        ('id,text,language,outcome\na,"Frage,de,answer\n', r"set\.csv:\d: "),
    ],
)
def test_a_fault_in_a_table_is_named(tmp_path: Path, table: str, fault: str) -> None:
    (tmp_path / "set.csv").write_text(table, encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        read_csv(tmp_path / "set.csv")


@pytest.mark.parametrize("line", ["{", "[]", '{"_id": "a"}', '{"_id": "a b", "text": "x"}'])
def test_a_fault_in_beir_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "queries.jsonl").write_text(f'{{"_id": "z", "text": "Frage"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"queries\.jsonl:2"):
        read_beir(tmp_path, "de")


@pytest.mark.parametrize("style", ["trec", "beir", "csv"])
def test_the_commands_export_and_import(tmp_path: Path, style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluation.exchange.get_settings", lambda: Settings(kb_dir=KB))
    write_set(tmp_path / "set", SET.rows, SET.grades)
    assert run("export", style, str(tmp_path / "set"), str(tmp_path / "out")) == (0, f"2 questions in {tmp_path / 'out'}\n")
    code, said = run("import", style, str(tmp_path / "out"), str(tmp_path / "back"))
    assert (code, said[:27]) == (0, "2 questions, 1 of them judg")
    assert read_qrels(tmp_path / "back" / "qrels.tsv", known={"a", "b"}) == SET.grades
    assert run("import", style, str(tmp_path / "out"), str(tmp_path / "back"))[0] == 2


CONTEXT = "Teilzeit\nSie dauert fünf Jahre."
PAGE = {"id": 7, "question": "Wie lange dauert Brückenteilzeit?", "context": CONTEXT, "answers": [1], "pageId": 3}


def test_omos_questions_and_pages_are_scored_like_our_own(tmp_path: Path) -> None:
    other = "Hunde\n# Steuer {{ x }}\n```\nSie kostet Geld."
    rows = [PAGE, {**PAGE, "id": 8, "question": "Was kostet ein Hund?", "context": other, "answers": [], "pageId": 4}]
    (tmp_path / "dev_de.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert adapt_omos(tmp_path, tmp_path / "out", split="dev", language="de", pages="de") == (2, 2)
    service = WordService(Settings(kb_dir=tmp_path / "out" / "base", index_dir=tmp_path / "index", cache_dir=tmp_path / "cache"))
    questions = read_questions(tmp_path / "out" / "questions", "omos")
    found = score(questions, service.settings, today=TODAY, jobs=1, open_service=lambda _: service)
    assert [result.scores["Success@1"] for result in found.results] == [1.0, None]
    assert [question.outcome for question in found.questions] == ["answer", "abstain"]
    assert found.scores("contract") == [1.0, 1.0]


def test_other_languages_are_joined_by_page(tmp_path: Path) -> None:
    (tmp_path / "dev_de.jsonl").write_text(json.dumps(PAGE), encoding="utf-8")
    (tmp_path / "dev_fr.jsonl").write_text(json.dumps({**PAGE, "question": "Combien de temps ?"}), encoding="utf-8")
    adapt_omos(tmp_path, tmp_path / "out", split="dev", language="fr", pages="de")
    (found,) = read_questions(tmp_path / "out" / "questions", "omos")
    assert (found.language, list(found.qrels)) == ("fr", ["page-3#text"])
    assert "Sie dauert" in (tmp_path / "out" / "base" / "page-3.md").read_text(encoding="utf-8")
    (tmp_path / "dev_de.jsonl").write_text('{"id": 1}', encoding="utf-8")
    with pytest.raises(InputError, match=r"dev_de\.jsonl:1"):
        adapt_omos(tmp_path, tmp_path / "other", split="dev", language="de", pages="de")


@pytest.mark.parametrize("text", ["# a", "```\na", "a [^1]", "{{ b }}", "1. a\n- b", "---", "> q"])
def test_plain_text_stays_one_section(tmp_path: Path, text: str) -> None:
    plain = as_text(f"Anfang.\n{text}\nEnde.")
    (tmp_path / "x.md").write_text(f"---\ntitle: x\n---\n\n{plain}\n", encoding="utf-8")
    article = read_article(tmp_path / "x.md", root=tmp_path)
    assert [section.anchor for section in article.sections] == ["text"]
    assert "Ende." in article.sections[0].sentences[-1].text


def test_a_folder_of_markdown_with_questions(tmp_path: Path) -> None:
    pages = tmp_path / "pages" / "sub"
    pages.mkdir(parents=True)
    (pages / "hund.md").write_text("# Hund\n\n## Steuer\n\nSie kostet Geld.\n\n## Leine\n\nAn die Leine.\n", encoding="utf-8")
    rows = [{"id": "a", "question": "Steuer?", "page": "sub/hund"}, {"id": "b", "text": "Katze?", "page": None, "language": "en"}]
    questions = tmp_path / "q.jsonl"
    questions.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert adapt_folder(tmp_path / "pages", questions, tmp_path / "out", language="de") == (1, 2)
    first, second = read_questions(tmp_path / "out" / "questions", "x")
    assert set(first.qrels) >= {"sub/hund#steuer", "sub/hund#leine"}
    assert (second.outcome, second.language) == ("abstain", "en")
    questions.write_text('{"id": "a", "text": "x", "page": "nowhere"}', encoding="utf-8")
    with pytest.raises(InputError, match=r"q\.jsonl:1: there is no page 'nowhere'"):
        adapt_folder(tmp_path / "pages", questions, tmp_path / "other", language="de")


def test_a_beir_corpus_becomes_a_base(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tDoc 1\t1\n".replace("Doc 1", "Doc_1"), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "Frage?"}\n{"_id": "q2", "text": "Andere?"}\n', encoding="utf-8")
    (tmp_path / "corpus.jsonl").write_text('{"_id": "Doc_1", "title": "T", "text": "Ein Satz."}\n', encoding="utf-8")
    assert adapt_beir(tmp_path, tmp_path / "out", split="dev", language="de") == (1, 1)
    (found,) = read_questions(tmp_path / "out" / "questions", "x")
    base = load_base(tmp_path / "out" / "base")
    assert list(found.qrels) == [f"{article.id}#{section.anchor}" for article in base.articles for section in article.sections]


def test_the_adapter_says_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "dev_de.jsonl").write_text(json.dumps(PAGE), encoding="utf-8")
    code, said = run("adapt", "omos", str(tmp_path), str(tmp_path / "out"))
    assert code == 0
    assert "1 pages" in said
    assert "run --questions" in said
    assert run("adapt", "omos", str(tmp_path), str(tmp_path / "out"))[0] == 2
    assert run("adapt", "folder", str(tmp_path), str(tmp_path / "new"))[0] == 2


@pytest.fixture
def small_kb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluation.exchange.get_settings", lambda: Settings(kb_dir=KB))


@pytest.mark.usefixtures("small_kb")
def test_a_question_is_added_with_the_next_id(tmp_path: Path) -> None:
    known = ["--language", "de", "--outcome", "answer", "--answers", "minijob#grenze", "--helps", "brueckenteilzeit#dauer"]
    arguments = ["add", str(tmp_path / "new"), *known, "--fact", "603 || sechshundert", "--contact", "mbe"]
    assert run(*arguments, text="Wie viel darf ich?\n") == (0, "new-001\n")
    assert run(*arguments, text="Und jetzt?") == (0, "new-002\n")
    first, second = read_questions(tmp_path / "new", "new")
    assert (first.text, first.facts, first.contacts) == ("Wie viel darf ich?", (("603", "sechshundert"),), ("mbe",))
    assert second.qrels == {"minijob#grenze": 2, "brueckenteilzeit#dauer": 1}


@pytest.mark.usefixtures("small_kb")
@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        (("--answers", "nothing#here"), "no section 'nothing#here'"),
        (("--contact", "nobody"), "no contact 'nobody'"),
        (("--fact", "("), "no regular expression"),
        (("--channel", "fax"), "unknown channel"),
        (("--land", "XX"), "unknown Land"),
    ],
)
def test_a_fault_in_an_added_question_is_named(tmp_path: Path, choices: tuple[str, ...], fault: str) -> None:
    code, said = run("add", str(tmp_path / "new"), "--language", "de", "--outcome", "answer", *choices, text="Frage?")
    assert code == 2
    assert fault in said
    assert not (tmp_path / "new" / "queries.jsonl").exists()


def test_an_id_is_used_once(tmp_path: Path) -> None:
    add_question(tmp_path, checked_row({"id": "x", "text": "a", "language": "de", "outcome": "abstain"}, "here"), {}, KB)
    (tmp_path / "queries.jsonl").write_text((tmp_path / "queries.jsonl").read_text(encoding="utf-8").rstrip(), encoding="utf-8")
    add_question(tmp_path, checked_row({"id": "y", "text": "a", "language": "de", "outcome": "abstain"}, "here"), {}, KB)
    assert [row.id for row in read_rows(tmp_path / "queries.jsonl")] == ["x", "y"]
    with pytest.raises(InputError, match="used before"):
        add_question(tmp_path, PLAIN.model_copy(update={"id": "x"}), {}, KB)
    assert re.fullmatch(r".+-001", next_id(tmp_path))


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_every_command_has_help(command: str) -> None:
    code, said = run(*([command] if command else []), "--help")
    assert code == 0
    assert "--help" in said


def test_the_readme_lists_every_command() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `python -m evaluation (\w+)", readme, re.MULTILINE)) == set(cli.commands)
