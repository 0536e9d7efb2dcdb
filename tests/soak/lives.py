"""Lives over the bundled sample, and what analysts and readers have at their end."""

import difflib
import hashlib
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from pipelines import logs
from pipelines.context import JobContext
from pipelines.demo import SAMPLE, days_of, live_through
from pipelines.run import failed, run_jobs
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.store.connect import rows
from tracker.store.journal import noted_deliveries
from tracker.store.published import Published
from tracker.store.raw import read_journal
from tracker.store.store import Store
from tracker.store.tables import FACTS

HOW_JOBS_WENT = {"job_runs", "fetches"}
# What a process of its own runs.
RUN = "import sys; from tests.soak.lives import live; live(*sys.argv[1:])"


def live(home: Path | str, first: str, last: str) -> None:
    """Every day of the sample taken in, read, priced, told, mailed and published.

    After a kill from the last day that was done, which is done again. Raises AssertionError when
    a job failed.
    """
    home, since, until = Path(home), date.fromisoformat(first), date.fromisoformat(last)
    logs.configure(least="warning")
    done = home.with_suffix(".day")
    if done.exists() and done.read_text():
        since = max(since, date.fromisoformat(done.read_text()))
    for day in days_of(SAMPLE):
        if not since <= day <= until:
            continue
        now = datetime.combine(day, time(23), UTC)
        context = JobContext(home, load_settings(home), now, load_reference())
        if failed([*live_through(home, day), *run_jobs(context, ("publish",))]):
            raise AssertionError(f"{day}: a job failed")
        done.write_text(day.isoformat())


def command(home: Path, days: tuple[str, str]) -> list[str]:
    """The run over the days from the first to the last."""
    return [sys.executable, "-c", RUN, str(home), *days]


def state(home: Path) -> dict[str, Any]:
    """What analysts and readers have: every view, the digests, the mail, the journals."""
    with Store.open(home) as store:
        views = {
            table.name: rows(store.con, f"FROM {table.name} {_columns(table.name)} ORDER BY ALL")
            for table in FACTS
            if not table.internal and table.name not in HOW_JOBS_WENT
        }
        failures = rows(store.con, "FROM job_runs WHERE outcome = 'failed' ORDER BY ALL")
    with Published.open(home) as published:
        texts = published.query("SELECT document_id, text FROM document_text ORDER BY ALL").rows
    mail = sorted((home / "maildir" / "new").iterdir())
    digests = sorted((home / "digests").iterdir())
    return {
        **views,
        "failed jobs": failures,
        "texts in the analysts' file": texts,
        "mail": sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in mail),
        "digest files": [(path.name, path.read_bytes()) for path in digests],
        "sent": sorted(d.digest_id for d in noted_deliveries(home) if d.outcome == "sent"),
    }


def _columns(view: str) -> str:
    """All but where a text lies: what is taken in a second time may lie in another file."""
    return "SELECT * EXCLUDE (body_part)" if view == "documents" else ""


def acknowledged(home: Path) -> set[str]:
    """Ids of what is kept for good: raw items, sent digests, stored documents."""
    kept = {entry.raw_id for entry in read_journal(home)[0]}
    kept |= {delivery.delivery_id for delivery in noted_deliveries(home)}
    if (home / "tracker.duckdb").exists():
        with Store.open(home) as store:
            kept |= {i for (i,) in rows(store.con, "SELECT document_id FROM documents")}
            kept |= {i for (i,) in rows(store.con, "SELECT digest_id FROM digests")}
    return kept


def difference(expected: dict[str, Any], found: dict[str, Any]) -> str:
    """What differs between two states, and the lines of their digests; empty if nothing does."""
    different = [name for name in expected if found[name] != expected[name]]
    lines = [f"these differ: {', '.join(different)}", *_digest_lines(expected, found)]
    return "\n".join(lines) if different else ""


def _digest_lines(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """The lines of digests that differ, as a diff."""
    before, after = dict(expected["digest files"]), dict(found["digest files"])
    lines: list[str] = []
    for name in sorted({*before, *after}):
        if name.endswith(".txt"):
            texts = [one.get(name, b"").decode().splitlines() for one in (before, after)]
            lines += difflib.unified_diff(*texts, name, name, lineterm="", n=0)
    return lines
