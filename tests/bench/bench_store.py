"""How fast the store writes, publishes and answers, and how that grows.

`python tests/bench/bench_store.py [documents ...]`: homes of 10,000, 100,000 and a million
documents when left out, each with 0.4 claims and 0.1 deals of four versions a document. Two times
are printed, by the wall's clock and of the processor: on a busy machine the second one tells more.
A reader beside a writer is `tests.soak.read_run`.
"""

import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.builders import build_claim, build_deal, build_document, on
from tests.store.seed import reference_rows
from tracker.model.deals import Deal, DealClaim, DealStep, Mention
from tracker.model.feeds import Document
from tracker.store.cookbook import cookbook
from tracker.store.publish import publish, published_path
from tracker.store.published import Published
from tracker.store.store import Store

START = on("2024-01-01")
NOW = on("2026-03-31")
BATCH = 125_000  # one row group: an import's lot; of 20,000 rows it takes a fifth longer
TEXT = "Meta agreed to rent several billion dollars of TPU capacity from Google. " * 8
BUYERS = [f"Buyer {n}" for n in range(60)]
SUPPLIERS = ["Alphabet", "NVIDIA", "AMD", "Amazon", "Microsoft", *(f"Cloud {n}" for n in range(20))]
STATUSES = ("signed", "in_talks", "announced", "signed", "rumored", "completed", "amended")

Timing = dict[str, float]


@contextmanager
def timed(found: Timing, what: str, rows: int = 1) -> Iterator[None]:
    """Note how long the block took, and rows a second, by both clocks."""
    began, worked = time.perf_counter(), time.process_time()
    yield
    took, work = time.perf_counter() - began, time.process_time() - worked
    found[what] = found.get(what, 0) + took
    found[f"{what} cpu"] = found.get(f"{what} cpu", 0) + work
    found[f"{what} rows"] = found.get(f"{what} rows", 0) + rows


def documents(first: int, count: int) -> list[Document]:
    """News of about 600 characters, two years of them."""
    return [
        replace(
            DOCUMENT, document_id=f"d{n:07}", text=f"{n} {TEXT}",
            known_at=START + timedelta(minutes=n),
        )
        for n in range(first, first + count)
    ]  # fmt: skip


