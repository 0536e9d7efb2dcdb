"""Answers as text or files: CSV, JSON, Parquet, and the cells of a table."""

import csv
import io
import json
import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from tracker.model.errors import BadInput
from tracker.store.files import replacing

_GROUPED = 10_000  # from here on, so that a year keeps its form
FORMATS = ("table", "csv", "json", "parquet")


class Rows(Protocol):
    """An answer, whole or as it comes."""

    @property
    def columns(self) -> list[str]:
        """Names of the columns; two may be the same."""

    def each_row(self) -> Iterator[tuple[Any, ...]]:
        """The rows as Python values."""

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in Arrow's form."""


def csv_texts(rows: Rows) -> Iterator[str]:
    """A header and a line a row (RFC 4180); nothing for NULL, JSON for lists and structs."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(rows.columns)
    for row in rows.each_row():
        writer.writerow([_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def json_texts(rows: Rows) -> Iterator[str]:
    """A list with one object a row; numbers stay numbers, instants are ISO 8601 in UTC."""
    names = _distinct(rows.columns)
    opening = "["
    for row in rows.each_row():
        item = dict(zip(names, map(_plain, row), strict=True))
        text = json.dumps(item, ensure_ascii=False, indent=1).replace("\n", "\n ")
        yield f"{opening}\n {text}"
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def as_csv(rows: Rows) -> str:
    """The whole answer as CSV."""
    return "".join(csv_texts(rows))


def as_json(rows: Rows) -> str:
    """The whole answer as JSON."""
    return "".join(json_texts(rows))


def as_cells(rows: Rows) -> Iterator[list[str]]:
    """Each row as the texts of its cells, for a table on a terminal.

    Large numbers are grouped by thousands, small ones have six figures, days no midnight.
    """
    for row in rows.each_row():
        yield [_shown(value) for value in row]


def write_text(texts: Iterator[str], path: Path) -> None:
    """Write the pieces to `path`, whole or not at all. Raises BadInput when that cannot be."""
    try:
        with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as out:
            out.writelines(texts)
    except OSError as error:
        raise BadInput(f"{path}: cannot be written ({error.strerror}); name another") from error


def write_parquet(rows: Rows, schema: pa.Schema, path: Path) -> None:
    """Write the answer with its types to `path`. Raises BadInput when that cannot be."""
    named = pa.schema(
        [field.with_name(name) for field, name in zip(schema, _distinct(rows.columns), strict=True)]
    )
    try:
        with replacing(path) as temporary, pq.ParquetWriter(temporary, named) as writer:
            for batch in rows.batches():
                writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=named))
    except (OSError, pa.ArrowException) as error:
        raise BadInput(f"{path}: cannot be written ({error}); name another file") from error


def _distinct(names: Sequence[str]) -> list[str]:
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


def _shown(value: Any) -> str:
    if isinstance(value, float | Decimal) and math.isfinite(value):
        number = float(value)
        return f"{number:,.0f}" if abs(number) >= _GROUPED else f"{number:.6g}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if abs(value) >= _GROUPED else str(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(map(_shown, value))
    return _cell(value)


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
