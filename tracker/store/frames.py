"""Records to Arrow frames of a table's own types, and rows back to records.

The schema comes from the database, the converters from the record's annotations; there is
no list of fields anywhere else.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

import pyarrow as pa

from tracker.model.errors import StoreError

R = TypeVar("R")
Convert = Callable[[Any], Any]


def to_frame(rows: Sequence[object], schema: pa.Schema) -> pa.Table:
    """One Arrow row a record (or mapping), with the columns of `schema` by field name.

    Instants become UTC. Raises StoreError naming the column and the record whose value
    does not fit.
    """
    columns = [_column([_value(row, field.name) for row in rows], field, rows) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _value(row: object, name: str) -> Any:
    if isinstance(row, Mapping):
        return row.get(name)
    return getattr(row, name, None)


def _column(values: list[Any], field: pa.Field, rows: Sequence[object]) -> pa.Array:
    try:
        prepare = _prepare(field.type)
        return pa.array([None if v is None else prepare(v) for v in values], field.type)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        for value, row in zip(values, rows, strict=True):
            _check(value, field, row)
        raise StoreError(f"column {field.name}: {error}") from error


def _check(value: Any, field: pa.Field, row: object) -> None:
    if value is None:
        return
    try:
        pa.array([_prepare(field.type)(value)], field.type)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise StoreError(
            f"{type(row).__name__}.{field.name}: {value!r} does not fit {field.type} "
            f"in {_short(row)}; correct the value where it is made"
        ) from error


def _short(row: object) -> str:
    text = repr(row)
    return text if len(text) < 160 else text[:157] + "..."


def _prepare(kind: pa.DataType) -> Convert:
    if pa.types.is_decimal(kind):
        return lambda value: _rescale(value, kind.scale)
    if pa.types.is_timestamp(kind):
        return _instant
    if pa.types.is_string(kind):
        return _text
    if pa.types.is_list(kind):
        inner = _prepare(kind.value_type)
        return lambda value: [inner(item) for item in value]
    if pa.types.is_struct(kind):
        names = [kind.field(index).name for index in range(kind.num_fields)]
        return lambda value: {name: getattr(value, name) for name in names}
    return lambda value: value


def _rescale(value: Any, scale: int) -> Decimal:
    try:
        return Decimal(value).quantize(Decimal(1).scaleb(-scale))
    except InvalidOperation as error:
        raise ValueError("not a number of this size") from error


def _instant(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError("an instant without a time zone")
    return value


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else str(value)
    # A lone surrogate (seen in careless feeds) is not Unicode and no file could hold it.
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def from_rows(record: type[R], rows: Iterable[Sequence[Any]]) -> list[R]:
    """Records of rows whose columns are in the order of the record's fields."""
    converters = _converters(typing.cast(typing.Hashable, record))
    return [
        record(
            *[
                convert(value) if convert is not None and value is not None else value
                for convert, value in zip(converters, row, strict=True)
            ]
        )
        for row in rows
    ]


@cache
def _converters(record: Any) -> tuple[Convert | None, ...]:
    hints = typing.get_type_hints(record)
    return tuple(_back(hints[field.name]) for field in dataclasses.fields(record))


def _back(annotation: Any) -> Convert | None:
    """What turns a database value into the annotated type; None when it is that already."""
    kind = _without_none(annotation)
    if typing.get_origin(kind) is tuple:
        inner = _back(typing.get_args(kind)[0])
        return tuple if inner is None else lambda items: tuple(map(inner, items))
    if not isinstance(kind, type):
        return None
    if issubclass(kind, datetime):
        return lambda value: value.replace(tzinfo=UTC)
    if issubclass(kind, date):
        return None
    if issubclass(kind, StrEnum):
        return kind
    if issubclass(kind, Decimal):
        return _plain
    if dataclasses.is_dataclass(kind):
        return lambda values: kind(**values)
    return None


def _without_none(annotation: Any) -> Any:
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return next(a for a in typing.get_args(annotation) if a is not type(None))
    return annotation


def _plain(value: Decimal) -> Decimal:
    """The same amount without the zeros of the column's scale."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else value.normalize()
