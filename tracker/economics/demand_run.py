"""The demand side of a re-pricing: supplier shares and buyers' exposure, event by event."""

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
from tracker.economics.shares import Share, Window, windows
from tracker.model.deals import Deal
from tracker.model.ids import content_id
from tracker.model.market import BuyerExposure, SupplierShare
from tracker.reference.market import Market

_NOTHING = Exposure(Bounds(0.0, 0.0), Bounds(0.0, 0.0), ())
_NO_SHARE = Share(0.0, 0.0, 0.0, 0.0, 0.0, ())
_EMPTY = Dependence({}, Bounds(0.0, 0.0))


class DemandRun:
    """Feeds versions of deals, in order of time, and keeps the rows that changed."""

    def __init__(self, market: Market, products: ProductBook, companies: CompanyBook) -> None:
        self.shares: list[SupplierShare] = []
        self.exposures: list[BuyerExposure] = []
        self._market, self._products, self._companies = market, products, companies
        self._windows = windows()
        self._since: dict[str, date] = {}
        self._held: dict[str, Commitment] = {}
        self._buyers: dict[str, dict[str, Commitment]] = {}
        self._dependence: dict[str, Dependence] = {}

    def deal(self, deal: Deal) -> None:
        """What a version of a deal changes in shares and in its buyer's exposure."""
        if deal.status in COMMITTED:
            self._since.setdefault(deal.deal_id, committed_on(deal))
        since = self._since.get(deal.deal_id, deal.known_at.date())
        new = commitment(deal, since, self._products, self._companies, self._market.mixes)
        old = self._held.pop(deal.deal_id, None)
        if new:
            self._held[deal.deal_id] = new
        if new == old:
            return
        for window in self._windows:
            self._shift(window, deal, new)
        buyers = {c.buyer_id for c in (old, new) if c and c.buyer_id}
        for buyer_id in sorted(buyers):
            self._expose(buyer_id, deal, new)

    def _shift(self, window: Window, deal: Deal, new: Commitment | None) -> None:
        day = deal.known_at.date()
        window.move_to(day)
        was_inside = window.holds(deal.deal_id)
        before = window.shares()
        if new:
            window.put(new, day)
        else:
            window.remove(deal.deal_id)
        if not was_inside and not window.holds(deal.deal_id):
            return
        after = window.shares()
        for supplier_id in sorted({*before, *after}):
            old, now = before.get(supplier_id), after.get(supplier_id, _NO_SHARE)
            if old != now:
                previous = (old or _NO_SHARE).share if before else None
                row = _share_row(supplier_id, window.days, now, previous, deal)
                self.shares.append(row)

    def _expose(self, buyer_id: str, deal: Deal, new: Commitment | None) -> None:
        deals = self._buyers.setdefault(buyer_id, {})
        deals.pop(deal.deal_id, None)
        if new and new.buyer_id == buyer_id:
            deals[deal.deal_id] = new
        before = self._dependence.get(buyer_id, _EMPTY)
        after = self._dependence[buyer_id] = dependence_of(deals.values())
        if before == after:
            return
        for supplier_id in sorted({*before.suppliers, *after.suppliers}):
            row = after.suppliers.get(supplier_id, _NOTHING)
            self.exposures.append(_exposure_row(buyer_id, supplier_id, row, before, after, deal))


def _share_row(
    supplier_id: str, days: int, now: Share, before: float | None, deal: Deal
) -> SupplierShare:
    instant: datetime = deal.known_at
    return SupplierShare(
        share_id=content_id("share", supplier_id, days, instant.isoformat(), deal.deal_id),
        supplier_id=supplier_id,
        window_days=days,
        headline_usd=now.headline_usd,
        expected_usd=now.expected_usd,
        share=now.share,
        share_low=now.low,
        share_high=now.high,
        before_share=before,
        caused_by=deal.deal_id,
        deal_ids=now.deal_ids,
        known_at=instant,
    )


def _exposure_row(
    buyer_id: str,
    supplier_id: str,
    row: Exposure,
    before: Dependence,
    after: Dependence,
    deal: Deal,
) -> BuyerExposure:
    known_before = before.effective.high > 0
    return BuyerExposure(
        exposure_id=content_id(
            "exposure", buyer_id, supplier_id, deal.known_at.isoformat(), deal.deal_id
        ),
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
