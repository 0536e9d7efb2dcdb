"""Options that several commands share, and the state that they travel in."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from pipelines import logs
from pipelines.context import JobContext, JobReport, Progress, no_progress
from pipelines.feeds import chosen_feeds
from tracker.cli.options import AsJson as AsJson
from tracker.cli.options import home_of as home_of
from tracker.cli.options import parse_moment
from tracker.model.errors import BadInput
from tracker.reference.load import load_reference
from tracker.settings import load_settings

Now = Annotated[
    str,
    typer.Option(
        "--now",
        metavar="TS",
        help="The run's clock, as in 2026-02-27T11:30Z; without a zone it is UTC.",
        show_default="this moment",
    ),
]
OnlyFeeds = Annotated[
    list[str] | None,
    typer.Option("--feed", metavar="ID", help="Ask only this feed; repeat it for several."),
]
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)


def parse_clock(text: str) -> datetime:
    """An instant in UTC; this moment for "". Raises BadInput."""
    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    moment = parse_moment(text)
    if not EARLIEST <= moment <= LATEST:  # days before and after it are reckoned with
        raise BadInput(f"{text!r} is no clock for a run; write one like 2026-02-27T11:30Z")
    return moment


def job_context(
    home: Path, now: str, progress: Progress = no_progress, feeds: list[str] | None = None
) -> JobContext:
    """What jobs need, with the settings read anew. Raises BadReference and BadInput."""
    settings = load_settings(home)
    # On a terminal the bar and the report tell what the log lines tell elsewhere.
    logs.configure(settings.log_format, least="warning" if sys.stderr.isatty() else "info")
    reference = load_reference(home)
    only = tuple(feeds or ())
    chosen_feeds(home, reference, only)
    return JobContext(home, settings, parse_clock(now), reference, progress, only)


class ProgressBar:
    """A bar on a terminal, nothing elsewhere (log lines say it there); use as a context."""

    def __init__(self) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        console = Console(stderr=True)
        self._bar = Bar(*columns, console=console, transient=True, disable=not sys.stderr.isatty())
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> Progress:
        self._bar.start()
        return self._show

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _show(self, what: str, done: int, total: int) -> None:
        task = self._tasks.get(what)
        if task is None:
            task = self._tasks[what] = self._bar.add_task(what, total=total)
        self._bar.update(task, completed=done, total=total)  # type: ignore[arg-type]


def print_reports(reports: list[JobReport], *, as_json: bool) -> None:
    """What each job did on standard output, problems on standard error."""
    console = Console(width=None if sys.stdout.isatty() else 200, highlight=False)
    if as_json:
        console.print_json(data=[_plain(report) for report in reports])
        return
    for report in reports:
        for line in report.lines():
            console.print(line, markup=False, soft_wrap=True)


def print_problems(reports: list[JobReport], most: int = 20) -> None:
    """The first problems, one line each, and how many more there are."""
    problems = [problem for report in reports for problem in report.problems]
    for problem in problems[:most]:
        typer.echo(f"tracker: {' '.join(str(problem).splitlines())}", err=True)
    if len(problems) > most:
        typer.echo(f"tracker: and {len(problems) - most} more; see `tracker status`", err=True)


def _plain(report: JobReport) -> dict[str, object]:
    return {
        "job": report.job,
        "new": report.new,
        "failure": report.failure,
        **report.facts,
        "problems": [
            {"stage": p.stage, "origin": p.origin, "message": p.message} for p in report.problems
        ],
    }
