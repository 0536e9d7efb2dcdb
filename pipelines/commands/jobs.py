"""Commands that do the work: run, every single job, ingest."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.options import (
    AsJson,
    Now,
    OnlyFeeds,
    ProgressBar,
    home_of,
    job_context,
    print_problems,
    print_reports,
)
from tracker.cli.output import show_json
from tracker.model.errors import BadInput, Problem

if TYPE_CHECKING:
    from tracker.digest.render import Rendered

Offline = Annotated[bool, typer.Option("--offline", help="Ask no feed; work with what is here.")]


def run(
    ctx: typer.Context,
    offline: Offline = False,
    feed: OnlyFeeds = None,
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """One whole cycle: pull, extract, resolve, reprice, alert, digest, publish.

    Safe to repeat: the same input adds nothing and sends nothing.
    Example: tracker run --offline --now 2026-02-27T11:30Z
    """
    from pipelines.run import CYCLE, OFFLINE

    _do(ctx, OFFLINE if offline else CYCLE, now, as_json, feed)


def pull(
    ctx: typer.Context, feed: OnlyFeeds = None, now: Now = "", as_json: AsJson = False
) -> None:
    """Ask every feed that is due for what is new, and follow EDGAR's new filings."""
    _do(ctx, ("pull",), now, as_json, feed)


def _do(
    ctx: typer.Context,
    names: tuple[str, ...],
    now: str,
    as_json: bool,
    feeds: list[str] | None = None,
) -> None:
    from pipelines.run import failed, open_store, run_jobs

    with ProgressBar() as progress:
        context = job_context(home_of(ctx), now, progress, feeds)
        open_store(context.home).close()  # a home that cannot be used is one error, not seven
        reports = run_jobs(context, names)
    print_reports(reports, as_json=as_json)
    print_problems(reports)
    if failed(reports):
        raise typer.Exit(1)


def one_job(name: str, does: str) -> Callable[..., None]:
    """The command that runs one job of the cycle."""

    def command(ctx: typer.Context, now: Now = "", as_json: AsJson = False) -> None:
        _do(ctx, (name,), now, as_json)

    command.__doc__ = does
    return command


def ingest(
    ctx: typer.Context,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files, or folders read in depth.")
    ],
    known_at: Annotated[
        str,
        typer.Option(
            "--known-at",
            metavar="published",
            help="Count each item as known since it was published: for files of the past.",
        ),
    ] = "",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Import RSS or Atom files, article JSONL and EDGAR documents from disk.

    A path or line that cannot be read is reported and the rest is done; then the exit
    status is 2. Bad files inside a folder are reported and counted.
    Example: tracker ingest news.xml articles.jsonl filings/ --known-at published
    """
    from pipelines.ingest import ingest as take

    if known_at not in ("", "published"):
        raise BadInput(f"--known-at {known_at}: the only value is published")
    with ProgressBar() as progress:
        context = job_context(home_of(ctx), now, progress)
        report = take(context, paths, known_at=None if known_at else context.now)
    print_reports([report], as_json=as_json)
    print_problems([report])
    if report.failure:
        raise typer.Exit(1)
    if any(_is_named(problem, paths) for problem in report.problems):
        raise typer.Exit(2)


def _is_named(problem: Problem, paths: list[Path]) -> bool:
    """Whether the problem is with a path of the command line itself, or one of its lines."""
    files = {str(path) for path in paths if not path.is_dir()}
    return problem.origin in files or problem.origin.rpartition(":")[0] in files


def digest(
    ctx: typer.Context,
    preview: Annotated[
        bool, typer.Option("--preview", help="Print it as text; store and send nothing.")
    ] = False,
    watchlist: Annotated[str, typer.Option(help="Only this one, for --preview.")] = "",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Write and deliver each watchlist's digest; --preview only shows it."""
    if watchlist and not preview:
        raise BadInput("--watchlist goes with --preview: every digest that is due goes out")
    if not preview:
        _do(ctx, ("digest",), now, as_json)
        return
    from pipelines.digest import preview as show

    shown = show(job_context(home_of(ctx), now), watchlist)
    if as_json:
        show_json([{"watchlist": name, **_plain(rendered)} for name, rendered in shown.items()])
        return
    for rendered in shown.values():
        typer.echo(rendered.text)


def _plain(rendered: "Rendered") -> dict[str, str]:
    return {"subject": rendered.subject, "text": rendered.text, "html": rendered.html}
