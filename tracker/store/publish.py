"""The analysts' file: everything but texts and addresses, swapped in at once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import duckdb

from tracker.model.errors import StoreError
from tracker.store.bodies import bodies_folder
from tracker.store.connect import literal, our_words, quoted, rows
from tracker.store.files import sync
from tracker.store.going_on import add_new, begins_alike
from tracker.store.migrate import comments_sql, load_comments, schema_version
from tracker.store.store import Store
from tracker.store.tables import FACTS, REFERENCE
from tracker.store.views import views_sql
from tracker.store.write import utc_text

FORMAT = "v1.4.0"  # the oldest DuckDB whose clients must be able to open the file
PRIVATE = {"watchlists": "email"}  # recipients' addresses stay here


def published_path(home: Path) -> Path:
    """The file that analysts open."""
    return home / "published" / "published.duckdb"


def publish(store: Store, home: Path, now: datetime, version: str = "") -> Path:
    """Write the analysts' file anew and put it in place of the old one; returns its path.

    Readers that have the old file open keep it undisturbed. `version` is this program's.
    Raises StoreError, and leaves the old file, when that fails.
    """
    path = published_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path.parent)
    temporary = path.with_name(f".published-{os.getpid()}.duckdb.tmp")
    try:
        _write(store.con, home, temporary, now, version)
        sync(temporary)
        os.replace(temporary, path)
        sync(path.parent)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); make room") from error
    finally:
        _sweep(path.parent)
    return path


def _sweep(folder: Path) -> None:
    """Remove what an interrupted publication left; only the holder of the lock publishes."""
    for leftover in folder.glob(".published-*.tmp*"):
        leftover.unlink(missing_ok=True)


def _write(
    con: duckdb.DuckDBPyConnection, home: Path, path: Path, now: datetime, version: str
) -> None:
    """Write the file: what is new into a copy of the last one, or everything."""
    last = published_path(home)
    if last.exists():
        with suppress(duckdb.Error, StoreError, OSError):  # whatever it was, it is written anew
            shutil.copyfile(last, path)
            with _attached(con, path) as own:
                if begins_alike(con, own, "publishing"):
                    add_new(con, own, "publishing", PRIVATE)
                    _finish(con, home, now, version)
                    return
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".wal").unlink(missing_ok=True)
    with our_words(path), _attached(con, path) as own:
        con.execute("CREATE SCHEMA publishing.fact")
        for name in published_tables():
            columns = f"* EXCLUDE ({PRIVATE[name]})" if name in PRIVATE else "*"
            con.execute(
                f"CREATE TABLE publishing.fact.{name} AS SELECT {columns} FROM {own}.fact.{name}"
            )
        _finish(con, home, now, version)


@contextmanager
def _attached(con: duckdb.DuckDBPyConnection, path: Path) -> Iterator[str]:
    """The file as `publishing` inside the block; gives the name of our own database."""
    own = quoted(rows(con, "SELECT current_database()")[0][0])
    con.execute(f"ATTACH {literal(path)} AS publishing (STORAGE_VERSION '{FORMAT}')")
    try:
        yield own
    except BaseException:
        with suppress(duckdb.Error):
            con.execute("ROLLBACK")
        raise
    finally:
        con.execute(f"USE {own}")
        with suppress(duckdb.Error):
            con.execute("DETACH publishing")


def _finish(con: duckdb.DuckDBPyConnection, home: Path, now: datetime, version: str) -> None:
    """Views, comments, and what the file says of itself."""
    con.execute("USE publishing")
    con.execute("BEGIN")  # or each of several hundred comments waits for the disk
    con.execute(views_sql())
    con.execute(document_text_sql(home))
    _write_meta(con, now, version)
    con.execute(comments_sql(con, load_comments()))
    con.execute("COMMIT")


def published_tables() -> tuple[str, ...]:
    """Names of the base tables that are in the analysts' file."""
    facts = [table.name for table in FACTS if not table.internal]
    return tuple(sorted([*facts, *REFERENCE, "withdrawn"]))


def document_text_sql(home: Path, kind: str = "VIEW") -> str:
    """The statement that makes the view of texts over the Parquet parts of `home`.

    It joins on the part as well, so that parts of an interrupted run are not seen.
    """
    folder = bodies_folder(home.absolute())
    if not any(folder.glob("*.parquet")):
        return (
            f"CREATE OR REPLACE {kind} document_text AS "
            "SELECT document_id, ''::VARCHAR AS text FROM documents WHERE false"
        )
    return (
        f"CREATE OR REPLACE {kind} document_text AS SELECT d.document_id, b.text "
        f"FROM read_parquet({literal(folder / '*.parquet')}) AS b "
        "JOIN documents AS d ON d.document_id = b.document_id AND d.body_part = b.body_part"
    )


def _write_meta(con: duckdb.DuckDBPyConnection, now: datetime, version: str) -> None:
    newest = " UNION ALL ".join(
        f"SELECT max({table.clock}) AS newest FROM fact.{table.name}"
        for table in FACTS
        if not table.internal and table.clock == "known_at"
    )
    con.execute(
        "CREATE OR REPLACE TABLE meta AS "
        "SELECT CAST(? AS TIMESTAMP) AS published_at, ? AS version, "
        "CAST(? AS BIGINT) AS schema_version, "
        f"(SELECT max(newest) FROM ({newest})) AS known_through",
        [utc_text(now), version, schema_version()],
    )
