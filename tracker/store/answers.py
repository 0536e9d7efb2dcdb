"""Answers as text or files: table, CSV, JSON, Parquet."""

import csv
import io
import json
import math
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tracker.model.errors import BadInput
from tracker.store.files import replacing
from tracker.store.published import Answer

FORMATS = ("table", "csv", "json", "parquet")


def as_csv(answer: Answer) -> str:
    """A header and a line a row (RFC 4180); nothing for NULL, JSON for lists and structs."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(answer.columns)
    writer.writerows([_cell(value) for value in row] for row in answer.rows)
    return buffer.getvalue()


def as_json(answer: Answer) -> str:
    """A list with one object a row; numbers stay numbers, instants are ISO 8601 in UTC."""
    names = _distinct(answer.columns)
    rows = [dict(zip(names, map(_plain, row), strict=True)) for row in answer.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def as_cells(answer: Answer) -> Iterator[list[str]]:
    """Each row as the texts of its cells, for a table on a terminal."""
    for row in answer.rows:
        yield [_cell(value) for value in row]


def write_parquet(answer: Answer, path: Path) -> None:
    """Write the answer with its types to `path`. Raises BadInput when that cannot be."""
    table = answer.table.rename_columns(_distinct(answer.columns))
    try:
        with replacing(path) as temporary:
            pq.write_table(table, temporary)
    except (OSError, pa.ArrowException) as error:
        raise BadInput(f"{path}: cannot be written ({error}); name another file") from error


def _distinct(names: list[str]) -> list[str]:
    """The names, a later twin with its number: "share", "share_2"."""
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return distinct


def _cell(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, list | dict):
        return json.dumps(plain, ensure_ascii=False)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return str(plain)


def _plain(value: Any) -> Any:
    """The value in JSON's types."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(sep="T") + ("" if value.tzinfo else "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | bool | type(None)) else str(value)
