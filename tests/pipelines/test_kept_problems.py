"""What could not be read is noted with what was read: a run that dies right after tells it too."""

import json
from datetime import UTC, datetime
from pathlib import Path

from pipelines.context import JobContext
from pipelines.extract import extract
from pipelines.ingest import take_in
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.sources.disk import read_paths
from tracker.store.connect import rows
from tracker.store.store import Store

CLOCK = datetime(2026, 3, 1, tzinfo=UTC)


def test_problems_are_kept_before_a_job_ends(tmp_path: Path) -> None:
    """Of taking in, before the items count as taken; of reading, with the documents' marks."""
    home, articles = tmp_path / "home", tmp_path / "a.jsonl"
    endless = "Meta agreed to rent TPU capacity from Google and " + "then more and " * 9_000
    entry = {
        "id": "one", "url": "https://example.com/one", "published": "2026-03-01",
        "title": "Meta rents TPUs from Google", "text": endless,
    }  # fmt: skip
    articles.write_text(f"{json.dumps(entry)}\n{{\n", encoding="utf-8")
    context = JobContext(home, load_settings(home), CLOCK, load_reference())
    with Store.open(home) as store:
        take_in(context, store, read_paths([articles], known_at=CLOCK, now=CLOCK))
        assert _stages(store) == ["sources"]
        report = extract(context, store)
        assert _stages(store) == ["extract", "sources"]
        store.add_problems(report.problems, CLOCK)  # as the end of every job does
        assert _stages(store) == ["extract", "sources"]


def _stages(store: Store) -> list[str]:
    return [stage for (stage,) in rows(store.con, "SELECT stage FROM problems ORDER BY ALL")]
