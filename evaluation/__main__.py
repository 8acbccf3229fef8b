"""python -m evaluation: thin commands that score, compare and guard the suggestions. Errors become one sentence and exit code 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from suggest.errors import SuggestError

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
def run(sets: tuple[str, ...], limit: int | None, jobs: int, out: Path) -> None:
    """Answer the questions and write rankings, suggestions, scores and settings to a directory."""
    from evaluation.summary import summary_lines
    from evaluation.work import score_sets

    found = score_sets(sets, limit=limit, jobs=jobs, today=date.today(), out=out, progress=_bar())
    click.echo("\n".join(summary_lines(found)))


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


def main() -> None:
    """Runs a command; a library error becomes one sentence on standard error."""
    try:
        cli(prog_name="python -m evaluation")
    except SuggestError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
