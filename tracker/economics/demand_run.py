"""The demand side of a re-pricing: supplier shares and buyers' exposure, event by event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.economics.commitment import (
    COMMITTED,
    Commitment,
    commitment,
    committed_on,
)
from tracker.economics.dependence import Bounds
from tracker.economics.exposure import Dependence, Exposure, dependence_of
from tracker.economics.lookups import CompanyBook, ProductBook
from tracker.economics.records import by_content
from tracker.economics.shares import Share, Window, windows
from tracker.model.deals import Deal
from tracker.model.market import BuyerExposure, SupplierShare
from tracker.reference.market import Market

_NOTHING = Exposure(Bounds(0.0, 0.0), Bounds(0.0, 0.0), ())
_NO_SHARE = Share(0.0, 0.0, 0.0, 0.0, 0.0, ())
_EMPTY = Dependence({}, Bounds(0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Step:
    """A version of a deal that commits something else than the one before it."""

    deal: Deal
    old: Commitment | None
    new: Commitment | None

    def moved_usd(self, supplier_id: str | None) -> float:
        """Headline dollars that it adds to or takes from a supplier, or from all."""
        return abs(_usd(self.new, supplier_id) - _usd(self.old, supplier_id))


def _usd(held: Commitment | None, supplier_id: str | None) -> float:
    if held is None:
        return 0.0
    parts = (share for name, share in held.parts if supplier_id in (None, name))
    return sum(parts) * held.headline_usd


class DemandRun:
    """Feeds versions of deals, in order of time, and keeps the rows that changed."""

    def __init__(self, market: Market, products: ProductBook, companies: CompanyBook) -> None:
        self.shares: list[SupplierShare] = []
        self.exposures: list[BuyerExposure] = []
        self.market = market
        self.silent = False
        self._products, self._companies = products, companies
        self._windows = windows()
        self._unfilled: date | None = None  # the day to which they are still to be brought
        self._since: dict[str, date] = {}
        self._held: dict[str, Commitment] = {}
        self._buyers: dict[str, dict[str, Commitment]] = {}
        self._dependence: dict[str, Dependence] = {}

    def deals(self, versions: Sequence[Deal]) -> None:
        """What the versions of one instant change together, in shares and in exposure.

        One row an instant, supplier and window (or buyer): it names the deal that moved
        most dollars.
        """
        if not self.silent:
            self._fill_windows()
        steps = [step for deal in versions if (step := self._step(deal))]
        if not steps:
            return
        if self.silent:
            self._take(steps)
            return
        for window in self._windows:
            self._shift(window, steps)
        for buyer_id in sorted({name for step in steps for name in _buyers(step)}):
            self._expose(buyer_id, steps)

    def _step(self, deal: Deal) -> Step | None:
        """The change in what the deal commits; None when there is none."""
        if deal.status in COMMITTED:
            self._since.setdefault(deal.deal_id, committed_on(deal))
        since = self._since.get(deal.deal_id, deal.known_at.date())
        new = commitment(deal, since, self._products, self._companies, self.market.mixes)
        old = self._held.pop(deal.deal_id, None)
        if new:
            self._held[deal.deal_id] = new
        return None if new == old else Step(deal, old, new)

    def _take(self, steps: list[Step]) -> None:
        """Take in what the steps commit, and tell nothing; windows are filled when one is asked."""
        self._unfilled = steps[0].deal.known_at.date()
        for step in steps:
            for buyer_id in _buyers(step):
                self._change(buyer_id, step)
                self._dependence.pop(buyer_id, None)

    def _fill_windows(self) -> None:
        """Put what is held into the windows as of the last silent day: what is in one depends
        on the day alone, not on the way there."""
        if self._unfilled is None:
            return
        for window in self._windows:
            for held in self._held.values():
                window.put(held, self._unfilled)
        self._unfilled = None

    def _change(self, buyer_id: str, step: Step) -> None:
        deals = self._buyers.setdefault(buyer_id, {})
        deals.pop(step.deal.deal_id, None)
        if step.new and step.new.buyer_id == buyer_id:
            deals[step.deal.deal_id] = step.new

    def _shift(self, window: Window, steps: list[Step]) -> None:
        instant = steps[0].deal.known_at
        told = window.shares()
        window.move_to(instant.date())
        before = window.shares()
        inside = []
        for step in steps:
            was_inside = window.holds(step.deal.deal_id)
            window.remove(step.deal.deal_id)
            if step.new:
                window.put(step.new, instant.date())
            if was_inside or window.holds(step.deal.deal_id):
                inside.append(step)
        after = window.shares() if inside else before
        for supplier_id in sorted({*told, *before, *after}):
            old, now = before.get(supplier_id, _NO_SHARE), after.get(supplier_id, _NO_SHARE)
            if inside and old != now:
                previous = old.share if before else None
                cause = _cause(inside, supplier_id).deal_id
            elif told.get(supplier_id, _NO_SHARE) != now:
                # What left the window by its age alone: no deal's doing, but no share any more.
                previous, cause = told.get(supplier_id, _NO_SHARE).share, None
            else:
                continue
            row = _share_row(supplier_id, window.days, now, previous, cause, instant)
            self.shares.append(row)

    def _expose(self, buyer_id: str, steps: list[Step]) -> None:
        own = [s for s in steps if buyer_id in _buyers(s)]
        before = self._depends(buyer_id)
        for step in own:
            self._change(buyer_id, step)
        after = self._dependence[buyer_id] = dependence_of(self._buyers[buyer_id].values())
        if before == after:
            return
        for supplier_id in sorted({*before.suppliers, *after.suppliers}):
            row = after.suppliers.get(supplier_id, _NOTHING)
            cause = _cause(own, supplier_id)
            self.exposures.append(_exposure_row(buyer_id, supplier_id, row, before, after, cause))

    def _depends(self, buyer_id: str) -> Dependence:
        """The buyer's dependence as told last, or as it was taken in silently."""
        if buyer_id not in self._dependence and self._buyers.get(buyer_id):
            self._dependence[buyer_id] = dependence_of(self._buyers[buyer_id].values())
        return self._dependence.get(buyer_id, _EMPTY)


