"""A run over the sample that is killed again and again ends where an undisturbed one does.

`python -m tests.soak.kill_run [kills] [first day] [last day]` prints what was compared; 100
kills when left out.
"""

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tracker.store.connect import rows
from tracker.store.journal import noted_deliveries
from tracker.store.raw import read_journal
from tracker.store.store import Store
from tracker.store.tables import FACTS

HOW_JOBS_WENT = {"job_runs", "fetches", "problems"}
ROOT = Path(__file__).resolve().parents[2]


# Every day of the sample taken in, read, priced, told, mailed and published.
RUN = """
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from pipelines import logs
from pipelines.context import JobContext
from pipelines.demo import SAMPLE, days_of, live_through
from pipelines.run import failed, run_jobs
from tracker.reference.load import load_reference
from tracker.settings import load_settings

home, since, until = Path(sys.argv[1]), *map(date.fromisoformat, sys.argv[2:])
logs.configure(least="warning")
for day in days_of(SAMPLE):
    if since <= day <= until:
        assert not failed(live_through(home, day)), day
        now = datetime.combine(day, time(23), UTC)
        run_jobs(JobContext(home, load_settings(home), now, load_reference()), ("publish",))
"""


def command(home: Path, days: tuple[str, str]) -> list[str]:
    """The run over the days from the first to the last."""
    return [sys.executable, "-c", RUN, str(home), *days]


def state(home: Path) -> dict[str, Any]:
    """What analysts and readers have: every view, the digests, the mail, the journals."""
    with Store.open(home) as store:
        views = {
            table.name: rows(store.con, f"FROM {table.name} ORDER BY ALL")
            for table in FACTS
            if not table.internal and table.name not in HOW_JOBS_WENT
        }
    mail = sorted((home / "maildir" / "new").iterdir())
    digests = sorted((home / "digests").iterdir())
    return {
        **views,
        "mail": sorted(hashlib.sha256(path.read_bytes()).hexdigest() for path in mail),
        "digest files": [(path.name, path.read_bytes()) for path in digests],
        "sent": sorted(d.digest_id for d in noted_deliveries(home) if d.outcome == "sent"),
    }


def acknowledged(home: Path) -> set[str]:
    """Ids of what is kept for good: raw items, sent digests, stored documents."""
    kept = {entry.raw_id for entry in read_journal(home)[0]}
    kept |= {delivery.delivery_id for delivery in noted_deliveries(home)}
    if (home / "tracker.duckdb").exists():
        with Store.open(home) as store:
            kept |= {i for (i,) in rows(store.con, "SELECT document_id FROM documents")}
            kept |= {i for (i,) in rows(store.con, "SELECT digest_id FROM digests")}
    return kept


def killed_until_done(
    home: Path, days: tuple[str, str], kills: int, longest: float, seed: int
) -> int:
    """How many kills struck while the run was at work; at the end it runs through once.

    After each kill nothing that was kept before is gone.
    """
    chance = random.Random(seed)  # noqa: S311
    struck = 0
    before: set[str] = set()
    while struck < kills:
        running = subprocess.Popen(  # noqa: S603
            command(home, days), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            running.wait(timeout=chance.uniform(0.5, longest))
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            struck += 1
        now = acknowledged(home)
        if before - now:
            raise AssertionError(f"after kill {struck} these are gone: {sorted(before - now)[:5]}")
        before = now
        if running.returncode == 0 and struck < kills:  # through before the kill: once more
            longest *= 0.8
    subprocess.run(command(home, days), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return struck


def compare(folder: Path, kills: int, days: tuple[str, str], seed: int = 1) -> dict[str, int]:
    """Kill and compare; how much there was of each thing. Raises AssertionError."""
    began = time.monotonic()
    subprocess.run(  # noqa: S603
        command(folder / "undisturbed", days), cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    took = time.monotonic() - began
    struck = killed_until_done(folder / "killed", days, kills, took, seed)
    expected, found = state(folder / "undisturbed"), state(folder / "killed")
    different = [name for name in expected if found[name] != expected[name]]
    if different:
        raise AssertionError(f"after {struck} kills these differ: {', '.join(different)}")
    if list((folder / "killed").rglob(".*.tmp")):
        raise AssertionError("temporary files were left")
    return {"kills": struck} | {name: len(value) for name, value in expected.items()}


def main(kills: int = 100, first: str = "2026-02-17", last: str = "2026-03-31") -> None:
    """Print what an undisturbed run and a killed one have in common."""
    with tempfile.TemporaryDirectory(prefix="soak-kill-") as folder:
        for name, count in compare(Path(folder), kills, (first, last)).items():
            sys.stdout.write(f"{name:<24} {count:>8,} the same\n")


if __name__ == "__main__":
    main(*[int(sys.argv[1])] if len(sys.argv) > 1 else [], *sys.argv[2:4])
