"""Everything that one digest may speak of, gathered from the store."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pipelines.context import JobContext
from pipelines.digest_picture import alt_of
from pipelines.feeds import feeds_of
from tracker.digest.view import CitedDocument, DigestInput, ReadingCount, SourceHealth
from tracker.economics.implied import missing_for_price
from tracker.economics.rivals import holdings
from tracker.model.deals import Deal
from tracker.model.market import BuyerExposure, CostEstimate, newest_data
from tracker.model.signals import Digest, Signal, Watchlist
from tracker.reference.load import Reference
from tracker.store.counts import period_counts, sources_heard
from tracker.store.store import Store

# Read late, a document gives signals with a past date: for so long they are still told.
CATCH_UP = timedelta(days=3)


def gather(
    ctx: JobContext, store: Store, watchlist: Watchlist, start: datetime, cut: datetime
) -> DigestInput:
    """The input of the digest of `watchlist` for the period after `start`, by `cut`."""
    signals = due_signals(ctx, store, watchlist, start, cut)
    versions = store.deal_versions(cut)
    now = _latest(versions, cut)
    claims = {claim.claim_id: claim for claim in store.claims(cut)}
    related = _related(signals, now)
    cited = {i for deal in related for i in deal.claim_ids if i in claims}
    estimates = store.estimates(cut)
    exposures = store.exposures(cut)
    counts = period_counts(store, start, cut)
    heard = sources_heard(store, start, cut)
    return DigestInput(
        watchlist=watchlist,
        period_start=start,
        cut_at=cut,
        signals=signals,
        deals_before=_latest(versions, start),
        deals_now=now,
        claims={i: claims[i] for i in sorted(cited)},
        documents=_documents(ctx, store, (claims[i].document_id for i in cited)),
        steps=tuple(s for s in store.deal_steps(cut) if s.deal_id in {d.deal_id for d in related}),
        estimates_changed=_moved(estimates, start),
        estimates_now=_current_estimates(estimates),
        shares=tuple(store.shares(cut)),
        exposures_before=_current_exposures(exposures, start),
        exposures_now=_current_exposures(exposures, cut),
        stakes=holdings(ctx.reference.market),
        companies=ctx.reference.companies.by_id,
        missing_for_price={deal.deal_id: missing_for_price(deal) for deal in related},
        sources=SourceHealth(
            len(heard.heard), len(heard.heard) + len(heard.failing), heard.failing
        ),
        reading=ReadingCount(counts.documents, counts.repeats, counts.claims),
        problems=counts.problems,
        missed_jobs=_failed_jobs(store, start, cut),
        model_data_as_of=newest_data(_current_estimates(estimates), cut.date()),
        labels=_labels(ctx.reference),
        families={
            p.name: ctx.reference.products.family(p.name) for p in ctx.reference.products.all
        },
        makers={p.name: p.supplier_id for p in ctx.reference.products.all},
        rivals={r.buyer_id: r.lab_ids for r in ctx.reference.market.rivals},
        overrides=tuple(str(override) for override in ctx.reference.market.overrides),
        base_url=ctx.settings.digest.base_url or None,
        feedback_to=ctx.settings.digest.feedback_to or None,
        picture_alt=alt_of(_moved(estimates, start), _labels(ctx.reference)),
    )


def digests_of(ctx: JobContext, store: Store, watchlist: Watchlist) -> list[Digest]:
    """The digests of a watchlist that were made by the run's clock."""
    return [d for d in store.digests(ctx.now) if d.watchlist_id == watchlist.watchlist_id]


def due_signals(
    ctx: JobContext, store: Store, watchlist: Watchlist, start: datetime, cut: datetime
) -> tuple[Signal, ...]:
    """Signals of the period, and late ones of the days before that no earlier digest told.

    A watchlist's first digest has no days before: it would tell old news as new.
    """
    earlier = [d for d in digests_of(ctx, store, watchlist) if d.cut_at < cut]
    told = {signal_id for digest in earlier for signal_id in digest.signal_ids}
    since = max(start - CATCH_UP, min(d.period_start for d in earlier)) if earlier else start
    return tuple(s for s in store.signals(min(since, start), cut) if s.signal_id not in told)


def _latest(versions: Iterable[Deal], by: datetime) -> dict[str, Deal]:
    """The version of each deal in force at an instant; versions come first known first."""
    return {deal.deal_id: deal for deal in versions if deal.known_at <= by}


def _related(signals: Iterable[Signal], deals: dict[str, Deal]) -> list[Deal]:
    """The deals of the signals and all others between the same two parties."""
    relationships = {
        deals[s.deal_id].relationship_id for s in signals if s.deal_id and s.deal_id in deals
    }
    return [deal for deal in deals.values() if deal.relationship_id in relationships]


def _documents(ctx: JobContext, store: Store, ids: Iterable[str]) -> dict[str, CitedDocument]:
    quotable = {feed.feed_id: feed.may_quote for feed in feeds_of(ctx.home, ctx.reference)}
    return {
        key: CitedDocument.of(document, may_quote=quotable.get(document.feed_id or "", True))
        for key, document in store.documents_by_id(ids).items()
    }


def _moved(estimates: Iterable[CostEstimate], start: datetime) -> tuple[CostEstimate, ...]:
    """What a deal moved since; without one it is our own data that moved, not the market."""
    since = (e for e in estimates if e.known_at > start)
    return tuple(e for e in since if e.before_mid is not None and e.caused_by)


def _current_estimates(estimates: Sequence[CostEstimate]) -> tuple[CostEstimate, ...]:
    latest = {(e.measure, e.accelerator_id, e.workload_id): e for e in estimates}
    return tuple(latest.values())


def _current_exposures(
    exposures: Sequence[BuyerExposure], by: datetime
) -> tuple[BuyerExposure, ...]:
    latest = {(e.buyer_id, e.supplier_id): e for e in exposures if e.known_at <= by}
    return tuple(latest.values())


def _failed_jobs(store: Store, start: datetime, cut: datetime) -> tuple[str, ...]:
    """Jobs of which a run in the period failed, by the runs' own clock."""
    return tuple(
        sorted({r.job for r in store.job_runs() if r.outcome == "failed" and start < r.now <= cut})
    )


def _labels(reference: Reference) -> dict[str, str]:
    market = reference.market
    labels = {a.accelerator_id: a.product for a in market.accelerators}
    return labels | {w.workload_id: w.name for w in market.workloads}
