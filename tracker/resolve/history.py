"""The steps between two versions of a deal: what changed, since when, and who says so."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tracker.model.corrections import Correction
from tracker.model.deals import Deal, DealClaim, DealStep, Qualifier
from tracker.resolve.consensus import View
from tracker.resolve.order import true_order
from tracker.resolve.terms import GROUPS

# Read off the deal rather than from one best claim; opening values are no news of their own.
_PLAIN = ("deal_type", "buyer", "supplier", "products", "binding", "confirmation")

Rung = tuple[str | None, str, date | None]  # before, after, true on


def steps_between(before: View | None, after: View) -> Iterator[DealStep]:
    """The steps that `after` adds: status steps first, then terms by name.

    A status step learned late stands in the history with its own date, and the step that
    it splits is written again as two: rows are added, never changed.
    """
    yield from _status_steps(before, after)
    yield from _term_steps(before, after)
    if before is not None:
        yield from _plain_steps(before, after)


def merged_step(gone: Deal, survivor: Deal, claim: DealClaim | Correction) -> DealStep:
    """The step that says where a merged deal lives on, because of `claim`."""
    return _turn(gone, "superseded_by", survivor.deal_id, survivor.known_at, claim)


def split_step(new: Deal, origin: Deal, correction: Correction) -> DealStep:
    """The step that says which deal a new one was split off."""
    return _turn(new, "split_from", origin.deal_id, new.known_at, correction)


def _turn(
    deal: Deal, field: str, after: str, known_at: datetime, cause: DealClaim | Correction
) -> DealStep:
    told_by, true_on = (
        (cause.claim_id, cause.published_on)
        if isinstance(cause, DealClaim)
        else (cause.correction_id, known_at.date())
    )
    return DealStep(
        deal_id=deal.deal_id,
        field=field,
        before=None,
        after=after,
        true_on=true_on,
        known_at=known_at,
        claim_id=told_by,
    )


def _status_steps(before: View | None, after: View) -> Iterator[DealStep]:
    seen = {rung for rung, _ in _rungs(before)} if before else set()
    for rung, claim in _rungs(after):
        if rung not in seen:
            yield _step(after.deal, "status", rung[0], rung[1], claim)


def _rungs(view: View) -> Iterator[tuple[Rung, DealClaim]]:
    status: str | None = None
    for rung in view.rungs:
        yield (status, rung.status.value, rung.first.published_on), rung.first
        status = rung.status.value


def _term_steps(before: View | None, after: View) -> Iterator[DealStep]:
    for name in GROUPS:
        old = term_text(name, before.deal) if before else None
        new = term_text(name, after.deal)
        if old != new:
            # A term goes without a claim of its own when the claim that stated it is split off.
            cause = after.agreed.sources.get(name, after.rungs[-1].first)
            yield _step(after.deal, name, old, new, cause)


def _plain_steps(before: View, after: View) -> Iterator[DealStep]:
    known = set(before.deal.claim_ids)
    fresh = [c for rung in after.rungs for c in rung.claims if c.claim_id not in known]
    for name in _PLAIN:
        old, new = _text(getattr(before.deal, name)), _text(getattr(after.deal, name))
        if old != new:
            cause = min(fresh, key=true_order) if fresh else after.rungs[-1].first
            yield _step(after.deal, name, old, new, cause)


def _step(
    deal: Deal, field: str, before: str | None, after: str | None, claim: DealClaim
) -> DealStep:
    return DealStep(
        deal_id=deal.deal_id,
        field=field,
        before=before,
        after=after,
        true_on=claim.published_on,
        known_at=deal.known_at,
        claim_id=claim.claim_id,
    )


def term_text(name: str, deal: Deal) -> str | None:
    """A term in words a person and SQL can read: "up to 60000000000 USD", "60"."""
    values = [getattr(deal, field) for field in GROUPS[name]]
    if name == "value":
        return _amount_text(deal)
    if values[0] is None:
        return None
    if name == "rate":
        return f"{values[0]:f} a {values[1]}"
    qualifier = values[1] if len(values) > 1 else None
    return _qualified(f"{values[0]:g}" if name == "power_mw" else str(values[0]), qualifier)


def _amount_text(deal: Deal) -> str | None:
    low, high = deal.value_low, deal.value_high
    if low is None and high is None:
        return None
    ends = [f"{end:f}" for end in dict.fromkeys((low, high)) if end is not None]
    return _qualified(f"{' to '.join(ends)} {deal.currency or 'USD'}", deal.value_qualifier)


def _qualified(text: str, qualifier: Qualifier | None) -> str:
    if qualifier in (None, Qualifier.EXACT):
        return text
    return f"{qualifier.value.replace('_', ' ')} {text}"


def _text(value: Any) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(value) or None
    return None if value is None else str(value)
