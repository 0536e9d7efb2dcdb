"""Claims into legs, one at a time, each looking only at the legs of its own parties."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from tracker.model.corrections import Act, Correction
from tracker.model.deals import DealClaim
from tracker.resolve.amounts import Amount, amounts_of
from tracker.resolve.match import (
    Fit,
    Leg,
    fit,
    fit_both_unnamed,
    fit_unnamed,
    follows_on,
    neighbours,
    sides,
)
from tracker.resolve.order import known_order
from tracker.resolve.silicon import Designers

_REACH = 2  # buckets to either side; a converted amount may be a tenth off
_STEP = math.log(1.05)  # width of a bucket of figures; wider than what still counts as same

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a claim went, the leg that turned out to be the same one, and the contract of the
    same parties that it follows on when it opened a leg of its own; if any."""

    leg: Leg
    absorbed: Leg | None = None
    follows: Leg | None = None


class Legs:
    """All legs so far. Give claims in `known_order`: what is known later changes no id.

    What `past` corrections have split is never joined again by a claim alone.
    """

    def __init__(self, designers: Designers, past: Iterable[Correction] = ()) -> None:
        self._designers = designers
        self._index: defaultdict[Key, dict[Leg, None]] = defaultdict(dict)
        self._of: dict[str, Leg] = {}
        self._parted = [
            (frozenset(one.other_ids), frozenset(one.claim_ids) - frozenset(one.other_ids))
            for one in past
            if one.act is Act.SPLIT
        ]

    def place(self, claim: DealClaim) -> Placed:
        """Take the claim into the leg that it fits best, or open a leg for it."""
        named, unnamed = self._find(claim)
        leg = named or unnamed or Leg()
        follows = None if leg.claims else self._followed(claim)
        self.take(leg, claim)
        if named is None or unnamed is None or self._is_parted(named, unnamed):
            return Placed(leg, follows=follows)
        return Placed(*self.join(named, unnamed))

    def restore(self, claims: Iterable[DealClaim]) -> Leg:
        """A leg of these claims, as it once stood."""
        leg = Leg()
        for claim in sorted(claims, key=known_order):
            self.take(leg, claim)
        return leg

    def holding(self, claim_ids: Iterable[str]) -> Leg | None:
        """The leg of the first of these claims that there is."""
        return next((self._of[key] for key in claim_ids if key in self._of), None)

    def told_in(self, document_id: str) -> list[Leg]:
        """The legs that a document tells of, first known first."""
        return sorted(self._index.get(("document", document_id), ()), key=lambda leg: leg.known)

    def take(self, leg: Leg, claim: DealClaim) -> None:
        """Put the claim into that leg."""
        was_blank = bool(leg.claims) and leg.is_blank
        stated = amounts_of(claim)
        leg.add(claim, stated, self._designers)
        self._of[claim.claim_id] = leg
        if was_blank and not leg.is_blank:
            self._index_anew(leg)
        else:
            self._put(leg, claim, stated)

    def _put(self, leg: Leg, claim: DealClaim, stated: Iterable[Amount]) -> None:
        for key in _keys(claim, stated, leg.is_blank):
            self._index[key][leg] = None

    def _index_anew(self, leg: Leg) -> None:
        """The leg's last claim has named the other party."""
        self._remove(leg, was_blank=True)
        for claim in leg.claims:
            self._put(leg, claim, amounts_of(claim))

    def join(self, one: Leg, other: Leg) -> tuple[Leg, Leg]:
        """The leg known first, which takes the other in, and that other."""
        kept, gone = sorted((one, other), key=lambda leg: leg.known)
        self._remove(gone)
        for claim in gone.claims:
            self.take(kept, claim)
        kept.programme_id = kept.programme_id or gone.programme_id
        kept.overlaps = (kept.overlaps | gone.overlaps) - {kept.deal_id, gone.deal_id}
        return kept, gone

    def split(self, leg: Leg, claim_ids: Collection[str]) -> tuple[Leg, Leg]:
        """Two legs in the place of one: that of its first claim, and the other."""
        self._remove(leg)
        parts = [
            self.restore(c for c in leg.claims if (c.claim_id in claim_ids) is is_named)
            for is_named in (False, True)
        ]
        kept, new = sorted(parts, key=lambda part: part.known)
        kept.programme_id, kept.overlaps = leg.programme_id, leg.overlaps
        return kept, new

    def _remove(self, leg: Leg, was_blank: bool = False) -> None:
        for claim in leg.claims:
            for key in _keys(claim, amounts_of(claim), was_blank or leg.is_blank):
                self._index[key].pop(leg, None)

    def _is_parted(self, one: Leg, other: Leg) -> bool:
        ids = [{claim.claim_id for claim in leg.claims} for leg in (one, other)]
        return any(
            (out & ids[0] and rest & ids[1]) or (out & ids[1] and rest & ids[0])
            for out, rest in self._parted
        )

    def _followed(self, claim: DealClaim) -> Leg | None:
        """The newest contract of the same parties that the claim enlarges."""
        if None in sides(claim):
            return None  # nobody can say whose contract that would be
        found = [leg for leg in self._of_parties(claim) if follows_on(claim, leg, self._designers)]
        return max(found, key=lambda leg: leg.known, default=None)

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
            if (found := fit_both_unnamed(claim, leg, self._designers)) is not None
            and (found.shared or not nobody)
        )

    def _of_parties(self, claim: DealClaim) -> Iterable[Leg]:
        """Legs of the claim's two parties; where it leaves one unnamed, those that do too."""
        found: dict[Leg, None] = {}
        for deal_type in neighbours(claim.deal_type):
            found |= self._index.get((deal_type, *sides(claim), None in sides(claim)), {})
        return found

    def _across(self, claim: DealClaim) -> Iterable[Leg]:
        """Legs with a figure and a party of the claim's where one of both leaves the other
        party blank."""
        found: dict[Leg, None] = {}
        is_blank = None not in sides(claim)
        for key in _figure_keys(claim, amounts_of(claim), _REACH, is_blank):
            found |= self._index.get(key, {})
        return found


def _greatest(fits: Iterable[tuple[Fit, Leg]]) -> Leg | None:
    """The leg of the best fit; of equals the one known first."""
    ordered = sorted(fits, key=lambda pair: pair[1].known)
    return max(ordered, key=lambda pair: pair[0])[1] if ordered else None


def _keys(claim: DealClaim, stated: Iterable[Amount], is_blank: bool) -> Iterator[Key]:
    """Where a leg of the claim is found. Those that leave a party unnamed are kept apart: they
    are few, and nobody looks for both kinds at once."""
    yield (claim.deal_type, *sides(claim), is_blank)
    yield ("document", claim.document_id)
    yield from _figure_keys(claim, stated, 0, is_blank)


def _figure_keys(
    claim: DealClaim, stated: Iterable[Amount], reach: int, is_blank: bool
) -> Iterator[Key]:
    """One key a figure and party, `reach` buckets to either side included."""
    for amount in stated:
        if amount.is_vague:
            continue
        middle = math.floor(math.log(amount.size) / _STEP)
        for side, party in zip(("buyer", "supplier"), sides(claim), strict=True):
            for bucket in range(middle - reach, middle + reach + 1):
                if party is not None:
                    yield (claim.deal_type, side, party, amount.kind, bucket, is_blank)
