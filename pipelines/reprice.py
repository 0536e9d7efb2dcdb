"""Re-price compute with what the deals say."""

from pipelines.context import JobContext, JobReport
from tracker.economics.reprice import reprice as reprice_market
from tracker.model.market import BuyerExposure, CostEstimate, PriceObservation, SupplierShare
from tracker.store.store import Store


def reprice(ctx: JobContext, store: Store) -> JobReport:
    """Observations, estimates, shares and exposures after each deal event known by now."""
    reference = ctx.reference
    pricing = reprice_market(
        reference.market,
        reference.products,
        reference.companies,
        store.deal_versions(ctx.now),
        ctx.now,
    )
    with store.transaction():
        added = sum(
            store.settle(record, rows, ctx.now).added
            for record, rows in (
                (PriceObservation, pricing.observations),
                (CostEstimate, pricing.estimates),
                (SupplierShare, pricing.shares),
                (BuyerExposure, pricing.exposures),
            )
        )
    return JobReport("reprice", added, pricing.problems)
