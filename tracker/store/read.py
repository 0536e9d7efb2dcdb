"""Facts as records again: what the jobs ask of the database."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from tracker.model.errors import Problem
from tracker.model.feeds import Document, Fetch
from tracker.store.bodies import part_path
from tracker.store.connect import frame, literal, quoted, rows
from tracker.store.frames import from_frame
from tracker.store.tables import ProblemRow, table_of
from tracker.store.write import utc_text

R = TypeVar("R")

# What repeats another document adds nothing to read; a near copy can have other terms.
CANONICAL = "(d.duplicate_kind IS NULL OR d.duplicate_kind IN ('near', 'revision'))"

MOST_AT_ONCE = 1_000  # documents in memory, unless one part holds more


def known(
    con: duckdb.DuckDBPyConnection,
    record: type[R],
    now: datetime,
    *,
    view: str | None = None,
    order: Sequence[str],
    where: str = "true",
    values: Sequence[Any] = (),
) -> list[R]:
    """Records of a view as it stood at `now`, in a stated order."""
    table = table_of(record)
    names = ", ".join(quoted(name) for name in table.columns)
    return from_frame(
        record,
        frame(
            con,
            f"SELECT {names} FROM {view or table.name}_as_of(CAST(? AS TIMESTAMP)) "
            f"WHERE {where} ORDER BY {', '.join(order)}",
            [utc_text(now), *values],
        ),
    )


def unread_documents(
    con: duckdb.DuckDBPyConnection, home: Path, now: datetime, version: str | None
) -> Iterator[Document]:
    """Canonical documents known by `now` that no extraction (or none of `version`) has read.

    In order of storing; a few parts of bodies, or one large one, are in memory at a time.
    """
    unread = (
        f"SELECT d.* FROM fact.documents AS d WHERE d.known_at <= CAST($now AS TIMESTAMP) "
        f"AND {CANONICAL} AND d.document_id NOT IN (SELECT e.document_id FROM fact.extractions "
        "AS e WHERE $version IS NULL OR e.version = $version)"
    )
    given = {"now": utc_text(now), "version": version}
    counted = rows(
        con,
        f"SELECT body_part, count(*) FROM ({unread}) GROUP BY body_part ORDER BY min(seq)",
        given,
    )
    within = f"{unread} AND list_contains($parts, d.body_part)"
    for parts in _groups(counted):
        yield from _documents(con, home, parts, within, {**given, "parts": parts})


def _groups(counted: Iterable[tuple[str, int]]) -> Iterator[list[str]]:
    """Parts in their order, several small ones together, a large one alone."""
    group: list[str] = []
    documents = 0
    for part, count in counted:
        if group and documents + count > MOST_AT_ONCE:
            yield group
            group, documents = [], 0
        group.append(part)
        documents += count
    if group:
        yield group


def documents_by_id(
    con: duckdb.DuckDBPyConnection, home: Path, ids: Iterable[str]
) -> dict[str, Document]:
    """The documents that there are among `ids`, with their texts, in order of storing."""
    con.register("wanted", pa.table({"document_id": pa.array(sorted(set(ids)), pa.string())}))
    try:
        found = "SELECT d.* FROM fact.documents AS d SEMI JOIN wanted USING (document_id)"
        parts = [
            part for (part,) in rows(con, f"SELECT DISTINCT body_part FROM ({found}) ORDER BY 1")
        ]
        documents = list(_documents(con, home, parts, found, {})) if parts else []
    finally:
        con.unregister("wanted")
    return {document.document_id: document for document in documents}


def _documents(
    con: duckdb.DuckDBPyConnection,
    home: Path,
    parts: Sequence[str],
    found: str,
    given: dict[str, Any],
) -> list[Document]:
    files = ", ".join(literal(part_path(home, part)) for part in parts)
    names = ", ".join(
        "b.text" if name == "text" else f"d.{quoted(name)}" for name in table_of(Document).columns
    )
    return from_frame(
        Document,
        frame(
            con,
            f"SELECT {names} FROM ({found}) AS d JOIN read_parquet([{files}]) AS b "
            "ON b.document_id = d.document_id AND b.body_part = d.body_part ORDER BY d.seq",
            given,
        ),
    )


def signatures(
    con: duckdb.DuckDBPyConnection, since: datetime
) -> list[tuple[str, tuple[int, ...]]]:
    """Document id and MinHash of what became known at `since` or later, in order of storing."""
    return [
        (document_id, tuple(signature))
        for document_id, signature in rows(
            con,
            "SELECT document_id, signature FROM fact.document_signatures "
            "WHERE known_at >= CAST(? AS TIMESTAMP) ORDER BY seq",
            [utc_text(since)],
        )
    ]


def last_fetches(con: duckdb.DuckDBPyConnection) -> dict[str, Fetch]:
    """The newest fetch of each feed, with the validators of the newest answer that had any.

    A failure in between does not lose the ETag that the next request should send.
    """
    names = [
        f"first({name} ORDER BY {name} IS NULL, fetched_at DESC, seq DESC)"
        if name in ("etag", "last_modified")
        else f"first({name} ORDER BY fetched_at DESC, seq DESC)"
        for name in table_of(Fetch).columns
    ]
    found = frame(
        con, f"SELECT {', '.join(names)} FROM fact.fetches GROUP BY feed_id ORDER BY feed_id"
    )
    return {fetch.feed_id: fetch for fetch in from_frame(Fetch, found)}


def problems(con: duckdb.DuckDBPyConnection, since: datetime) -> list[Problem]:
    """Problems first met at `since` or later, oldest first."""
    columns = ", ".join(table_of(ProblemRow).columns[:3])
    found = rows(
        con,
        f"SELECT {columns} FROM fact.problems WHERE known_at >= CAST(? AS TIMESTAMP) ORDER BY seq",
        [utc_text(since)],
    )
    return [Problem(*row) for row in found]
