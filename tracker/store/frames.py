"""Records to Arrow frames of a table's own types, and rows back to records.

The schema comes from the database, the converters from the record's annotations; there is
no list of fields anywhere else. Both work column by column, for hundreds of thousands of
records pass through here.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

import pyarrow as pa

from tracker.model.errors import StoreError
from tracker.model.memory import uncollected
from tracker.store.columns import read_field, to_column

R = TypeVar("R")
Convert = Callable[[Any], Any]
_PART = 4_096  # records whose fields, read one after the other, stay in the processor's cache


def to_frame(
    rows: Sequence[object], schema: pa.Schema, beside: Mapping[str, Sequence[Any]] | None = None
) -> pa.Table:
    """One Arrow row a record (or mapping), with the columns of `schema` by field name.

    Columns that the records do not have are given `beside` them. Instants become UTC. Raises
    StoreError naming the column and the record whose value does not fit.
    """
    with uncollected():
        return pa.Table.from_batches(to_batches(rows, schema, beside or {}), schema)


def to_batches(
    rows: Sequence[object], schema: pa.Schema, beside: Mapping[str, Sequence[Any]]
) -> Iterator[pa.RecordBatch]:
    """The rows of `to_frame`, some thousand records at a time."""
    for name, values in beside.items():
        if len(values) != len(rows):
            raise StoreError(f"{name}: {len(values)} values for {len(rows)} records")
    for start in range(0, len(rows), _PART):
        part = rows[start : start + _PART]
        given = {name: list(values[start : start + _PART]) for name, values in beside.items()}
        columns = [
            to_column(given[f.name] if f.name in given else read_field(part, f.name), f, part)
            for f in schema
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)


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
