"""What could not be read is noted with what was read: a run that dies right after tells it too."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.context import JobContext
from pipelines.extract import extract
from pipelines.ingest import take_in
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.sources.disk import read_paths
from tracker.store.connect import rows
from tracker.store.store import Store

CLOCK = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def context(tmp_path: Path) -> JobContext:
    """A home, with a file beside it: an article with an endless sentence, and a broken line."""
    endless = "Meta agreed to rent TPU capacity from Google and " + "then more and " * 9_000
    entry = {
        "id": "one", "url": "https://example.com/one", "published": "2026-03-01",
        "title": "Meta rents TPUs from Google", "text": endless,
    }  # fmt: skip
    (tmp_path / "a.jsonl").write_text(f"{json.dumps(entry)}\n{{\n", encoding="utf-8")
    home = tmp_path / "home"
    return JobContext(home, load_settings(home), CLOCK, load_reference())


def test_items_count_as_taken_in_only_with_their_problems(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The problems are there before the items are done with."""
    monkeypatch.setattr("pipelines.ingest.mark_taken", _dies)
    with Store.open(context.home) as store:
        with pytest.raises(KeyboardInterrupt):
            _take_in(context, store)
        assert _stages(store) == ["sources"]


def test_a_document_counts_as_read_only_with_its_problems(
    context: JobContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that dies while it notes them has read nothing; the next one reads and notes."""
    with Store.open(context.home) as store:
        _take_in(context, store)
        with monkeypatch.context() as broken:
            broken.setattr(Store, "add_problems", _dies)
            with pytest.raises(KeyboardInterrupt):
                extract(context, store)
        assert rows(store.con, "SELECT count(*) FROM extractions") == [(0,)]
        report = extract(context, store)
        assert _stages(store) == ["extract", "sources"]
        store.add_problems(report.problems, CLOCK)  # as the end of every job does
        assert _stages(store) == ["extract", "sources"]


def _take_in(context: JobContext, store: Store) -> None:
    articles = context.home.parent / "a.jsonl"
    take_in(context, store, read_paths([articles], known_at=CLOCK, now=CLOCK))


def _stages(store: Store) -> list[str]:
    return [stage for (stage,) in rows(store.con, "SELECT stage FROM problems ORDER BY ALL")]


def _dies(*_given: Any) -> Callable[..., Any]:
    raise KeyboardInterrupt
