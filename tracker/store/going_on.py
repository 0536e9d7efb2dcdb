"""A publication that goes on from the last one: only rows that are new are written.

Facts are only ever added, so what an earlier file holds need not be written again. Whether it
holds just that is looked at, not believed: a database that was made again, put back from a copy
or whose texts were moved does not begin with the same rows, and is published whole.
"""

from collections.abc import Sequence

import duckdb

from tracker.store.connect import quoted, rows
from tracker.store.migrate import schema_version
from tracker.store.tables import FACTS, REFERENCE

PUBLISHED_FACTS = (*(table.name for table in FACTS if not table.internal), "withdrawn")


def begins_alike(con: duckdb.DuckDBPyConnection, own: str, published: str) -> bool:
    """Whether each table of facts in `published` is the beginning of the one in `own`."""
    shape = rows(con, f"SELECT schema_version FROM {published}.main.meta")
    if shape != [(schema_version(),)]:
        return False
    if _views(con, published) - {"document_text"} != _views(con, own):
        return False
    return all(_same_beginning(con, name, own, published) for name in PUBLISHED_FACTS)


def add_new(
    con: duckdb.DuckDBPyConnection, own: str, published: str, private: dict[str, str]
) -> None:
    """Append the facts that are new, and write the reference data again."""
    for name in PUBLISHED_FACTS:
        target = f"{published}.fact.{name}"
        con.execute(
            f"INSERT INTO {target} SELECT * FROM {own}.fact.{name} WHERE {_after(name, target)}"
        )
    for name in REFERENCE:
        columns = f"* EXCLUDE ({private[name]})" if name in private else "*"
        con.execute(f"DELETE FROM {published}.fact.{name}")
        con.execute(f"INSERT INTO {published}.fact.{name} SELECT {columns} FROM {own}.fact.{name}")


def _after(name: str, target: str) -> str:
    """The condition for rows that the published table does not have."""
    if name == "withdrawn":  # it has no order of its own
        return (
            f"(table_name, seq, known_at) NOT IN (SELECT (table_name, seq, known_at) FROM {target})"
        )
    return f"seq > (SELECT coalesce(max(seq), 0) FROM {target})"


def _same_beginning(con: duckdb.DuckDBPyConnection, name: str, own: str, published: str) -> bool:
    columns = _columns(con, name, own)
    if columns != _columns(con, name, published):
        return False
    # A sum: DuckDB puts hashes of columns together by xor, whose xor over rows would not tell
    # that two of them have changed places.
    hashed = f"count(*), sum(CAST(hash({', '.join(map(quoted, columns))}) AS HUGEINT))"
    theirs = rows(con, f"SELECT {hashed} FROM {published}.fact.{name}")
    within = f"NOT ({_after(name, f'{published}.fact.{name}')})"
    return theirs == rows(con, f"SELECT {hashed} FROM {own}.fact.{name} WHERE {within}")


def _views(con: duckdb.DuckDBPyConnection, database: str) -> set[str]:
    query = "SELECT view_name FROM duckdb_views() WHERE database_name = ? AND NOT internal"
    return {name for (name,) in rows(con, query, [database.strip('"')])}


def _columns(con: duckdb.DuckDBPyConnection, name: str, database: str) -> Sequence[str]:
    found = rows(
        con,
        "SELECT column_name FROM duckdb_columns() WHERE database_name = ? AND "
        "schema_name = 'fact' AND table_name = ? ORDER BY column_index",
        [database.strip('"'), name],
    )
    return [column for (column,) in found]
