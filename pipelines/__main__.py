"""The `tracker` command: mounts what only reads and what composes rooms."""

import sys
from typing import Annotated

import typer

from pipelines.commands import COMMANDS
from tracker.cli import READING
from tracker.model.errors import BadInput, BadReference, TrackerError
from tracker.settings import default_home

HELP = """Deals for AI compute: what moved between suppliers, on what terms, how surely,
and what it does to the price of compute.

A first time: `tracker ingest FILE...` or `tracker pull`, then `tracker run`, then
`tracker deals`, `tracker prices`, `tracker explain ID`, `tracker sql`.
"""

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _options(
    ctx: typer.Context,
    home: Annotated[
        str,
        typer.Option(
            "--home",
            metavar="DIR",
            envvar="TRACKER_HOME",
            help="The folder that holds settings, database, raw files, digests.",
            show_default="the platform's user-data folder",
        ),
    ] = "",
) -> None:
    ctx.obj = home or str(default_home())


for name, command in {**COMMANDS, **READING}.items():
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


def main() -> None:
    """Run the command line; exit 0 done, 1 failed, 2 bad usage or input."""
    try:
        app(prog_name="tracker")
    except (BadInput, BadReference) as error:
        _end(error, 2)
    except TrackerError as error:
        _end(error, 1)
    except BrokenPipeError:  # the reader of our output left, as `head` does
        sys.stderr.close()
        sys.exit(0)


def _end(error: TrackerError, code: int) -> None:
    typer.echo(f"tracker: {error}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
