"""A silicon supplier's share of newly committed dollars moved by more than noise."""

from collections.abc import Iterator
from itertools import groupby
from statistics import NormalDist

from tracker.model.market import SupplierShare
from tracker.model.signals import Signal
from tracker.signals.build import market_signal
from tracker.signals.changes import UNKNOWN_SUPPLIER, Changes
from tracker.signals.registry import RULES
from tracker.signals.restraint import CoolDown, one_source

RULE_ID = "supplier_share_shift"
WINDOW_DAYS = 90  # shorter is noise, longer is slow; the other windows are in the tables
THRESHOLD_SHARE = 0.03  # source: economics model, section (j)
THRESHOLD_P = 0.9
COOL_DOWN_DAYS = 7  # for shifts by one and the same deal

_Z90 = NormalDist().inv_cdf(0.95)  # half a 90 % range in standard deviations


@RULES.register(RULE_ID)
def supplier_share_shift(changes: Changes) -> Iterator[Signal]:
    """One signal each time a share has left the one told last by 3 points with P > 0.9."""
    rows = [
        row
        for row in changes.shares
        if row.window_days == WINDOW_DAYS and row.supplier_id != UNKNOWN_SUPPLIER
    ]
    rows.sort(key=lambda row: (row.supplier_id, row.known_at, row.share_id))
    for _, own in groupby(rows, key=lambda row: row.supplier_id):
        yield from _shifts(list(own), changes)


def _shifts(rows: list[SupplierShare], changes: Changes) -> Iterator[Signal]:
    last = rows[0].before_share if rows[0].before_share is not None else rows[0].share
    cool_down = CoolDown(COOL_DOWN_DAYS)
    for row in rows:
        if row.caused_by is None:  # old deals left the window: no news, but the new footing
            last = row.share
            continue
        if chance_of_shift(row, last) <= THRESHOLD_P:
            continue
        reason = cool_down.reason(row.caused_by, row.known_at)
        reason = reason or one_source(row.caused_by, row.known_at, changes)
        yield _signal(row, last, reason, changes)
        if reason is None:
            last = row.share
            cool_down.told[row.caused_by] = row.known_at


def chance_of_shift(row: SupplierShare, last: float) -> float:
    """Probability that the share has moved from `last` by more than the threshold.

    From the half of its 90 % range that lies towards `last`: ranges of shares are lopsided.
    """
    beyond = abs(row.share - last) - THRESHOLD_SHARE
    towards = row.share_low if last < row.share else row.share_high
    spread = abs(row.share - towards) / _Z90
    if spread <= 0:
        return float(beyond > 0)
    return NormalDist().cdf(beyond / spread)


def _signal(row: SupplierShare, last: float, reason: str | None, changes: Changes) -> Signal:
    return market_signal(
        RULE_ID,
        f"Share of {changes.name(row.supplier_id)} in dollars newly committed, {WINDOW_DAYS} days",
        (row.supplier_id,),
        before=f"{last:.0%}",
        after=f"{row.share:.0%} ({row.share_low:.0%} to {row.share_high:.0%})",
        why=f"moved by {100 * (row.share - last):+.0f} points with P"
        f" {chance_of_shift(row, last):.2f}",
        caused_by=row.caused_by,
        suppressed=reason,
        known_at=row.known_at,
    )
