"""Are two claims one deal? What a claim and the claims gathered so far have in common.

Ids of parties are canonical when they arrive here (a subsidiary counts as its parent), so
parties are compared as they are. The questions are asked per leg: a rental and a purchase
of the same two companies never become one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.model.deals import DealClaim, DealType, Status
from tracker.resolve.amounts import Amount, amounts_of, is_conflict, is_same
from tracker.resolve.order import AGREED, BEFORE_AGREEMENT, EXITS, FIRM, known_order, true_date
from tracker.resolve.silicon import Designers, are_apart, designers_of
from tracker.resolve.wording import loans_named, says_cut, says_larger, says_total

RECAP_DAYS = 30  # talks reported later than this after a signing are about something new
DISPUTE_DAYS = 21  # figures that differ within this are outlets disagreeing
SAME_LEG_DAYS = 180  # further apart, a claim with terms of its own is another contract
MENTION_DAYS = 400  # a claim without any term is taken for a mention of the old one
UNNAMED_DAYS = 45  # an unnamed party and a named one, when one figure agrees
NAMED_LATER_DAYS = 200  # the same when two figures agree (a later filing names the tenant)

# Outlets mix up these types of one and the same leg; all others are legs of their own.
RENTS = frozenset({DealType.CLOUD_RENTAL, DealType.CAPACITY_LEASE})
BUYS = frozenset({DealType.HARDWARE_PURCHASE, DealType.SUPPLY_AGREEMENT, DealType.CUSTOM_SILICON})
_CONTRACTS = RENTS | BUYS
_MONEY = frozenset({DealType.EQUITY_INVESTMENT, DealType.FINANCING})

Sides = tuple[str | None, str | None]


@dataclass(slots=True, eq=False)
class Leg:
    """What the claims gathered so far have shown of one leg; grows claim by claim."""

    claims: list[DealClaim] = field(default_factory=list)
    types: set[DealType] = field(default_factory=set)
    buyers: set[str] = field(default_factory=set)
    suppliers: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    silicon: frozenset[str] = frozenset()
    loans: frozenset[str] = frozenset()  # kinds of loan that are spoken of
    terms_months: set[int] = field(default_factory=set)
    start_years: set[str] = field(default_factory=set)
    amounts: set[Amount] = field(default_factory=set)
    base_amounts: set[Amount] = field(default_factory=set)  # those not of an amendment
    first_on: dict[Status, date] = field(default_factory=dict)
    last_on: date = date.min
    others: set[str] = field(default_factory=set)  # names of further parties
    programme_id: str | None = None
    overlaps: set[str] = field(default_factory=set)  # ids of deals

    @property
    def first(self) -> DealClaim:
        """The claim that was known first."""
        return self.claims[0]

    @property
    def deal_id(self) -> str:
        """The id of the deal that this leg is: that of its first-known claim."""
        return self.first.claim_id

    @property
    def known(self) -> tuple[object, ...]:
        """Sorts legs as they became known."""
        return known_order(self.first)

    @property
    def is_blank(self) -> bool:
        """Whether no claim has named one of the two sides yet."""
        return not (self.buyers and self.suppliers)

    def supplier_names(self) -> frozenset[str]:
        """The supplier as the claims spell it."""
        return frozenset(claim.supplier for claim in self.claims if claim.supplier)

    def add(self, claim: DealClaim, stated: Sequence[Amount], designers: Designers) -> None:
        """Take the claim in, with the amounts that it states."""
        buyer, supplier = sides(claim)
        day = true_date(claim)
        self.claims.append(claim)
        self.types.add(claim.deal_type)
        self.buyers.update([buyer] if buyer else [])
        self.suppliers.update([supplier] if supplier else [])
        self.others.update(claim.other_parties)
        self.documents.add(claim.document_id)
        self.silicon |= designers_of(claim.products, designers)
        self.loans |= _loans_of(claim)
        self.terms_months.update([claim.term_months] if claim.term_months else [])
        self.start_years.update([claim.start[:4]] if claim.start else [])
        self.amounts.update(stated)
        if claim.status is not Status.AMENDED:
            self.base_amounts.update(stated)
        self.first_on[claim.status] = min(day, self.first_on.get(claim.status, day))
        self.last_on = max(day, self.last_on)

    def first_day(self, statuses: frozenset[Status]) -> date | None:
        """The earliest day on which any of the statuses was reported."""
        return min((self.first_on[s] for s in statuses if s in self.first_on), default=None)

    def days_from(self, day: date) -> int:
        """Days between `day` and the nearest news (not mention) of this leg."""
        news = set(self.first_on.values())
        if not self.first_day(AGREED):
            news.add(self.last_on)
        return min(abs((day - other).days) for other in news)


@dataclass(frozen=True, slots=True, order=True)
class Fit:
    """How well a claim fits a leg; the greatest wins."""

    same_type: bool
    same_silicon: bool
    shared: int  # figures printed alike
    undisputed: bool
    nearness: int  # minus the days to the nearest news


def sides(claim: DealClaim) -> Sides:
    """Ids of buyer and supplier; for a venture in an order of their own, as it has none."""
    pair = (claim.buyer_id, claim.supplier_id)
    if claim.deal_type is DealType.JOINT_VENTURE:
        first, second = sorted(pair, key=lambda side: side or "")
        return first or None, second
    return pair


def neighbours(deal_type: DealType) -> frozenset[DealType]:
    """The types that a claim of this type may share a leg with, its own included."""
    for family in (RENTS, BUYS):
        if deal_type in family:
            return family
    return frozenset({deal_type})


def fit(claim: DealClaim, leg: Leg, designers: Designers) -> Fit | None:
    """How the claim fits a leg of the same parties, or None when it is another leg."""
    seen = _compare(claim, leg, designers)
    if seen.is_foreign_type and not _may_cross(claim, leg, seen):
        return None
    if not _belongs(claim, leg, seen):
        return None
    same_silicon = bool(seen.silicon & leg.silicon)
    return Fit(not seen.is_foreign_type, same_silicon, seen.shared, not seen.conflict, -seen.gap)


def follows_on(claim: DealClaim, leg: Leg, designers: Designers) -> bool:
    """True when the claim is of a contract that enlarges what the leg's parties have."""
    if claim.status is not Status.AMENDED and not says_larger(claim.quote):
        return False
    seen = _compare(claim, leg, designers)
    return _is_follow_on(claim, leg, seen) or (seen.apart and leg.first_day(AGREED) is not None)


