"""What the rules look at: every version known by now, of deals and of what the model says."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.model.deals import Deal, DealStep, Status
from tracker.model.market import BuyerExposure, CostEstimate, SupplierShare
from tracker.reference.companies import Companies
from tracker.reference.products import Products

# The supplier of what cannot be looked through: it stands in no subject and no watchlist.
UNKNOWN_SUPPLIER = "unknown"


@dataclass(frozen=True, slots=True)
class Move:
    """A deal's version and the one before it; None for a deal that is new."""

    before: Deal | None
    after: Deal

    @property
    def is_step(self) -> bool:
        """Whether a known deal moved on its ladder; a further amendment is a step too, an
        older date found for the present status is not."""
        if self.before is None:
            return False
        if self.before.status is not self.after.status:
            return True
        was, now = self.before.status_on, self.after.status_on
        is_amended = self.after.status is Status.AMENDED
        return is_amended and was is not None and now is not None and now > was


@dataclass(frozen=True, slots=True)
class Changes:
    """All versions known by now, sorted by `known_at`; the rules find the changes."""

    deals: tuple[Deal, ...]
    steps: tuple[DealStep, ...]
    estimates: tuple[CostEstimate, ...]
    shares: tuple[SupplierShare, ...]
    exposures: tuple[BuyerExposure, ...]
    products: Products
    companies: Companies

    def moves(self) -> Iterator[Move]:
        """Every version with its forerunner, as they became known; deals merged away come
        after the ones that they went into."""
        latest: dict[str, Deal] = {}
        for deal in sorted(self.deals, key=_in_turn):
            yield Move(latest.get(deal.deal_id), deal)
            latest[deal.deal_id] = deal

    def name(self, company_id: str) -> str:
        """The company's usual name, or its id when it is not curated."""
        company = self.companies.by_id.get(company_id)
        return company.name if company else company_id


def _in_turn(deal: Deal) -> tuple[object, ...]:
    return (deal.known_at, deal.superseded_by is not None, deal.deal_id)
