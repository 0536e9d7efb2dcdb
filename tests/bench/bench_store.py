"""How fast the store writes, reads and publishes, and how that grows.

Prints a table: `python tests/bench/bench_store.py [documents]` (100,000 when left out, with
four claims each).
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.builders import build_claim, build_deal, build_document, on
from tracker.model.deals import Deal, DealClaim
from tracker.model.feeds import Document
from tracker.store.publish import publish, published_path
from tracker.store.published import Published
from tracker.store.store import Extracted, Store

START = on("2026-01-01")
NOW = START + timedelta(days=365)
BATCH = 10_000
PARAGRAPH = "Meta agreed to rent several billion dollars of TPU capacity from Google. " * 40


@contextmanager
def timed(what: str, rows: int) -> Iterator[None]:
    """Print how long the block took by the wall's clock and the processor's, and rows a second."""
    began, worked = time.perf_counter(), time.process_time()
    yield
    took, work = time.perf_counter() - began, time.process_time() - worked
    rate = f"{rows / took:>12,.0f} rows/s"
    print(f"{what:<42} {rows:>9,} rows {took:>7.2f} s {work:>7.2f} cpu {rate}", flush=True)


def documents(first: int, count: int) -> list[Document]:
    """Documents of about 3,000 characters, a minute apart."""
    model = build_document(PARAGRAPH)
    return [
        replace(
            model, document_id=f"d{n:07}", text=f"{n} {PARAGRAPH}",
            known_at=START + timedelta(minutes=n),
        )
        for n in range(first, first + count)
    ]  # fmt: skip


def claims(document: Document) -> tuple[DealClaim, ...]:
    """Four claims of a document."""
    return tuple(
        replace(
            MODEL, claim_id=f"{document.document_id}-{n}", document_id=document.document_id,
            known_at=document.known_at,
        )
        for n in range(4)
    )  # fmt: skip


MODEL = build_claim(usd="14.2e9")
DEAL = build_deal(usd="14.2e9")


def deals(count: int) -> list[Deal]:
    """Versions of `count / 4` deals."""
    return [
        replace(DEAL, deal_id=f"x{n // 4:06}", known_at=START + timedelta(minutes=n))
        for n in range(count)
    ]


def main(total: int) -> None:
    """Measure, with `total` documents."""
    home = Path(tempfile.mkdtemp(prefix="bench-store-"))
    with Store.open(home) as store:
        for first in range(0, total, BATCH):
            batch = documents(first, min(BATCH, total - first))
            with timed(f"add documents, {first:,} there", len(batch)):
                store.add_documents(batch)
            readings = [
                Extracted(d.document_id, "1", True, claims(d), (), d.known_at) for d in batch
            ]
            with timed(f"add extractions, {first:,} there", 4 * len(batch)):
                store.add_extractions(readings, NOW)
        again = documents(0, min(BATCH, total))
        with timed("add documents that are there", len(again)):
            assert store.add_documents(again) == 0
        with timed("find documents to extract: none", total):
            assert not list(store.documents_to_extract(NOW))
        with timed("read documents for another version", total):
            assert sum(1 for _ in store.documents_to_extract(NOW, "2")) == total
        with timed("read claims", 4 * total):
            assert len(store.claims(NOW)) == 4 * total
        versions = deals(20_000)
        with timed("settle deals", len(versions)):
            store.settle(Deal, versions, NOW)
        with timed("settle the same deals", len(versions)):
            assert store.settle(Deal, versions, NOW).added == 0
        with timed("publish", 5 * total):
            publish(store, home, NOW)
        with timed("publish again", 5 * total):
            publish(store, home, NOW)
        with Published.open(home) as published:
            with timed("query: claims by supplier", 4 * total):
                published.query("SELECT supplier, count(*) FROM deal_claims GROUP BY ALL")
            with timed("query as of: deals", len(versions)):
                published.query("SELECT count(*) FROM live_deals", as_of=START + timedelta(days=9))
            with timed("query: search all texts", total):
                published.query("SELECT count(*) FROM document_text WHERE text LIKE '%99 Meta%'")
    for path in (home / "tracker.duckdb", published_path(home)):
        print(f"{path.name:<42} {path.stat().st_size / 1e6:>9,.1f} MB")
    bodies = sum(path.stat().st_size for path in home.glob("published/bodies/*")) / 1e6
    print(f"{'bodies':<42} {bodies:>9,.1f} MB")
    shutil.rmtree(home)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{'peak memory':<42} {peak:>9,.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
