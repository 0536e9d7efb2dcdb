"""One leg of a document as it takes shape, and how sentences change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.extract.legs import Leg
from tracker.extract.named import UNNAMED, Party
from tracker.extract.roles.ranks import pair_in_order
from tracker.extract.status import strongest
from tracker.extract.types import trade_of
from tracker.model.deals import DealType

RENTALS = frozenset({DealType.CLOUD_RENTAL, DealType.CAPACITY_LEASE})
GENERIC = frozenset({"deal", "spend"})
TITLE = -1


@dataclass(slots=True)
class Draft:
    """One leg of the document as it takes shape."""

    deal_type: DealType | None
    buyer: Party | None
    supplier: Party | None
    legs: list[Leg] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    title_statuses: list[str] = field(default_factory=list)
    background: bool = False
    given: str | None = None  # the status of the deal it belongs to
    settled: str | None = None  # the status that the judge gave it
    # P(an amount is a term of it), P(it is its end), by the amount's first character.
    judged: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def pair(self) -> frozenset[str]:
        """Names of its parties."""
        return frozenset(p.name for p in (self.buyer, self.supplier) if p is not None and p.name)

    @property
    def is_generic(self) -> bool:
        """Whether nothing more exact than "deal" was said of it."""
        return all(leg.kind in GENERIC for leg in self.legs)

    @property
    def in_body(self) -> bool:
        """Whether the text speaks of it, not only the title."""
        return any(leg.sentence.index != TITLE for leg in self.legs)

    def status(self) -> str | None:
        """The settled one; else the first line of the ladder among its sentences or the title."""
        if self.settled:
            return self.settled
        if "denied" in self.title_statuses:
            return "denied"
        own = strongest(self.statuses) or strongest(self.title_statuses)
        return self.given if own in {None, "would"} and self.given else own

    def has_own_status(self) -> bool:
        """Whether it has a status word of its own."""
        return self.status() not in {None, "would"}


def inherit(drafts: list[Draft]) -> None:
    """A leg without a status word takes that of the deal it belongs to: the nearest before."""
    for place, draft in enumerate(drafts):
        if draft.has_own_status():
            continue
        would = draft.status() == "would"
        earlier = [d for d in drafts[:place] if d.pair & draft.pair and d.has_own_status()]
        found = earlier[-1].status() if earlier else None
        if found == "completed" or (would and found in {"signed", "amended"}):
            found = "announced"
        draft.given = found or "announced"


def is_rental_after_all(draft: Draft) -> bool:
    """Chips taken from a company that only operates them are rented, whatever was said first."""
    if draft.deal_type is not DealType.HARDWARE_PURCHASE or draft.supplier is None:
        return False
    kinds = {leg.kind for leg in draft.legs}
    roles = draft.supplier.roles
    sells = roles & {"chip_maker", "vendor", "designer"} or not roles
    return not sells and not kinds & {"buy", "order", "supply", "sale"}


def shadowed(draft: Draft, full: set[tuple[DealType | None, frozenset[str]]]) -> bool:
    """Whether a leg with both parties named already says this one."""
    return any(kind == draft.deal_type and draft.pair & pair for kind, pair in full)


def fits(known: Party | None, new: Party | None) -> bool:
    """Whether two mentions of a side can be the same company."""
    return known is None or new is None or known.name == new.name or UNNAMED in (known, new)


def alike(one: DealType | None, other: DealType | None) -> bool:
    """Whether two types are the same, rentals counting as one."""
    return one == other or (one in RENTALS and other in RENTALS)


def distance(draft: Draft, leg: Leg) -> int:
    """How many words apart a leg of the sentence and the draft are."""
    return min(
        (abs(one.token - leg.token) for one in draft.legs if one.sentence is leg.sentence),
        default=999,
    )


def _two_named(buyer: Party, supplier: Party) -> bool:
    return bool(buyer.name and supplier.name)


def refine(
    draft: Draft,
    leg: Leg,
    kind: DealType | None,
    buyer: Party | None,
    supplier: Party | None,
) -> None:
    """An exact sentence decides type and sides of a leg that was only a "deal"."""
    if kind is not None and draft.is_generic and leg.kind not in GENERIC:
        draft.deal_type = kind
        if buyer is not None and supplier is not None:
            draft.buyer, draft.supplier = buyer, supplier
    first_clear = leg.explicit and not any(one.explicit for one in draft.legs)
    # What the text says of the sides outweighs a headline.
    first_clear = first_clear or not (draft.in_body or leg.sentence.index == TITLE)
    if first_clear and buyer is not None and supplier is not None and _two_named(buyer, supplier):
        draft.buyer, draft.supplier = buyer, supplier
    if draft.buyer is None or (draft.buyer is UNNAMED and buyer is not None):
        draft.buyer = buyer or draft.buyer
    if draft.supplier is None or (draft.supplier is UNNAMED and supplier is not None):
        draft.supplier = supplier or draft.supplier


def complete_pair(draft: Draft, named: list[Party], leg: Leg) -> None:
    """Name the missing side of a draft from a pair."""
    buyer, supplier = pair_in_order(trade_of(leg), named[0], named[1])
    if draft.buyer is not None and draft.buyer.name:
        draft.supplier = next(p for p in named if p.name != draft.buyer.name)
    elif draft.supplier is not None and draft.supplier.name:
        draft.buyer = next(p for p in named if p.name != draft.supplier.name)
    else:
        draft.buyer, draft.supplier = buyer, supplier


def is_lender(party: Party) -> bool:
    """Whether a company lends for a living."""
    return "lender" in party.roles


def is_exact(leg: Leg) -> bool:
    """Whether a leg says who takes what from whom, and is not only "the deal"."""
    return leg.kind not in GENERIC or (leg.buyer is not None and leg.supplier is not None)


def takes_warrant(leg: Leg) -> bool:
    """Whether "gets warrants" is already said by the warrant."""
    after = leg.sentence.doc[leg.token + 1 : leg.token + 6]
    return leg.kind in {"obtain", "supply", "buy"} and any(
        word.lower_ in {"warrant", "warrants"} for word in after
    )


def inside_warrant(leg: Leg) -> bool:
    """Whether "to buy shares" only says what a warrant is for."""
    if leg.kind not in {"buy", "acquire", "obtain"} or "equity" not in leg.things:
        return False
    before = leg.sentence.doc[max(0, leg.token - 14) : leg.token]
    return any(word.lower_ in {"warrant", "warrants", "right", "option"} for word in before)
