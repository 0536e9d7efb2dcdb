"""Dated figures as the reference files hold them, beside the records of `tracker.model`."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

PriceKind = Literal[
    "list",
    "marketplace",
    "owning_tco",
    "contract_index",
    "contract_implied",
    "capex_unit",
    "capex_rack",
    "capex_implied",
]
PriceUnit = Literal["usd_per_chip_hour", "usd_per_chip", "usd_per_rack"]
TokenType = Literal["total", "output", "input"]
CHIPS_PER_RACK = 72  # what every rack price of the table counts: NVL72


@dataclass(frozen=True, slots=True)
class Price:
    """One published price, in the unit it was printed in.

    `known_on` is the day from which a run may use it: the end of the printed period, and
    for a row without a date (`dated` False: a list of 2026) the day of compilation.
    `imputed`: not a price that somebody was asked, but worked out. `use` False keeps a
    figure for the record only. `derived_from` names what it was worked out from: ids of
    rows, and published comparisons as "accelerator@owner/accelerator".
    """

    price_id: str
    accelerator_id: str
    provider: str
    kind: PriceKind
    commitment: str
    region: str
    unit: PriceUnit
    low: float | None
    mid: float | None
    high: float | None
    observations: int | None
    evidence: str
    imputed: bool
    use: bool
    source_url: str
    as_of: str
    dated: bool
    known_on: date
    note: str
    derived_from: tuple[str, ...] = ()

    @property
    def usd(self) -> float:
        """The centre in USD per chip or chip-hour: mid, else the geometric middle."""
        return self._per_chip(_centre(self.low, self.mid, self.high))

    def _per_chip(self, value: float) -> float:
        return value / CHIPS_PER_RACK if self.unit == "usd_per_rack" else value


@dataclass(frozen=True, slots=True)
class Throughput:
    """One benchmark point of one accelerator; tokens are of one stated type only."""

    throughput_id: str
    accelerator_id: str
    model: str
    benchmark: str
    round: str
    division: str
    scenario: str
    precision: str
    stat: str
    submissions: int | None
    chips: int | None
    tokens_per_s_per_chip: float
    token_type: TokenType
    interactivity_tok_s_user: float | None
    submitter: str
    software: str
    source_url: str
    as_of: str
    dated: bool
    known_on: date
    basis: str = "measured"
    imputed: bool = False

    @property
    def cell(self) -> str:
        """What a workload names: benchmark and scenario."""
        return f"{self.benchmark} / {self.scenario}"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One parameter of the owning model, with its range."""

    parameter_id: str
    parameter: str
    applies_to: str
    low: float | None
    mid: float | None
    high: float | None
    unit: str
    evidence: str
    source_url: str
    as_of: str
    dated: bool
    known_on: date
    imputed: bool = False

    @property
    def centre(self) -> float:
        """The mid, else the geometric middle of the range, in `unit`."""
        return _centre(self.low, self.mid, self.high)


@dataclass(frozen=True, slots=True)
class SiliconMix:
    """Whose accelerators a cloud runs, as shares; what is left to 1 is unknown."""

    company_id: str
    shares: tuple[tuple[str, float], ...]
    basis: str
    known_on: date
    source_url: str = ""
    imputed: bool = True


@dataclass(frozen=True, slots=True)
class Family:
    """The generations that a family's name stands for from a day on, as shares of chips."""

    name: str
    generations: tuple[tuple[str, float], ...]  # accelerator ids; the shares sum to 1
    known_on: date
    basis: str
    imputed: bool
    source_url: str


@dataclass(frozen=True, slots=True)
class Rivals:
    """Who competes with what a buyer of compute makes: labs, and its own suppliers."""

    buyer_id: str
    lab_ids: tuple[str, ...]
    supplier_ids: tuple[str, ...] = ()


def _centre(low: float | None, mid: float | None, high: float | None) -> float:
    if mid is not None:
        return mid
    ends = [end for end in (low, high) if end is not None]
    return float((ends[0] * ends[-1]) ** 0.5)
