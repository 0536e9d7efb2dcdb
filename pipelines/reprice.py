"""Re-price compute with what the deals say, going on from where the last run ended."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, time

from pipelines.context import JobContext, JobReport
from pipelines.editions import Dated, editions
from pipelines.prepaid import prepayments
from tracker.economics.prepayment import Prepayments, prepaid_in
from tracker.economics.price_rows import change_days
from tracker.economics.records import OPENING
from tracker.economics.reprice import BEFORE_ALL, MODEL_VERSION, Pricing
from tracker.economics.reprice import reprice as reprice_market
from tracker.model.deals import Deal
from tracker.model.ids import content_id
from tracker.model.market import (
    BuyerExposure,
    CostEstimate,
    PriceObservation,
    PricingRun,
    SupplierShare,
)
from tracker.model.memory import uncollected
from tracker.store.store import Store

Input = tuple[datetime, str]


def reprice(ctx: JobContext, store: Store) -> JobReport:
    """Observations, estimates, shares and exposures after each deal event known by now.

    Where everything that an earlier run went by is still as it was, only what came since
    is worked out. Else all is, and rows that no longer follow are withdrawn.
    """
    with uncollected():
        return _repriced(ctx, store)


def _repriced(ctx: JobContext, store: Store) -> JobReport:
    dated = editions(ctx.home, ctx.reference.market, ctx.now, keep=True)
    versions = store.deal_versions(ctx.now)
    ahead = prepayments(store, ctx.now)
    inputs = _inputs(dated, versions, ahead, ctx.now)
    since = _reached(store, inputs, ctx.now)
    pricing = reprice_market(
        [edition for edition, _ in dated],
        ctx.reference.products,
        ctx.reference.companies,
        versions,
        ctx.now,
        since,
        prepayments=ahead,
    )
    with store.transaction():
        added = _keep(store, pricing, ctx.now, whole=since == BEFORE_ALL)
        run = _run(inputs, dated[-1][1], len(versions))
        if since == BEFORE_ALL:
            added += store.settle(PricingRun, [run], ctx.now).added
        else:
            added += store.add([run])
    return JobReport("reprice", added, pricing.problems)


def _keep(store: Store, pricing: Pricing, now: datetime, *, whole: bool) -> int:
    rows = (
        (PriceObservation, pricing.observations),
        (CostEstimate, pricing.estimates),
        (SupplierShare, pricing.shares),
        (BuyerExposure, pricing.exposures),
    )
    if whole:
        return sum(store.settle(record, records, now).added for record, records in rows)
    return sum(store.add(records) for _, records in rows)


def _reached(store: Store, inputs: Sequence[Input], now: datetime) -> datetime:
    """How far an earlier run came whose inputs are unchanged; before all if there is none."""
    for run in reversed(store.pricing_runs(now)):
        known = _digest(inputs, run.known_at)
        if run.model_version == MODEL_VERSION and run.inputs_digest == known:
            return run.known_at
    return BEFORE_ALL


def _run(inputs: Sequence[Input], market_id: str, deal_versions: int) -> PricingRun:
    """The run at the instant of its newest input, so that the same inputs are one run."""
    known_at = max(OPENING, inputs[-1][0])
    digest = _digest(inputs, known_at)
    return PricingRun(
        run_id=content_id("pricing", MODEL_VERSION, digest, known_at.isoformat()),
        known_at=known_at,
        model_version=MODEL_VERSION,
        inputs_digest=digest,
        market_id=market_id,
        deal_versions=deal_versions,
    )


def _inputs(
    dated: Sequence[Dated], versions: Sequence[Deal], ahead: Prepayments, now: datetime
) -> list[Input]:
    """All that goes in, as text with its instant, in order."""
    found = [(deal.known_at, f"{deal!r}{prepaid_in(deal, ahead) or ''}") for deal in versions]
    for edition, name in dated:
        found.append((edition.since, name))
        days = change_days(edition.market)
        instants = [datetime.combine(day, time(), UTC) for day in days]
        found += [(instant, "rows") for instant in instants if edition.since < instant <= now]
    return sorted(found)


def _digest(inputs: Sequence[Input], until: datetime) -> str:
    """A hash of all that was known by then."""
    known = (text for instant, text in inputs if instant <= until)
    return hashlib.sha256("\x1f".join(known).encode()).hexdigest()[:32]
