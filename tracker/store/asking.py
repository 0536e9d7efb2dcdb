"""Questions to a published file: answered batch by batch, within limits of time and memory."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tracker.model.errors import BadInput
from tracker.store.statements import only_read, sql_error

ROWS_A_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use. `most_bytes` holds for an answer that is kept whole in memory."""

    seconds: float = 30.0
    most_bytes: int = 1_000_000_000


class Stream:
    """An answer as it comes: never whole in memory. `cut` tells after the last batch."""

    def __init__(
        self, schema: pa.Schema, batches: Iterator[pa.RecordBatch], limit: int | None
    ) -> None:
        self.schema = schema
        self.cut = False
        self._batches = batches
        self._limit = limit

    @property
    def columns(self) -> list[str]:
        """Names of the columns; two may be the same."""
        return list(self.schema.names)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in Arrow's form, at most as many as the limit."""
        left = self._limit
        for batch in self._batches:
            if left is not None and batch.num_rows > left:
                self.cut = True
                batch = batch.slice(0, left)
            left = left if left is None else left - batch.num_rows
            yield batch

    def each_row(self) -> Iterator[tuple[Any, ...]]:
        """The rows as Python values."""
        for batch in self.batches():
            yield from values(batch.columns)


def values(columns: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows of some Arrow columns; what Python cannot hold becomes text."""
    return zip(*map(_values, columns), strict=True)


def _values(column: Any) -> list[Any]:
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
        column = pc.cast(column, pa.timestamp("us", column.type.tz), safe=False)
    try:
        found: list[Any] = column.to_pylist()
    except (ValueError, OverflowError):  # the year 10000, infinity
        found = _texts(column)
    return found


def _texts(column: Any) -> list[Any]:
    try:
        texts: list[Any] = pc.cast(column, pa.string()).to_pylist()
    except pa.ArrowException as error:
        raise BadInput(f"a value cannot be shown ({error}); cast it to VARCHAR") from error
    return texts


@contextmanager
def ask(
    con: duckdb.DuckDBPyConnection, sql: str, limits: Limits, limit: int | None = None
) -> Iterator[Stream]:
    """The answer to one statement that reads, while it is read.

    Raises BadInput in one line for anything wrong with the statement, when it takes too
    long and when it wants too much memory.
    """
    statement = only_read(con, sql)
    deadline = time.monotonic() + limits.seconds
    with _interrupted_after(con, limits.seconds):
        with _in_one_line(limits):
            relation = con.sql(statement)
            if limit is not None:
                relation = relation.limit(limit + 1)
            reader = relation.to_arrow_reader(ROWS_A_BATCH)
        try:
            yield Stream(reader.schema, _read(reader, limits, deadline), limit)
        finally:
            reader.close()


def _read(reader: Any, limits: Limits, deadline: float) -> Iterator[pa.RecordBatch]:
    while True:
        with _in_one_line(limits):
            try:
                batch = reader.read_next_batch()
            except StopIteration:
                return
        if time.monotonic() > deadline:
            raise _too_long(limits)
        yield batch


@contextmanager
def _in_one_line(limits: Limits) -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException:
        raise _too_long(limits) from None
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise _too_large(error) from error
    except duckdb.Error as error:
        raise BadInput(sql_error(error)) from error
    except (OSError, pa.ArrowException) as error:  # what an error becomes on Arrow's way
        if "INTERRUPT" in str(error):
            raise _too_long(limits) from None
        if "Out of Memory" in str(error):
            raise _too_large(error) from error
        raise BadInput(sql_error(error)) from error


def _too_long(limits: Limits) -> BadInput:
    return BadInput(
        f"stopped after {limits.seconds:g} seconds; ask for less, or allow more with --seconds"
    )


def _too_large(error: Exception) -> BadInput:
    return BadInput(
        f"too large for the memory allowed; ask for less, or allow more with --memory "
        f"({sql_error(error)})"
    )


@contextmanager
def _interrupted_after(con: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, con.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
