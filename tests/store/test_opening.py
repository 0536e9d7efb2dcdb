"""Opening the store: the lock, migrations, and files that are not what they should be."""

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import pytest

from tests.builders import build_claim, on
from tracker.model.errors import StoreError
from tracker.reference.folders import shipped
from tracker.store.connect import connect, rows
from tracker.store.migrate import migrate, schema_version
from tracker.store.store import Store


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    """The lock is held while the store is open, and given back with it."""
    with Store.open(tmp_path), pytest.raises(StoreError, match=r"process \d+ is writing since"):
        Store.open(tmp_path, wait_seconds=0.1)
    with Store.open(tmp_path, wait_seconds=0):
        pass


def test_the_lock_of_a_dead_process_is_free(tmp_path: Path) -> None:
    """What a killed process leaves behind hinders nobody."""
    code = f"""
        import os
        from pathlib import Path
        from tracker.store.store import Store
        Store.open(Path({str(tmp_path)!r}))
        os._exit(9)
    """
    dead = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=False)  # noqa: S603
    assert dead.returncode == 9
    assert (tmp_path / "writer.json").exists()
    with Store.open(tmp_path, wait_seconds=0):
        pass


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    """Closing twice is once; using it afterwards is a clear mistake."""
    store = Store.open(tmp_path)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.claims(on("2026-01-01"))


def test_a_damaged_file_is_named_with_the_mend(tmp_path: Path) -> None:
    """The lock is free again after the refusal."""
    (tmp_path / "tracker.duckdb").write_bytes(b"garbage" * 10_000)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"tracker\.duckdb: .*move it"):
            Store.open(tmp_path, wait_seconds=0)


def test_a_file_cut_in_half_is_named(tmp_path: Path) -> None:
    """A half copy is no database."""
    with Store.open(tmp_path) as store:
        store.add(build_claim(quote=str(n)) for n in range(5000))
    path = tmp_path / "tracker.duckdb"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 3])
    with pytest.raises(StoreError, match=r"tracker\.duckdb"), Store.open(tmp_path) as store:
        store.claims(on("2026-12-31"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where the home should be."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="name another --home"):
        Store.open(tmp_path / "file" / "home")


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    """Both versions and the mend are named; nothing is changed."""
    with Store.open(tmp_path) as store:
        store.con.execute("INSERT INTO fact.migrations VALUES (9999, '9999_future.sql', 'x')")
    with pytest.raises(StoreError, match=rf"version 9999, .* up to {schema_version()}; update"):
        Store.open(tmp_path)


def test_a_changed_past_is_refused(tmp_path: Path) -> None:
    """A migration that was applied may not be edited afterwards."""
    with Store.open(tmp_path) as store:
        store.con.execute("UPDATE fact.migrations SET checksum = 'other'")
    with pytest.raises(StoreError, match=r"0001_facts\.sql"):
        Store.open(tmp_path)


def test_migrations_run_once_and_in_order(tmp_path: Path) -> None:
    """A second file is applied to an existing database, which keeps its rows."""
    folder = tmp_path / "db"
    shutil.copytree(shipped("db"), folder)
    last = schema_version()
    with connect(tmp_path / "x.duckdb") as con:
        migrate(con, tmp_path / "x.duckdb", folder)
        con.execute("INSERT INTO fact.withdrawn VALUES ('deals', 1, TIMESTAMP '2026-01-01')")
        (folder / "migrations" / f"{last + 1:04}_more.sql").write_text(
            "ALTER TABLE fact.withdrawn ADD COLUMN why VARCHAR; CREATE TABLE fact.more (a INT);"
        )
        migrate(con, tmp_path / "x.duckdb", folder)
        migrate(con, tmp_path / "x.duckdb", folder)
        done = [n for (n,) in rows(con, "SELECT number FROM fact.migrations")]
        assert done == list(range(1, last + 2))
        assert rows(con, "SELECT why FROM fact.withdrawn") == [(None,)]
        assert schema_version(folder) == last + 1


def test_migrations_are_numbered_without_gap_or_twin() -> None:
    """Two files of one number would hide each other."""
    files = sorted((shipped("db") / "migrations").glob("*.sql"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))


def test_a_broken_migration_leaves_nothing(tmp_path: Path) -> None:
    """Its first statement is undone when the second fails."""
    folder = tmp_path / "db"
    shutil.copytree(shipped("db"), folder)
    (folder / "migrations" / "9001_bad.sql").write_text("CREATE TABLE fact.x (a INT); SELECT nope;")
    with connect(tmp_path / "x.duckdb") as con:
        for _ in range(2):
            with pytest.raises(StoreError, match="nope"):
                migrate(con, tmp_path / "x.duckdb", folder)
        assert rows(con, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'x'") == [(0,)]


def test_views_are_made_again_when_their_text_changes(tmp_path: Path) -> None:
    """A new version's views replace the old ones at the next opening."""
    folder = tmp_path / "db"
    shutil.copytree(shipped("db"), folder)
    with connect(tmp_path / "x.duckdb") as con:
        migrate(con, tmp_path / "x.duckdb", folder)
        (folder / "views" / "99_new.sql").write_text(
            "CREATE OR REPLACE VIEW newest AS SELECT 1 AS a;"
        )
        migrate(con, tmp_path / "x.duckdb", folder)
        assert rows(con, "FROM newest") == [(1,)]


def test_another_program_at_the_file_is_named(tmp_path: Path) -> None:
    """DuckDB's own lock: an analyst's shell on the writer's file."""
    with Store.open(tmp_path):
        pass
    path = tmp_path / "tracker.duckdb"
    code = (
        f"import duckdb, time; con = duckdb.connect({str(path)!r})\n"
        "print(1, flush=True); time.sleep(60)"
    )
    other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)  # noqa: S603
    assert other.stdout is not None
    try:
        other.stdout.readline()
        with pytest.raises(StoreError, match="open in another program"):
            Store.open(tmp_path)
    finally:
        other.kill()
        other.communicate()


def test_nothing_is_left_to_replay_after_closing(tmp_path: Path) -> None:
    """The log is written into the file: any DuckDB opens it without it."""
    with Store.open(tmp_path) as store:
        store.add([build_claim()])
    assert not (tmp_path / "tracker.duckdb.wal").exists()
    with duckdb.connect(str(tmp_path / "tracker.duckdb"), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM deal_claims").fetchone() == (1,)
