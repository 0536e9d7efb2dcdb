"""How long the pure rooms take, and how that grows: reading files, resolving, re-pricing."""

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.demo import SAMPLE
from tests.builders import build_claim, on
from tests.economics.deals import amd_purchase, gpu_lease, tpu_rental
from tracker.economics.reprice import reprice
from tracker.reference.load import load_reference
from tracker.resolve.resolve import resolve
from tracker.sources.disk import read_paths
from tracker.sources.read import read_raw

SHARED = Path(__file__).parents[3] / "shared"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def seconds(work: Callable[[], object]) -> float:
    """The processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def read_files(paths: list[Path]) -> int:
    """Documents in the files, read one at a time."""
    items = read_paths(paths, known_at=NOW, now=NOW)
    return sum(len(read_raw(item).documents) for item in items)


def resolve_claims(count: int) -> float:
    """Seconds for `count` claims, six to a pair."""
    claims = [
        build_claim(
            f"Buyer {n % (count // 6)}", f"Supplier {n % 17}", claim_id=f"c{n}",
            document_id=f"d{n}", known_at=on("2025-01-01") + timedelta(minutes=n),
            published_on=None,
        )
        for n in range(count)
    ]  # fmt: skip
    return seconds(lambda: resolve(claims, load_reference().evidence))


def reprice_versions(count: int) -> float:
    """Seconds for `count` versions of deals, a third of them priced."""
    reference = load_reference()
    sources = (gpu_lease(), amd_purchase(), tpu_rental())
    deals = [
        replace(
            sources[n % 3],
            deal_id=f"d{n}",
            known_at=on("2025-06-01") + timedelta(hours=n),
        )
        for n in range(count)
    ]
    return seconds(
        lambda: reprice(reference.market, reference.products, reference.companies, deals, NOW)
    )


def main() -> int:
    """Print the figures; 0 always, for they are figures and no test."""
    folders = (
        [SHARED / n for n in ("feeds", "edgar", "news_stream")] if SHARED.is_dir() else [SAMPLE]
    )
    found: list[int] = []
    took = seconds(lambda: found.append(read_files(folders)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"reading files: {found[0]:,} documents in {took:.2f} s, peak memory {peak:,.0f} MB")
    for count in (1_200, 12_000):
        print(f"resolving {count:,} claims: {resolve_claims(count):.2f} s")
    for count in (200, 2_000):
        print(f"re-pricing {count:,} versions of deals: {reprice_versions(count):.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
