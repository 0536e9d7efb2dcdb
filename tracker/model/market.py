"""The market's records: accelerators, prices, workloads, and what the model makes of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

PriceBasis = Literal["list", "street", "contract", "implied", "prior"]
Bound = Literal["exact", "at_most", "at_least"]


@dataclass(frozen=True, slots=True)
class Company:
    """A curated company. A `parent_id` means: counts as its parent in every deal."""

    company_id: str
    name: str
    aliases: tuple[str, ...]
    descriptions: tuple[str, ...]  # "the search giant"
    tickers: tuple[str, ...]
    cik: int | None
    parent_id: str | None
    roles: tuple[str, ...]  # cloud, neocloud, landlord, chip_maker, foundry, lab, buyer ...
    context: tuple[str, ...]  # an ambiguous name counts only near one of these words
    source_url: str


@dataclass(frozen=True, slots=True)
class Product:
    """An accelerator name as deals use it: a family ("TPU") or a generation ("GB300")."""

    name: str
    supplier_id: str  # who designs the silicon
    parent: str | None  # the family above it
    aliases: tuple[str, ...]
    accelerator_id: str | None  # the datasheet that stands for it in the price model
    source_url: str


@dataclass(frozen=True, slots=True)
class Accelerator:
    """Datasheet figures of one chip; None where no source gives one."""

    accelerator_id: str
    supplier_id: str
    product: str
    generation: str
    available: str  # YYYY or YYYY-MM-DD
    memory_gb: float | None
    memory_tb_per_s: float | None
    bf16_tflops: float | None  # dense
    fp8_tflops: float | None
    fp4_tflops: float | None
    board_power_w: float | None
    utility_power_w: float | None  # per chip with host, network and facility
    software: str
    source_url: str
    as_of: str
    basis: str = ""  # whose figures they are
    imputed: tuple[str, ...] = ()  # the figures taken over from another chip or worked out


@dataclass(frozen=True, slots=True)
class Workload:
    """One stated job: which benchmark point stands for it, and its tokens per query."""

    workload_id: str
    name: str
    model: str
    benchmark: str
    token_type: Literal["total", "output", "input"]
    interactivity_tok_s_user: tuple[float, float]  # the band of points that count
    input_tokens: int
    output_tokens: int
    weight: float  # in the stated mix; the mix sums to 1
    note: str


@dataclass(frozen=True, slots=True)
class PriceObservation:
    """One piece of evidence about the price of an accelerator-hour or of an accelerator."""

    observation_id: str
    accelerator_id: str
    asset_layer: str
    basis: PriceBasis
    usd_per_chip_hour: float | None
    usd_per_unit: float | None
    log_sd: float  # standard deviation of the natural logarithm
    deal_id: str | None
    source_url: str | None
    observed_on: date | None
    known_at: datetime
    formula: str  # how it was worked out, with its numbers
    used: bool  # False: held back for review, and `formula` says why
    bound: Bound = "exact"  # "at_most": the price is that or less


@dataclass(frozen=True, slots=True)
class Move:
    """What one cause did to a figure: a deal's id, or "reference data"."""

    cause: str
    change: float  # in the figure's own unit; the changes add up to mid - before_mid


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """One output of the model, with its 90 % range and what it was before.

    `measure` names it: "rent_usd_per_chip_hour", "own_usd_per_chip_hour",
    "usd_per_pflop_hour", "usd_per_million_tokens", "p_cheapest". `caused_by` is the deal
    whose news moved it; None for the opening estimate from reference data.
    """

    estimate_id: str
    measure: str
    accelerator_id: str
    workload_id: str | None
    low: float
    mid: float
    high: float
    before_low: float | None
    before_mid: float | None
    before_high: float | None
    caused_by: str | None
    input_ids: tuple[str, ...]
    assumptions: str
    model_data_as_of: str
    as_of: date
    known_at: datetime
    moves: tuple[Move, ...] = ()  # the largest first


def newest_data(estimates: Iterable[CostEstimate], day: date) -> str:
    """The date of the newest figures behind the estimates, as `day` sees it; empty for none.

    What an estimate says of its data holds for its own day, which may be long ago.
    """
    newest = max((e.model_data_as_of[:10] for e in estimates), default="")
    late = ", later than this day where nothing earlier is known"
    return newest + (late if newest > day.isoformat() else "")


@dataclass(frozen=True, slots=True)
class PricingRun:
    """One run of the re-pricing: what went in, and how far it reached.

    `inputs_digest` stands for every deal version and reference figure known by `known_at`;
    a later run that finds it unchanged goes on from there.
    """

    run_id: str
    known_at: datetime
    model_version: str
    inputs_digest: str
    market_id: str
    deal_versions: int


@dataclass(frozen=True, slots=True)
class SupplierShare:
    """A silicon supplier's share of newly committed dollars in a trailing window."""

    share_id: str
    supplier_id: str
    window_days: int
    headline_usd: float
    expected_usd: float
    share: float  # 0-1 of expected dollars
    share_low: float
    share_high: float
    before_share: float | None
    caused_by: str | None
    deal_ids: tuple[str, ...]
    known_at: datetime


@dataclass(frozen=True, slots=True)
class BuyerExposure:
    """What a buyer has disclosed of its commitments to one silicon supplier, as bounds.

    `effective_suppliers` is 1/HHI over all suppliers, the same on each of a buyer's rows.
    """

    exposure_id: str
    buyer_id: str
    supplier_id: str
    committed_low_usd: float
    committed_high_usd: float
    share_low: float
    share_high: float
    effective_suppliers_low: float
    effective_suppliers_high: float
    before_effective_low: float | None
    before_effective_high: float | None
    caused_by: str | None
    deal_ids: tuple[str, ...]
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Stake:
    """What one company holds in another."""

    stake_id: str
    investor_id: str
    investee_id: str
    committed_usd: float | None
    invested_usd: float | None
    stake_low: float | None  # share, 0-1
    stake_high: float | None
    status: str
    source_url: str
    as_of: date
    note: str
    basis: str = ""  # how the share is known: as reported, amount over valuation ...
    imputed: bool = False


@dataclass(frozen=True, slots=True)
class CompanyFact:
    """A company's published figure, for example a gross margin as a share."""

    fact_id: str
    company_id: str
    period: str
    period_end: date | None
    scope: str
    metric: str
    value: float | None
    low: float | None
    high: float | None
    revenue_usd: float | None
    source_url: str
    as_of: date
    basis: str = ""  # filing, press, analyst_model ...
    imputed: bool = False
