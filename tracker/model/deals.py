"""Deals: what one document claims of one leg, and what all claims together say.

Fields and enumerations are those of the gold set's schema, with the further fields
that a leg carries (asset layer, binding, confirmation, rates, execution).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class DealType(StrEnum):
    """What changes hands, and between whom."""

    CLOUD_RENTAL = "cloud_rental"
    HARDWARE_PURCHASE = "hardware_purchase"
    SUPPLY_AGREEMENT = "supply_agreement"
    CAPACITY_LEASE = "capacity_lease"
    CUSTOM_SILICON = "custom_silicon"
    EQUITY_INVESTMENT = "equity_investment"
    WARRANT = "warrant"
    ACQUISITION = "acquisition"
    FINANCING = "financing"
    JOINT_VENTURE = "joint_venture"


class Status(StrEnum):
    """Where a leg stands, from least to most certain, then its ways out."""

    RUMORED = "rumored"
    CONSIDERING = "considering"
    IN_TALKS = "in_talks"
    ANNOUNCED = "announced"
    SIGNED = "signed"
    AMENDED = "amended"
    COMPLETED = "completed"
    TERMINATED = "terminated"
    DENIED = "denied"


class Qualifier(StrEnum):
    """How exact an amount was printed."""

    EXACT = "exact"
    ABOUT = "about"
    UP_TO = "up_to"
    AT_LEAST = "at_least"
    VAGUE = "vague"


class AssetLayer(StrEnum):
    """What changes hands. Only managed compute speaks to $/chip-hour; layers never add up."""

    MANAGED_COMPUTE = "managed_compute"
    SYSTEMS = "systems"
    SHELL = "shell"
    SILICON_DESIGN = "silicon_design"
    MONEY = "money"


class Binding(StrEnum):
    """How far a leg obliges its parties."""

    BINDING = "binding"
    CONDITIONAL = "conditional"
    OPTION = "option"
    LETTER_OF_INTENT = "letter_of_intent"
    NONE = "none"
    UNKNOWN = "unknown"


class AmendmentSign(StrEnum):
    """Which way an amendment moves what was agreed; re-cut where it is neither."""

    UP = "up"
    DOWN = "down"
    RECUT = "re-cut"


class Confirmation(StrEnum):
    """Who stands behind it, from weakest to strongest."""

    SOCIAL = "social"
    OTHER_REPORT = "other_report"
    ONE_OUTLET = "one_outlet"
    ONE_PARTY = "one_party"
    BOTH_PARTIES = "both_parties"
    FILED = "filed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """The characters of a document that fill one slot ("leg", "value", "buyer" ...)."""

    slot: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A company, product, amount or date found in a document's text."""

    mention_id: str
    document_id: str
    start: int
    end: int
    label: str  # COMPANY, PRODUCT, MONEY, CHIPS, POWER, TERM, DATE
    text: str
    entity_id: str | None
    known_at: datetime


@dataclass(frozen=True, slots=True)
class DealClaim:
    """One document's assertion about ONE leg of a deal.

    Offsets in `evidence` are into `Document.text`. `quote` is the sentence of the leg.
    A party is None when the document does not name it. `firm_amount`, `optional_amount` and
    `contingent_amount` are the parts that the document itself sets apart, `prepayment_amount`
    what is paid ahead and `amendment_amount` by how much an amendment moves the value, all in
    `currency`. None is what the document does not say.
    """

    claim_id: str
    document_id: str
    deal_type: DealType
    status: Status
    buyer_id: str | None
    buyer: str | None
    supplier_id: str | None
    supplier: str | None
    other_parties: tuple[str, ...]
    products: tuple[str, ...]
    value_low: Decimal | None
    value_high: Decimal | None
    currency: str | None
    value_qualifier: Qualifier | None
    chips: int | None
    chips_qualifier: Qualifier | None
    power_mw: float | None
    power_qualifier: Qualifier | None
    term_months: int | None
    start: str | None  # YYYY, YYYY-MM or YYYY-MM-DD
    end: str | None
    rate_amount: Decimal | None
    rate_unit: str | None  # "month", "year", "GW"
    asset_layer: AssetLayer
    binding: Binding
    confirmation: Confirmation
    origin_outlet: str  # who says so first: the outlet credited, the company, "SEC filing"
    attribution: str
    rule_id: str
    quote: str
    evidence: tuple[Evidence, ...]
    published_on: date | None
    known_at: datetime
    firm_amount: Decimal | None = None
    optional_amount: Decimal | None = None
    contingent_amount: Decimal | None = None
    prepayment_amount: Decimal | None = None
    prepayment_share: float | None = None  # of the value, 0 to 1
    take_or_pay: bool | None = None
    cancellation_notice_months: float | None = None  # 30 days are a month
    guarantor_id: str | None = None
    guarantor: str | None = None
    amendment_sign: AmendmentSign | None = None
    amendment_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """The resolved leg as known at one instant: one version of it.

    `deal_id` is the id of its first-known claim. `headline_usd` is what is claimed (the
    high end; the floor when only that is known), `expected_usd` that times
    `p_execution`; both None when no amount is claimed. `superseded_by` names the deal
    that it was merged into. `firm_amount`, `optional_amount` and `contingent_amount` are parts
    of the value, in `currency`. Deals of one `programme_id` tell of one undertaking; those of
    `overlaps_with` tell in part of the same capacity, so that their amounts do not add up.
    """

    deal_id: str
    known_at: datetime
    relationship_id: str
    deal_type: DealType
    status: Status
    status_on: date | None
    buyer_id: str | None
    buyer: str | None
    supplier_id: str | None
    supplier: str | None
    other_parties: tuple[str, ...]
    products: tuple[str, ...]
    value_low: Decimal | None
    value_high: Decimal | None
    currency: str | None
    value_qualifier: Qualifier | None
    chips: int | None
    chips_qualifier: Qualifier | None
    power_mw: float | None
    power_qualifier: Qualifier | None
    term_months: int | None
    start: str | None
    end: str | None
    rate_amount: Decimal | None
    rate_unit: str | None
    asset_layer: AssetLayer
    binding: Binding
    confirmation: Confirmation
    origin_outlet: str
    attribution: str
    p_execution: float
    headline_usd: Decimal | None
    expected_usd: Decimal | None
    first_public_on: date | None
    first_known_at: datetime
    origins: tuple[str, ...]  # independent origin outlets, first-known first
    claim_ids: tuple[str, ...]  # first-known first
    lead_claim_id: str  # the claim whose quote and link stand for the present status
    superseded_by: str | None
    firm_amount: Decimal | None = None
    optional_amount: Decimal | None = None
    contingent_amount: Decimal | None = None
    programme_id: str | None = None  # id of the first-known deal of the undertaking
    overlaps_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DealStep:
    """One change of one field of a deal: when it was true, and when we learned it."""

    deal_id: str
    field: str  # "status", "value", "chips", "power_mw", "term_months", "start" ...
    before: str | None
    after: str | None
    true_on: date | None
    known_at: datetime
    claim_id: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Which deal a claim is of, since `known_at`; `rules` is a checksum of the rules applied."""

    claim_id: str
    deal_id: str
    rules: str
    known_at: datetime
