"""Runs over the sample that are killed again and again end where an undisturbed one does.

`python -m tests.soak.kill_run [kills] [first day] [last day]` prints what was compared; 100
kills when left out. A killed run goes on from the day that it was at, and when it is through
another home is begun, so that kills strike fresh work and not its repetition.
"""

import difflib
import hashlib
import random
import shutil
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
WAIT_SECONDS = (1.5, 12.0)  # a run needs about one until it is at work, and one or two a day


# Every day of the sample taken in, read, priced, told, mailed and published; after a kill from
# the last day that was done, which is done again.
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
done = home.with_suffix(".day")
if done.exists() and done.read_text():
    since = max(since, date.fromisoformat(done.read_text()))
for day in days_of(SAMPLE):
    if since <= day <= until:
        assert not failed(live_through(home, day)), day
        now = datetime.combine(day, time(23), UTC)
        run_jobs(JobContext(home, load_settings(home), now, load_reference()), ("publish",))
        done.write_text(day.isoformat())
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


def killed_until_done(home: Path, days: tuple[str, str], kills: int, chance: random.Random) -> int:
    """How many kills, at most so many, struck before the run was through; it is at the end.

    After each kill nothing that was kept before is gone.
    """
    struck = 0
    before: set[str] = set()
    while True:
        wait = chance.uniform(*WAIT_SECONDS) if struck < kills else None
        running = subprocess.Popen(  # noqa: S603
            command(home, days), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            running.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            struck += 1
        now = acknowledged(home)
        if before - now:
            raise AssertionError(f"after kill {struck} these are gone: {sorted(before - now)[:5]}")
        before = now
        if running.returncode == 0:
            return struck
        if running.returncode != -9:
            raise AssertionError(f"after kill {struck} the run ended with {running.returncode}")


def compare(folder: Path, kills: int, days: tuple[str, str], seed: int = 1) -> dict[str, int]:
    """Kill and compare; how much there was of each thing. Raises AssertionError."""
    subprocess.run(  # noqa: S603
        command(folder / "undisturbed", days), cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    expected = state(folder / "undisturbed")
    chance = random.Random(seed)  # noqa: S311
    struck = homes = 0
    while struck < kills:
        homes += 1
        home = folder / f"killed-{homes}"
        struck += killed_until_done(home, days, kills - struck, chance)
        _must_be_the_same(expected, home, struck)
        shutil.rmtree(home)
    counts = {name: len(value) for name, value in expected.items()}
    return {"kills": struck, "homes": homes} | counts


def _must_be_the_same(expected: dict[str, Any], home: Path, struck: int) -> None:
    found = state(home)
    different = [name for name in expected if found[name] != expected[name]]
    if different:
        lines = "\n".join(_digest_lines(expected, found))
        raise AssertionError(f"after {struck} kills these differ: {', '.join(different)}\n{lines}")
    if list(home.rglob(".*.tmp")):
        raise AssertionError("temporary files were left")


def _digest_lines(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """The lines of digests that differ, as a diff."""
    before, after = dict(expected["digest files"]), dict(found["digest files"])
    lines: list[str] = []
    for name in sorted({*before, *after}):
        if name.endswith(".txt"):
            texts = [one.get(name, b"").decode().splitlines() for one in (before, after)]
            lines += difflib.unified_diff(*texts, name, name, lineterm="", n=0)
    return lines


def main(kills: int = 100, first: str = "2026-02-17", last: str = "2026-03-31") -> None:
    """Print what an undisturbed run and the killed ones have in common."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-kill-") as folder:
        for name, count in compare(Path(folder), kills, (first, last)).items():
            sys.stdout.write(f"{name:<24} {count:>8,}\n")
    sys.stdout.write(f"all the same, in {time.monotonic() - began:,.0f} s\n")


if __name__ == "__main__":
    main(*[int(sys.argv[1])] if len(sys.argv) > 1 else [], *sys.argv[2:4])