def claims(first: int, count: int) -> list[DealClaim]:
    """Claims, four to a deal."""
    return [
        replace(
            CLAIMS[n % len(CLAIMS)], claim_id=f"c{n:07}", document_id=f"d{n * 5 // 2:07}",
            known_at=START + timedelta(minutes=n * 5 // 2),
        )
        for n in range(first, first + count)
    ]  # fmt: skip


def mentions(first: int, count: int) -> list[Mention]:
    """Companies found in the documents."""
    return [
        Mention(f"m{n:08}", f"d{n // 2:07}", 0, 4, "COMPANY", "Meta", "meta-platforms", START)
        for n in range(first, first + count)
    ]


def deals(first: int, count: int) -> list[Deal]:
    """Versions of deals, four a deal, each with one claim more than the one before."""
    return [
        replace(
            DEALS[n // 4 % len(DEALS)], deal_id=f"c{n // 4 * 4:07}",
            lead_claim_id=f"c{n // 4 * 4:07}",
            claim_ids=tuple(f"c{n // 4 * 4 + k:07}" for k in range(n % 4 + 1)),
            known_at=START + timedelta(minutes=n * 5 // 2),
            first_public_on=(START + timedelta(minutes=10 * (n // 4))).date(),
        )
        for n in range(first, first + count)
    ]  # fmt: skip


def steps(first: int, count: int) -> list[DealStep]:
    """The first step of each deal."""
    return [
        DealStep(
            f"c{4 * n:07}", "status", None, STATUSES[n % len(STATUSES)], date(2026, 1, 1),
            START + timedelta(minutes=10 * n), f"c{4 * n:07}",
        )
        for n in range(first, first + count)
    ]  # fmt: skip


DOCUMENT = build_document(TEXT)
_PAIRS = [
    (b, s, STATUSES[(n + k) % 7]) for n, b in enumerate(BUYERS) for k, s in enumerate(SUPPLIERS)
]
CLAIMS = [build_claim(b, s, usd="1.42e9", status=status) for b, s, status in _PAIRS]
DEALS = [
    build_deal(b, s, usd="1.42e9", status=status, power_mw=150.0, start="2027-01")
    for b, s, status in _PAIRS
]


def fill(store: Store, total: int, found: Timing) -> None:
    """Write everything in batches, the making of the records not counted."""
    plan: list[tuple[str, Callable[[int, int], list[object]], int]] = [
        ("write documents", documents, total),  # type: ignore[list-item]
        ("write claims", claims, total * 4 // 10),  # type: ignore[list-item]
        ("write mentions", mentions, total),  # type: ignore[list-item]
        ("write versions of deals", deals, total * 4 // 10),  # type: ignore[list-item]
        ("write steps", steps, total // 10),  # type: ignore[list-item]
    ]
    for what, make, count in plan:
        for first in range(0, count, BATCH):
            batch = make(first, min(BATCH, count - first))
            with timed(found, what, len(batch)):
                if make is documents:
                    store.add_documents(batch)  # type: ignore[arg-type]
                else:
                    store.add(batch)
    again = claims(0, 1_000)
    with timed(found, "write 1,000 claims that are there", 1_000):
        assert store.add(again) == 0
    new = [replace(claim, claim_id=f"n{claim.claim_id}") for claim in again]
    with timed(found, "write 1,000 new claims", 1_000):
        assert store.add(new) == 1_000


def ask(home: Path, found: Timing) -> dict[str, float]:
    """Milliseconds of the processor for each recipe, the median of five."""
    took: dict[str, float] = {}
    with Published.open(home) as published:
        for name, recipe in cookbook().items():
            times = []
            for _ in range(5):
                began = time.process_time()
                published.query(recipe.sql)
                times.append(1_000 * (time.process_time() - began))
            took[name] = statistics.median(times)
        with timed(found, "claims by supplier as of a day"):
            published.query("SELECT supplier, count(*) FROM deal_claims GROUP BY ALL", as_of=NOW)
    return took


def measure(total: int, home: Path) -> tuple[Timing, dict[str, float]]:
    """Everything, with `total` documents."""
    found: Timing = {}
    with Store.open(home) as store:
        store.replace_reference(reference_rows())
        fill(store, total, found)
        with timed(found, "checkpoint"):
            store.con.execute("CHECKPOINT")
        publish(store, home, NOW)
        for _ in range(3):
            with timed(found, "publish", 1):
                publish(store, home, NOW)
    took = ask(home, found)
    found["published MB"] = published_path(home).stat().st_size / 1e6
    return found, took


def show(sizes: list[int], results: list[tuple[Timing, dict[str, float]]]) -> None:
    """A column for each size."""
    print(f"\n{'':<38}" + "".join(f"{size:>22,}" for size in sizes))
    for what in [name for name in results[0][0] if f"{name} cpu" in results[0][0]]:
        cells = []
        for found, _ in results:
            rows, took, work = found[f"{what} rows"], found[what], found[f"{what} cpu"]
            if rows > 10_000:
                cells.append(f"{rows / took:>10,.0f} {rows / work:>9,.0f}/s")
            else:
                runs = rows if what == "publish" else 1
                cells.append(f"{took / runs:>9.3f} {work / runs:>9.3f} s")
        print(f"{what:<38}" + "".join(f"{cell:>22}" for cell in cells))
    totals = [_all_tables(found) for found, _ in results]
    print(f"{'write all tables together':<38}" + "".join(f"{cell:>22}" for cell in totals))
    sizes_mb = [f"{found['published MB']:,.1f} MB" for found, _ in results]
    print(f"{'analysts file':<38}" + "".join(f"{cell:>22}" for cell in sizes_mb))
    for name in cookbook():
        cells = [f"{took[name]:.1f} ms" for _, took in results]
        print(f"{'  ' + name:<38}" + "".join(f"{cell:>22}" for cell in cells))
    for size, (_, took) in zip(sizes, results, strict=True):
        slow = sum(value > 100 for value in took.values())
        middle = statistics.median(took.values())
        print(
            f"{size:,}: recipes take {middle:.0f} ms in the median, "
            f"{len(took) - slow} of {len(took)} within 100 ms of the processor"
        )


def _all_tables(found: Timing) -> str:
    """Rows a second over all tables: of the whole fill, as an import or a rebuild sees it."""
    names = [name for name in found if name.startswith("write ") and f"{name} cpu" in found]
    bulk = [name for name in names if found[f"{name} rows"] > 1_000]
    rows = sum(found[f"{name} rows"] for name in bulk)
    took, work = (sum(found[f"{name}{end}"] for name in bulk) for end in ("", " cpu"))
    return f"{rows / took:>10,.0f} {rows / work:>9,.0f}/s"


def main(sizes: list[int]) -> None:
    """Measure each size in a home of its own."""
    results = []
    folder = Path(tempfile.mkdtemp(prefix="bench-store-"))
    try:
        for size in sizes:
            results.append(measure(size, folder / str(size)))
            shutil.rmtree(folder / str(size))
        show(sizes, results)
    finally:
        shutil.rmtree(folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
