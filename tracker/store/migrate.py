"""The shape of the database: migrations once and in order, views and comments when changed."""

import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from tracker.model.errors import StoreError
from tracker.reference.folders import shipped
from tracker.store.connect import literal, our_words, quoted, rows
from tracker.store.views import views_sql

_LEDGER = """
CREATE SCHEMA IF NOT EXISTS fact;
CREATE TABLE IF NOT EXISTS fact.migrations (
    number BIGINT NOT NULL, name VARCHAR NOT NULL, checksum VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS fact.applied (name VARCHAR NOT NULL, checksum VARCHAR NOT NULL);
"""


def migrate(con: duckdb.DuckDBPyConnection, path: Path, folder: Path | None = None) -> None:
    """Bring the database to the shape of this version; the same again does nothing.

    Each migration is a transaction. Raises StoreError for a database of a newer version,
    or one whose past migrations are not ours.
    """
    folder = folder or shipped("db")
    with our_words(path):
        con.execute(_LEDGER)
        _apply_migrations(con, path, folder / "migrations")
        apply_views(con, folder)


def schema_version(folder: Path | None = None) -> int:
    """The number of the last migration that this version knows."""
    return max(
        (number for number, _ in _files((folder or shipped("db")) / "migrations")), default=0
    )


def _files(folder: Path) -> Iterator[tuple[int, Path]]:
    for path in sorted(folder.glob("[0-9]*.sql")):
        yield int(path.name.split("_")[0]), path


def _apply_migrations(con: duckdb.DuckDBPyConnection, path: Path, folder: Path) -> None:
    done = {n: (name, sha) for n, name, sha in rows(con, "FROM fact.migrations ORDER BY number")}
    ours = dict(_files(folder))
    if done and max(done) > max(ours, default=0):
        raise StoreError(
            f"{path}: has the shape of version {max(done)}, this program knows up to "
            f"{max(ours, default=0)}; update the program or name another --home"
        )
    for number, file in ours.items():
        text = file.read_text(encoding="utf-8")
        checksum = hashlib.sha256(text.encode()).hexdigest()
        if number not in done:
            _apply_one(con, number, file.name, text, checksum)
        elif done[number][1] != checksum:
            raise StoreError(
                f"{path}: was made with another {file.name} than this program's; "
                "install the version that made it, or start a new --home"
            )


def _apply_one(
    con: duckdb.DuckDBPyConnection, number: int, name: str, text: str, checksum: str
) -> None:
    con.execute("BEGIN")
    try:
        con.execute(text)
        con.execute("INSERT INTO fact.migrations VALUES (?, ?, ?)", [number, name, checksum])
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def apply_views(con: duckdb.DuckDBPyConnection, folder: Path | None = None) -> None:
    """Make the views, macros and comments again if their files have changed."""
    folder = folder or shipped("db")
    text = views_sql(folder)
    comments = (folder / "comments.toml").read_text(encoding="utf-8")
    checksum = hashlib.sha256((text + comments).encode()).hexdigest()
    if rows(con, "SELECT 1 FROM fact.applied WHERE checksum = ?", [checksum]):
        return
    con.execute("BEGIN")
    try:
        con.execute(text)
        con.execute(comments_sql(con, tomllib.loads(comments)))
        con.execute("DELETE FROM fact.applied")
        con.execute("INSERT INTO fact.applied VALUES ('views', ?)", [checksum])
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


def load_comments(folder: Path | None = None) -> dict[str, Any]:
    """The texts of `comments.toml`: tables, columns, and columns_of one table."""
    path = (folder or shipped("db")) / "comments.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def comments_sql(con: duckdb.DuckDBPyConnection, texts: dict[str, Any]) -> str:
    """Statements that comment every table, view, column and macro of the current database.

    What has no text gets none; a test sees to it that all have one.
    """
    statements = [
        f"COMMENT ON {kind} {where} IS {literal(text)};"
        for kind, where, text in _commented(con, texts)
        if text
    ]
    return "\n".join(statements) or "SELECT 1"


def _commented(
    con: duckdb.DuckDBPyConnection, texts: dict[str, Any]
) -> Iterator[tuple[str, str, str | None]]:
    tables = texts["tables"]
    own = "database_name = current_database() AND NOT internal"
    views = set(rows(con, f"SELECT schema_name, view_name FROM duckdb_views() WHERE {own}"))
    bases = set(rows(con, f"SELECT schema_name, table_name FROM duckdb_tables() WHERE {own}"))
    for schema, name in sorted(views | bases):
        kind = "VIEW" if (schema, name) in views else "TABLE"
        yield kind, f"{schema}.{quoted(name)}", tables.get(name)
    for schema, table, column in rows(
        con,
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
        f"WHERE {own} ORDER BY ALL",
    ):
        text = column_text(texts, table, column)
        yield "COLUMN", f"{schema}.{quoted(table)}.{quoted(column)}", text
    for (name,) in rows(
        con, f"SELECT DISTINCT function_name FROM duckdb_functions() WHERE {own} ORDER BY ALL"
    ):
        base = tables.get(name.removesuffix("_as_of"))
        yield "MACRO TABLE", quoted(name), base and f"As it stood at the instant ts (UTC): {base}"


def column_text(texts: dict[str, Any], table: str, column: str) -> str | None:
    """The comment of a column: its table's own text, else that of the name everywhere."""
    base = texts["same_columns"].get(table, table)
    own = texts["columns_of"].get(base, {}).get(column)
    found = own or texts["columns"].get(column)
    return str(found) if found else None
