"""Which SQL a reader may run: one statement that only reads."""

import re

import duckdb

from tracker.model.errors import BadInput
from tracker.store.connect import one_line

_READS = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
# EXPLAIN ANALYZE runs what it explains, so what stands behind it is looked at too.
_EXPLAIN = re.compile(r"\s*explain(\s+analyze\b|\s*\([^)]*\))?", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(--[^\n]*\n|/\*.*?\*/)", re.DOTALL)


def only_read(con: duckdb.DuckDBPyConnection, sql: str) -> str:
    """The statement, without its end mark. Raises BadInput unless it is one that reads.

    DuckDB's own parser says of which type it is; DESCRIBE, SHOW and SUMMARIZE count as
    SELECT there.
    """
    statement = _single(con, sql)
    if statement.type == duckdb.StatementType.MULTI:
        raise BadInput("PIVOT needs its columns named: PIVOT ... ON status IN ('signed', ...)")
    if statement.type not in _READS:
        raise BadInput(
            f"{statement.type.name} is not allowed: only SELECT, EXPLAIN and DESCRIBE read"
        )
    if statement.type == duckdb.StatementType.EXPLAIN:
        only_read(con, _explained(statement.query))
    return statement.query.strip().rstrip(";").rstrip()


def _single(con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    try:
        statements = con.extract_statements(sql)
    except duckdb.Error as error:
        raise BadInput(sql_error(error)) from error
    if len(statements) != 1:
        raise BadInput(f"one statement at a time: {len(statements)} were given")
    return statements[0]


def _explained(sql: str) -> str:
    """What an EXPLAIN explains."""
    while comment := _COMMENT.match(sql):
        sql = sql[comment.end() :]
    found = _EXPLAIN.match(sql)
    if found is None:
        raise BadInput("EXPLAIN has to come first; take away what stands before it")
    return sql[found.end() :]


def sql_error(error: Exception) -> str:
    """DuckDB's message in one line, with its suggestion when it has one."""
    message = str(error)
    hint = re.search(r"^(Did you mean|Candidate bindings:).*", message, re.MULTILINE)
    first = one_line(message.replace(hint[0], "") if hint else message)
    return f"{first} ({hint[0].strip()})" if hint else first
