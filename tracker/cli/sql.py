"""`tracker sql`: read-only SQL on the published file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli.options import AsOf, as_of, home_of
from tracker.cli.output import console, show_table
from tracker.model.errors import BadInput
from tracker.reference.folders import shipped
from tracker.store.answers import FORMATS, as_cells, as_csv, as_json, write_parquet
from tracker.store.published import Answer, Published

MOST_ROWS_SHOWN = 1_000


def sql(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(help="One SELECT, EXPLAIN or DESCRIBE.")] = "",
    moment: AsOf = "",
    form: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "table",
    out: Annotated[
        Path | None, typer.Option(help="Write here; needed for parquet.", show_default=False)
    ] = None,
    cookbook: Annotated[
        str, typer.Option(metavar="NAME", help="A question of the cookbook; `list` names them.")
    ] = "",
    seconds: Annotated[float, typer.Option(min=0.1, max=86_400, help="Stop after so long.")] = 30.0,
    as_json_flag: Annotated[
        bool, typer.Option("--json", help="The same as --format json.")
    ] = False,
) -> None:
    """Ask the analysts' file in SQL; alone it lists the tables.

    Example: tracker sql "SELECT supplier, count(*) FROM live_deals GROUP BY ALL"
    """
    form = "json" if as_json_flag else form
    if form not in FORMATS:
        raise BadInput(f"no format {form!r}; there are: {', '.join(FORMATS)}")
    if form == "parquet" and out is None:
        raise BadInput("parquet is no text: name a file with --out")
    if cookbook == "list":
        _list_cookbook(as_json_flag)
        return
    text = _recipe(cookbook) if cookbook else query or _TABLES
    with Published.open(home_of(ctx)) as published:
        limit = MOST_ROWS_SHOWN if form == "table" and out is None else None
        answer = published.query(text, as_of=as_of(moment), seconds=seconds, limit=limit)
    _give(answer, form, out)


_TABLES = (
    "SELECT table_name AS name, comment FROM duckdb_tables() WHERE schema_name = 'main' "
    "UNION ALL SELECT view_name, comment FROM duckdb_views() WHERE NOT internal "
    "AND schema_name = 'main' ORDER BY name"
)


def _give(answer: Answer, form: str, out: Path | None) -> None:
    if form == "parquet" and out is not None:
        write_parquet(answer, out)
    elif form == "table" and out is None:
        rows = [dict(zip(answer.columns, cells, strict=True)) for cells in as_cells(answer)]
        show_table(answer.columns, rows)
        if answer.cut:
            console().print(f"The first {MOST_ROWS_SHOWN} rows; --format csv gives all.")
    else:
        text = as_json(answer) + "\n" if form == "json" else as_csv(answer)
        if out is None:
            sys.stdout.write(text)
        else:
            _write(out, text)


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise BadInput(f"{out}: cannot be written ({error.strerror}); name another") from error


def _recipe(name: str) -> str:
    path = shipped("db") / "cookbook" / f"{name}.sql"
    if not path.is_file():
        raise BadInput(f"no question {name!r} in the cookbook; --cookbook list names them")
    return path.read_text(encoding="utf-8")


def _list_cookbook(as_json_flag: bool) -> None:
    rows = []
    for path in sorted((shipped("db") / "cookbook").glob("*.sql")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        rows.append({"name": path.stem, "answers": first.removeprefix("--").strip()})
    show_table(["name", "answers"], rows, as_json=as_json_flag)