def fit_unnamed(claim: DealClaim, leg: Leg, designers: Designers) -> bool:
    """True when claim and leg are one although one of them leaves a party unnamed."""
    if _is_long_ago(leg, claim):
        return False
    seen = _compare(claim, leg, designers)
    if seen.is_foreign_type or seen.conflict or seen.apart or claim.document_id in leg.documents:
        return False
    return seen.gap <= {0: -1, 1: UNNAMED_DAYS}.get(seen.shared, NAMED_LATER_DAYS)


def fit_both_unnamed(claim: DealClaim, leg: Leg, designers: Designers) -> Fit | None:
    """How the claim fits a leg that leaves the same party unnamed; None when apart."""
    if _is_long_ago(leg, claim):
        return None
    seen = _compare(claim, leg, designers)
    if seen.is_foreign_type or seen.apart or seen.conflict:
        return None
    limit = NAMED_LATER_DAYS if seen.shared else UNNAMED_DAYS
    same_silicon = bool(seen.silicon & leg.silicon)
    return Fit(True, same_silicon, seen.shared, True, -seen.gap) if seen.gap <= limit else None


def _is_long_ago(leg: Leg, claim: DealClaim) -> bool:
    """Beyond every limit for unnamed parties, which spares the comparison: a landlord has
    thousands of such legs over the years."""
    return (true_date(claim) - leg.last_on).days > NAMED_LATER_DAYS


@dataclass(frozen=True, slots=True)
class _Comparison:
    day: date
    gap: int
    shared: int
    conflict: bool
    silicon: frozenset[str]
    apart: bool  # silicon of different designers, or loans of different kinds
    is_foreign_type: bool
    is_bare: bool  # the claim states no figure and no length
    is_unsized: bool  # it states no figure but "billions", and no length but the leg's own
    starts_later: bool  # in a later year than anything said of the leg


def _compare(claim: DealClaim, leg: Leg, designers: Designers) -> _Comparison:
    stated = amounts_of(claim)
    shared = sum(any(is_same(one, other) for other in leg.amounts) for one in stated)
    shared += bool(shared) and claim.term_months in leg.terms_months
    disputed = any(is_conflict(one, other) for one in stated for other in leg.base_amounts)
    silicon = designers_of(claim.products, designers)
    day = true_date(claim)
    return _Comparison(
        day=day,
        gap=leg.days_from(day),
        shared=shared,
        conflict=disputed and not shared,
        silicon=silicon,
        apart=are_apart(silicon, leg.silicon) or are_apart(_loans_of(claim), leg.loans),
        is_foreign_type=claim.deal_type not in leg.types,
        is_bare=not stated and claim.term_months is None,
        is_unsized=_is_unsized(claim, leg, stated),
        starts_later=bool(
            claim.start and leg.start_years and claim.start[:4] > max(leg.start_years)
        ),
    )


