"""Commands that look after a home: rebuild, backup, restore."""

from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.options import (
    AsJson,
    Now,
    ProgressBar,
    home_of,
    job_context,
    print_problems,
    print_reports,
)
from tracker.cli.output import console, show_json


def rebuild(ctx: typer.Context, now: Now = "", as_json: AsJson = False) -> None:
    """Make the database again from what was fetched, corrected and sent; sends nothing.

    For a database that is damaged or gone. Everything keeps the clock at which it became
    known. The old database stays until the new one is whole, and beside it afterwards.
    """
    from pipelines.rebuild import rebuild as make_again
    from pipelines.run import failed

    with ProgressBar() as progress:
        reports = make_again(job_context(home_of(ctx), now, progress))
    print_reports(reports, as_json=as_json)
    print_problems(reports)
    if failed(reports):
        raise typer.Exit(1)


def backup(
    ctx: typer.Context,
    archive: Annotated[Path, typer.Argument(metavar="FILE.tar", help="Where to.")],
    as_json: AsJson = False,
) -> None:
    """Write the whole home into one file, while no job writes.

    Example: tracker backup monday.tar
    """
    from pipelines.backup import back_up

    _tell(back_up(home_of(ctx), archive), as_json)


def restore(
    ctx: typer.Context,
    archive: Annotated[Path, typer.Argument(metavar="FILE.tar", help="What `backup` wrote.")],
    as_json: AsJson = False,
) -> None:
    """Make a home from a backup. The folder must be new or empty; every file is checked.

    Example: tracker --home copy restore monday.tar
    """
    from pipelines.backup import restore as put_back

    _tell(put_back(home_of(ctx), archive), as_json)


def _tell(facts: dict[str, object], as_json: bool) -> None:
    if as_json:
        show_json(facts)
        return
    for name, value in facts.items():
        console().print(f"{name}: {value}", markup=False, soft_wrap=True)
