"""Inserting facts: in bulk, each once; withdrawing those that are no longer stated."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import duckdb
import pyarrow as pa

from tracker.model.memory import uncollected
from tracker.store import views
from tracker.store.connect import quoted, rows
from tracker.store.frames import to_batches, to_frame
from tracker.store.tables import Table


def schema_of(con: duckdb.DuckDBPyConnection, table: str) -> pa.Schema:
    """The Arrow types of a table's columns, as the database itself gives them."""
    return con.table(f"fact.{table}").limit(0).to_arrow_table().schema


def append_all(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    records: Sequence[object],
    beside: Mapping[str, Sequence[Any]] | None = None,
) -> int:
    """Append records that are known to be new, with columns `beside` them; returns how many."""
    if not records:
        return 0
    _append(con, table, records, beside or {})
    return len(records)


def insert_new(
    con: duckdb.DuckDBPyConnection, table: Table, records: Sequence[object], within: str = "true"
) -> int:
    """Append those records that are not there yet; returns how many were new.

    A record can only be there among the rows `d` that meet `within`.
    """
    if not records:
        return 0
    if len(table.key) == 1:
        new = _unstored(con, table, records)
        return append_all(con, table, new)
    if not _has_twins(con, table, records):
        return append_all(con, table, records)
    schema = schema_of(con, table.name)
    frame = to_frame(records, schema, {"seq": _numbers(con, table, len(records))})
    before = _count(con, table.name)
    with registered(con, frame):
        con.execute(_insert_sql(table, schema.names, within))
    return _count(con, table.name) - before


def _unstored(
    con: duckdb.DuckDBPyConnection, table: Table, records: Sequence[object]
) -> Sequence[object]:
    """The records whose key is not stored, the first of each; only the key is compared.

    Sorting out by SQL would carry every column of every row through a join and a sort,
    which takes longer than the writing.
    """
    (key,) = table.key
    frame = to_frame(records, pa.schema([schema_of(con, table.name).field(key)]))
    keys = frame.column(key).to_pylist()
    with registered(con, frame):
        stored = rows(con, f"SELECT DISTINCT d.{quoted(key)} FROM {_candidates(table, [key])}")
    seen = {value for (value,) in stored}
    if not seen and len(set(keys)) == len(keys):
        return records
    kept = []
    for record, value in zip(records, keys, strict=True):
        if value not in seen:
            seen.add(value)
            kept.append(record)
    return kept


def _has_twins(con: duckdb.DuckDBPyConnection, table: Table, records: Sequence[object]) -> bool:
    """Whether records may be stored, or be there twice, by two columns alone.

    Seldom so, and then the costly comparison of all columns tells.
    """
    first, second, *_ = table.identity
    few = [first, table.clock if table.clock in table.identity else second]
    names = ", ".join(map(quoted, few))
    schema = schema_of(con, table.name)
    frame = to_frame(records, pa.schema([schema.field(name) for name in few]))
    with registered(con, frame):
        (stored, different), *_ = rows(
            con,
            f"SELECT (SELECT count(*) FROM {_candidates(table, few)}), "
            f"(SELECT count(*) FROM (SELECT DISTINCT {names} FROM incoming))",
        )
    return bool(stored or different < len(records))


def _candidates(table: Table, columns: Sequence[str]) -> str:
    """The rows `d` that stand and are like an incoming one in these columns.

    What was withdrawn is asked of those few, not of the whole table.
    """
    same = " AND ".join(f"i.{quoted(name)} = d.{quoted(name)}" for name in columns)
    names = ", ".join(map(quoted, columns))
    return (
        f"(WITH d AS MATERIALIZED (SELECT {names}, seq FROM fact.{table.name} AS d "
        f"SEMI JOIN incoming AS i ON {same}) SELECT * FROM d WHERE {views.standing(table)}) AS d"
    )


def _append(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    records: Sequence[object],
    beside: Mapping[str, Sequence[Any]],
) -> None:
    """The records go into the table, some thousand at a time, while they are still in the cache.

    One that does not fit ends the transaction around it.
    """
    schema = schema_of(con, table.name)
    given = {**beside, "seq": _numbers(con, table, len(records))}
    names = ", ".join(map(quoted, schema.names))
    with _one_thread(con), _streamed(con, to_batches(records, schema, given), schema):
        con.execute(f"INSERT INTO fact.{table.name} ({names}) SELECT {names} FROM incoming")