def _buyers(step: Step) -> list[str]:
    """Those who commit something before or after the step, sorted."""
    return sorted({c.buyer_id for c in (step.old, step.new) if c and c.buyer_id})


def _cause(steps: list[Step], supplier_id: str) -> Deal:
    """The deal that moved most of the supplier's dollars, else most dollars at all."""
    return min(
        steps, key=lambda s: (-s.moved_usd(supplier_id), -s.moved_usd(None), s.deal.deal_id)
    ).deal


def _share_row(
    supplier_id: str,
    days: int,
    now: Share,
    before: float | None,
    cause: str | None,
    instant: datetime,
) -> SupplierShare:
    row = SupplierShare(
        share_id="",
        supplier_id=supplier_id,
        window_days=days,
        headline_usd=now.headline_usd,
        expected_usd=now.expected_usd,
        share=now.share,
        share_low=now.low,
        share_high=now.high,
        before_share=before,
        caused_by=cause,
        deal_ids=now.deal_ids,
        known_at=instant,
    )
    return by_content(row)


def _exposure_row(
    buyer_id: str,
    supplier_id: str,
    row: Exposure,
    before: Dependence,
    after: Dependence,
    deal: Deal,
) -> BuyerExposure:
    known_before = before.effective.high > 0
    told = BuyerExposure(
        exposure_id="",
        buyer_id=buyer_id,
        supplier_id=supplier_id,
        committed_low_usd=row.committed.low,
        committed_high_usd=row.committed.high,
        share_low=row.share.low,
        share_high=row.share.high,
        effective_suppliers_low=after.effective.low,
        effective_suppliers_high=after.effective.high,
        before_effective_low=before.effective.low if known_before else None,
        before_effective_high=before.effective.high if known_before else None,
        caused_by=deal.deal_id,
        deal_ids=row.deal_ids,
        known_at=deal.known_at,
    )
    return by_content(told)
