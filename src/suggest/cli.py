"""The command `suggest`: thin; each command parses, calls the library and prints. Errors become one sentence and exit code 2."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError

from suggest.errors import InputError, SuggestError
from suggest.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])
_KB = click.option("--kb", type=click.Path(path_type=Path), help="The knowledge base [default: kb].")
_INDEX = click.option("--index", "index", type=click.Path(path_type=Path), help="Where the index is kept [default: .index].")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Cited reply drafts for online outreach counselling, from a reviewed knowledge base."""


def _command(function: F) -> F:
    """Turns a library error into one sentence on standard error and exit code 2."""

    @wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except SuggestError as error:
            click.echo(str(error), err=True)
        except ValidationError as error:
            first = error.errors()[0]
            name = "_".join(str(part) for part in first["loc"]).upper()
            click.echo(f"The setting SUGGEST_{name} cannot be used: {first['msg']}.", err=True)
        except OSError as error:
            click.echo(f"{error.filename or 'A file'}: {error.strerror or type(error).__name__}; check place, rights and space.", err=True)
        sys.exit(2)

    return run  # type: ignore[return-value]


def _settings(kb: Path | None, index: Path | None) -> Settings:
    chosen: dict[str, Any] = {"kb_dir": kb, "index_dir": index}
    return Settings(**{name: value for name, value in chosen.items() if value is not None})


@main.command()
@_KB
@_JSON
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Check as if it were this day.")
@click.option("--format", "style", type=click.Choice(["text", "github"]), default="text", help="How findings are printed.")
@click.option("--links", is_flag=True, help="Ask the addresses of sources and contacts on the internet instead of checking the articles.")
@click.option("--report", type=click.Path(path_type=Path), help="With --links: write a Markdown report too.")
@click.option(
    "--law", type=click.Path(path_type=Path), help="Compare the §§ that articles cite with the statutes in this directory instead."
)
@_command
def check(kb: Path | None, as_json: bool, day: Any, style: str, links: bool, report: Path | None, law: Path | None) -> None:
    """Check the articles; exit code 1 when one has an error. With --links or --law: when an address or a § is gone."""
    if law and (links or report or style != "text"):
        raise InputError("--law prints text or JSON and stands alone; leave --links, --report and --format out.")
    if law:
        _check_law(_settings(kb, None).kb_dir, law, as_json=as_json)
        return
    if report and not links:
        raise InputError("--report belongs to --links; name both.")
    if links and style != "text":
        raise InputError("--links prints text or JSON; leave --format out.")
    if links:
        _check_links(_settings(kb, None).kb_dir, as_json=as_json, today=day.date() if day else date.today(), report=report)
        return
    from suggest.checks import as_github, as_text, check_base
    from suggest.checks import as_json as findings_json

    findings = check_base(_settings(kb, None).kb_dir, today=day.date() if day else date.today())
    write = findings_json if as_json else as_github if style == "github" else as_text
    click.echo(write(findings))
    sys.exit(1 if any(finding.severity == "error" for finding in findings) else 0)


def _check_law(kb_dir: Path, directory: Path, *, as_json: bool) -> None:
    from suggest.base import load_base
    from suggest.law import check_law, law_as_json, law_as_text, read_statutes

    findings = check_law(load_base(kb_dir), read_statutes(directory))
    click.echo(law_as_json(findings) if as_json else law_as_text(findings))
    sys.exit(1 if any(finding.severity == "error" for finding in findings) else 0)


def _check_links(kb_dir: Path, *, as_json: bool, today: date, report: Path | None) -> None:
    """Imports httpx, so only where --links is given."""
    from suggest import links

    if report and not report.absolute().parent.is_dir():
        raise InputError(f"{report.parent} is not a directory; name a file in one with --report FILE.")
    addresses = links.read_links(kb_dir)
    with _progress("asking", "addresses", quiet=as_json) as progress:
        results = links.check_links(addresses, progress=progress)
    click.echo(links.as_json(results) if as_json else links.as_text(results))
    if report:
        report.write_text(links.as_markdown(results, today=today), encoding="utf-8")
    sys.exit(1 if links.has_broken(results) else 0)


