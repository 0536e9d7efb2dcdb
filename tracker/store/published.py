"""The analysts' file for commands that read: queries within limits, records as the jobs see them.

Nothing that a query does can write a file, reach the network or read outside the folder of
bodies: DuckDB is told so, and told that it may not be told otherwise.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tracker.model.errors import BadInput, StoreError
from tracker.store.asking import Limits, Stream, ask, values
from tracker.store.bodies import bodies_folder
from tracker.store.connect import connect, frame, literal
from tracker.store.frames import from_frame
from tracker.store.migrate import schema_version
from tracker.store.publish import document_text_sql, published_path, published_tables
from tracker.store.reading import Readings
from tracker.store.statements import sql_error
from tracker.store.tables import FACTS, REFERENCE_DATES
from tracker.store.views import views_sql
from tracker.store.write import utc_text


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave. `cut` says that there was more than the limit."""

    table: pa.Table
    cut: bool

    @property
    def columns(self) -> list[str]:
        """Names of the columns; two may be the same."""
        return list(self.table.schema.names)

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """The rows as Python values."""
        return list(self.each_row())

    def each_row(self) -> Iterator[tuple[Any, ...]]:
        """The rows as Python values, one after the other."""
        return values(self.table.columns)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows in Arrow's form."""
        yield from self.table.to_batches()

    @property
    def schema(self) -> pa.Schema:
        """Names and types of the columns."""
        return self.table.schema


@dataclass(frozen=True, slots=True)
class Meta:
    """What a published file says of itself; `known_through` is its newest `known_at`."""

    published_at: datetime
    version: str
    known_through: datetime | None  # None: nothing is known yet


class Published(Readings):
    """The published file of a home folder, open for reading."""

    def __init__(self, home: Path, con: duckdb.DuckDBPyConnection) -> None:
        super().__init__(home, published_path(home), con)
        self._mirrored: datetime | None = None

    @classmethod
    def open(cls, home: Path, memory: str = "1GB") -> "Published":
        """The published file as it is now; a later publication does not change it.

        Raises BadInput when there is none, StoreError when it cannot be used.
        """
        path = published_path(home)
        if not path.exists():
            raise BadInput(f"{path}: nothing was published yet; run `tracker run` first")
        # A base in memory, because several processes and versions of the file may be open:
        # attached, it is read as it is on the disk now.
        con = connect(None, memory_limit=memory, max_temp_directory_size="0MB")
        try:
            _attach(con, path)
            con.execute(document_text_sql(home, "TEMP VIEW"))
            _lock_in(con, home)
        except BaseException:
            con.close()
            raise
        return cls(home, con)

    def __enter__(self) -> "Published":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; the same again does nothing."""
        if self._con is not None:
            self._con.close()
            self._con = None

    def meta(self) -> Meta:
        """When the file was published, by which version, and how far it reaches."""
        found = frame(
            self.con, "SELECT published_at, version, known_through FROM published.main.meta"
        )
        return from_frame(Meta, found)[0]

    @contextmanager
    def ask(
        self,
        sql: str,
        *,
        as_of: datetime | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        limit: int | None = None,
    ) -> Iterator[Stream]:
        """The answer to one statement that reads, batch by batch, at most `limit` rows of it.

        With `as_of` (UTC) every table and view is as it was known then. Raises BadInput in
        one line for anything wrong with the statement, and when it takes too long.
        """
        with self._as_of(as_of), ask(self.con, sql, limits, limit) as stream:
            yield stream

    def query(
        self,
        sql: str,
        *,
        as_of: datetime | None = None,
        seconds: float = Limits().seconds,
        limit: int | None = None,
    ) -> Answer:
        """The same, whole. Raises BadInput also when the answer itself is too large."""
        limits = Limits(seconds)
        with self.ask(sql, as_of=as_of, limits=limits, limit=limit) as stream:
            batches, size = [], 0
            for batch in stream.batches():
                size += batch.nbytes
                if size > limits.most_bytes:
                    raise BadInput("the answer is too large to hold; ask for less of it")
                batches.append(batch)
            return Answer(pa.Table.from_batches(batches, stream.schema), stream.cut)

    @contextmanager
    def _as_of(self, instant: datetime | None) -> Iterator[None]:
        """Unqualified names mean what was known at `instant` inside the block."""
        if instant is None:
            yield
            return
        if instant != self._mirrored:
            self._mirror(instant)
        self.con.execute("USE memory")
        try:
            yield
        finally:
            self.con.execute("USE published")

    def _mirror(self, instant: datetime) -> None:
        """The views of this program over base tables that end at `instant`, in memory."""
        until = f"CAST({literal(utc_text(instant))} AS TIMESTAMP)"
        self.con.execute("USE memory")
        try:
            self.con.execute("CREATE SCHEMA IF NOT EXISTS fact")
            for name in published_tables():
                self.con.execute(
                    f"CREATE OR REPLACE VIEW fact.{name} AS "
                    f"SELECT * FROM published.fact.{name} WHERE {_known_by(name, until)}"
                )
            self.con.execute(views_sql())
            self.con.execute(
                f"CREATE OR REPLACE VIEW meta AS SELECT {until} AS published_at, version, "
                f"schema_version, least(known_through, {until}) AS known_through "
                "FROM published.main.meta"
            )
            self._mirrored = instant
        finally:
            self.con.execute("USE published")


def _attach(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    try:
        con.execute(f"ATTACH {literal(path)} AS published (READ_ONLY)")
        shape = con.execute("SELECT schema_version FROM published.main.meta").fetchone()
    except duckdb.Error as error:
        raise StoreError(
            f"{path}: not a published file ({sql_error(error)}); run `tracker publish`"
        ) from error
    if shape is None or shape[0] > schema_version():
        raise StoreError(f"{path}: published by a newer version; update this program")
    if shape[0] < schema_version():
        raise StoreError(f"{path}: published by an older version; run `tracker publish`")
    con.execute("USE published")


def _lock_in(con: duckdb.DuckDBPyConnection, home: Path) -> None:
    """Let SQL read the folder of bodies and nothing else, for good."""
    folder = bodies_folder(home.absolute())
    con.execute(f"SET allowed_directories = [{literal(folder)}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")


def _known_by(name: str, until: str) -> str:
    """The condition for rows of a base table that were known by then."""
    clocks = {table.name: table.clock for table in FACTS} | REFERENCE_DATES
    return f"{clocks[name]} <= {until}" if name in clocks else "true"
