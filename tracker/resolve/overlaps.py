"""Which deals tell in part of one capacity, so that their amounts do not add up.

Two legs told in one document overlap when one side of the chain hands on what the other
brings: a cloud rents out what it buys or leases, or one buyer takes capacity "through" a
company that is itself named in the other leg.
"""

from collections.abc import Iterable, MutableMapping
from itertools import combinations

from tracker.model.deals import DealClaim
from tracker.resolve.cluster import Legs
from tracker.resolve.match import BUYS, RENTS, Leg
from tracker.resolve.silicon import are_apart


def link_told_together(
    legs: Legs, claims: Iterable[DealClaim], touched: MutableMapping[Leg, None]
) -> None:
    """Link the legs that the claims' documents tell together and that overlap."""
    for document in dict.fromkeys(claim.document_id for claim in claims):
        for one, other in combinations(legs.told_in(document), 2):
            if other.deal_id not in one.overlaps and overlap(one, other):
                one.overlaps.add(other.deal_id)
                other.overlaps.add(one.deal_id)
                join_programme(one, other)
                touched.update({one: None, other: None})


def overlap(one: Leg, other: Leg) -> bool:
    """True when the two legs tell in part of the same capacity; a money leg never does."""
    if are_apart(one.silicon, other.silicon):
        return False
    return any(_hands_on(a, b) or _is_through(a, b) for a, b in ((one, other), (other, one)))


def join_programme(one: Leg, other: Leg) -> None:
    """Give two legs one programme, named by the deal that was known first.

    A leg that has one keeps it: a programme's name never changes.
    """
    name = one.programme_id or other.programme_id or first_known(one, other).deal_id
    one.programme_id = one.programme_id or name
    other.programme_id = other.programme_id or name


def first_known(*legs: Leg) -> Leg:
    """The leg that was known first."""
    return min(legs, key=lambda leg: leg.known)


def _hands_on(rental: Leg, source: Leg) -> bool:
    return bool(
        rental.types & RENTS
        and source.types & (BUYS | RENTS)
        and rental.suppliers & source.buyers
        and not rental.buyers & source.suppliers
    )


def _is_through(one: Leg, other: Leg) -> bool:
    contracts = RENTS | BUYS
    return bool(
        one.types & contracts
        and other.types & contracts
        and one.buyers & other.buyers
        and not one.suppliers & other.suppliers
        and set(one.supplier_names()) & other.others
    )
