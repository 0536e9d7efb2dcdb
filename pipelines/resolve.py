"""Make deals of claims."""

from pipelines.context import JobContext, JobReport
from tracker.model.deals import Deal, DealStep
from tracker.resolve.resolve import resolve as resolve_claims
from tracker.store.store import Store


def resolve(ctx: JobContext, store: Store) -> JobReport:
    """Every deal at every instant at which a claim changed it, and its steps."""
    resolution = resolve_claims(store.claims(ctx.now), ctx.reference.evidence)
    with store.transaction():
        deals = store.settle(Deal, resolution.deals, ctx.now)
        store.settle(DealStep, resolution.steps, ctx.now)
    live = {deal.deal_id for deal in resolution.deals}
    facts: dict[str, object] = {"deals in all": len(live)}
    if deals.withdrawn:
        facts["versions withdrawn"] = deals.withdrawn
    return JobReport("resolve", deals.added, (), facts)
