"""How well claims fall into deals, and how long new claims take as the store grows.

Prints agreement with the labelled claims and the bundled sample, then a table:
`python tests/bench/bench_resolve.py [claims ...]` (10,000, 100,000 and 400,000 when left out).
"""

import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from pipelines.context import JobContext
from pipelines.resolve import resolve as resolve_job
from tests.builders import build_claim, on
from tests.resolve.labelled import (
    FOLDER,
    Labels,
    agreement,
    clusters_of,
    labelled_claims,
    second_labels,
    set_aside,
)
from tests.resolve.sample_labels import sample_claims
from tracker.model.deals import DealClaim, DealType, Status
from tracker.model.ids import entity_id
from tracker.reference.load import load_reference
from tracker.resolve.resolve import resolve
from tracker.settings import load_settings
from tracker.store.store import Store

START = on("2024-01-01")
NEW = 1_000
PER_DEAL = 4  # claims
MODEL = build_claim(deal_type=DealType.CAPACITY_LEASE, products=())
STATUSES = (Status.IN_TALKS, Status.SIGNED, Status.SIGNED, Status.AMENDED, Status.COMPLETED)


def claims(first: int, count: int, deals: int, seed: int) -> Iterator[DealClaim]:
    """Claims over five years, each of one of `deals` deals of some companies: a few suppliers
    have most, one in twelve leaves the buyer unnamed, one in 500 is of one hot deal."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    companies = max(20, deals // 3)
    for number in range(first, first + count):
        deal = 0 if number % 500 == 0 else dice.randrange(deals)
        supplier = f"Supplier {int((deal % 97) ** 2 / 97)}"
        buyer = f"Buyer {deal % companies}" if number % 12 else None
        amount = Decimal(10**8 + deal * 9_973_111 % 10**10)
        known_at = START + timedelta(days=1_825 * number / (PER_DEAL * deals))
        yield replace(
            MODEL,
            claim_id=f"c{number:07}",
            document_id=f"d{number // 2:07}",
            buyer=buyer,
            buyer_id=entity_id(buyer) if buyer else None,
            supplier=supplier,
            supplier_id=entity_id(supplier),
            status=STATUSES[number % len(STATUSES)],
            value_low=amount,
            value_high=amount,
            currency="USD",
            origin_outlet=f"Outlet {dice.randrange(40)}",
            published_on=known_at.date(),
            known_at=known_at,
        )


def run(store: Store, days: float) -> tuple[float, float, int]:
    """Seconds by the clock and of the processor for one run of the job; versions it writes."""
    now = START + timedelta(days=days)
    context = JobContext(store.home, load_settings(store.home), now, load_reference())
    began, worked = time.perf_counter(), time.process_time()
    report = resolve_job(context, store)
    return time.perf_counter() - began, time.process_time() - worked, report.new


def grow(total: int) -> None:
    """Resolve `total` claims, then new ones on top: later ones, and some of the past."""
    home = Path(tempfile.mkdtemp(prefix="bench-resolve-"))
    try:
        with Store.open(home) as store:
            store.add(claims(0, total, total // PER_DEAL, 1))
            _, whole, _ = run(store, 9_000)
            deals = store.counts()["deals"]
            cycle = START + timedelta(days=9_000.5)  # what one cycle reads becomes known at once
            store.add(
                replace(claim, known_at=cycle) for claim in claims(total, NEW, total // PER_DEAL, 2)
            )
            clock, new, versions = run(store, 9_001)
            _, idle, _ = run(store, 9_002)
            past = [
                replace(claim, claim_id=f"p{claim.claim_id}", document_id=f"p{claim.document_id}")
                for claim in claims(total // 2, 20, total // PER_DEAL, 3)
            ]
            store.add(past)
            _, back, _ = run(store, 9_003)
    finally:
        shutil.rmtree(home)
    print(
        f"{total:>9,} {deals:>9,} {whole:>9.1f} {total / whole:>11,.0f} "
        f"{clock:>7.2f} {new:>6.2f} "
        f"{versions:>9,} {idle:>6.2f} {back:>9.2f}",
        flush=True,
    )


def agree(name: str, found: Labels, truth: Labels) -> None:
    """One line on how clusters agree with labels."""
    one = agreement(found, truth)
    print(
        f"{name:<44} {len(truth):>4} claims {len(set(truth.values())):>3} deals  "
        f"B-cubed P {one.b_precision:.3f} R {one.b_recall:.3f} F1 {one.b_f1:.3f}  "
        f"pairs P {one.pair_precision:.3f} R {one.pair_recall:.3f}"
    )


def alone(claims: Sequence[DealClaim]) -> Labels:
    """The baseline: one deal a pair of companies and type."""
    return {c.claim_id: f"{c.buyer_id} {c.supplier_id} {c.deal_type}" for c in claims}


def quality() -> None:
    """Agreement with every set of labels, beside that of pairs of companies and type alone."""
    scale = load_reference().evidence
    made, truth = labelled_claims()
    found = clusters_of(resolve(made, scale).deals)
    aside = set_aside(made, truth)
    agree("labelled", found, truth)
    agree("  looked at while developing", found, {c: truth[c] for c in truth if c not in aside})
    agree("  set aside", found, {c: truth[c] for c in sorted(aside)})
    agree("  baseline: pair and type", alone(made), truth)
    if (FOLDER / "second.jsonl").exists():
        agree("  by the second person's names", found, second_labels())
        agree("  one person against the other", second_labels(), truth)
    made, truth = sample_claims()
    agree("sample", clusters_of(resolve(made, scale).deals), truth)
    agree("  baseline: pair and type", alone(made), truth)


def main(sizes: Sequence[int]) -> int:
    """Print the figures; 0 always, for they are figures and no test."""
    quality()
    print(
        f"\n{'claims':>9} {'deals':>9} {'whole s':>9} {'claims/s':>11} "
        f"{f'{NEW:,} new: s, cpu':>14} {'versions':>9} {'idle s':>6} {'20 old s':>9}"
    )
    for size in sizes:
        grow(size)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main([int(size) for size in sys.argv[1:]] or [10_000, 100_000, 400_000]))
