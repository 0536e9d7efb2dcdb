"""A buyer depends on more, or fewer, silicon suppliers than it was known to."""

from collections.abc import Iterator
from itertools import groupby

from tracker.model.market import BuyerExposure
from tracker.model.signals import Signal
from tracker.signals.build import market_signal
from tracker.signals.changes import UNKNOWN_SUPPLIER, Changes
from tracker.signals.registry import RULES
from tracker.signals.restraint import CoolDown

RULE_ID = "dependence_change"
THRESHOLD_SUPPLIERS = 0.1  # of effective suppliers, at either bound
COOL_DOWN_DAYS = 7  # for changes by one and the same deal

Bounds = tuple[float, float]


@RULES.register(RULE_ID)
def dependence_change(changes: Changes) -> Iterator[Signal]:
    """One signal each time a buyer's effective suppliers have left the bounds told last."""
    rows = sorted(changes.exposures, key=lambda row: (row.buyer_id, row.known_at, row.supplier_id))
    for _, own in groupby(rows, key=lambda row: row.buyer_id):
        yield from _shifts(list(own), changes)


def _shifts(rows: list[BuyerExposure], changes: Changes) -> Iterator[Signal]:
    last = _opening(rows[0])
    cool_down = CoolDown(COOL_DOWN_DAYS)
    for known_at, batch in groupby(rows, key=lambda row: row.known_at):
        news = list(batch)
        now = (news[0].effective_suppliers_low, news[0].effective_suppliers_high)
        if last is None or not _is_far(last, now):
            last = last or (now if max(now) > 0 else None)
            continue
        caused_by = next((row.caused_by for row in news if row.caused_by), None)
        reason = cool_down.reason(caused_by, known_at)
        yield _signal(news, last, now, caused_by, reason, changes)
        if reason is None:
            last = now
            cool_down.told[caused_by] = known_at


def _opening(row: BuyerExposure) -> Bounds | None:
    """The bounds before the first row; None when nothing was disclosed, so no change is."""
    if not row.before_effective_low or not row.before_effective_high:
        return None
    return row.before_effective_low, row.before_effective_high


def _is_far(last: Bounds, now: Bounds) -> bool:
    return any(abs(a - b) >= THRESHOLD_SUPPLIERS for a, b in zip(last, now, strict=True))


def _signal(
    rows: list[BuyerExposure],
    last: Bounds,
    now: Bounds,
    caused_by: str | None,
    reason: str | None,
    changes: Changes,
) -> Signal:
    buyer = rows[0].buyer_id
    suppliers = [row.supplier_id for row in rows if row.supplier_id != UNKNOWN_SUPPLIER]
    names = ", ".join(changes.name(supplier) for supplier in suppliers) or "unknown silicon"
    return market_signal(
        RULE_ID,
        f"Dependence of {changes.name(buyer)} on its silicon suppliers",
        (buyer, *suppliers),
        before=f"{_text(last)} effective suppliers",
        after=f"{_text(now)} effective suppliers",
        why=f"1/HHI of disclosed commitments as bounds; re-counted: {names}",
        caused_by=caused_by,
        suppressed=reason,
        known_at=rows[0].known_at,
    )


def _text(bounds: Bounds) -> str:
    return " to ".join(dict.fromkeys(f"{bound:.1f}" for bound in bounds))
