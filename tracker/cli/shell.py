"""The shell of `tracker sql`: statements until the end of input, each answered at once."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import typer

from tracker.cli.options import parse_instant
from tracker.cli.sql import Asking, answer, list_cookbook, opened
from tracker.model.errors import BadInput, TrackerError
from tracker.store.answers import FORMATS
from tracker.store.contents import TABLES, columns_of
from tracker.store.cookbook import recipe
from tracker.store.publish import published_path
from tracker.store.published import Published

HELP = """A statement ends with ; and may span lines. Beside SQL there are:
  .tables            what can be asked
  .describe NAME     columns of a table, with their meaning
  .cookbook [NAME]   questions ready to ask; with a name, its answer
  .as-of [TS]        answer with what was known then; alone, with all that is known
  .format FORMAT     table, csv or json
  .quit              end (so does Ctrl-D)
"""
MOST_HISTORY = 1_000
_BARE = ("help", "quit", "exit")


class Shell:
    """One sitting: the file that is open, and how it answers."""

    def __init__(self, home: Path, asking: Asking) -> None:
        self.home = home
        self.asking = asking
        self.failed = False
        self._published = opened(home, asking)
        self._inode = published_path(home).stat().st_ino
        self._dots: dict[str, Callable[[str], None]] = {
            "help": lambda _: sys.stdout.writelines([HELP]),
            "tables": lambda _: answer(self._newest(), TABLES, self.asking),
            "describe": self._describe,
            "cookbook": self._cookbook,
            "as-of": self._as_of,
            "format": self._format,
        }

    def close(self) -> None:
        """Let go of the file."""
        self._published.close()

    def do(self, text: str) -> None:
        """Answer one statement or command; what is wrong with it is one line."""
        try:
            if text.startswith("."):
                self._command(text)
            else:
                answer(self._newest(), text, self.asking)
            sys.stdout.flush()
        except TrackerError as error:
            self.failed = True
            typer.echo(f"tracker: {error}", err=True)

    def _newest(self) -> Published:
        """The published file as it is now: a sitting can outlast a publication."""
        inode = published_path(self.home).stat().st_ino
        if inode != self._inode:
            self._published.close()
            self._published, self._inode = opened(self.home, self.asking), inode
        return self._published

    def _command(self, text: str) -> None:
        name, _, rest = text.removeprefix(".").rstrip(" ;").partition(" ")
        if name not in self._dots:
            raise BadInput(f"no command .{name}; .help names them")
        self._dots[name](rest.strip())

    def _describe(self, name: str) -> None:
        query = columns_of(name)
        if not self._newest().query(query).table.num_rows:
            raise BadInput(f"no table {name!r}; .tables names them")
        answer(self._published, query, replace(self.asking, moment=None))

    def _cookbook(self, name: str) -> None:
        if name:
            answer(self._newest(), recipe(name).sql, self.asking)
        else:
            list_cookbook()

    def _as_of(self, text: str) -> None:
        self.asking = replace(self.asking, moment=parse_instant(text) if text else None)

    def _format(self, form: str) -> None:
        if form not in FORMATS or form == "parquet":
            raise BadInput(f"no format {form!r} here; there are: table, csv, json")
        self.asking = replace(self.asking, form=form)


def run_shell(home: Path, asking: Asking) -> None:
    """Read statements until the end of input. From a pipe, a failed one means exit status 2."""
    if asking.out is not None:
        raise BadInput("--out needs a query")
    shell = Shell(home, asking)
    try:
        if sys.stdin.isatty():
            _sit(shell)
        else:
            _pipe(shell)
    finally:
        shell.close()


def _pipe(shell: Shell) -> None:
    text = sys.stdin.read()
    if not text.strip():
        answer(shell._newest(), TABLES, shell.asking)
        return
    for statement in _statements(iter(text.splitlines())):
        shell.do(statement)
    if shell.failed:
        raise typer.Exit(2)


def _sit(shell: Shell) -> None:
    with _History(shell.home / "sql_history"):
        sys.stdout.write("SQL on the analysts' file; .help for more, Ctrl-D to end.\n")
        while True:
            try:
                for statement in _statements(_typed()):
                    if statement.rstrip(" ;") in (".quit", ".exit"):
                        return
                    shell.do(statement)
                return
            except KeyboardInterrupt:  # away with the statement, not with the shell
                sys.stdout.write("\n")


def _typed() -> Iterator[str]:
    """Lines as they are typed."""
    while True:
        try:
            yield input("tracker> ")
        except EOFError:
            sys.stdout.write("\n")
            return


def _statements(lines: Iterator[str]) -> Iterator[str]:
    """Statements that end with a semicolon at a line's end, and commands of one line."""
    held: list[str] = []
    for line in lines:
        if not held and (word := line.strip(" ;").lower()) in _BARE:
            line = f".{word}"  # no statement is one of these, and everybody types them
        if not held and line.startswith("."):
            yield line
            continue
        if not held and not line.strip():
            continue
        held.append(line)
        if line.rstrip().endswith(";"):
            yield "\n".join(held)
            held = []
    if any(line.strip() for line in held):
        yield "\n".join(held)


class _History:
    """What was typed before, where Python was built with readline."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        with suppress(ImportError, OSError):
            import readline

            readline.set_history_length(MOST_HISTORY)
            readline.read_history_file(self._path)

    def __exit__(self, *_: object) -> None:
        with suppress(ImportError, OSError):
            import readline

            handle = os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600)
            os.close(handle)
            readline.write_history_file(self._path)
