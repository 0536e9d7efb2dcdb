"""How changes stand together: one item a leg, legs by story, the most material first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.digest.view import DigestInput
from tracker.model.deals import Deal, Status
from tracker.model.signals import Signal


@dataclass(frozen=True, slots=True)
class Leg:
    """One item of the digest: a deal and what changed of it, or a change of the market.

    `restated` is a leg that the period's documents speak of again without changing it:
    it stands by the others of its story and has no signals. `effects` are changes of
    the market that this deal caused. `was` is the status that it stepped from, None when
    the leg is new or its status has not moved.
    """

    deal: Deal | None
    before: Deal | None
    signals: tuple[Signal, ...]
    effects: tuple[Signal, ...] = ()
    restated: bool = False
    new: bool = False
    was: Status | None = None
    was_on: date | None = None


def tell(inputs: DigestInput, told: Sequence[Signal]) -> tuple[Leg, ...]:
    """Legs story by story: those that moved, then those of the same pair that did not."""
    legs = _changed_legs(inputs, told)
    stories: dict[str, list[Leg]] = {}
    for leg in legs:
        stories.setdefault(_story(leg), []).append(leg)
    shown = {leg.deal.deal_id for leg in legs if leg.deal}
    return tuple(
        leg
        for story, members in stories.items()
        for leg in (*members, *_restated(inputs, story, shown))
    )


def _story(leg: Leg) -> str:
    return leg.deal.relationship_id if leg.deal else leg.signals[0].signal_id


def _changed_legs(inputs: DigestInput, told: Sequence[Signal]) -> list[Leg]:
    """One leg a deal, in the order of its first signal; market changes fold into their deal."""
    by_deal: dict[str, list[Signal]] = {}
    for signal in told:
        deal = current(inputs, signal.deal_id)
        by_deal.setdefault(deal.deal_id if deal else signal.signal_id, []).append(signal)
    return [leg for key, signals in by_deal.items() for leg in _legs(inputs, key, signals)]


# What these rules say is about the market; the deal they name is only the cause.
MARKET_RULES = frozenset({"cheapest_supplier_flip", "supplier_share_shift", "dependence_change"})


def _legs(inputs: DigestInput, key: str, signals: list[Signal]) -> list[Leg]:
    own = tuple(s for s in signals if s.rule_id not in MARKET_RULES)
    effects = tuple(s for s in signals if s.rule_id in MARKET_RULES)
    deal = inputs.deals_now.get(key)
    if deal is None or not own:
        return [Leg(None, None, (signal,)) for signal in signals]
    before = inputs.deals_before.get(key)
    leg = Leg(deal, before, own, effects)
    if before is None:
        return [replace(leg, new=True)]
    if before.status is not deal.status:
        since = before.status_on or before.first_public_on
        return [replace(leg, was=before.status, was_on=since)]
    return [_told_late(inputs, leg, deal)]


def _told_late(inputs: DigestInput, leg: Leg, deal: Deal) -> Leg:
    """The leg with the step that its signals are about, where that was known before the period."""
    since = min(signal.known_at for signal in leg.signals)
    steps = [s for s in inputs.steps if s.deal_id == deal.deal_id and s.field == "status"]
    missed = [s for s in steps if since <= s.known_at <= inputs.period_start]
    if not missed:
        return leg
    first = min(missed, key=lambda s: (s.known_at, s.true_on or date.min))
    if first.before is None:
        return replace(leg, new=True)
    earlier = [s.true_on for s in steps if s.after == first.before and s.true_on]
    return replace(leg, was=Status(first.before), was_on=min(earlier, default=None))


def current(inputs: DigestInput, deal_id: str | None) -> Deal | None:
    """The deal of that id as it is now, following a merge to the deal that took it over."""
    seen: set[str] = set()
    while deal_id is not None and deal_id not in seen:
        seen.add(deal_id)
        deal = inputs.deals_now.get(deal_id)
        if deal is None or deal.superseded_by is None:
            return deal
        deal_id = deal.superseded_by
    return None


def _restated(inputs: DigestInput, story: str, shown: set[str]) -> Iterable[Leg]:
    for deal in sorted(inputs.deals_now.values(), key=lambda d: (d.first_known_at, d.deal_id)):
        before = inputs.deals_before.get(deal.deal_id)
        if deal.relationship_id != story or deal.deal_id in shown or before is None:
            continue
        if deal.superseded_by is None and set(deal.claim_ids) - set(before.claim_ids):
            yield Leg(deal, before, (), restated=True)
