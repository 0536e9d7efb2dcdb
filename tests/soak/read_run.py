"""A reader in another process asks without pause while a writer resolves and publishes.

`python -m tests.soak.read_run [queries]` prints queries, errors and how long it took; 10,000
queries when left out. The exit code is 1 when one of them failed.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pipelines import logs
from pipelines.context import JobContext
from pipelines.demo import SAMPLE, days_of, live_through
from pipelines.run import failed, run_jobs
from tests.bench.bench_resolve import claims
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.store.store import Store

ROOT = Path(__file__).resolve().parents[2]
FIRST, LAST = date(2026, 2, 25), date(2026, 2, 28)  # days of the sample that are read before
ROUND = 50  # claims
DEALS = 4_000

# Half the connections are our own command's, half those of an analyst's DuckDB; most queries
# are short, one in twenty is the next question of the cookbook.
READER = """
import sys, time
from collections import Counter
from pathlib import Path
import duckdb
from tracker.store.cookbook import cookbook
from tracker.store.publish import published_path
from tracker.store.published import Published

home, count = Path(sys.argv[1]), int(sys.argv[2])
recipes = [recipe.sql for recipe in cookbook().values()]
short = (
    "SELECT status, count(*) FROM live_deals GROUP BY ALL",
    "SELECT published_at FROM meta",
    "SELECT count(*) FROM deals_as_of(TIMESTAMP '2026-02-27')",
    "SELECT deal_id, after FROM deal_history ORDER BY known_at DESC LIMIT 10",
)
errors, seen, longest, asked = Counter(), set(), 0.0, 0
began = time.perf_counter()

def ours():
    with Published.open(home) as published:
        seen.add(published.meta().published_at)
        yield lambda sql: published.query(sql).rows

def theirs():
    with duckdb.connect(str(published_path(home)), read_only=True) as con:
        yield lambda sql: con.execute(sql).fetchall()

while asked < count:
    try:
        for ask in ours() if asked % 100 < 50 else theirs():
            for _ in range(min(50, count - asked)):
                sql = recipes[asked // 20 % len(recipes)] if asked % 20 == 0 else short[asked % 4]
                asked += 1
                before = time.perf_counter()
                ask(sql)
                longest = max(longest, time.perf_counter() - before)
    except Exception as error:
        asked += 1
        errors[f"{type(error).__name__}: {str(error)[:200]}"] += 1
print(f"{asked:,} queries, {errors.total()} errors, {len(seen)} publications seen by our own "
      f"connections, longest query {1000 * longest:.0f} ms, {time.perf_counter() - began:.0f} s")
for message, times in errors.items():
    print(f"{times} x {message}")
sys.exit(1 if errors else 0)
"""


def context(home: Path, now: datetime) -> JobContext:
    """What a job of that clock needs."""
    return JobContext(home, load_settings(home), now, load_reference(home))


def begin(home: Path) -> None:
    """A home with some days of the sample, published."""
    for day in days_of(SAMPLE):
        if FIRST <= day <= LAST:
            assert not failed(live_through(home, day)), day
    assert not failed(run_jobs(context(home, datetime(2026, 3, 1, tzinfo=UTC)), ("publish",)))


def write_once(home: Path, number: int) -> None:
    """New claims, the deals that they make, and a publication."""
    now = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=number)
    with Store.open(home) as store:
        made = claims(number * ROUND, ROUND, DEALS, number)
        store.add(replace(claim, known_at=now, published_on=now.date()) for claim in made)
    assert not failed(run_jobs(context(home, now), ("resolve", "publish"))), number


def read_beside_a_writer(home: Path, queries: int) -> tuple[str, int]:
    """What the reader says, with how often was published meanwhile; and its exit code."""
    begin(home)
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", READER, str(home), str(queries)],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    ) as reader:  # fmt: skip
        began, rounds = time.monotonic(), 0
        while reader.poll() is None:
            rounds += 1
            write_once(home, rounds)
        assert reader.stdout is not None
        took = time.monotonic() - began
        said = f"{reader.stdout.read().strip()}\n{rounds:,} publications in {took:.0f} s"
    return said, reader.returncode


def main(queries: int = 10_000) -> int:
    """Print what was seen; 1 when a query failed."""
    logs.configure(least="warning")
    with tempfile.TemporaryDirectory(prefix="soak-read-") as folder:
        said, code = read_beside_a_writer(Path(folder), queries)
    sys.stdout.write(said + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
