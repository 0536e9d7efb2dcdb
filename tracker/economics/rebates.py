"""Prices net of what the buyer gets back: a warrant handed over with a deal is a rebate."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tracker.economics import stated
from tracker.economics.implied import in_force
from tracker.model.deals import Deal, DealType
from tracker.model.market import PriceObservation

VESTED = 0.35  # of a warrant comes to be: as of all that depends on milestones, section (j)
VESTED_SD = 0.10


@dataclass(slots=True)
class Warrants:
    """The warrants in force, by the pair of companies between which they were given."""

    _by_pair: dict[str, dict[str, Deal]] = field(default_factory=dict)

    def take(self, deals: Iterable[Deal]) -> frozenset[str]:
        """Take in what of these are warrants; returns the pairs whose warrants changed."""
        changed = set()
        for deal in deals:
            if deal.deal_type is not DealType.WARRANT:
                continue
            own = self._by_pair.setdefault(deal.relationship_id, {})
            before = own.pop(deal.deal_id, None)
            if in_force(deal):
                own[deal.deal_id] = deal
            if _worth(before) != _worth(own.get(deal.deal_id)):
                changed.add(deal.relationship_id)
        return frozenset(changed)

    def net(self, deal: Deal, said: tuple[PriceObservation, ...]) -> tuple[PriceObservation, ...]:
        """The deal's prices less its pair's warrants; at most those, when nobody values them."""
        warrants = self._by_pair.get(deal.relationship_id)
        if not warrants or not said:
            return said
        paid = stated.value_usd(deal)
        worths = [stated.value_usd(warrants[i]) for i in sorted(warrants)]
        known = sum(worth.centre for worth in worths if worth) * VESTED
        if paid is None or known >= paid.centre or not all(worths):
            return tuple(_bounded(o) for o in said)
        return tuple(_less(o, 1 - known / paid.centre) for o in said)


def _worth(deal: Deal | None) -> tuple[object, ...] | None:
    return None if deal is None else (deal.value_low, deal.value_high, deal.currency)


def _bounded(observation: PriceObservation) -> PriceObservation:
    """The price as a ceiling: something of it comes back, nobody says how much."""
    words = f"{observation.formula}; less a warrant of unstated worth: at most that"
    bound = observation.bound if observation.bound == "at_least" else "at_most"
    held = observation.bound == "at_least"  # at least that, less something: no price
    return replace(observation, bound=bound, formula=words, used=observation.used and not held)


def _less(observation: PriceObservation, left: float) -> PriceObservation:
    hourly, unit = observation.usd_per_chip_hour, observation.usd_per_unit
    return replace(
        observation,
        usd_per_chip_hour=hourly * left if hourly else None,
        usd_per_unit=unit * left if unit else None,
        log_sd=math.hypot(observation.log_sd, VESTED_SD),
        formula=f"{observation.formula}; {1 - left:.1%} comes back as warrants",
    )
