"""Reference figures as text and back, so that a run of the past can keep its inputs."""

import hashlib
import json
import typing
from dataclasses import fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any

from tracker.model.errors import BadReference
from tracker.reference.market import Market


def to_text(market: Market) -> str:
    """The market as one line of JSON: each table's columns once, then its rows."""
    tables = {field.name: _table(getattr(market, field.name)) for field in fields(market)}
    return json.dumps(tables, ensure_ascii=True, default=str, separators=(",", ":"))


def from_text(text: str) -> Market:
    """The market of such a line; columns that this version lacks are passed over.

    Raises BadReference when a column that it needs is not there.
    """
    tables = json.loads(text)
    hints = typing.get_type_hints(Market)
    try:
        return Market(**{n: _rows(hints[n], t) for n, t in tables.items() if n in hints})
    except (KeyError, TypeError, ValueError) as error:
        raise BadReference(
            f"an edition of the reference data of an older program cannot be read ({error})"
        ) from error


def edition_id(text: str) -> str:
    """Sixteen hex digits that stand for an edition's content."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _table(records: tuple[Any, ...]) -> Any:
    if not records or not is_dataclass(records[0]):
        return list(records)
    names = [field.name for field in fields(records[0])]
    rows = [[getattr(record, name) for name in names] for record in records]
    return {"columns": names, "rows": rows}


def _rows(annotation: Any, table: Any) -> tuple[Any, ...]:
    (kind, *_) = typing.get_args(annotation)
    if isinstance(table, list):
        return tuple(_value(kind, item) for item in table)
    hints = typing.get_type_hints(kind)
    known = [(i, name) for i, name in enumerate(table["columns"]) if name in hints]
    return tuple(
        kind(**{name: _value(hints[name], row[i]) for i, name in known}) for row in table["rows"]
    )


def _value(annotation: Any, value: Any) -> Any:
    """A JSON value as the annotated type: dates, and tuples in tuples."""
    if value is None:
        return None
    if typing.get_origin(annotation) in (UnionType, typing.Union):
        annotation = next(a for a in typing.get_args(annotation) if a is not NoneType)
    if annotation is date:
        return date.fromisoformat(value)
    if typing.get_origin(annotation) is tuple:
        kinds = typing.get_args(annotation)
        inner = [kinds[0]] * len(value) if kinds[-1] is Ellipsis else list(kinds)
        return tuple(_value(kind, item) for kind, item in zip(inner, value, strict=True))
    return value