@main.command()
@_KB
@_INDEX
@_JSON
@_command
def index(kb: Path | None, index: Path | None, as_json: bool) -> None:
    """Bring the index in step with the articles; only changed texts are embedded."""
    from suggest.indexing import changes_as_json
    from suggest.pipeline import Service

    service = Service(_settings(kb, index))
    with _progress(quiet=as_json) as report:
        changes = service.build(report)
    if as_json:
        click.echo(json.dumps(changes_as_json(changes)))
    else:
        counts = f"{changes.added} added, {changes.changed} changed, {changes.deleted} deleted, {changes.unchanged} unchanged"
        click.echo(f"Sections: {counts}. Texts: {changes.texts}, of these embedded now: {changes.embedded}.")


@contextmanager
def _progress(deed: str = "embedding", things: str = "texts", *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(deed), BarColumn(), MofNCompleteColumn(), TextColumn(things), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@main.command()
@_KB
@_INDEX
@_JSON
@click.option("--file", "file", type=click.Path(path_type=Path), help="Read the text from a file instead of standard input.")
@click.option("--clipboard", is_flag=True, help="Read the text from the clipboard.")
@click.option("--questions", type=click.Path(path_type=Path), help="A JSONL file of questions (id, text).")
@click.option("--run", "run", type=click.Path(path_type=Path), help="Write a TREC run file for --questions.")
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000), help="How many to list.")
@click.option("--by", type=click.Choice(["section", "article"]), default="section", show_default=True, help="What is listed.")
@click.option("--land", help="A Land such as BY.")
@_command
def retrieve(
    kb: Path | None, index: Path | None, as_json: bool, file: Path | None, clipboard: bool, questions: Path | None, run: Path | None,
    top: int, by: str, land: str | None,
) -> None:  # fmt: skip
    """List the sections that fit a post best, without deciding whether they answer it."""
    from suggest.batch import read_questions, retrieve_all, run_lines
    from suggest.pipeline import Service

    service = Service(_settings(kb, index))
    if (questions is None) != (run is None):
        raise InputError("--questions and --run belong together; name both files.")
    if questions and run:
        rows = read_questions(questions)
        results = retrieve_all(service.suggester(), rows, top=top, by=by)
        run.write_text("".join(run_lines(results)), encoding="utf-8")
        return
    row = {"id": "post", "text": _post(file, clipboard), "land": land}
    ((_, ranked),) = retrieve_all(service.suggester(), [row], top=top, by=by)
    if as_json:
        click.echo(json.dumps([{"docid": docid, "score": round(score, 4)} for docid, score in ranked], ensure_ascii=False))
    else:
        click.echo("\n".join(f"{score:.3f}  {docid}" for docid, score in ranked))


@main.command()
@_KB
@_INDEX
@_JSON
@click.option("--file", "file", type=click.Path(path_type=Path), help="Read the post from a file instead of standard input.")
@click.option("--clipboard", is_flag=True, help="Read the post from the clipboard.")
@click.option("--questions", type=click.Path(path_type=Path), help="A JSONL file of API requests, each with an id.")
@click.option("--out", "out", type=click.Path(path_type=Path), help="Write a suggestion a line for --questions.")
@click.option("--channel", help="facebook, instagram, threads, gutefrage, telegram or email.")
@click.option("--language", help="Language of the draft [default: that of the post].")
@click.option("--land", help="A Land such as BY.")
@click.option("--register", type=click.Choice(["du", "Sie"]), help="How the reader is addressed [default: the channel's].")
@click.option("--length", type=click.Choice(["short", "normal", "full"]), help="How much the draft says.")
@click.option("--explain", is_flag=True, help="Also print why: language, evidence and what was rejected.")
@_command
def draft(
    kb: Path | None, index: Path | None, as_json: bool, file: Path | None, clipboard: bool, questions: Path | None, out: Path | None,
    explain: bool, **choices: str | None,
) -> None:  # fmt: skip
    """Draft a cited reply to a post from standard input, a file or the clipboard; never from an argument."""
    from suggest.batch import draft_all, message_of, read_questions
    from suggest.output import explanation, suggestion_as_json
    from suggest.pipeline import Service

    settings = _settings(kb, index)
    if (questions is None) != (out is None):
        raise InputError("--questions and --out belong together; name both files.")
    if questions and out:
        rows = read_questions(questions)
        with out.open("w", encoding="utf-8") as lines:
            for line in draft_all(Service(settings).suggester(), rows, settings=settings, today=date.today()):
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    row = {"text": _post(file, clipboard)} | {name: value for name, value in choices.items() if value is not None}
    suggestion = Service(settings).suggester().suggest(message_of(row, settings), today=date.today())
    if as_json:
        click.echo(json.dumps(suggestion_as_json(suggestion), ensure_ascii=False, indent=2))
        return
    click.echo(suggestion.draft.text)
    for notice in suggestion.notices:
        click.echo(f"! {notice.text}", err=True)
    if explain:
        click.echo(explanation(suggestion), err=True)


