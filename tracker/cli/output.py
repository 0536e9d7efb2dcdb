"""Tables for people, JSON for programs."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

PIPED_WIDTH = 120


def console() -> Console:
    """Standard output, as wide as the terminal; wide enough for any table in a pipe."""
    return Console(
        width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH,
        highlight=False,
    )


def show_table(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, Any]],
    *,
    as_json: bool = False,
    right: frozenset[str] = frozenset(),
    whole: frozenset[str] = frozenset(),
    title: str | None = None,
) -> None:
    """Print rows as a table that fits, or as a JSON list of all that they hold.

    `right` columns align right; those of `whole` (ids, dates) are never broken.
    """
    if as_json:
        show_json([dict(row) for row in rows])
        return
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(
            column,
            justify="right" if column in right else "left",
            overflow="fold",
            no_wrap=column in whole,
        )
    for row in rows:
        table.add_row(*(plain(row.get(column)) for column in columns))
    console().print(table, markup=False)


def show_json(value: object) -> None:
    """One JSON value on standard output; dates in ISO form, decimals as numbers."""
    sys.stdout.write(json.dumps(value, default=_jsonable, ensure_ascii=False, indent=1) + "\n")


def plain(value: object) -> str:
    """A cell's text; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.3g}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list | tuple):
        return ", ".join(plain(item) for item in value)
    return str(value)


def _jsonable(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    return str(value)
