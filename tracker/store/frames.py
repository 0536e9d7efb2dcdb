"""Records to Arrow frames of a table's own types, and rows back to records.

The schema comes from the database, the converters from the record's annotations; there is
no list of fields anywhere else. Both work column by column, for hundreds of thousands of
records pass through here.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

import pyarrow as pa

from tracker.model.errors import StoreError
from tracker.model.memory import uncollected

R = TypeVar("R")
Convert = Callable[[Any], Any]

_UNFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def to_frame(rows: Sequence[object], schema: pa.Schema) -> pa.Table:
    """One Arrow row a record (or mapping), with the columns of `schema` by field name.

    Instants become UTC. Raises StoreError naming the column and the record whose value
    does not fit.
    """
    with uncollected():
        columns = [_column(_fields(rows, field.name), field, rows) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _fields(rows: Sequence[object], name: str) -> list[Any]:
    get: Convert = attrgetter(name)
    if rows and isinstance(rows[0], Mapping):
        get = itemgetter(name)
    try:
        return list(map(get, rows))
    except (AttributeError, LookupError) as error:
        raise StoreError(f"{_short(rows[0])}: has no {name}, which its table needs") from error


def _column(values: list[Any], field: pa.Field, rows: Sequence[object]) -> pa.Array:
    try:
        return pa.array(_as_given(values, field.type), field.type)
    except _UNFIT:  # seldom: a value that has to be made fit first, or cannot be
        return _prepared(values, field, rows)


def _as_given(values: list[Any], kind: pa.DataType) -> list[Any]:
    """Values that Arrow converts by itself, several times as fast as one by one here."""
    if pa.types.is_timestamp(kind) and None in {v.tzinfo for v in values if v is not None}:
        raise ValueError("an instant without a time zone")
    if pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
        get = _prepare(kind.value_type)
        return [None if v is None else list(map(get, v)) for v in values]  # type: ignore[arg-type]
    return values


def _prepared(values: list[Any], field: pa.Field, rows: Sequence[object]) -> pa.Array:
    prepare = _prepare(field.type)
    try:
        if prepare is None:
            return pa.array(values, field.type)
        return pa.array([None if v is None else prepare(v) for v in values], field.type)
    except _UNFIT as error:
        for value, row in zip(values, rows, strict=True):
            _check(value, field, prepare, row)
        raise StoreError(f"column {field.name}: {error}") from error


def _check(value: Any, field: pa.Field, prepare: Convert | None, row: object) -> None:
    if value is None:
        return
    try:
        pa.array([prepare(value) if prepare else value], field.type)
    except _UNFIT as error:
        raise StoreError(
            f"{type(row).__name__}.{field.name}: {value!r} does not fit {field.type} "
            f"in {_short(row)}; correct the value where it is made"
        ) from error


def _short(row: object) -> str:
    text = repr(row)
    return text if len(text) < 160 else text[:157] + "..."


def _prepare(kind: pa.DataType) -> Convert | None:
    """What makes a value fit for Arrow; None when it is."""
    if pa.types.is_decimal(kind):
        return lambda value: _rescale(value, kind.scale)
    if pa.types.is_timestamp(kind):
        return _instant
    if pa.types.is_string(kind):
        return _text
    if pa.types.is_list(kind):
        inner = _prepare(kind.value_type)
        return None if inner is None else lambda value: list(map(inner, value))
    if pa.types.is_struct(kind):
        return attrgetter(*(kind.field(index).name for index in range(kind.num_fields)))
    return None


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


def from_frame(record: type[R], frame: pa.Table) -> list[R]:
    """Records of a frame whose columns are in the order of the record's fields."""
    hints = typing.get_type_hints(record)
    names = [field.name for field in dataclasses.fields(typing.cast(Any, record))]
    with uncollected():
        columns = [
            _values(column.combine_chunks(), hints[name])
            for name, column in zip(names, frame.columns, strict=True)
        ]
        return list(map(record, *columns))


def _values(array: pa.Array, annotation: Any) -> list[Any]:
    """The values of a column in the annotated type."""
    kind = _without_none(annotation)
    if typing.get_origin(kind) is tuple:
        return _tuples(array, typing.get_args(kind)[0])
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind).values()
        columns = map(_values, array.flatten(), hints)
        return list(map(typing.cast(Convert, kind), *columns))
    values: list[Any] = array.to_pylist()
    convert = _back(kind)
    return values if convert is None else [v if v is None else convert(v) for v in values]


def _tuples(array: pa.Array, annotation: Any) -> list[Any]:
    """A column of lists: cut from their joined values, far cheaper than list by list."""
    items = _values(array.values, annotation)
    tuples: list[Any] = [tuple(items[a:b]) for a, b in pairwise(array.offsets.to_pylist())]
    if array.null_count:
        return [
            v if ok else None for v, ok in zip(tuples, array.is_valid().to_pylist(), strict=True)
        ]
    return tuples


def _back(kind: Any) -> Convert | None:
    """What turns one database value into `kind`; None when it is that already."""
    if not isinstance(kind, type):
        return None
    if issubclass(kind, datetime):
        return lambda value: value.replace(tzinfo=UTC)
    if issubclass(kind, StrEnum):
        return {member.value: member for member in kind}.__getitem__
    if issubclass(kind, Decimal):
        return _plain
    return None


def _without_none(annotation: Any) -> Any:
    if typing.get_origin(annotation) in (types.UnionType, typing.Union):
        return next(a for a in typing.get_args(annotation) if a is not type(None))
    return annotation


def _plain(value: Decimal) -> Decimal:
    """The same amount without the zeros of the column's scale."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else value.normalize()
