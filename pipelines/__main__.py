"""The `tracker` command: mounts what only reads and what composes rooms."""

import io
import os
import sys
from importlib.metadata import version
from typing import Annotated, Any, NoReturn

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


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("compute-deal-tracker"))
        raise typer.Exit


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
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_print_version)
    ] = False,
) -> None:
    ctx.obj = home or str(default_home())


for name, command in {**COMMANDS, **READING}.items():
    if isinstance(command, typer.Typer):
        app.add_typer(command, name=name)
    else:
        app.command(name)(command)


# typer shows a box of its own for bad usage; by their common root it becomes our one line.
_USAGE: tuple[type[Exception], ...] = tuple(
    kind
    for kind in typer.BadParameter.__mro__
    if issubclass(kind, Exception) and kind is not Exception
)


def main() -> None:
    """Run the command line; exit 0 done, 1 failed, 2 bad usage or input."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # file names may hold what no text may
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(prog_name="tracker", standalone_mode=False)
        sys.stdout.flush()
    except _USAGE as error:
        _end(_usage(error), 2)
    except (BadInput, BadReference) as error:
        _end(str(error), 2)
    except TrackerError as error:
        _end(str(error), 1)
    except BrokenPipeError:
        _leave()
    except OSError as error:  # a folder that cannot be written, a full disk
        _end(f"{error.filename or 'the disk'}: {error.strerror}; check the path and the disk", 1)
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # what typer makes of one
            _leave()
        raise
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _usage(error: Any) -> str:
    """What is wrong with the command line, and where its help is."""
    command = error.ctx.command_path if getattr(error, "ctx", None) else "tracker"
    message = " ".join(error.format_message().split()).rstrip(".")
    return f"{message or 'nothing to do'}; see `{command} --help`"


def _leave() -> NoReturn:
    """The reader of our output left, as `head` does: nothing more is said."""
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - until the very end
    sys.exit(0)


def _end(message: str, code: int) -> NoReturn:
    typer.echo(f"tracker: {message}", err=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
