"""Databases of every earlier shape come up to this one with all their rows.

`data/schema-NNNN.duckdb.gz` is the seeded story as the version with that shape wrote it. Add
one when a version is released: open `tests.store.seed.seed(folder)` there and gzip its file.
"""

# ruff: noqa: S608 (names of tables are ours)

import gzip
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.builders import on
from tests.store.seed import NOW
from tracker.reference.folders import shipped
from tracker.store.connect import connect, rows
from tracker.store.cookbook import cookbook
from tracker.store.migrate import migrate, schema_version
from tracker.store.publish import publish
from tracker.store.published import Published
from tracker.store.store import Store

RELEASED = sorted((Path(__file__).parent / "data").glob("schema-*.duckdb.gz"))
# A value for each type of column; of a list or struct the empty one.
VALUES = {
    "VARCHAR": "'x'", "BIGINT": "1", "DOUBLE": "1.5", "BOOLEAN": "true",
    "DATE": "DATE '2026-01-01'",
    "TIMESTAMP": "TIMESTAMP '2026-01-01'", "TIME": "TIME '06:30'",
}  # fmt: skip


def counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Rows of each table of facts."""
    tables = rows(
        con,
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'fact' "
        "AND table_name NOT IN ('migrations', 'applied')",
    )
    return {name: rows(con, f"SELECT count(*) FROM fact.{name}")[0][0] for (name,) in tables}


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_released_file_keeps_its_story(released: Path, tmp_path: Path) -> None:
    """Rows, as-of answers, a publication and the cookbook; the second opening changes nothing."""
    path = tmp_path / "tracker.duckdb"
    path.write_bytes(gzip.decompress(released.read_bytes()))
    with connect(path) as con:
        before = counts(con)
    for _ in range(2):
        with Store.open(tmp_path) as store:
            after = counts(store.con)
            assert {name: after[name] for name in before} == before
            (rental,) = [d for d in store.deals(NOW) if d.buyer == "Meta Platforms"]
            assert (rental.status, rental.headline_usd) == ("signed", 12_000_000_000)
            (then,) = [d for d in store.deals(on("2026-02-01")) if d.buyer == "Meta Platforms"]
            assert then.status == "in_talks"
            publish(store, tmp_path, NOW)
    with Published.open(tmp_path) as published:
        for recipe in cookbook().values():
            assert published.query(recipe.sql).columns


@pytest.mark.parametrize("number", range(1, schema_version() + 1))
def test_any_shape_comes_up_to_this_one(number: int, tmp_path: Path) -> None:
    """A row of every table of that shape is still there, and every view can be asked."""
    folder = tmp_path / "db"
    (folder / "migrations").mkdir(parents=True)
    path = tmp_path / "tracker.duckdb"
    for file in sorted((shipped("db") / "migrations").glob("*.sql"))[:number]:
        shutil.copy(file, folder / "migrations")
    with connect(path) as con:
        # Of that shape's views nothing is known any more; the tables are what has to last.
        shape_only(con, path, folder)
        filled = fill(con)
    with Store.open(tmp_path) as store:
        after = counts(store.con)
        assert {name: after[name] for name in filled} == dict.fromkeys(filled, 1)
        (done,) = rows(store.con, "SELECT max(number) FROM fact.migrations")
        assert done == (schema_version(),)
        views = rows(store.con, "SELECT view_name FROM duckdb_views() WHERE NOT internal")
        for (view,) in views:
            rows(store.con, f"SELECT * FROM {view}")


def shape_only(con: duckdb.DuckDBPyConnection, path: Path, folder: Path) -> None:
    """The migrations of the folder and nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.store.migrate.apply_views", lambda *_: None)
        migrate(con, path, folder)


def fill(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Put a row into every table; their names."""
    names = sorted(counts(con))
    for name in names:
        kinds: list[tuple[Any, ...]] = rows(
            con,
            "SELECT data_type FROM duckdb_columns() WHERE schema_name = 'fact' "
            "AND table_name = ? ORDER BY column_index",
            [name],
        )
        values = ", ".join(value_of(kind) for (kind,) in kinds)
        con.execute(f"INSERT INTO fact.{name} VALUES ({values})")
    return names


def value_of(kind: str) -> str:
    """Some value of the type, as SQL."""
    if kind.endswith("[]"):
        return "[]"
    return "2" if kind.startswith("DECIMAL") else VALUES[kind]
