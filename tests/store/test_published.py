"""The published file: complete, private, swapped under its readers, and safe to query."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.builders import build_claim, on
from tests.store.seed import ADDRESS, FILING, NOW, REPORT, seed
from tracker.model.errors import BadInput, StoreError
from tracker.store.answers import as_cells, as_csv, as_json, write_parquet
from tracker.store.publish import publish, published_path
from tracker.store.published import Published
from tracker.store.store import Store


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose seeded story was published."""
    folder = tmp_path_factory.mktemp("seeded") / "home"
    store = seed(folder)
    publish(store, folder, NOW, "0.1.0")
    store.close()
    return folder


@pytest.fixture(scope="module")
def published(home: Path) -> Iterator[Published]:
    """The published file, open."""
    with Published.open(home) as opened:
        yield opened


def test_what_jobs_know_is_published(home: Path, published: Published) -> None:
    """The published file answers the readings of the store alike."""
    with Store.open(home) as store:
        assert published.deals(NOW) == store.deals(NOW)
        assert published.deal_versions(NOW) == store.deal_versions(NOW)
        assert published.claims(NOW) == store.claims(NOW)
        assert published.signals(REPORT, NOW) == store.signals(REPORT, NOW)
        assert published.estimates(NOW) == store.estimates(NOW)
        wanted = [store.claims(NOW)[0].document_id]
        assert published.documents_by_id(wanted) == store.documents_by_id(wanted)
    assert published.meta().version == "0.1.0"
    assert published.meta().known_through == FILING


def test_no_address_and_no_text_is_in_the_file(home: Path) -> None:
    """Neither recipients nor bodies leave through the published file."""
    content = published_path(home).read_bytes()
    assert ADDRESS.encode() not in content
    assert b"two people said" not in content


def test_a_plain_client_sees_tables_macros_and_texts(home: Path) -> None:
    """Any DuckDB connection opens the file, with views, macros, comments and bodies."""
    with duckdb.connect(str(published_path(home)), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM deals").fetchone() == (3,)
        assert con.execute(
            "SELECT status FROM deals_as_of(TIMESTAMP '2026-02-01') WHERE buyer = 'Meta Platforms'"
        ).fetchall() == [("in_talks",)]
        assert con.execute("SELECT count(*) FROM document_text").fetchone() == (4,)
        (comment,) = con.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'live_deals' "
            "AND column_name = 'power_mw' AND schema_name = 'main'"
        ).fetchall()
        assert "MW" in comment[0]


def test_attached_under_another_name_the_views_still_work(home: Path) -> None:
    """An analyst may attach the file beside her own."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{published_path(home)}' AS pub (READ_ONLY)")
        assert con.execute("SELECT count(*) FROM pub.live_deals").fetchone() == (2,)
        con.execute("USE pub")
        assert con.execute(
            "SELECT count(*) FROM live_deals_as_of(DATE '2026-01-15')"
        ).fetchone() == (1,)


def test_readers_keep_the_file_they_opened(tmp_path: Path) -> None:
    """A publication neither waits for readers nor disturbs them; the next open sees it."""
    with Store.open(tmp_path) as store:
        publish(store, tmp_path, NOW)
        with Published.open(tmp_path) as before:
            store.add([build_claim()])
            publish(store, tmp_path, NOW)
            with Published.open(tmp_path) as after:
                assert before.query("FROM deal_claims").rows == []
                assert len(after.query("FROM deal_claims").rows) == 1
        assert os.listdir(tmp_path / "published") == ["published.duckdb"]


def test_a_failed_publication_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interruption before the swap changes nothing, and leaves no litter."""
    with Store.open(tmp_path) as store:
        path = publish(store, tmp_path, NOW)
        old = path.read_bytes()
        monkeypatch.setattr("tracker.store.publish.views_sql", lambda: "SELECT broken FROM nowhere")
        with pytest.raises(StoreError, match="published"):
            publish(store, tmp_path, NOW)
        assert path.read_bytes() == old
        assert os.listdir(path.parent) == ["published.duckdb"]
        monkeypatch.undo()
        publish(store, tmp_path, NOW)


def test_without_a_publication_the_mend_is_named(tmp_path: Path) -> None:
    """The first question of a newcomer gets an answer."""
    with pytest.raises(BadInput, match="tracker run"):
        Published.open(tmp_path)


def test_a_file_that_is_none_is_named(tmp_path: Path) -> None:
    """Damage is told in one line."""
    path = published_path(tmp_path)
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StoreError, match="tracker publish"):
        Published.open(tmp_path)


def test_a_moved_home_finds_its_texts(home: Path, tmp_path: Path) -> None:
    """The view of texts follows the folder that is opened."""
    moved = tmp_path / "moved's"
    shutil.copytree(home, moved)
    with Published.open(moved) as opened:
        assert opened.query("SELECT count(*) FROM document_text").rows == [(4,)]


