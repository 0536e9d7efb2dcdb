"""A buyer depends on more, or fewer, silicon suppliers than it was known to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby

from tracker.model.market import BuyerExposure
from tracker.model.signals import Signal
from tracker.signals.build import market_signal
from tracker.signals.changes import Changes
from tracker.signals.registry import RULES
from tracker.signals.wording import day

RULE_ID = "dependence_change"
THRESHOLD_SUPPLIERS = 0.1  # of effective suppliers, at either bound
COOL_DOWN_DAYS = 7

Bounds = tuple[float, float]


@RULES.register(RULE_ID)
def dependence_change(changes: Changes) -> Iterator[Signal]:
    """One signal each time a buyer's effective suppliers have left the bounds told last."""
    rows = sorted(changes.exposures, key=lambda row: (row.buyer_id, row.known_at, row.supplier_id))
    for _, own in groupby(rows, key=lambda row: row.buyer_id):
        yield from _shifts(list(own), changes)


def _shifts(rows: list[BuyerExposure], changes: Changes) -> Iterator[Signal]:
    last: Bounds | None = _opening(rows[0])
    told_at: datetime | None = None
    for _, batch in groupby(rows, key=lambda row: row.known_at):
        news = list(batch)
        now = (news[0].effective_suppliers_low, news[0].effective_suppliers_high)
        if last is None or not _is_far(last, now):
            last = last or now
            continue
        reason = _cooling(told_at, news[0].known_at)
        yield _signal(news, last, now, reason, changes)
        if reason is None:
            last, told_at = now, news[0].known_at


def _opening(row: BuyerExposure) -> Bounds | None:
    if row.before_effective_low is None or row.before_effective_high is None:
        return None
    return row.before_effective_low, row.before_effective_high


def _is_far(last: Bounds, now: Bounds) -> bool:
    return any(abs(a - b) >= THRESHOLD_SUPPLIERS for a, b in zip(last, now, strict=True))


def _cooling(told_at: datetime | None, known_at: datetime) -> str | None:
    if told_at is None or known_at - told_at > timedelta(days=COOL_DOWN_DAYS):
        return None
    return f"cool-down: a change was told on {day(told_at.date())}"


def _signal(
    rows: list[BuyerExposure], last: Bounds, now: Bounds, reason: str | None, changes: Changes
) -> Signal:
    buyer = rows[0].buyer_id
    suppliers = " and ".join(changes.name(row.supplier_id) for row in rows)
    return market_signal(
        RULE_ID,
        f"{changes.name(buyer)}'s dependence on its silicon suppliers",
        (buyer, *dict.fromkeys(row.supplier_id for row in rows)),
        before=f"{_text(last)} effective suppliers",
        after=f"{_text(now)} effective suppliers",
        why=f"1/HHI of disclosed commitments as bounds; commitments to {suppliers} are known anew",
        caused_by=next((row.caused_by for row in rows if row.caused_by), None),
        suppressed=reason,
        known_at=rows[0].known_at,
    )


def _text(bounds: Bounds) -> str:
    return " to ".join(dict.fromkeys(f"{bound:.1f}" for bound in bounds))
