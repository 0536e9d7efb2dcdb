"""Claims into legs, one at a time, each looking only at the legs of its own parties."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tracker.model.deals import DealClaim
from tracker.resolve.amounts import amounts_of
from tracker.resolve.match import (
    Fit,
    Leg,
    fit,
    fit_both_unnamed,
    fit_unnamed,
    neighbours,
    sides,
)
from tracker.resolve.order import known_order
from tracker.resolve.silicon import Designers

_STEP = math.log(1.05)  # width of a bucket of figures; wider than what still counts as same

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a claim went, and the leg that turned out to be the same one, if any."""

    leg: Leg
    absorbed: Leg | None = None


class Legs:
    """All legs so far. Give claims in `known_order`: what is known later changes no id."""

    def __init__(self, designers: Designers) -> None:
        self._designers = designers
        self._index: defaultdict[Key, dict[Leg, None]] = defaultdict(dict)

    def place(self, claim: DealClaim) -> Placed:
        """Take the claim into the leg that it fits best, or open a leg for it."""
        named, unnamed = self._find(claim)
        leg = named or unnamed or Leg()
        self._take(leg, claim)
        if named is None or unnamed is None:
            return Placed(leg)
        return self._join(named, unnamed)

    def _find(self, claim: DealClaim) -> tuple[Leg | None, Leg | None]:
        """The best leg of the same parties, and the only one that differs by a blank."""
        across = [leg for leg in self._across(claim) if fit_unnamed(claim, leg, self._designers)]
        only = across[0] if len(across) == 1 else None
        if None not in sides(claim):
            return self._best(claim), only
        return only or self._best_unnamed(claim), None

    def _best(self, claim: DealClaim) -> Leg | None:
        return _greatest(
            (found, leg)
            for leg in self._of_parties(claim)
            if (found := fit(claim, leg, self._designers)) is not None
        )

    def _best_unnamed(self, claim: DealClaim) -> Leg | None:
        nobody = sides(claim) == (None, None)
        return _greatest(
            (found, leg)
            for leg in self._of_parties(claim)
            if not (leg.buyers and leg.suppliers)
            and (found := fit_both_unnamed(claim, leg, self._designers)) is not None
            and (found.shared or not nobody)
        )

    def _of_parties(self, claim: DealClaim) -> Iterable[Leg]:
        found: dict[Leg, None] = {}
        for deal_type in neighbours(claim.deal_type):
            found |= self._index.get((deal_type, *sides(claim)), {})
        return found

    def _across(self, claim: DealClaim) -> Iterable[Leg]:
        """Legs with a figure and a party of the claim's where one of both leaves the other
        party blank."""
        buyer, supplier = sides(claim)
        found: dict[Leg, None] = {}
        for key in _figure_keys(claim, reach=1):
            for leg in self._index.get(key, {}):
                blank_in_leg = not (leg.buyers and leg.suppliers)
                if blank_in_leg != (buyer is None or supplier is None):
                    found[leg] = None
        return found

    def _take(self, leg: Leg, claim: DealClaim) -> None:
        leg.add(claim, self._designers)
        for key in _keys(claim):
            self._index[key][leg] = None

    def _join(self, one: Leg, other: Leg) -> Placed:
        """The leg known first takes in the other, which leaves the index."""
        kept, gone = sorted((one, other), key=lambda leg: known_order(leg.claims[0]))
        for claim in gone.claims:
            for key in _keys(claim):
                self._index[key].pop(gone, None)
        for claim in gone.claims:
            self._take(kept, claim)
        return Placed(kept, gone)


def _greatest(fits: Iterable[tuple[Fit, Leg]]) -> Leg | None:
    """The leg of the best fit; of equals the one known first."""
    ordered = sorted(fits, key=lambda pair: known_order(pair[1].claims[0]))
    return max(ordered, key=lambda pair: pair[0])[1] if ordered else None


def _keys(claim: DealClaim) -> Iterator[Key]:
    yield (claim.deal_type, *sides(claim))
    yield from _figure_keys(claim, reach=0)


def _figure_keys(claim: DealClaim, reach: int) -> Iterator[Key]:
    """One key a figure and party, `reach` buckets to either side included."""
    for amount in amounts_of(claim):
        if amount.is_vague:
            continue
        middle = math.floor(math.log(amount.size) / _STEP)
        for side, party in zip(("buyer", "supplier"), sides(claim), strict=True):
            for bucket in range(middle - reach, middle + reach + 1):
                if party is not None:
                    yield (claim.deal_type, side, party, amount.kind, bucket)
