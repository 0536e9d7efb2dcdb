"""How long one deal takes from news to stored prices, and a thousand of them."""

import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.context import JobContext
from pipelines.reprice import reprice
from tests.builders import on
from tests.economics.deals import amd_purchase, gpu_lease, tpu_rental
from tracker.economics.epochs import DRAWS, Epochs
from tracker.economics.reprice import reprice as reprice_market
from tracker.model.deals import Deal
from tracker.reference.load import load_reference
from tracker.settings import load_settings
from tracker.store.store import Store

NOW = datetime(2026, 11, 24, tzinfo=UTC)  # after the last row of the tables
REPEATS = 5
MOST_ONE_S, MOST_REPLAY_S, MOST_MB = 0.3, 30.0, 500.0


def versions(count: int) -> list[Deal]:
    """So many deals, a third of them with a price, each of its own and at its own hour."""
    sources = (gpu_lease(), amd_purchase(), tpu_rental())
    products = ("GB300", "GB200", "B200", "H100")
    return [
        replace(
            sources[n % 3],
            deal_id=f"d{n:05}",
            known_at=on("2025-06-01") + timedelta(hours=n * 12 * 1000 // max(count, 1000)),
            products=(products[n // 3 % 4],) if n % 3 == 0 else sources[n % 3].products,
            power_mw=150.0 + n % 100 if n % 3 == 0 else None,
        )
        for n in range(count)
    ]


def one_more(count: int) -> tuple[float, float, float, float, int]:
    """Seconds for all; for one more: median and worst by the clock, processor time; its rows."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        ctx = JobContext(home, load_settings(home), NOW, load_reference())
        took: list[float] = []
        worked: list[float] = []
        rows = 0
        with Store.open(home) as store:
            store.add(versions(count))
            started = time.perf_counter()
            reprice(ctx, store)
            whole = time.perf_counter() - started
            for n in range(REPEATS):
                news = gpu_lease(
                    deal_id=f"one more {n}",
                    usd=f"{10 + n}e9",
                    known_at=NOW - timedelta(hours=9 - n),
                )
                store.add([news])
                started, busy = time.perf_counter(), time.thread_time()
                report = reprice(ctx, store)
                took.append(time.perf_counter() - started)
                worked.append(time.thread_time() - busy)
                rows = report.new
    middle = len(took) // 2
    return whole, sorted(took)[middle], max(took), sorted(worked)[middle], rows


def cells_growth() -> list[tuple[int, float]]:
    """Seconds to re-price 100 deals by the number of workload cells."""
    reference = load_reference()
    deals = versions(100)
    found = []
    for kept in (1, 3, len(reference.market.workloads)):
        market = replace(reference.market, workloads=reference.market.workloads[:kept])
        cells = sum(len(r.names) for r in Epochs(market).on(NOW.date()).runners.values())
        started = time.perf_counter()
        reprice_market(market, reference.products, reference.companies, deals, NOW)
        found.append((cells, time.perf_counter() - started))
    return found


def main() -> int:
    """Print the figures; 1 when one of those that were promised is not reached."""
    accelerators = len(load_reference().market.accelerators)
    print(f"{accelerators} accelerators, {DRAWS:,} draws; wall clock, storing included")
    figures = {}
    for count in (10, 100, 1_000):
        whole, median, worst, busy, rows = figures[count] = one_more(count)
        print(
            f"{count:>5,} deals on file: replayed in {whole:6.2f} s; one more in "
            f"{median * 1000:4.0f} ms (worst of {REPEATS}: {worst * 1000:.0f} ms; busy for"
            f" {busy * 1000:.0f} ms), {rows} rows"
        )
    for cells, seconds in cells_growth():
        print(f"{cells:>5} workload cells: 100 deals re-priced in {seconds:5.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")
    whole, median, *_ = figures[1_000]
    kept = (median <= MOST_ONE_S, whole <= MOST_REPLAY_S, peak <= MOST_MB)
    for reached, words in zip(
        kept,
        (f"one deal in {MOST_ONE_S * 1000:.0f} ms", f"1,000 deals in {MOST_REPLAY_S:.0f} s",
         f"{MOST_MB:.0f} MB"),
        strict=True,
    ):  # fmt: skip
        print(f"{'reached' if reached else 'NOT reached'}: {words}")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
