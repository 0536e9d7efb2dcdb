"""From the legs of sentences to the legs of a document: merged, completed, with a status."""

import re

from tracker.extract.drafts import (
    GENERIC,
    RENTALS,
    TITLE,
    Draft,
    alike,
    complete_pair,
    distance,
    fits,
    inherit,
    inside_warrant,
    is_exact,
    is_lender,
    is_rental_after_all,
    refine,
    shadowed,
    takes_warrant,
)
from tracker.extract.legs import Leg
from tracker.extract.named import UNNAMED, Party
from tracker.extract.roles.complete import both_from_sentence, complete, partner
from tracker.extract.roles.parties import Cast
from tracker.extract.roles.ranks import in_order, pair_in_order, supply_rank
from tracker.extract.types import deal_type, rental, trade_of
from tracker.model.deals import DealType
from tracker.reference.companies import Companies
from tracker.reference.products import Products

_TRADES = RENTALS | {
    DealType.HARDWARE_PURCHASE,
    DealType.SUPPLY_AGREEMENT,
    DealType.CUSTOM_SILICON,
}
_OPERATING = frozenset({"cloud", "neocloud", "landlord"})
_MONEY_KINDS = frozenset({"invest", "warrant", "lend", "acquire", "raise", "venture", "license"})
_REUSABLE = frozenset(
    [
        "buy",
        "rent",
        "order",
        "supply",
        "obtain",
        "sale",
        "supply-deal",
        "invest",
        "acquire",
        "warrant",
        "lend",
        "venture",
    ]
)


def _can_mean(leg: Leg, draft: Draft) -> bool:
    """Whether "contract" or "deal" can be this leg: shares are not bought by contract."""
    word = leg.sentence.doc[leg.token].lower_
    return word not in {"contract", "contracts"} or draft.deal_type in _TRADES


_FIRM = frozenset({"signed", "completed", "amended", "terminated"})
_NAMEABLE = frozenset({"rent", "lend", "venture", "buy", "order", "supply-deal", "deal"})
_UNNAMED_IN_TEXT = re.compile(
    r"\b(?:an?|one|two|unnamed|undisclosed|unidentified|private|big|large|our)\b[^.;,]{0,40}?\b"
    r"(?:hyperscalers?|customers?|tenants?|operators?|banks?|lenders?|clients?|providers?|investors?|"
    r"investment firm|clinic|shop)\b",
    re.IGNORECASE,
)


def _is_means(leg: Leg, dealt: list[set[str]]) -> bool:
    """Whether "a deal between A and B to deploy C's chips" makes C no seller here."""
    vendor = leg.vendor.name if leg.vendor else None
    return leg.predicate.rule_id == "install" and any(vendor not in pair for pair in dealt)