@contextmanager
def _streamed(
    con: duckdb.DuckDBPyConnection, batches: Iterator[pa.RecordBatch], schema: pa.Schema
) -> Iterator[None]:
    """The batches as a table `incoming` inside the block, made as they are asked for.

    Raises what making one ended in, an interrupt too: the database would pass on its text only.
    """
    failed: list[BaseException] = []

    def made() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except BaseException as error:
            failed.append(error)
            raise

    reader = pa.RecordBatchReader.from_batches(schema, made())
    try:
        with registered(con, reader), uncollected():
            yield
    except Exception:
        if failed:
            raise failed[0] from None
        raise


@contextmanager
def _one_thread(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Records come one part after the other: to share a part out costs more than it saves."""
    aside = con.cursor()  # an aborted transaction takes no orders, not even this one
    ((usual,),) = rows(aside, "SELECT current_setting('threads')")
    aside.execute("SET threads = 1")
    try:
        yield
    finally:
        aside.execute(f"SET threads = {int(usual)}")
        aside.close()


@contextmanager
def registered(
    con: duckdb.DuckDBPyConnection, frame: pa.Table | pa.RecordBatchReader
) -> Iterator[None]:
    """The frame as a table `incoming` inside the block."""
    con.register("incoming", frame)
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # a failed transaction takes no orders until rolled back
            con.unregister("incoming")


def withdraw_others(
    con: duckdb.DuckDBPyConnection,
    table: Table,
    records: Sequence[object],
    now: datetime,
    within: str = "true",
) -> int:
    """Withdraw the rows known by `now`, and meeting `within`, that `records` do not state.

    Returns how many. Rows are marked, never removed, so that an `add` of the same record
    later appends it again.
    """
    schema = schema_of(con, table.name)
    frame = to_frame(records, pa.schema([schema.field(name) for name in table.identity]))
    before = _count(con, "withdrawn")
    with registered(con, frame):
        con.execute(
            f"INSERT INTO fact.withdrawn SELECT {_name(table)}, d.seq, CAST(? AS TIMESTAMP) "
            f"FROM ({standing(table)}) AS d ANTI JOIN incoming AS i ON {_same(table)} "
            f"WHERE d.{table.clock} <= CAST(? AS TIMESTAMP) AND ({within})",
            [utc_text(now), utc_text(now)],
        )
    return _count(con, "withdrawn") - before


def replace_all(con: duckdb.DuckDBPyConnection, table: str, records: Sequence[object]) -> bool:
    """Make the table hold exactly these records, in this order; False when it did already."""
    frame = to_frame(records, schema_of(con, table))
    if con.table(f"fact.{table}").to_arrow_table().equals(frame):
        return False
    with registered(con, frame):
        con.execute(f"DELETE FROM fact.{table}")
        con.execute(f"INSERT INTO fact.{table} SELECT * FROM incoming")
    return True


def standing(table: Table) -> str:
    """The query for a table's rows that were not withdrawn."""
    return f"SELECT * FROM fact.{table.name} WHERE {views.standing(table)}"


def _insert_sql(table: Table, columns: Sequence[str], within: str) -> str:
    names = ", ".join(map(quoted, columns))
    identity = ", ".join(f"i.{quoted(name)}" for name in table.identity)
    return (
        f"INSERT INTO fact.{table.name} ({names}) "
        f"SELECT {', '.join(f'i.{quoted(name)}' for name in columns)} FROM incoming AS i "
        f"ANTI JOIN (SELECT d.* FROM ({standing(table)}) AS d WHERE {within}) AS d "
        f"ON {_same(table)} "
        f"QUALIFY row_number() OVER (PARTITION BY {identity} ORDER BY i.seq) = 1 ORDER BY i.seq"
    )


def _same(table: Table) -> str:
    return " AND ".join(
        f"i.{quoted(name)} IS NOT DISTINCT FROM d.{quoted(name)}" for name in table.identity
    )


def _numbers(con: duckdb.DuckDBPyConnection, table: Table, count: int) -> range:
    """Values of `seq` that go on from the last row's; what is skipped leaves gaps."""
    last = int(rows(con, f"SELECT coalesce(max(seq), 0) FROM fact.{table.name}")[0][0])
    return range(last + 1, last + 1 + count)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(rows(con, f"SELECT count(*) FROM fact.{table}")[0][0])


def _name(table: Table) -> str:
    return f"'{table.name}'"


def utc_text(instant: datetime) -> str:
    """The instant as the naive UTC text that a TIMESTAMP column compares with."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
