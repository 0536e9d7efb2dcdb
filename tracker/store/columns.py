"""Records to Arrow arrays, column by column, each value checked against its column's type."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any

import numpy as np
import pyarrow as pa

from tracker.model.errors import StoreError

Convert = Callable[[Any], Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def read_field(rows: Sequence[Any], name: str) -> list[Any]:
    """That field of every record (or mapping). Raises StoreError when one has no such field."""
    try:
        if rows and isinstance(rows[0], Mapping):
            return list(map(itemgetter(name), rows))
        return list(map(attrgetter(name), rows))
    except (AttributeError, LookupError) as error:
        raise StoreError(f"{_short(rows[0])}: has no {name}, which its table needs") from error


def to_column(values: list[Any], field: pa.Field, rows: Sequence[object]) -> pa.Array:
    """The values as an array of the field's type; instants become UTC.

    Raises StoreError naming the column, and the one of `rows` whose value does not fit.
    """
    try:
        return _as_given(values, field.type)
    except _UNFIT:  # seldom: a value that has to be made fit first, or cannot be
        return _prepared(values, field, rows)


def _as_given(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Values that Arrow converts by itself, several times as fast as one by one here."""
    if pa.types.is_timestamp(kind):
        return _instants(values, kind)
    if pa.types.is_list(kind) and pa.types.is_struct(kind.value_type):
        return _lists_of_records(values, kind)
    return pa.array(values, kind)


def _instants(values: list[Any], kind: pa.DataType) -> pa.Array:
    """As time since 1970: Arrow asks each instant for its zone, which takes longer.

    Raises TypeError for one without a zone.
    """
    since = [None if value is None else value - _EPOCH for value in values]
    return pa.array(since, pa.duration(kind.unit)).view(kind)


def _lists_of_records(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Lists of records from their joined fields: no record becomes a tuple of its own."""
    if None in values:
        raise ValueError("no list")
    items = list(chain.from_iterable(values))
    inner = kind.value_type
    fields = [inner.field(number) for number in range(inner.num_fields)]
    joined = pa.StructArray.from_arrays(
        [pa.array(list(map(attrgetter(field.name), items)), field.type) for field in fields],
        fields=fields,
    )
    ends = np.cumsum(np.fromiter(map(len, values), np.int32, len(values)), dtype=np.int32)
    offsets = pa.array(np.concatenate((np.zeros(1, np.int32), ends)))
    return pa.ListArray.from_arrays(offsets, joined, type=kind)


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
        return text_of
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


def text_of(value: Any) -> str:
    """The value as text that a file can hold: a lone surrogate, seen in careless feeds, is not
    Unicode and becomes a question mark."""
    text = value if isinstance(value, str) else str(value)
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