class Story:
    """Collects the legs of one document, sentence by sentence."""

    def __init__(self, companies: Companies, products: Products, cast: Cast) -> None:
        self._companies = companies
        self._products = products
        self.cast = cast
        self.drafts: list[Draft] = []
        self._focus: list[Draft] = []  # legs of the last sentence that had one

    def add(self, read: list[tuple[Leg, str | None, bool]]) -> list[Draft]:
        """Settle one sentence's legs, the exact ones first. Gives those it speaks of."""
        here: list[Draft] = []
        exact = [item for item in read if is_exact(item[0])]
        dealt = [{p.name for p in item[0].both} for item in read if len(item[0].both) == 2]
        exact = [item for item in exact if not _is_means(item[0], dealt)]
        exact.sort(key=lambda item: not item[0].parties())
        vague = [item for item in read if not is_exact(item[0])]
        for leg, status, background in (*exact, *vague):
            draft = self._place(leg, background, here)
            if draft is None:
                continue
            licensed = any(one.kind == "license" for one in draft.legs)
            draft.legs.append(leg)
            if status == "denied" and leg.kind == "acquire" and licensed:
                continue  # "it is not acquiring the firm" whose technology it licenses
            if status:
                title = leg.sentence.index == TITLE
                (draft.title_statuses if title else draft.statuses).append(status)
            if draft not in here:
                here.append(draft)
        if any(not draft.background for draft in here):
            self._focus = [draft for draft in here if not draft.background]
        return here

    def deny(self) -> None:
        """ "That is false": what the last legs said is denied."""
        for draft in self._focus:
            draft.statuses.append("denied")

    def _place(self, leg: Leg, background: bool, here: list[Draft]) -> Draft | None:
        if not is_exact(leg):
            return self._place_generic(leg, background, here)
        if inside_warrant(leg) or takes_warrant(leg):
            return None
        buyer, supplier = self._sides(leg)
        if buyer is None and supplier is None:
            bare = self._place_bare(leg, background, here)
            if bare is not None:
                return bare
            if leg.kind == "acquire":
                buyer, supplier = both_from_sentence(leg)
        if buyer is None or supplier is None:
            buyer, supplier = complete(leg, buyer, supplier, self.cast)
        if buyer is None and supplier is None:
            return None
        if buyer is not None and supplier is not None:
            if buyer.name == supplier.name:
                return None
            if leg.kind == "lend" and is_lender(buyer) and not is_lender(supplier):
                buyer, supplier = supplier, buyer
        kind = deal_type(leg, supplier)
        known = self._find(kind, buyer, supplier, background, leg)
        if known is not None:
            refine(known, leg, kind, buyer, supplier)
            return known
        return self._new(kind, buyer, supplier, background)

    def _new(
        self,
        kind: DealType | None,
        buyer: Party | None,
        supplier: Party | None,
        background: bool,
    ) -> Draft | None:
        if kind is None:
            return None
        draft = Draft(kind, buyer, supplier, background=background)
        self.drafts.append(draft)
        return draft

    def _find(
        self,
        kind: DealType | None,
        buyer: Party | None,
        supplier: Party | None,
        background: bool,
        leg: Leg,
    ) -> Draft | None:
        """A leg already known that this is about: same type and no party in conflict."""
        names = {p.name for p in (buyer, supplier) if p is not None and p.name}
        for draft in reversed(self.drafts):
            if draft.background != background:
                continue
            open_ = draft.is_generic and leg.kind not in _MONEY_KINDS | GENERIC
            agrees = kind is None or alike(draft.deal_type, kind) or open_
            if not agrees:
                continue
            if len(names) == 2 and names == draft.pair:
                return draft
            both_fit = fits(draft.buyer, buyer) and fits(draft.supplier, supplier)
            if both_fit and (names & draft.pair or not names):
                return draft
        return None

    def _place_generic(self, leg: Leg, background: bool, here: list[Draft]) -> Draft | None:
        """ "deal", "contract": about an exact leg if there is one that it can mean."""
        named = list(
            dict.fromkeys(p for p in (*leg.both, leg.buyer, leg.supplier) if p is not None)
        )
        names = {p.name for p in named if p.name}
        if len(names) > 2:
            return None
        known = [d for d in here if d.background == background and _can_mean(leg, d)]
        for draft in sorted(known, key=lambda d: distance(d, leg)):
            if names <= draft.pair or (len(draft.pair) < 2 and draft.pair <= names):
                if len(names) == 2 and len(draft.pair) < 2:
                    complete_pair(draft, named, leg)
                return draft
        if len(names) == 2:
            by_trade = sorted(self.drafts, key=lambda d: d.deal_type not in _TRADES)
            for draft in by_trade:
                if draft.pair == names and draft.background == background and _can_mean(leg, draft):
                    return draft
            return self._new_generic(leg, named, background)
        if background:
            return None
        for draft in sorted(self._focus, key=lambda d: d.deal_type not in _TRADES):
            if names <= draft.pair and _can_mean(leg, draft):
                return draft
        if names and UNNAMED in named:
            return self._new_generic(leg, named, background)
        if here or leg.sentence.index == TITLE:
            return None
        if len(names) == 1 and leg.things & {"chips", "compute", "silicon", "component"}:
            buyer, supplier = partner(leg, named[0], self.cast)
            if buyer is not None and supplier is not None:
                return self._new(deal_type(leg, supplier), buyer, supplier, background)
        if names and leg.vendor is not None and leg.vendor.name not in names:
            return self._new_generic(leg, [*named, leg.vendor], background)
        return None

    def _new_generic(self, leg: Leg, named: list[Party], background: bool) -> Draft | None:
        if leg.buyer is not None and leg.supplier is not None:
            buyer, supplier = leg.buyer, leg.supplier
        else:
            buyer, supplier = pair_in_order(trade_of(leg), named[0], named[1])
        return self._new(deal_type(leg, supplier), buyer, supplier, background)

    def _place_bare(self, leg: Leg, background: bool, here: list[Draft]) -> Draft | None:
        """A predicate without parties: of the leg in focus, or another leg of the same two."""
        if leg.kind not in _REUSABLE or background:
            return None
        for draft in (*here, *self._focus):
            kind = deal_type(leg, draft.supplier)
            if kind is not None and alike(draft.deal_type, kind):
                return draft
        for draft in (*here, *self._focus):
            kind = deal_type(leg, draft.supplier)
            if kind is not None and leg.kind in {"buy", "rent"} and len(draft.pair) == 2:
                assert draft.buyer is not None  # noqa: S101 - a pair has both
                assert draft.supplier is not None  # noqa: S101
                sides = (draft.buyer, draft.supplier)
                if draft.deal_type not in _TRADES:
                    sides = in_order(*sides, trade_of(leg))
                return self._new(deal_type(leg, sides[1]), *sides, background)
        return None

    def _sides(self, leg: Leg) -> tuple[Party | None, Party | None]:
        if leg.both:
            named = leg.both[:2]
            if len(named) == 2:
                return pair_in_order(trade_of(leg), named[0], named[1])
            vendor = self._vendor(leg)
            if vendor is not None and vendor.name != named[0].name:
                return named[0], vendor
            return self._one_side(named[0], leg)
        buyer, supplier = leg.buyer, leg.supplier
        bought = leg.kind == "buy" and leg.target is not None and leg.target is not buyer
        if bought and (supplier is None or leg.predicate.part == "verb"):
            supplier = leg.target
        if supplier is None:
            vendor = self._vendor(leg)
            if vendor is not None and (buyer is None or vendor.name != buyer.name):
                supplier = vendor
        return buyer, supplier

    def _one_side(self, party: Party, leg: Leg) -> tuple[Party | None, Party | None]:
        """One name only: take the other from the leg in focus that has it."""
        for draft in reversed(self._focus):
            kind = deal_type(leg, draft.supplier)
            if party.name in draft.pair and len(draft.pair) == 2 and alike(kind, draft.deal_type):
                return draft.buyer, draft.supplier
        if supply_rank(party, trade_of(leg)) >= 4:
            return None, party
        return party, None

    def _vendor(self, leg: Leg) -> Party | None:
        """Whose goods they are, where taking the goods means taking them from their maker."""
        taking = leg.kind in {"buy", "order", "spend"}
        vendor = leg.vendor
        if vendor is not None and vendor is not UNNAMED and (taking or vendor.roles & _OPERATING):
            return vendor
        for name in leg.products:
            supplier_id = self._products.by_name[name].supplier_id
            if not supplier_id or supplier_id not in self._companies.by_id:
                continue
            company = self._companies.canonical(supplier_id)
            roles = frozenset(company.roles)
            if taking or (leg.kind in {"rent", "obtain"} and "cloud" in roles):
                return Party(company.name, company.company_id, roles, curated=True)
        return None

    def _supply_by_maker(self, draft: Draft, drafts: list[Draft]) -> None:
        """Chips taken from nobody named come from who makes them."""
        if draft.deal_type is not DealType.HARDWARE_PURCHASE or draft.supplier is not None:
            return
        if draft.buyer is None or any(d.buyer == draft.buyer and len(d.pair) == 2 for d in drafts):
            return
        for name in (product for leg in draft.legs for product in leg.products):
            supplier_id = self._products.by_name[name].supplier_id
            if supplier_id in self._companies.by_id:
                maker = self._companies.canonical(supplier_id)
                if maker.name != draft.buyer.name:
                    roles = frozenset(maker.roles)
                    draft.supplier = Party(maker.name, maker.company_id, roles, curated=True)
                    return

    def finish(self, text: str) -> list[Draft]:
        """The legs of the document: not background, and both parties named or known unnamed."""
        kept = [d for d in self.drafts if not d.background and d.pair and d.deal_type is not None]
        if any(draft.in_body for draft in kept):
            kept = [draft for draft in kept if draft.in_body]
        for draft in kept:
            if draft.deal_type in RENTALS or is_rental_after_all(draft):
                draft.deal_type = rental(draft.supplier)
        for draft in kept:
            self._supply_by_maker(draft, kept)
        inherit(kept)
        full = {(d.deal_type, d.pair) for d in kept if len(d.pair) == 2}
        unnamed = bool(_UNNAMED_IN_TEXT.search(text))
        return [
            draft
            for draft in kept
            if len(draft.pair) == 2
            or (
                (unnamed or UNNAMED in (draft.buyer, draft.supplier))
                and draft.status() in _FIRM
                and not shadowed(draft, full)
                and any(leg.kind in _NAMEABLE for leg in draft.legs)
            )
        ]
