"""Make deals of claims: of those that are new, and of what they can touch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pipelines.context import JobContext, JobReport
from pipelines.corrections import known_corrections, take_notes
from tracker.model.corrections import Correction
from tracker.model.deals import Deal, DealStep, Placement
from tracker.model.errors import Problem
from tracker.model.memory import uncollected
from tracker.resolve.desk import Resolution, Standing
from tracker.resolve.match import NAMED_LATER_DAYS
from tracker.resolve.resolve import resolve as resolve_claims
from tracker.resolve.resolve import rules
from tracker.store import resolving
from tracker.store.near import near_claims, touched_deals
from tracker.store.store import Store

_EVER = datetime(9999, 1, 1, tzinfo=UTC)


def resolve(ctx: JobContext, store: Store) -> JobReport:
    """Every deal at every instant at which a claim changed it, and its steps.

    What is known later than all that has its deal goes on from there. Anything else (an
    import of the past, a second reading, other rules) is resolved anew, with all it can touch.
    """
    problems = take_notes(ctx)
    made, bad_lines = known_corrections(ctx.home, ctx.now)
    scale = ctx.reference.evidence
    found = resolving.open_claims(store, ctx.now, rules(scale))
    taken = resolving.corrections(store, ctx.now)
    known = {correction.correction_id for correction in taken}
    fresh = [one for one in made if one.correction_id not in known]
    with store.transaction(), uncollected():
        if _is_later(found, fresh, taken):
            outcome = _go_on(ctx, store, found, taken, fresh)
        else:
            outcome = _anew(ctx, store, found, taken, fresh)
        store.add(fresh)
    facts: dict[str, object] = {"new claims": len(found.claim_ids)}
    if fresh:
        facts["corrections"] = len(fresh)
    if outcome.withdrawn:
        facts["versions withdrawn"] = outcome.withdrawn
    return JobReport("resolve", outcome.added, (*problems, *bad_lines, *outcome.problems), facts)


@dataclass(frozen=True, slots=True)
class _Outcome:
    added: int
    withdrawn: int
    problems: tuple[Problem, ...]


def _is_later(
    found: resolving.Open, fresh: Sequence[Correction], taken: Sequence[Correction]
) -> bool:
    """Whether all that is new became known after everything that is resolved."""
    new = [correction.known_at for correction in fresh]
    if found.first_at is not None:
        new.append(found.first_at)
    old = [correction.known_at for correction in taken]
    if found.last_at is not None:
        old.append(found.last_at)
    return not found.gone and (not new or not old or min(new) > max(old))


def _go_on(
    ctx: JobContext,
    store: Store,
    found: resolving.Open,
    taken: Sequence[Correction],
    fresh: Sequence[Correction],
) -> _Outcome:
    """Put the new claims to the deals that stand, and add what that changes."""
    touched = touched_deals(store, found.claim_ids, NAMED_LATER_DAYS)
    touched |= resolving.deals_of(store, {i for one in fresh for i in _named(one)})
    deals = resolving.live_deals(store, touched)
    held = {claim_id for deal in deals for claim_id in deal.claim_ids}
    claims = resolving.claims_by_id(store, held | found.claim_ids, ctx.now)
    resolution = resolve_claims(
        [claims[claim_id] for claim_id in found.claim_ids],
        ctx.reference.evidence,
        corrections=fresh,
        standing=[Standing(deal, tuple(claims[i] for i in deal.claim_ids)) for deal in deals],
        taken=taken,
    )
    store.add(resolution.claims)
    for record, records in _rows(resolution):
        resolving.append(store, record, records)
    return _Outcome(len(resolution.deals), 0, resolution.problems)


def _anew(
    ctx: JobContext,
    store: Store,
    found: resolving.Open,
    taken: Sequence[Correction],
    fresh: Sequence[Correction],
) -> _Outcome:
    """Resolve all that the new claims, the lost ones and the corrections can touch."""
    block = _block(store, found.claim_ids | found.gone, [*taken, *fresh], fresh)
    claims = resolving.claims_by_id(store, block, ctx.now)
    touching = [one for one in (*taken, *fresh) if block & _named(one)]
    deals = resolving.deals_of(store, block)
    resolution = resolve_claims(claims.values(), ctx.reference.evidence, corrections=touching)
    deals |= {deal.deal_id for deal in resolution.deals}
    block |= {claim.claim_id for claim in resolution.claims}
    store.add(resolution.claims)
    # What becomes known after `now` loses its place, so that a later run sees to it.
    resolving.settle_within(store, Placement, resolution.placements, "claim_id", block, _EVER)
    resolving.settle_within(store, DealStep, resolution.steps, "deal_id", deals, ctx.now)
    settled = resolving.settle_within(store, Deal, resolution.deals, "deal_id", deals, ctx.now)
    return _Outcome(settled.added, settled.withdrawn, resolution.problems)


def _block(
    store: Store,
    start: frozenset[str],
    corrections: Sequence[Correction],
    fresh: Sequence[Correction],
) -> set[str]:
    """The claims that can have to do with the first ones, however far around."""
    block: set[str] = set()
    edge = set(start) | {claim_id for one in fresh for claim_id in _named(one)}
    while edge:
        block |= edge
        found = near_claims(store, edge, NAMED_LATER_DAYS)
        found |= resolving.claims_of(store, resolving.deals_of(store, edge | found))
        found |= {i for one in corrections if found & _named(one) for i in _named(one)}
        edge = found - block
    return block


def _named(correction: Correction) -> set[str]:
    """The claims that a correction names."""
    return {correction.deal_id, *correction.claim_ids, *correction.other_ids}


def _rows(
    resolution: Resolution,
) -> tuple[tuple[type[object], Sequence[object]], ...]:
    return (
        (Placement, resolution.placements),
        (DealStep, resolution.steps),
        (Deal, resolution.deals),
    )
