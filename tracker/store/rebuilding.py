"""A database made again beside the old one, and put in its place when it is whole."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from tracker.model.errors import StoreError
from tracker.store.bodies import bodies_folder
from tracker.store.connect import literal, rows
from tracker.store.files import sync
from tracker.store.lock import WriterLock
from tracker.store.store import Store, database_path

# What has no journal: how jobs and requests ended, and what could not be read.
UNJOURNALED = ("fetches", "job_runs", "problems")


def old_path(home: Path) -> Path:
    """Where the database from before the last rebuilding is kept."""
    return home / "tracker.duckdb.before-rebuild"


@contextmanager
def rebuilding(home: Path, wait_seconds: float) -> Iterator[Store]:
    """An empty store to fill; at the end of the block it is the home's.

    After an exception, or a kill, the old database is as it was. The home is locked for as
    long. Raises StoreBusy when another process keeps the lock.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(home)
    lock.acquire(wait_seconds)
    beside = home / "rebuilding"
    try:
        shutil.rmtree(beside, ignore_errors=True)
        with Store.open(beside) as store:
            yield store
        _put_in_place(home, beside)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        lock.release()


def carry_over(store: Store, home: Path) -> tuple[str, ...]:
    """Copy what has no journal from the old database; names of the tables that could be read."""
    path = database_path(home)
    if not path.exists():
        return ()
    carried = []
    try:
        store.con.execute(f"ATTACH {literal(path)} AS old (READ_ONLY)")
    except (duckdb.Error, RuntimeError, OSError):
        return ()
    try:
        for name in UNJOURNALED:
            with suppress(duckdb.Error), store.transaction():
                store.con.execute(
                    f"INSERT INTO fact.{name} BY NAME SELECT * FROM old.fact.{name} ORDER BY seq"
                )
                carried.append(name)
    except StoreError:  # damaged beyond that table
        pass
    finally:
        with suppress(duckdb.Error):
            store.con.execute("DETACH old")
    return tuple(carried)


def counted(store: Store) -> dict[str, object]:
    """How much the new database has of what people look for."""
    return {
        name: rows(store.con, f"SELECT count(*) FROM {name}")[0][0]
        for name in ("documents", "deal_claims", "live_deals", "digests", "deliveries")
    }


def _put_in_place(home: Path, beside: Path) -> None:
    """Swap the database in one step; texts first, for its rows point to them."""
    parts = bodies_folder(home)
    parts.mkdir(parents=True, exist_ok=True)
    for part in sorted(bodies_folder(beside).glob("*.parquet")):
        os.replace(part, parts / part.name)
    sync(parts)
    path, old = database_path(home), old_path(home)
    if path.exists():
        old.unlink(missing_ok=True)
        _keep_as(path, old)
    # A log of the old database must not be replayed into the new one.
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    os.replace(database_path(beside), path)
    sync(home)


def _keep_as(path: Path, old: Path) -> None:
    try:
        os.link(path, old)
    except OSError:  # a file system without links
        shutil.copy2(path, old)