def _loans_of(claim: DealClaim) -> frozenset[str]:
    """The kinds of loan that a claim of money for shares or of a loan speaks of."""
    return loans_named(claim.quote) if claim.deal_type in _MONEY else frozenset()


def _is_unsized(claim: DealClaim, leg: Leg, stated: tuple[Amount, ...]) -> bool:
    is_vague = all(amount.is_vague for amount in stated)
    return is_vague and (claim.term_months is None or claim.term_months in leg.terms_months)


def _may_cross(claim: DealClaim, leg: Leg, seen: _Comparison) -> bool:
    """A leg under a neighbouring type: by a figure, or soon after for want of one."""
    if seen.conflict or seen.apart:
        return False
    if claim.document_id in leg.documents:
        return False  # one text that tells two types apart means two legs
    if claim.status is Status.AMENDED and leg.first_day(AGREED) is None:
        return False  # what is only talked of is not what is enlarged
    if seen.shared:
        return seen.gap <= SAME_LEG_DAYS
    if seen.gap > UNNAMED_DAYS:
        return False
    return seen.is_unsized or (claim.deal_type in RENTS and not leg.amounts)


def _belongs(claim: DealClaim, leg: Leg, seen: _Comparison) -> bool:
    if claim.status is Status.AMENDED:
        # Speaks of an existing contract; the best fit is chosen among them.
        return not seen.apart and not _is_follow_on(claim, leg, seen)
    if seen.apart or _is_over(leg, claim, seen):
        return False
    if DealType.ACQUISITION in leg.types:
        return True  # a company is bought once
    if claim.status is Status.DENIED:
        return _can_be_denied(claim, leg, seen)
    if claim.status in (Status.COMPLETED, Status.TERMINATED):
        return not seen.conflict or seen.gap <= DISPUTE_DAYS
    if claim.status in BEFORE_AGREEMENT:
        return _is_talk_of(leg, seen)
    return _is_agreement_of(claim, leg, seen)


def _is_follow_on(claim: DealClaim, leg: Leg, seen: _Comparison) -> bool:
    """More money than the whole contract has, and not its new total, is a contract of its own."""
    if claim.deal_type not in _CONTRACTS or not seen.conflict or leg.first_day(AGREED) is None:
        return False
    if says_total(claim.quote) or says_cut(claim.quote):
        return False
    return any(
        all(one.size > other.size for other in leg.amounts if other.kind == one.kind)
        and any(is_conflict(one, other) for other in leg.base_amounts)
        for one in amounts_of(claim)
        if one.kind.startswith("value")
    )


def _is_over(leg: Leg, claim: DealClaim, seen: _Comparison) -> bool:
    """New talk long after an end is about something new."""
    ended = leg.first_on.get(Status.TERMINATED)
    return bool(ended and claim.status not in EXITS and (seen.day - ended).days > RECAP_DAYS)


def _can_be_denied(claim: DealClaim, leg: Leg, seen: _Comparison) -> bool:
    """A denial answers a recent report; of a signed deal only if it names the same chips."""
    if leg.first_day(FIRM) and bool(claim.products) != bool(leg.silicon):
        return False
    return seen.gap <= SAME_LEG_DAYS


def _is_talk_of(leg: Leg, seen: _Comparison) -> bool:
    signed = leg.first_day(FIRM)
    if signed is None or seen.day <= signed:
        return seen.gap <= SAME_LEG_DAYS
    if seen.shared:
        return True
    news = [leg.first_on[status] for status in FIRM if status in leg.first_on]
    since = min((seen.day - day).days for day in news if day <= seen.day)
    if seen.conflict:
        return since <= DISPUTE_DAYS // 3
    return since <= (RECAP_DAYS if seen.is_unsized else DISPUTE_DAYS)


def _is_agreement_of(claim: DealClaim, leg: Leg, seen: _Comparison) -> bool:
    if seen.shared:
        return True
    talks = leg.first_day(BEFORE_AGREEMENT)
    if leg.first_day(AGREED) is None:
        is_older_contract = bool(talks and (talks - seen.day).days > RECAP_DAYS)
        return seen.gap <= SAME_LEG_DAYS and not is_older_contract
    if says_larger(claim.quote) and seen.gap > DISPUTE_DAYS and not seen.is_bare:
        return not _is_follow_on(claim, leg, seen)
    if claim.document_id in leg.documents and not seen.is_bare:
        return False  # a text with two agreements of one pair, each with terms, means two
    if seen.conflict and seen.gap > DISPUTE_DAYS:
        return False
    if seen.starts_later and seen.gap > RECAP_DAYS:
        return False
    return seen.gap <= (MENTION_DAYS if seen.is_bare else SAME_LEG_DAYS)