def _post(file: Path | None, clipboard: bool) -> str:
    if file and clipboard:
        raise InputError("Name either --file or --clipboard.")
    try:
        if file:
            return file.read_text(encoding="utf-8")
        if clipboard:
            return _clipboard()
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError:
        raise InputError("The text is not UTF-8; save it as UTF-8 and try again.") from None


def _clipboard() -> str:
    import shutil
    import subprocess

    for command in (
        ["wl-paste", "--no-newline"],
        ["xclip", "-selection", "clipboard", "-o"],
        ["pbpaste"],
        ["powershell", "-c", "Get-Clipboard"],
    ):
        if shutil.which(command[0]):
            return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    raise InputError("No clipboard program is installed (wl-paste, xclip or pbpaste); pipe the text in or use --file.")


@main.command()
@_KB
@_INDEX
@click.option("--host", help="Address to listen on [default: 127.0.0.1].")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on [default: 8000].")
@_command
def serve(kb: Path | None, index: Path | None, host: str | None, port: int | None) -> None:
    """Bring the index in step, then serve the page and the API; the model is loaded before the first request."""
    import uvicorn

    from api.app import create_app
    from suggest.pipeline import Service

    settings = _settings(kb, index).model_copy(update={k: v for k, v in {"host": host, "port": port}.items() if v})
    if settings.host not in ("127.0.0.1", "localhost", "::1"):
        raise InputError("Without a login only this machine may be served; use --host 127.0.0.1 and a proxy with authentication in front.")
    with _progress(quiet=False) as report:
        Service(settings).build(report)
    click.echo(f"Serving on http://{settings.host}:{settings.port}/ (Ctrl-C ends)")
    app = create_app(settings, warm=True)
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning", access_log=False)


@main.command()
@_KB
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day, such as 2027-01-01.")
@_JSON
@_command
def figures(kb: Path | None, day: Any, as_json: bool) -> None:
    """Show which figures change on a day, and in which articles they stand."""
    from suggest.base import load_base
    from suggest.figure_report import changes_on

    rows = changes_on(load_base(_settings(kb, None).kb_dir), day.date())
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    elif not rows:
        click.echo(f"No figure changes on {day.date()}.")
    else:
        for row in rows:
            click.echo(f"{row['figure']}: {row['before']} → {row['after']}  ({', '.join(row['articles']) or 'in no article'})")


@main.group()
def new() -> None:
    """Write the scaffold of an article or a translation, to be filled in."""


@new.command()
@click.argument("article_id", metavar="ID")
@click.option("--title", required=True, help="The title, in German.")
@click.option("--topic", required=True, help="recognition, parental_leave or part_time.")
@_KB
@_command
def article(article_id: str, title: str, topic: str, kb: Path | None) -> None:
    """Write kb/articles/de/ID.md with one example section, as a draft."""
    from suggest.scaffold import new_article

    click.echo(new_article(_settings(kb, None).kb_dir, article_id, title=title, topic=topic, today=date.today()))


@new.command()
@click.argument("article_id", metavar="ID")
@click.argument("language")
@_KB
@_command
def translation(article_id: str, language: str, kb: Path | None) -> None:
    """Write kb/articles/LANGUAGE/ID.md with the German text to be translated, as a draft."""
    from suggest.scaffold import new_translation

    click.echo(new_translation(_settings(kb, None).kb_dir, article_id, language))


if __name__ == "__main__":
    main()
