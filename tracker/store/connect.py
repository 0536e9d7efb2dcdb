"""DuckDB connections, and its errors in our words."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tracker.model.errors import StoreError

# Nothing may be downloaded, and no variable of ours is a table for SQL to find.
_OFFLINE: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}


def connect(path: Path | None = None, **options: Any) -> duckdb.DuckDBPyConnection:
    """A connection to the file, or to memory; instants are read as UTC.

    Raises StoreError when the file is no database, is newer than this DuckDB, or is open
    in another program.
    """
    try:
        con = duckdb.connect(str(path) if path else ":memory:", config={**_OFFLINE, **options})
    except (duckdb.Error, RuntimeError, OSError) as error:
        raise StoreError(_unopened(path, str(error))) from error
    con.execute("SET enable_progress_bar = false")
    return con


def _unopened(path: Path | None, message: str) -> str:
    first = one_line(message)
    if "lock on file" in message:
        return f"{path}: open in another program ({first}); close it there"
    if "newer version" in message or "version number" in message or "storage version" in message:
        return f"{path}: written by a newer DuckDB ({first}); update this program"
    if "ermission denied" in message or "Cannot open file" in message:
        return f"{path}: cannot be opened ({first}); check the folder and its permissions"
    return (
        f"{path}: not a usable database ({first}); run `tracker rebuild`, which makes it again "
        "from raw/, or move it and its .wal away and put back a copy"
    )


def one_line(message: str) -> str:
    """The first paragraph of DuckDB's message in one line."""
    return " ".join(message.strip().split("\n\n")[0].split())


@contextmanager
def our_words(what: object) -> Iterator[None]:
    """Errors of DuckDB inside become StoreError, beginning with `what`."""
    try:
        yield
    except duckdb.Error as error:
        raise StoreError(f"{what}: {one_line(str(error))}") from error


def rows(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    values: Sequence[Any] | Mapping[str, Any] | None = None,
) -> list[tuple[Any, ...]]:
    """All rows of a query of ours."""
    with our_words("the database could not be read"):
        return list(con.execute(sql, values or []).fetchall())


def frame(
    con: duckdb.DuckDBPyConnection,
    sql: str,
    values: Sequence[Any] | Mapping[str, Any] | None = None,
) -> pa.Table:
    """The rows of a query of ours as an Arrow table."""
    with our_words("the database could not be read"):
        return con.sql(sql, params=values or None).to_arrow_table()


def literal(text: object) -> str:
    """`text` as an SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'
