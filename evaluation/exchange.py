"""The commands that bring questions in and out: import, export, adapt, add."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from suggest.errors import InputError
from suggest.settings import get_settings

PathType = click.Path(path_type=Path)
_FORMAT = click.argument("style", metavar="FORMAT", type=click.Choice(["trec", "beir", "csv"]))
_LANGUAGE = click.option("--language", default="de", show_default=True, help="The language of questions that name none.")


@click.command("import")
@_FORMAT
@click.argument("source", type=PathType)
@click.argument("target", type=PathType)
@_LANGUAGE
@click.option("--split", default="test", show_default=True, help="The split of a BEIR folder.")
def import_set(style: str, source: Path, target: Path, language: str, split: str) -> None:
    """Turn SOURCE (a TREC or BEIR folder, or a CSV table) into the question set TARGET (a new directory)."""
    from evaluation.datasets import write_set
    from evaluation.formats.beir import read_beir
    from evaluation.formats.exchanged import QuestionSet
    from evaluation.formats.tables import read_csv
    from evaluation.formats.trec import read_trec

    if (target / "queries.jsonl").exists():
        raise InputError(f"{target} holds a set already; name a new directory.")
    readers: dict[str, Callable[[], QuestionSet]] = {
        "csv": lambda: read_csv(source),
        "trec": lambda: read_trec(source, language),
        "beir": lambda: read_beir(source, language, split),
    }
    found = readers[style]()
    write_set(target, found.rows, found.grades)
    click.echo(f"{len(found.rows)} questions, {len(found.grades)} of them judged, in {target}")


@click.command("export")
@_FORMAT
@click.argument("source", type=PathType)
@click.argument("target", type=PathType)
def export_set(style: str, source: Path, target: Path) -> None:
    """Write the question set SOURCE (a directory) as a TREC or BEIR folder or a CSV table TARGET."""
    from evaluation.datasets import read_qrels, read_rows
    from evaluation.formats.beir import write_beir
    from evaluation.formats.exchanged import QuestionSet
    from evaluation.formats.tables import write_csv
    from evaluation.formats.trec import write_trec
    from suggest.base import load_base

    if not (source / "queries.jsonl").exists():
        raise InputError(f"{source} holds no queries.jsonl; name the directory of a set, such as evaluation/questions/dev.")
    rows = read_rows(source / "queries.jsonl")
    found = QuestionSet(tuple(rows), read_qrels(source / "qrels.tsv", known={row.id for row in rows}))
    if style == "csv":
        write_csv(target, found)
    elif style == "trec":
        write_trec(target, found)
    else:
        write_beir(target, found, load_base(get_settings().kb_dir))
    click.echo(f"{len(rows)} questions in {target}")


@click.command()
@click.argument("style", metavar="KIND", type=click.Choice(["folder", "beir", "omos"]))
@click.argument("source", type=PathType)
@click.argument("target", type=PathType)
@click.option("--questions", type=PathType, help="For a folder of Markdown: a JSONL file with id, question and page.")
@click.option("--split", default="dev", show_default=True, help="The split of OMoS-QA or BEIR.")
@_LANGUAGE
@click.option("--pages", help="The language of the pages of OMoS-QA [default: that of the questions].")
def adapt(style: str, source: Path, target: Path, questions: Path | None, split: str, language: str, pages: str | None) -> None:
    """Turn SOURCE, pages with questions, into TARGET/base and TARGET/questions; `run --questions --kb` scores them."""
    from evaluation.adapt import adapt_beir, adapt_folder, adapt_omos

    if target.exists() and any(target.iterdir()):
        raise InputError(f"{target} is not empty; name a new directory.")
    if (style == "folder") != (questions is not None):
        raise InputError("--questions belongs to a folder, and a folder needs it.")
    if style == "omos":
        counts = adapt_omos(source, target, split=split, language=language, pages=pages or language)
    elif questions is not None:
        counts = adapt_folder(source, questions, target, language=language)
    else:
        counts = adapt_beir(source, target, split=split, language=language)
    click.echo(f"{counts[0]} pages in {target / 'base'}, {counts[1]} questions in {target / 'questions'}")
    click.echo(
        f"Score them with: python -m evaluation run --questions {target / 'questions'} --kb {target / 'base'} "
        f"--index {target / 'index'} --out {target / 'run'}"
    )


@click.command()
@click.argument("directory", metavar="SET", type=PathType)
@click.option("--file", "file", type=PathType, help="Read the post from a file instead of standard input.")
@click.option("--id", "question_id", help="[default: the set's name and the next number]")
@click.option("--language", required=True, help="The language of the post.")
@click.option("--outcome", required=True, help="answer, clarify, abstain or crisis.")
@click.option("--channel", default="facebook", show_default=True)
@click.option("--topic", default="none", show_default=True)
@click.option("--land")
@click.option("--answers", multiple=True, help="A section that answers, as ID#ANCHOR; more than once for several.")
@click.option("--helps", multiple=True, help="A section that helps.")
@click.option("--fact", "facts", multiple=True, help="A required fact as regular expressions, its wordings parted by ' || '.")
@click.option("--forbidden", multiple=True, help="A wrong statement as a regular expression.")
@click.option("--contact", "contacts", multiple=True, help="The id of a contact that fits.")
def add(
    directory: Path, file: Path | None, question_id: str | None, answers: tuple[str, ...], helps: tuple[str, ...], facts: tuple[str, ...],
    **values: object,
) -> None:  # fmt: skip
    """Add a post to the question set SET (a directory); the post comes from standard input or a file, never as an argument."""
    from evaluation.adding import add_question, next_id
    from evaluation.formats.exchanged import checked_row

    text = file.read_text(encoding="utf-8") if file else sys.stdin.read()
    wordings = [[one.strip() for one in fact.split("||")] for fact in facts]
    row = checked_row({**values, "id": question_id or next_id(directory), "text": text.strip(), "facts": wordings}, "the question")
    grades = {**dict.fromkeys(helps, 1), **dict.fromkeys(answers, 2)}
    click.echo(add_question(directory, row, grades, get_settings().kb_dir).id)
