"""A database that is lost comes back from what is kept outside it, and sends nothing."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipelines.context import JobContext
from pipelines.ingest import ingest
from pipelines.rebuild import rebuild
from pipelines.run import failed, run_jobs
from tests.pipelines.run_tracker import Done, tracker
from tests.pipelines.test_sample_run import fingerprints
from tracker.model.feeds import RawItem
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.sources.disk import read_paths
from tracker.store.connect import rows
from tracker.store.raw import RawStore, untaken
from tracker.store.store import Store, database_path
from tracker.store.tables import FACTS

NOW = "2026-04-01T12:00Z"
CLOCK = datetime(2026, 4, 1, 12, tzinfo=UTC)
HOW_RUNS_WENT = {"job_runs", "fetches", "problems", "pricing_runs"}
LAST_CUT = datetime(2026, 4, 1, 10, 35, tzinfo=UTC)  # minutes after the sample's last digest
DERIVED = ("extract", "resolve", "reprice", "alert")


def facts(home: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every view that analysts see, but how jobs ran, in a stated order."""
    with Store.open(home) as store:
        return {
            table.name: rows(store.con, f"FROM {table.name} ORDER BY ALL")
            for table in FACTS
            if not table.internal and table.name not in HOW_RUNS_WENT
        }


def leave_be(database: Path) -> None:
    pass


def truncate(database: Path) -> None:
    database.write_bytes(database.read_bytes()[:100_000])


def scribble(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[20_000:60_000] = bytes(40_000)
    database.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "spoil",
    [
        truncate,
        pytest.param(leave_be, marks=pytest.mark.check),
        pytest.param(Path.unlink, marks=pytest.mark.check),
        pytest.param(scribble, marks=pytest.mark.check),
    ],
)
def test_a_lost_database_comes_back_as_it_was(own_copy: Path, spoil: Any) -> None:
    """Every fact with its own clock, the digests and the ledger; no mail, no file changes."""
    context = JobContext(own_copy, load_settings(own_copy), CLOCK, load_reference())
    assert not failed(run_jobs(context, DERIVED))
    before, sent = facts(own_copy), fingerprints(own_copy)
    spoil(database_path(own_copy))
    done = tracker(own_copy, "rebuild", "--now", NOW, "--json")
    assert done.returncode == 0, done.stderr
    after = facts(own_copy)
    assert {name: len(found) for name, found in after.items()} == {
        name: len(found) for name, found in before.items()
    }
    assert after == before
    assert not failed(run_jobs(replace(context, now=LAST_CUT), ("digest",)))
    assert fingerprints(own_copy) == sent
    assert facts(own_copy) == before


def test_a_lost_database_is_not_begun_anew(own_copy: Path) -> None:
    """An empty one in its place would hide the loss: the mend is named instead."""
    database_path(own_copy).unlink()
    done = tracker(own_copy, "run", "--offline", "--now", NOW)
    assert done.returncode == 1
    assert "tracker rebuild" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_rebuilding_that_fails_leaves_the_old_database(
    own_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until the new one is whole nothing is replaced, and the lock is free afterwards."""
    before = database_path(own_copy).read_bytes()
    context = JobContext(
        own_copy, load_settings(own_copy), datetime(2026, 4, 1, tzinfo=UTC), load_reference()
    )
    monkeypatch.setattr("pipelines.rebuild.take_kept_digests", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rebuild(context)
    assert database_path(own_copy).read_bytes() == before
    assert not (own_copy / "rebuilding").exists()
    with Store.open(own_copy, wait_seconds=0):
        pass


def test_what_an_interruption_left_is_taken_in_by_the_next_run(tmp_path: Path) -> None:
    """As of the clock at which it was fetched, and not for ever if it breaks the taking in."""
    home, clock = tmp_path / "home", datetime(2026, 3, 1, tzinfo=UTC)
    articles = tmp_path / "a.jsonl"
    context = JobContext(home, load_settings(home), clock, load_reference())
    _article(articles, "one", "A first text about nothing.")
    ingest(context, [articles], known_at=clock)
    _article(articles, "two", "Another text about the weather.")
    (item,) = read_paths([articles], known_at=clock, now=clock)
    assert isinstance(item, RawItem)
    RawStore(home).keep(item)  # and here the machine stops
    _article(articles, "three", "A third text, on cooking.")
    later = replace(context, now=clock + timedelta(days=3))
    assert ingest(later, [articles], known_at=later.now).new == 2
    with Store.open(home) as store:
        known = {d.url: d.known_at for d in store.documents_to_extract(later.now)}
    assert known["https://example.com/two"] == clock
    assert known["https://example.com/three"] == later.now
    assert untaken(home) == []


def _article(path: Path, slug: str, text: str) -> None:
    entry = {
        "id": slug, "url": f"https://example.com/{slug}", "published": "2026-03-01",
        "title": slug, "text": text,
    }  # fmt: skip
    path.write_text(json.dumps(entry) + "\n", encoding="utf-8")


def test_a_home_goes_into_one_file_and_comes_out_of_it(own_copy: Path, tmp_path: Path) -> None:
    """Every fact and file; a damaged archive, a full folder and a stranger are refused."""
    archive, copy = tmp_path / "home.tar", tmp_path / "copy"
    assert tracker(own_copy, "backup", archive).returncode == 0
    assert tracker(copy, "restore", archive).returncode == 0
    assert facts(copy) == facts(own_copy)
    assert fingerprints(copy) == fingerprints(own_copy)
    assert tracker(copy, "sql", "SELECT count(*) FROM document_text").returncode == 0
    assert "not empty" in refused(tracker(copy, "restore", archive))
    content = bytearray(archive.read_bytes())
    middle = content.index(b"raw/journal.jsonl") + 1024
    content[middle : middle + 9] = b"damaged!!"
    archive.write_bytes(bytes(content))
    assert "damaged" in refused(tracker(tmp_path / "third", "restore", archive), 1)
    (tmp_path / "x.tar").write_text("no archive")
    assert "x.tar" in refused(tracker(tmp_path / "fourth", "restore", tmp_path / "x.tar"))
    assert "outside" in refused(tracker(own_copy, "backup", own_copy / "b.tar"))


def refused(done: Done, code: int = 2) -> str:
    """The one line of a command that could not be done."""
    assert done.returncode == code, done
    (line,) = done.stderr.splitlines()
    return line
