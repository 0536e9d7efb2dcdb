"""`tracker sql`: read-only SQL on the published file."""

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ByteSize, TypeAdapter, ValidationError

from tracker.cli.limits import ended_after, fence_memory
from tracker.cli.options import AsOf, as_of, home_of
from tracker.cli.output import console, show_answer, show_table
from tracker.model.errors import BadInput
from tracker.settings import load_settings
from tracker.store.answers import FORMATS as TEXTS_AND_PARQUET
from tracker.store.answers import (
    as_cells,
    csv_texts,
    json_texts,
    write_parquet,
    write_text,
)
from tracker.store.asking import Limits, Stream
from tracker.store.cookbook import cookbook as recipes
from tracker.store.cookbook import recipe
from tracker.store.published import Published

FORMATS = (*TEXTS_AND_PARQUET, "xlsx")
FILES = ("parquet", "xlsx")  # no texts: they need a file to go to
MOST_ROWS_SHOWN = 1_000
LEAST_MEMORY = 64_000_000  # less does not open a file


@dataclass(frozen=True, slots=True)
class Asking:
    """How questions are put and answered."""

    form: str
    moment: datetime | None
    seconds: float
    memory_bytes: int
    out: Path | None = None


def sql(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="One SELECT, EXPLAIN or DESCRIBE.")] = "",
    moment: AsOf = "",
    form: Annotated[
        str,
        typer.Option("--format", help=" | ".join(FORMATS), show_default="by --out, else table"),
    ] = "",
    out: Annotated[
        Path | None, typer.Option(help="Write here; parquet, xlsx need it.", show_default=False)
    ] = None,
    cookbook: Annotated[
        str, typer.Option(metavar="NAME", help="A question of the cookbook; `list` names them.")
    ] = "",
    seconds: Annotated[
        float | None,
        typer.Option(min=0.1, max=86_400, help="Stop after so long.", show_default="30"),
    ] = None,
    memory: Annotated[
        str, typer.Option(help="Stop at so much memory, as in 500MB.", show_default="1GB")
    ] = "",
    as_json_flag: Annotated[
        bool, typer.Option("--json", help="The same as --format json.")
    ] = False,
) -> None:
    """Ask the analysts' file in SQL; alone a shell, or the statements of a pipe.

    Example: tracker sql "SELECT supplier, count(*) FROM live_deals GROUP BY ALL"
    """
    if cookbook == "list":
        list_cookbook(as_json_flag)
        return
    if cookbook and query:
        raise BadInput("either a query or --cookbook NAME, not both")
    home = home_of(ctx)
    limits = load_settings(home).sql
    asking = Asking(
        _form("json" if as_json_flag else form, out),
        as_of(moment),
        limits.seconds if seconds is None else seconds,
        _bytes(memory) if memory else limits.memory,
        out,
    )
    if cookbook or query:
        with opened(home, asking) as published:
            answer(published, recipe(cookbook).sql if cookbook else query, asking)
        return
    from tracker.cli.shell import run_shell

    run_shell(home, asking)


def opened(home: Path, asking: Asking) -> Published:
    """The published file, with the memory that was allowed, in a process that keeps to it."""
    published = Published.open(home, f"{asking.memory_bytes // 1_000_000}MB")
    fence_memory(asking.memory_bytes)
    return published


def answer(published: Published, query: str, asking: Asking) -> None:
    """Print or write the answer, as it comes. Raises BadInput for what is no question."""
    shown = asking.form == "table"
    with (
        ended_after(asking.seconds),
        published.ask(
            query,
            as_of=asking.moment,
            limits=Limits(asking.seconds),
            limit=MOST_ROWS_SHOWN if shown else None,
        ) as stream,
    ):
        if shown:
            _show(stream)
        elif asking.form == "parquet" and asking.out is not None:
            write_parquet(stream, stream.schema, asking.out)
        elif asking.form == "xlsx" and asking.out is not None:
            from tracker.cli.workbook import write_xlsx

            write_xlsx(stream, asking.out)
        else:
            texts = json_texts(stream) if asking.form == "json" else csv_texts(stream)
            if asking.out is not None:
                write_text(texts, asking.out)
            else:
                sys.stdout.writelines(texts)


def _show(stream: Stream) -> None:
    show_answer(stream.columns, list(as_cells(stream)))
    if stream.cut:
        console().print(f"The first {MOST_ROWS_SHOWN} rows; --format csv gives all.")


def _form(form: str, out: Path | None) -> str:
    """The format that was asked for, or that the file's ending names."""
    ending = out.suffix.removeprefix(".").lower() if out is not None else ""
    form = form or (ending if ending in FORMATS else "" if out is not None else "table")
    if form not in FORMATS:
        raise BadInput(f"no format {form or ending!r}; there are: {', '.join(FORMATS)}")
    if form in FILES and out is None:
        raise BadInput(f"{form} is no text: name a file with --out")
    if form == "table" and out is not None:
        raise BadInput("a table is for the screen: write csv, json, parquet or xlsx with --out")
    return form


def _bytes(text: str) -> int:
    try:
        found = TypeAdapter(ByteSize).validate_python(text)
    except ValidationError as error:
        raise BadInput(f"--memory {text}: no size; write one like 500MB or 2GB") from error
    if found < LEAST_MEMORY:
        raise BadInput(f"--memory {text}: too little; at least {LEAST_MEMORY // 1_000_000}MB")
    return int(found)


def list_cookbook(as_json_flag: bool = False) -> None:
    """Print the names of the recipes and what each answers."""
    rows = [
        {"name": one.name, "answers": one.question.split("?")[0] + "?"}
        for one in recipes().values()
    ]
    show_table(["name", "answers"], rows, as_json=as_json_flag, whole=frozenset({"name"}))
