"""The shape of the database: columns are the records' fields, and everything is explained."""

# ruff: noqa: S608 (names of tables are ours)

import tomllib
from collections.abc import Iterator

import duckdb
import pytest

from tests.store.seed import NOW, seed
from tracker.model.feeds import Document
from tracker.reference.folders import shipped
from tracker.store.migrate import load_comments
from tracker.store.publish import publish, published_path, published_tables
from tracker.store.store import Store
from tracker.store.tables import FACTS, REFERENCE, Table
from tracker.store.views import joined_names

ADDED = {"seq", "body_part", "characters"}
BARE_COLUMNS = (
    "SELECT table_name, column_name FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The seeded story."""
    opened = seed(tmp_path_factory.mktemp("shape"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def published(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its published file, through a plain client."""
    publish(store, store.home, NOW)
    with duckdb.connect(str(published_path(store.home)), read_only=True) as con:
        yield con


def columns(con: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    found = con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'fact' AND table_name = ? "
        "ORDER BY column_index",
        [table],
    )
    return [name for (name,) in found.fetchall()]


@pytest.mark.parametrize("table", FACTS, ids=lambda table: table.name)
def test_columns_are_the_fields(store: Store, table: Table) -> None:
    """A record and its table cannot drift apart; later migrations put columns at the end."""
    expected = [n for n in table.columns if not (table.record is Document and n == "text")]
    assert sorted(set(columns(store.con, table.name)) - ADDED) == sorted(expected)


@pytest.mark.parametrize("name", REFERENCE)
def test_reference_tables_have_their_records_columns(store: Store, name: str) -> None:
    """The same holds for reference data, and the curated files fill every table."""
    expected = list(REFERENCE[name].__dataclass_fields__)
    assert sorted(columns(store.con, name)) == sorted(expected)
    assert store.con.execute(f"SELECT count(*) > 0 FROM fact.{name}").fetchone() == (True,)


@pytest.mark.parametrize("name", [t.name for t in FACTS])
def test_the_seed_fills_every_table(store: Store, name: str) -> None:
    """So that the tests of views and recipes see rows of each kind."""
    assert store.counts()[name] > 0


def test_every_table_view_column_and_macro_has_a_comment(
    published: duckdb.DuckDBPyConnection,
) -> None:
    """An analyst is told what each thing is, in any client."""
    for query in (
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL AND NOT internal",
        "SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal",
        BARE_COLUMNS,
        "SELECT function_name FROM duckdb_functions() WHERE comment IS NULL AND NOT internal "
        "AND database_name = current_database()",
    ):
        assert published.execute(query).fetchall() == []


def test_the_writers_tables_have_comments_too(store: Store) -> None:
    """Those that are not published as well."""
    assert store.con.execute(BARE_COLUMNS).fetchall() == []


def test_no_comment_explains_what_is_not_there(
    store: Store, published: duckdb.DuckDBPyConnection
) -> None:
    """Texts of columns that went away go away too."""
    query = "SELECT DISTINCT column_name, table_name FROM duckdb_columns() WHERE NOT internal"
    there = set(store.con.execute(query).fetchall()) | set(published.execute(query).fetchall())
    texts = load_comments()
    assert not set(texts["columns"]) - {column for column, _ in there}
    assert (
        not {(column, table) for table, own in texts["columns_of"].items() for column in own}
        - there
    )
    assert not set(texts["tables"]) - {table for _, table in there}


def test_every_published_table_can_be_asked_as_of(published: duckdb.DuckDBPyConnection) -> None:
    """Each analyst table has its macro, for timestamps and dates, and both agree on today."""
    for name in sorted(set(published_tables()) - {"withdrawn"}):
        everything = published.execute(f"SELECT count(*) FROM {name}").fetchone()
        far = f"SELECT count(*) FROM {name}_as_of(DATE '2100-01-01')"
        assert published.execute(far).fetchone() == everything
        early = f"SELECT count(*) FROM {name}_as_of(TIMESTAMP '2000-01-01 00:00')"
        if name in {table.name for table in FACTS}:
            assert published.execute(early).fetchone() == (0,)


def test_no_fact_table_has_a_key_or_an_index(store: Store) -> None:
    """They would triple the time of bulk writes."""
    assert (
        store.con.execute(
            "SELECT table_name FROM duckdb_constraints() "
            "WHERE constraint_type NOT IN ('NOT NULL', 'CHECK')"
        ).fetchall()
        == []
    )
    assert store.con.execute("SELECT index_name FROM duckdb_indexes()").fetchall() == []


def test_the_texts_are_plain_toml() -> None:
    """One file explains all; it stays readable."""
    text = (shipped("db") / "comments.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == {"same_columns", "tables", "columns", "columns_of"}


def test_a_macro_reads_nothing_of_today(store: Store) -> None:
    """In the macro of a joined view every view is asked as of the same instant."""
    joined = [
        name
        for path in sorted((shipped("db") / "views").glob("*.sql"))
        for name in joined_names(path.read_text(encoding="utf-8"))
    ]
    assert "deal_quotes" in joined
    for name in joined:
        parsed = store.con.execute(
            "SELECT CAST(json_serialize_sql(macro_definition) AS VARCHAR) FROM duckdb_functions() "
            "WHERE function_name = ? AND NOT internal",
            [f"{name}_as_of"],
        ).fetchone()
        assert parsed is not None
        assert '"TABLE_FUNCTION"' in parsed[0]
        assert '"BASE_TABLE"' not in parsed[0]


def test_a_view_is_its_macro_at_the_end_of_time(published: duckdb.DuckDBPyConnection) -> None:
    """Joined views and tables alike: all that is known by the end is all that is known."""
    query = "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'"
    for (name,) in published.execute(query).fetchall():
        if name == "document_text":
            continue
        now = published.execute(f"FROM {name} ORDER BY ALL").fetchall()
        assert published.execute(f"FROM {name}_as_of('infinity') ORDER BY ALL").fetchall() == now
        assert now
