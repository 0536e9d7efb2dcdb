"""The outputs of the model: their names, ranges, inputs, and the words that go with them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.economics.beliefs import Evidence
from tracker.economics.cells import Cell
from tracker.economics.owning import Owning
from tracker.economics.price_rows import data_as_of
from tracker.economics.rent_levels import Level
from tracker.economics.unit_costs import Z90, interval, pflop_hour_usd, token_cost
from tracker.model.market import Accelerator, Workload
from tracker.reference.figures import Assumption

RENT = "rent_usd_per_chip_hour"
OWN = "own_usd_per_chip_hour"
PFLOP = "usd_per_pflop_hour"
TOKENS = "usd_per_million_tokens"
OWN_TOKENS = "own_usd_per_million_tokens"
CHEAPEST = "p_cheapest"
MOST_INPUTS = 50  # deals named with a figure, the latest; price_observations has all

Key = tuple[str, str, str | None]  # measure, accelerator, workload
Book = Mapping[str, tuple[Evidence, ...]]  # by supplier


@dataclass(frozen=True, slots=True)
class Figure:
    """One output with its 90 % range and where it is from."""

    low: float
    mid: float
    high: float
    input_ids: tuple[str, ...]
    assumptions: str
    model_data_as_of: str


@dataclass(frozen=True, slots=True)
class View:
    """As of when: the day, the last day of table rows that count, and the deals in force."""

    day: date
    rows_day: date
    rent: Book = field(default_factory=dict)
    capital: Book = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rent:
    """What is believed of an accelerator's rent on a day, as ln, with its origins."""

    mean: float
    variance: float
    level: Level
    deal_ids: tuple[str, ...]
    names: tuple[str, ...]  # the rows and deals that it is from

    @property
    def usd(self) -> float:
        """The median [USD/chip-hour]."""
        return math.exp(self.mean)


def figure(
    median: float, log_sd: float, names: tuple[str, ...], words: str, known_on: date, day: date
) -> Figure:
    """A log-normal figure; `known_on` is the date of the newest row behind it."""
    spread = interval(median, log_sd)
    return Figure(spread.low, spread.mid, spread.high, names, words, data_as_of(known_on, day))


def split(names: tuple[str, ...]) -> tuple[str, ...]:
    """Row and deal ids, each once; rows of one day stand joined by a plus."""
    return tuple(dict.fromkeys(part for name in names for part in name.split("+")))


def rent_figure(rent: Rent, day: date) -> Figure:
    """USD per rented chip-hour."""
    level = rent.level
    words = (
        f"{_basis(level)}; {len(rent.deal_ids)} deals of its supplier folded in; drift 5 % a month"
    )
    return figure(rent.usd, math.sqrt(rent.variance), rent.names, words, level.known_on, day)


def pflop_figure(rent: Rent, accelerator: Accelerator, mfu: Assumption, day: date) -> Figure:
    """USD per 1e15 x 3600 operations really done."""
    tflops = accelerator.fp8_tflops or math.nan
    median = pflop_hour_usd(rent.usd, dense_tflops=tflops, mfu=mfu.centre)
    words = f"rented; {tflops:g} dense FP8 TFLOPS at {mfu.centre:.0%} use of them"
    names = (*rent.names, mfu.parameter_id)
    return figure(median, math.sqrt(rent.variance), names, words, rent.level.known_on, day)


def own_figure(own: Owning, day: date) -> Figure:
    """USD per owned chip-hour."""
    return figure(
        own.usd, own.log_sd, split(own.names), f"{own.words}; every hour used", own.known_on, day
    )


def rented_tokens(rent: Rent, cell: Cell, workload: Workload, day: date) -> Figure:
    """USD per million tokens on a rented accelerator."""
    source = (rent.usd, rent.variance, rent.names, rent.level.known_on)
    return _tokens("rented", *source, cell, workload, day)


def owned_tokens(own: Owning, cell: Cell, workload: Workload, day: date) -> Figure:
    """USD per million tokens on an owned accelerator."""
    source = (own.usd, own.log_sd**2, split(own.names), own.known_on)
    return _tokens("owned", *source, cell, workload, day)


def chance_figure(
    share: float, rent: Rent, cell: Cell, runners: int, draws: int, day: date
) -> Figure:
    """The share of draws with Wilson's 90 % range for its Monte-Carlo error."""
    z2 = Z90**2 / draws
    middle, half = share + z2 / 2, math.sqrt(z2 * (share * (1 - share) + z2 / 4))
    low, high = max(0.0, (middle - half) / (1 + z2)), min(1.0, (middle + half) / (1 + z2))
    return Figure(
        min(low, share),
        share,
        max(high, share),
        (*rent.names, cell.point.throughput_id),
        f"share of {draws} draws in which it is the cheapest rented one of {runners}",
        data_as_of(max(rent.level.known_on, cell.point.known_on), day),
    )


def _tokens(
    basis: str,
    usd: float,
    variance: float,
    names: tuple[str, ...],
    known_on: date,
    cell: Cell,
    workload: Workload,
    day: date,
) -> Figure:
    point = cell.point
    cost = token_cost(usd, tokens_per_s=cell.tokens_per_s, token_type=workload.token_type)
    words = (
        f"{basis}, every hour used; {cost.token_type} tokens; {point.benchmark}"
        f" {point.scenario}, {point.precision}, {cell.tokens_per_s:,.0f} tokens/s a chip"
    )
    return figure(
        cost.usd_per_million,
        math.sqrt(variance + cell.log_sd**2),
        (*names, point.throughput_id),
        words,
        max(known_on, point.known_on),
        day,
    )


def _basis(level: Level) -> str:
    if level.first is None:
        whose = f"{level.siblings} of its siblings'" if level.siblings else "others'"
        return f"no price of its own: from {whose} prices and dense FP8 operations"
    return {
        "contract": "begins with contract price index",
        "list": "begins with list price less the discount of a commitment",
        "owning": "begins with owning cost plus the usual mark-up",
    }[level.first.tier]
