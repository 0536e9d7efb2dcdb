"""The writer's door to the database: one at a time, one transaction an act."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tracker.model.deals import DealClaim, Mention
from tracker.model.errors import Problem, StoreError
from tracker.model.feeds import Document
from tracker.store import read, write
from tracker.store.bodies import write_bodies
from tracker.store.connect import connect, our_words, rows
from tracker.store.lock import WriterLock
from tracker.store.migrate import migrate
from tracker.store.raw import journal_path
from tracker.store.reading import Readings
from tracker.store.tables import (
    FACTS,
    REFERENCE,
    ExtractionRow,
    ProblemRow,
    table_of,
)

LOG_SIZE = "256MB"  # the log goes into the file when a job ends; seldom before: it costs a pass


@dataclass(frozen=True, slots=True)
class Extracted:
    """What one reading of one document came to; `known_at` is the document's own."""

    document_id: str
    version: str
    parsed: bool
    claims: tuple[DealClaim, ...]
    mentions: tuple[Mention, ...]
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """How a derived table changed: rows added, and rows no longer stated."""

    added: int
    withdrawn: int


class Store(Readings):
    """The database of a home folder, open for its one writer."""

    def __init__(self, home: Path, con: duckdb.DuckDBPyConnection, lock: WriterLock) -> None:
        super().__init__(home, database_path(home), con)
        self._lock = lock
        self._depth = 0

    @classmethod
    def open(cls, home: Path, wait_seconds: float = 10.0) -> "Store":
        """The store of `home`, made if it is not there, in this version's shape.

        Waits for another writer up to `wait_seconds`. Raises StoreError when the lock stays
        held, or the file is damaged, of a newer version, or open elsewhere.
        """
        _make(home)
        lock = WriterLock(home)
        lock.acquire(wait_seconds)
        try:
            _must_be_there(home)
            con = connect(database_path(home))
            try:
                con.execute(f"SET wal_autocheckpoint = '{LOG_SIZE}'")
                migrate(con, database_path(home))
            except BaseException:
                con.close()
                raise
        except BaseException:
            lock.release()
            raise
        return cls(home, con, lock)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Write the log into the file and give the lock back; the same again does nothing."""
        if self._con is None:
            return
        try:
            with our_words(self.path):
                self.con.execute("CHECKPOINT")
        finally:
            self.con.close()
            self._con = None
            self._lock.release()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is kept together, or not at all. May be nested."""
        self._depth += 1
        try:
            with our_words(self.path):
                if self._depth == 1:
                    self.con.execute("BEGIN")
                yield
                if self._depth == 1:
                    self.con.execute("COMMIT")
        except BaseException:
            if self._depth == 1:
                self._roll_back()
            raise
        finally:
            self._depth -= 1

    def _roll_back(self) -> None:
        try:
            self.con.execute("ROLLBACK")
        except duckdb.Error:
            return  # a failed COMMIT has ended the transaction already

    def add(self, records: Iterable[object]) -> int:
        """Append those of the records that are new, of any types; returns how many.

        Documents go through `add_documents`. Raises StoreError when a value does not fit.
        """
        by_kind: dict[type[Any], list[object]] = {}
        for record in records:
            by_kind.setdefault(type(record), []).append(record)
        with self.transaction():
            return sum(
                write.insert_new(self.con, table_of(kind), group)
                for kind, group in sorted(by_kind.items(), key=lambda item: item[0].__name__)
            )

    def add_documents(self, documents: Iterable[Document]) -> int:
        """Append new documents, their texts first; returns how many were new."""
        unseen = self._unseen(list(documents))
        if not unseen:
            return 0
        parts = write_bodies(self.home, unseen)
        beside: dict[str, list[Any]] = {
            "body_part": [parts[document.document_id] for document in unseen],
            "characters": [len(document.text) for document in unseen],
        }
        with self.transaction():
            return write.append_all(self.con, table_of(Document), unseen, beside)

    def _unseen(self, documents: Sequence[Document]) -> list[Document]:
        """The documents that are not stored, each once."""
        by_id: dict[str, Document] = {}
        for document in documents:
            by_id.setdefault(document.document_id, document)
        with self._wanted("document_id", by_id):
            stored = rows(
                self.con,
                "SELECT document_id FROM fact.documents SEMI JOIN wanted USING (document_id)",
            )
        for (key,) in stored:
            del by_id[key]
        return list(by_id.values())

    def documents_to_extract(self, now: datetime, version: str | None = None) -> Iterator[Document]:
        """Canonical documents (near copies and revisions too) that are still to be read.

        Without a version: those never read; with one: those not read by that version.
        In order of storing; about a thousand are in memory at a time.
        """
        return read.unread_documents(self.con, self.home, now, version)

    def signatures(self, since: datetime) -> list[tuple[str, tuple[int, ...]]]:
        """Document id and MinHash of the documents known at `since` or later."""
        return read.signatures(self.con, since)

    def add_extractions(self, extracted: Iterable[Extracted], now: datetime) -> Settled:
        """Store readings of documents; a later reading takes the place of an earlier one.

        Claims and mentions that the newest reading does not state are withdrawn.
        """
        batch = list(extracted)
        claims = [claim for one in batch for claim in one.claims]
        mentions = [mention for one in batch for mention in one.mentions]
        marks = [
            ExtractionRow(
                one.document_id, one.version, one.parsed, len(one.claims), len(one.mentions),
                one.known_at,
            )
            for one in batch
        ]  # fmt: skip
        with self.transaction(), self._wanted("document_id", (m.document_id for m in marks)):
            withdrawn = sum(
                write.withdraw_others(self.con, table_of(kind), records, now, _OF_WANTED)
                for kind, records in ((DealClaim, claims), (Mention, mentions))
            )
            added = self.add([*claims, *mentions])
            self.add(marks)
        return Settled(added, withdrawn)

    def settle(self, record: type[Any], records: Sequence[object], now: datetime) -> Settled:
        """Make a derived table state exactly `records` among what is known by `now`.

        New ones are appended; what is stored but not among them is withdrawn, which hides
        it from every view without removing it. Rows known after `now` stay.
        """
        table = table_of(record)
        if not table.derived:
            raise StoreError(f"{table.name}: holds what was read, which is never withdrawn")
        with self.transaction():
            withdrawn = write.withdraw_others(self.con, table, records, now)
            return Settled(write.insert_new(self.con, table, records), withdrawn)

    def add_problems(self, problems: Iterable[Problem], now: datetime) -> int:
        """Note problems that were not met before; returns how many."""
        return self.add(ProblemRow(p.stage, p.origin, p.message, now) for p in problems)

    def replace_reference(self, tables: Mapping[str, Iterable[object]]) -> tuple[str, ...]:
        """Make reference tables hold exactly these rows; returns the names of those changed.

        Rows are records or mappings with the columns' names.
        """
        for name in tables:
            if name not in REFERENCE:
                raise StoreError(f"{name}: not a reference table; there are {sorted(REFERENCE)}")
        with self.transaction():
            return tuple(
                name
                for name, records in sorted(tables.items())
                if write.replace_all(self.con, name, list(records))
            )

    def counts(self) -> dict[str, int]:
        """How many rows each table of facts has, withdrawn ones left out."""
        return {
            table.name: int(rows(self.con, f"SELECT count(*) FROM ({write.standing(table)})")[0][0])
            for table in FACTS
        }

    @contextmanager
    def _wanted(self, column: str, values: Iterable[str]) -> Iterator[None]:
        """The values as a table `wanted` inside the block."""
        frame = pa.table({column: pa.array(list(dict.fromkeys(values)), pa.string())})
        self.con.register("wanted", frame)
        try:
            yield
        finally:
            self.con.unregister("wanted")


_OF_WANTED = "d.document_id IN (SELECT w.document_id FROM wanted AS w)"


def database_path(home: Path) -> Path:
    """The database of a home folder."""
    return home / "tracker.duckdb"


def _must_be_there(home: Path) -> None:
    """An empty database in place of a lost one would hide the loss. Raises StoreError."""
    path, journal = database_path(home), journal_path(home)
    if not path.exists() and journal.exists() and journal.stat().st_size > 0:
        raise StoreError(
            f"{path}: is gone, but {journal.parent} holds all that it was made from; "
            "run `tracker rebuild`, or put back a copy"
        )


def _make(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{home}: cannot be made ({error.strerror}); name another --home"
        ) from error
