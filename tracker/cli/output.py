"""Tables for people, JSON for programs."""

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

PIPED_WIDTH = 120
_PADDING = 3  # characters between two columns
_NARROW = 10  # characters that a column of words needs at least
_FIRM = re.compile(r"-?[\d,.]+(?:e[+-]?\d+)?|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")


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


def show_answer(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print texts as a table; a record at a time where the terminal is too narrow for one.

    A number or a day that is broken over two lines is read wrongly: none is.
    """
    firm = {
        place
        for place in range(len(columns))
        if (found := [row[place] for row in rows if row[place]]) and all(map(_is_firm, found))
    }
    values = [max((len(row[place]) for row in rows), default=0) for place in range(len(columns))]
    heads = [_folded(name, width) for name, width in zip(columns, values, strict=True)]
    least = sum(
        max(max(map(len, head.split("\n"))), width if place in firm else min(width, _NARROW))
        for place, (head, width) in enumerate(zip(heads, values, strict=True))
    )
    out = console()
    if rows and least + _PADDING * len(columns) > out.width:
        _show_records(out, columns, rows)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        is_firm = place in firm
        table.add_column(
            head, justify="right" if is_firm else "left", overflow="fold", no_wrap=is_firm
        )
    for row in rows:
        table.add_row(*row)
    out.print(table, markup=False)


def _show_records(out: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, 1):
        table = Table(box=None, show_header=False, pad_edge=False, title=f"{number} of {len(rows)}")
        table.title_justify = "left"
        table.add_column(no_wrap=True, style="bold")
        table.add_column(overflow="fold")
        for name, cell in zip(columns, row, strict=True):
            table.add_row(name, cell)
        out.print(table, markup=False)


def _folded(name: str, width: int) -> str:
    """A column's name over as many lines as its values are narrow, cut at underscores."""
    lines = [""]
    for part in re.findall(r"[^_]*_?", name):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def _is_firm(text: str) -> bool:
    """A number or a day."""
    return _FIRM.fullmatch(text) is not None


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