@pytest.mark.parametrize(
    ("as_of", "status", "texts"),
    [(None, "signed", 4), (on("2026-02-01"), "in_talks", 3), (on("2026-01-01"), None, 0)],
)
def test_as_of_holds_for_every_table(
    published: Published, as_of: datetime | None, status: str | None, texts: int
) -> None:
    """Tables, views over views, texts and macros answer as was known then."""
    rows = published.query(
        "SELECT status FROM live_deals WHERE buyer = 'Meta Platforms'", as_of=as_of
    ).rows
    assert rows == ([(status,)] if status else [])
    assert published.query("SELECT count(*) FROM document_text", as_of=as_of).rows == [(texts,)]
    later = published.query("SELECT count(*) FROM deals_as_of(TIMESTAMP '2030-01-01')", as_of=as_of)
    assert later.rows == published.query("SELECT count(*) FROM deals", as_of=as_of).rows
    if as_of:
        (row,) = published.query("SELECT published_at FROM meta", as_of=as_of).rows
        assert row == (as_of.replace(tzinfo=None),)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 1",
        "FROM deals",
        "DESCRIBE deals",
        "SUMMARIZE deals",
        "SHOW TABLES",
        "EXPLAIN SELECT 1",
        "-- why\nEXPLAIN ANALYZE SELECT 1;",
        "EXPLAIN (FORMAT JSON) FROM deals",
        "WITH a AS (SELECT 1 AS b) SELECT b FROM a;  ",
        "PIVOT deals ON status IN ('signed') USING count(*) GROUP BY buyer",
    ],
)
def test_what_only_reads_is_allowed(published: Published, sql: str) -> None:
    """SELECT in all its spellings, EXPLAIN and DESCRIBE."""
    assert published.query(sql, limit=5).columns


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{bodies}/x.csv'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{bodies}/x.csv'",
        "/* EXPLAIN */ EXPLAIN /* x */ ANALYZE COPY (SELECT 1) TO '{bodies}/x.csv'",
        "EXPLAIN EXPLAIN ANALYZE COPY (SELECT 1) TO '{bodies}/x.csv'",
        "SELECT 1; COPY (SELECT 1) TO '{bodies}/x.csv'",
        "FROM query('COPY (SELECT 1) TO ''{bodies}/x.csv''')",
        "EXPORT DATABASE '{bodies}'",
        "ATTACH '{bodies}/x.duckdb'",
        "CREATE TABLE memory.main.t AS SELECT 1",
        "INSERT INTO fact.deals FROM fact.deals",
        "DELETE FROM fact.deals",
        "UPDATE fact.deals SET buyer = 'x'",
        "DROP VIEW deals",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "PRAGMA database_list",
        "CALL enable_logging()",
        "FROM enable_logging(storage = 'file', storage_path = '{bodies}')",
        "FROM enable_profiling(save_location = '{bodies}/x.json')",
        "USE memory",
        "BEGIN",
        "CHECKPOINT",
        "PREPARE x AS SELECT 1",
        "FROM read_text('{home}/settings.toml')",
        "FROM '{home}/settings.toml'",
        "FROM glob('{home}/*')",
        "FROM read_csv('https://example.com/x.csv')",
        "FROM read_parquet('{bodies}/../../settings.toml')",
        "FROM home",
        "PIVOT deals ON status USING count(*)",
        "SELEC 1",
        "SELECT nothing FROM deals",
        "",
        "-- nothing",
    ],
)
def test_what_does_more_than_read_is_refused(published: Published, home: Path, sql: str) -> None:
    """One clear line, and nothing written anywhere."""
    (home / "settings.toml").write_text("secret = 1", encoding="utf-8")
    before = sorted(home.rglob("*"))
    with pytest.raises(BadInput) as refused:
        published.query(sql.format(bodies=home / "published" / "bodies", home=home))
    assert "\n" not in str(refused.value)
    assert sorted(home.rglob("*")) == before
    assert published.query("SELECT count(*) FROM deals").rows == [(3,)]


def test_a_query_without_end_is_stopped(published: Published) -> None:
    """The time allowed is kept, and the connection can be used afterwards."""
    endless = (
        "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range = -b.range"
    )
    with pytest.raises(BadInput, match="seconds"):
        published.query(endless, seconds=0.3)
    assert published.query("SELECT 1").rows == [(1,)]


def test_a_query_too_large_is_stopped(home: Path) -> None:
    """Memory has a limit too, and nothing spills to the disk."""
    with Published.open(home, memory="50MB") as small, pytest.raises(BadInput, match="memory"):
        small.query("SELECT list(range::VARCHAR) FROM range(30000000)")


def test_the_limit_cuts_and_says_so(published: Published) -> None:
    """Order is kept, and the caller learns that there was more."""
    answer = published.query("SELECT range AS n FROM range(10) ORDER BY n DESC", limit=3)
    assert answer.rows == [(9,), (8,), (7,)]
    assert answer.cut
    assert not published.query("SELECT 1", limit=1).cut


def test_answers_become_text_and_files(published: Published, tmp_path: Path) -> None:
    """CSV, JSON and Parquet hold the same values, nulls and lists included."""
    answer = published.query(
        "SELECT 1.50::DECIMAL(9, 2) AS a, NULL AS b, ['x', 'y,\"z\"'] AS c, "
        "TIMESTAMP '2026-02-27 11:30' AS at_utc, DATE '2026-02-27' AS d, true AS e, 2 AS a"
    )
    assert as_csv(answer) == (
        "a,b,c,at_utc,d,e,a\r\n"
        '1.5,,"[""x"", ""y,\\""z\\""""]",2026-02-27T11:30:00Z,2026-02-27,true,2\r\n'
    )
    assert '"a_2": 2' in as_json(answer)
    assert '"b": null' in as_json(answer)
    assert next(as_cells(answer))[0] == "1.5"
    write_parquet(answer, answer.schema, tmp_path / "x.parquet")
    assert pq.read_table(tmp_path / "x.parquet").column("a")[0].as_py() == Decimal("1.50")
    with pytest.raises(BadInput, match="name another"):
        write_parquet(answer, answer.schema, Path("/proc/none/x.parquet"))
