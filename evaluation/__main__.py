"""python -m evaluation: thin commands that score, compare and guard the suggestions. Errors become one sentence and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from evaluation.exchange import adapt, add, export_set, import_set
from suggest.errors import InputError, SuggestError

PathType = click.Path(path_type=Path)
_SETS = click.option("--set", "sets", multiple=True, help="A question set, more than once for several [default: all].")
_LIMIT = click.option("--limit", type=click.IntRange(1), help="Only so many questions, drawn evenly over languages and outcomes.")
_JOBS = click.option("--jobs", type=click.IntRange(0), default=0, help="Processes [default: as many as there are cores].")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Score suggestions on question sets, compare two runs, and stop a change that loses."""


@cli.command()
@_SETS
@_LIMIT
@_JOBS
@click.option("--out", type=PathType, required=True, help="The directory that the run is written to.")
@click.option("--readme", type=PathType, help="Also write the table of figures in this file anew.")
@click.option("--questions", "directory", type=PathType, help="A directory with queries.jsonl and qrels.tsv instead of a set.")
@click.option("--kb", "kb_dir", type=PathType, help="With --questions: the base [default: kb].")
@click.option("--index", "index_dir", type=PathType, help="With --questions: where its index is kept [default: .index].")
def run(
    sets: tuple[str, ...], limit: int | None, jobs: int, out: Path, readme: Path | None, directory: Path | None, **places: Path | None
) -> None:
    """Answer the questions and write rankings, suggestions, scores and settings to a directory."""
    from evaluation.summary import summary_lines
    from evaluation.work import score_directory, score_sets
    from suggest.settings import Settings

    named: dict[str, Any] = {name: place for name, place in places.items() if place is not None}
    if directory is not None and not sets:
        settings = Settings(**named)
        found = score_directory(directory, settings, limit=limit, jobs=jobs, today=date.today(), out=out, progress=_bar())
    elif named or directory is not None:
        raise InputError("--kb and --index belong to --questions, and --questions stands instead of --set.")
    else:
        found = score_sets(sets, limit=limit, jobs=jobs, today=date.today(), out=out, progress=_bar())
    click.echo("\n".join(summary_lines(found)))
    if readme is not None:
        from evaluation.figures import write_figures

        write_figures(readme, found)


@cli.command()
@click.argument("a", type=PathType)
@click.argument("b", type=PathType)
@click.option("--out", type=PathType, help="Write Markdown to this file instead of printing it.")
def compare(a: Path, b: Path, out: Path | None) -> None:
    """Compare run B with run A: by group, with significance, and draft by draft."""
    from evaluation.compare import as_markdown, shared
    from evaluation.compare import compare as compared
    from evaluation.rundir import read_run

    first, second = shared(read_run(a), read_run(b))
    lines, changes = compared(first, second)
    text = "\n".join(as_markdown(lines, changes, names=(str(a), str(b)), total=len(first.questions))) + "\n"
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


@cli.command()
@click.option("--set", "name", default="dev", show_default=True, help="The question set.")
@click.option("--limit", type=click.IntRange(1), help="How many questions a new baseline holds [default: as many as the old one, or 200].")
@click.option("--accept", is_flag=True, help="Write the scores as the new baseline instead of comparing with the old one.")
@click.option("--out", type=PathType, help="Also write the run to this directory.")
@_JOBS
def gate(name: str, limit: int | None, accept: bool, out: Path | None, jobs: int) -> None:
    """Compare with the committed baseline; exit code 1 when something is really lost, with the questions named."""
    from evaluation.work import accept_baseline, guard

    if accept:
        click.echo(accept_baseline(name, limit, today=date.today(), jobs=jobs, out=out, progress=_bar()))
        return
    if limit is not None:
        raise InputError("--limit belongs to --accept; a comparison takes the questions of the baseline.")
    kept, lines = guard(name, jobs=jobs, out=out, progress=_bar())
    click.echo("\n".join(lines))
    sys.exit(0 if kept else 1)


@cli.command()
@click.argument("directory", type=PathType)
@click.option("--baselines", is_flag=True, help="Also show the history of accepted baselines.")
def report(directory: Path, baselines: bool) -> None:
    """Write report.html, report.md and report.json into the directory of a run."""
    from evaluation.baselines import history
    from evaluation.report.data import report_data
    from evaluation.report.render import write_report
    from evaluation.rundir import read_run

    for path in write_report(directory, report_data(read_run(directory), history() if baselines else ())):
        click.echo(path)


def _bar() -> Callable[[int, int], None]:
    """A bar on standard error that ends when all is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("scoring"), BarColumn(), MofNCompleteColumn(), TextColumn("questions"), TimeRemainingColumn())
    progress = Progress(*columns, console=Console(stderr=True))
    task = progress.add_task("", total=None)

    def show(done: int, total: int) -> None:
        progress.start()
        progress.update(task, completed=done, total=total)
        if done == total:
            progress.stop()

    return show


for command in (import_set, export_set, adapt, add):
    cli.add_command(command)


def main() -> None:
    """Runs a command; a library error becomes one sentence on standard error."""
    try:
        cli(prog_name="python -m evaluation")
    except SuggestError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
