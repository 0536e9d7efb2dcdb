"""The terms that claims agree on: each from its best claim, with that claim named.

Best is, in this order: what an analyst corrected; a figure before "billions"; what an
amendment says before what it amends; terms of an agreement before terms of talks; the
stronger voice; the figure that more independent origins print (ten reprints of one report
are one); the later publication; the claim id. A null never takes a stated value away.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.model.deals import DealClaim, DealType, Qualifier, Status
from tracker.reference.evidence import EvidenceScale
from tracker.resolve.amendments import amended_value
from tracker.resolve.analyst import is_analyst, last_word
from tracker.resolve.fields import SLOTS
from tracker.resolve.ladder import Rung
from tracker.resolve.order import AGREED, true_date, true_order
from tracker.resolve.silicon import without_families

# Name of the term in the history -> fields that go together, the first ones saying whether
# the term is stated at all.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "value": ("value_low", "value_high", "currency", "value_qualifier"),
    "chips": ("chips", "chips_qualifier"),
    "power_mw": ("power_mw", "power_qualifier"),
    "term_months": ("term_months",),
    "start": ("start",),
    "end": ("end",),
    "rate": ("rate_amount", "rate_unit"),
}
_NAMED_BY = 3  # a product or a third party counts when one in three of those who name any does

Rank = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The consensus: fields of a deal by name, and the claim that each term rests on."""

    fields: Mapping[str, Any]
    sources: Mapping[str, DealClaim]


def agree(claims: Sequence[DealClaim], rungs: Sequence[Rung], scale: EvidenceScale) -> Agreed:
    """Every term that some claim states, each from the best claim for it."""
    own = [claim for claim in claims if not is_analyst(claim)]
    words = [claim for claim in claims if is_analyst(claim)]
    fields: dict[str, Any] = {}
    sources: dict[str, DealClaim] = {}
    for name, group in GROUPS.items():
        best = last_word(words, name) or _best(name, own, rungs, scale)
        fields |= {field: getattr(best, field) if best else None for field in group}
        if best:
            sources[name] = best
    rank = _ranker(rungs, scale)
    fields |= amended_value(own, rungs, rank, last_word(words, "value"))
    return Agreed(fields | _who_and_what(own, rank) | _corrected(words), sources)


def _best(
    name: str, claims: Sequence[DealClaim], rungs: Sequence[Rung], scale: EvidenceScale
) -> DealClaim | None:
    stated = [claim for claim in claims if states_term(claim, name)]
    if len(stated) < 2:
        return stated[0] if stated else None
    rank, group = _ranker(rungs, scale, _supporters(stated, GROUPS[name])), GROUPS[name]
    return max(stated, key=lambda claim: rank(claim, group))


def _corrected(claims: Sequence[DealClaim]) -> dict[str, Any]:
    """Who and what the deal is of, as far as an analyst states it."""
    fields: dict[str, Any] = {}
    for slot in ("buyer", "supplier", "products", "deal_type", "asset_layer"):
        word = last_word(claims, slot)
        if word is not None:
            fields |= {field: getattr(word, field) for field in SLOTS[slot]}
    return fields


def _ranker(
    rungs: Sequence[Rung], scale: EvidenceScale, supporters: Mapping[object, int] | None = None
) -> Rank:
    epochs = {
        claim.claim_id: number
        for number, rung in enumerate(rungs, 1)
        if rung.status is Status.AMENDED
        for claim in rung.claims
    }

    def rank(claim: DealClaim, group: Sequence[str] = ()) -> tuple[Any, ...]:
        qualifier = getattr(claim, group[-1]) if group and "qualifier" in group[-1] else None
        return (
            qualifier is not Qualifier.VAGUE,
            epochs.get(claim.claim_id, 0),
            claim.status in AGREED,
            scale.weights[claim.confirmation],
            supporters[_figure(claim, group)] if supporters else 1,
            true_date(claim),
            claim.claim_id,
        )

    return rank


def _supporters(claims: Sequence[DealClaim], group: Sequence[str]) -> Mapping[object, int]:
    """How many independent origins say each figure; an origin counts for its latest word."""
    latest = {
        claim.origin_outlet.casefold(): _figure(claim, group)
        for claim in sorted(claims, key=true_order)
    }
    return Counter(latest.values())


def _figure(claim: DealClaim, group: Sequence[str]) -> object:
    return tuple(getattr(claim, field) for field in group)


def states_term(claim: DealClaim, name: str) -> bool:
    """Whether the claim says anything of that term of `GROUPS`."""
    if name == "value":
        return claim.value_low is not None or claim.value_high is not None
    return getattr(claim, GROUPS[name][0]) is not None


def _who_and_what(claims: Sequence[DealClaim], rank: Rank) -> dict[str, Any]:
    deal_type = _deal_type(claims, rank)
    own = [_turned(claim, claims[0]) for claim in claims]
    fields: dict[str, Any] = {"deal_type": deal_type}
    for side in ("buyer", "supplier"):
        named = [claim for claim in own if getattr(claim, f"{side}_id") is not None]
        best = _most(named, rank, side)
        fields[side] = getattr(best, side) if best else None
        fields[f"{side}_id"] = getattr(best, f"{side}_id") if best else None
    layers = [claim for claim in claims if claim.deal_type is deal_type]
    best = _most(layers, rank, "asset_layer")
    fields["asset_layer"] = best.asset_layer if best else None
    fields["products"] = without_families(_often_named(claim.products for claim in claims))
    others = _often_named(claim.other_parties for claim in claims)
    parties = {fields["buyer"], fields["supplier"]}
    fields["other_parties"] = tuple(name for name in others if name not in parties)
    return fields


def _most(claims: Sequence[DealClaim], rank: Rank, field: str) -> DealClaim | None:
    """The best claim for a field, any of them when they all say the same."""
    if len({getattr(claim, field) for claim in claims}) == 1:
        return claims[0]
    return max(claims, key=rank, default=None)


def _deal_type(claims: Sequence[DealClaim], rank: Rank) -> DealType:
    """The type of most origins; of equals the best claim's."""
    if all(claim.deal_type is claims[0].deal_type for claim in claims):
        return claims[0].deal_type
    origins = {(claim.deal_type, claim.origin_outlet.casefold()) for claim in claims}
    counts = Counter(deal_type for deal_type, _ in origins)
    top = max(counts.values())
    return max((c for c in claims if counts[c.deal_type] == top), key=rank).deal_type


def _turned(claim: DealClaim, first: DealClaim) -> DealClaim:
    """A venture's partners in the order of the first claim: either order is right."""
    if claim.deal_type is not DealType.JOINT_VENTURE or not _is_swapped(claim, first):
        return claim
    return replace(
        claim,
        buyer=claim.supplier,
        buyer_id=claim.supplier_id,
        supplier=claim.buyer,
        supplier_id=claim.buyer_id,
    )


def _is_swapped(claim: DealClaim, first: DealClaim) -> bool:
    buyer_swapped = claim.buyer_id is not None and claim.buyer_id == first.supplier_id
    supplier_swapped = claim.supplier_id is not None and claim.supplier_id == first.buyer_id
    return buyer_swapped or supplier_swapped


def _often_named(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    naming = [set(names) for names in lists if names]
    counts = Counter(name for names in naming for name in names)
    return tuple(sorted(name for name, n in counts.items() if n * _NAMED_BY >= len(naming)))
