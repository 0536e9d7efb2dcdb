"""Another silicon supplier became the cheapest for a workload, and clearly so."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from tracker.model.market import CostEstimate
from tracker.model.signals import Signal
from tracker.signals.build import market_signal
from tracker.signals.changes import Changes
from tracker.signals.registry import RULES
from tracker.signals.restraint import one_source

RULE_ID = "cheapest_supplier_flip"
MEASURE = "p_cheapest"
# Source: economics model, section (j). It is the hysteresis too: the leader told last stays
# the leader until another one is past it.
THRESHOLD_P = 0.8


@RULES.register(RULE_ID)
def cheapest_supplier_flip(changes: Changes) -> Iterator[Signal]:
    """One signal for each change of the leader of a workload with P > 0.8."""
    rows = [row for row in changes.estimates if row.measure == MEASURE and row.workload_id]
    rows.sort(key=lambda row: (row.workload_id or "", row.known_at, row.accelerator_id))
    for workload_id, own in groupby(rows, key=lambda row: row.workload_id or ""):
        yield from _flips(workload_id, list(own), changes)


def _flips(workload_id: str, rows: list[CostEstimate], changes: Changes) -> Iterator[Signal]:
    designers = {p.accelerator_id: p.supplier_id for p in changes.products.all if p.accelerator_id}
    chances: dict[str, float] = {}  # by accelerator, as known at the instant
    leader: str | None = None
    for known_at, batch in groupby(rows, key=lambda row: row.known_at):
        news = list(batch)
        chances |= {row.accelerator_id: row.mid for row in news}
        suppliers = _by_supplier(chances, designers)
        best = min(suppliers, key=lambda supplier: (-suppliers[supplier], supplier))
        if leader is None:
            leader = best
        if best == leader or suppliers[best] <= THRESHOLD_P:
            continue
        caused_by = next((row.caused_by for row in news if row.caused_by), None)
        yield market_signal(
            RULE_ID,
            f"Cheapest silicon for {workload_id}",
            (best, leader),
            before=f"{changes.name(leader)} (P {suppliers.get(leader, 0):.2f} now)",
            after=f"{changes.name(best)} (P {suppliers[best]:.2f})",
            why=f"the chance to be the cheapest passed {THRESHOLD_P:.2f}",
            caused_by=caused_by,
            suppressed=one_source(caused_by, known_at, changes),
            known_at=known_at,
        )
        leader = best


def _by_supplier(chances: dict[str, float], designers: dict[str, str]) -> dict[str, float]:
    summed: defaultdict[str, float] = defaultdict(float)
    for accelerator_id, chance in sorted(chances.items()):
        summed[designers.get(accelerator_id, accelerator_id)] += chance
    return dict(summed)
