"""Workloads, prices and beliefs to estimates: USD per hour, PFLOP-hour, million tokens.

A `View` says as of when; the same view gives the same figures.
"""

import math
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from tracker.economics.beliefs import Belief, Evidence, fold
from tracker.economics.capital import owning_model
from tracker.economics.cells import Cell, cell_on, cells_of
from tracker.economics.owning import Owning, owning_cost
from tracker.economics.price_rows import (
    PriceRow,
    data_as_of,
    on_sale,
    rent_prior,
    rent_rows,
)
from tracker.economics.unit_costs import Z90, interval, pflop_hour_usd, token_cost
from tracker.model.ids import content_id
from tracker.model.market import Accelerator, Workload
from tracker.reference.market import Market

RENT = "rent_usd_per_chip_hour"
OWN = "own_usd_per_chip_hour"
PFLOP = "usd_per_pflop_hour"
TOKENS = "usd_per_million_tokens"
OWN_TOKENS = "own_usd_per_million_tokens"
CHEAPEST = "p_cheapest"
DRAWS = 10_000
COMMON_SD = 0.10  # tightness of the market, power and money move all rents alike: a choice

Key = tuple[str, str, str | None]  # measure, accelerator, workload
Deals = Mapping[str, tuple[Evidence, ...]]  # by accelerator


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
    rent: Deals = field(default_factory=dict)
    capital: Deals = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rent:
    """The belief about an accelerator's rent, with the row that began it."""

    belief: Belief
    first: PriceRow
    known_on: date  # of its newest row
    held: tuple[str, ...]
    deals: int


class PriceModel:
    """The market's figures made ready once, to be looked at as of many days."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.accelerators = {a.accelerator_id: a for a in market.accelerators}
        self.workloads = {w.workload_id: w for w in market.workloads}
        self._rows = {a.accelerator_id: rent_rows(market, a) for a in market.accelerators}
        self._cells = cells_of(market)
        self._model = owning_model(market)
        self._mfu = market.parameter("mfu_training")
        self._draws = {name: _normals(name) for name in self.accelerators}
        self._cache: dict[str, tuple[int, tuple[Evidence, ...], Rent | None]] = {}

    def workloads_of(self, accelerator_id: str) -> tuple[str, ...]:
        """The workloads for which the accelerator has a comparable point."""
        return tuple(sorted(w for w, name in self._cells if name == accelerator_id))

    def rent(self, accelerator_id: str, view: View) -> Rent | None:
        """The belief about the rent on the view's day; None when the table has no price."""
        evidence = view.rent.get(accelerator_id, ())
        # days between which no row became known share one fold
        seen = bisect_right(self._rows[accelerator_id], view.rows_day, key=lambda r: r.known_on)
        cached = self._cache.get(accelerator_id)
        if cached is None or cached[0] != seen or cached[1] is not evidence:
            cached = (seen, evidence, self._fold(accelerator_id, view.rows_day, evidence))
            self._cache[accelerator_id] = cached
        found = cached[2]
        if found is None:
            return None
        return replace(found, belief=found.belief.later(view.day))

    def own(self, accelerator_id: str, view: View) -> Owning | None:
        """The owning cost on the view's day; None without a level, or capital and power."""
        return owning_cost(
            self.market,
            self.accelerators[accelerator_id],
            self._model,
            day=view.day,
            rows_day=view.rows_day,
            capital=view.capital.get(accelerator_id, ()),
        )

    def levels(self, accelerator_id: str, view: View) -> dict[str, float]:
        """The medians of rent and owning cost [USD/chip-hour], as far as there are any."""
        rent, own = self.rent(accelerator_id, view), self.own(accelerator_id, view)
        found = {RENT: rent.belief.median} if rent else {}
        return found | ({OWN: own.usd} if own else {})

    def figures(self, accelerator_id: str, view: View) -> dict[Key, Figure]:
        """Everything about one accelerator but the comparison with others."""
        accelerator = self.accelerators[accelerator_id]
        rent, own = self.rent(accelerator_id, view), self.own(accelerator_id, view)
        found: dict[Key, Figure] = {}
        if rent:
            found[RENT, accelerator_id, None] = _rent_figure(rent, view)
            if accelerator.fp8_tflops:
                found[PFLOP, accelerator_id, None] = self._pflop(accelerator, rent, view)
        if own:
            found[OWN, accelerator_id, None] = _own_figure(own, view)
        for workload_id in self.workloads_of(accelerator_id):
            found |= self._tokens(accelerator_id, workload_id, rent, own, view)
        return found

    def cheapest(self, workload_id: str, view: View) -> dict[Key, Figure]:
        """Per accelerator, the chance that it is the cheapest rented one at the workload.

        The share of Monte-Carlo draws; the range is that of the draws' own error.
        Accelerators not yet on sale are left out.
        """
        runners = [
            (name, rent, cell_on(self._cells[workload_id, name], view.rows_day))
            for name in sorted(self.accelerators)
            if (workload_id, name) in self._cells
            and on_sale(self.accelerators[name], view.rows_day)
            and (rent := self.rent(name, view))
        ]
        if not runners:
            return {}
        costs = np.stack([self._drawn(name, rent, cell) for name, rent, cell in runners])
        wins = np.bincount(costs.argmin(axis=0), minlength=len(runners)) / DRAWS
        return {
            (CHEAPEST, name, workload_id): _chance(float(wins[i]), rent, cell, len(runners), view)
            for i, (name, rent, cell) in enumerate(runners)
        }

    def all_figures(self, view: View) -> dict[Key, Figure]:
        """Every figure of every accelerator and workload."""
        found: dict[Key, Figure] = {}
        for name in sorted(self.accelerators):
            found |= self.figures(name, view)
        for workload_id in sorted(self.workloads):
            found |= self.cheapest(workload_id, view)
        return found

    def _fold(
        self, accelerator_id: str, rows_day: date, evidence: tuple[Evidence, ...]
    ) -> Rent | None:
        rows, accelerator = self._rows[accelerator_id], self.accelerators[accelerator_id]
        start = rent_prior(rows, accelerator, rows_day)
        if start is None:
            return None
        prior, later, first = start
        belief, held = fold(prior, (*later, *evidence))
        deals = len({e.name for e in evidence} & set(belief.names))
        newest = max((first.known_on, *(e.on for e in later)))
        return Rent(belief, first, newest, held, deals)

    def _pflop(self, accelerator: Accelerator, rent: Rent, view: View) -> Figure:
        tflops = accelerator.fp8_tflops or math.nan
        median = pflop_hour_usd(rent.belief.median, dense_tflops=tflops, mfu=self._mfu.centre)
        words = f"rented; {tflops:g} dense FP8 TFLOPS at {self._mfu.centre:.0%} use of them"
        return _figure(
            median, rent.belief.log_sd, (*rent.belief.names, self._mfu.parameter_id),
            words, rent.known_on, view,
        )  # fmt: skip

    def _tokens(
        self,
        accelerator_id: str,
        workload_id: str,
        rent: Rent | None,
        own: Owning | None,
        view: View,
    ) -> dict[Key, Figure]:
        workload = self.workloads[workload_id]
        cell = cell_on(self._cells[workload_id, accelerator_id], view.rows_day)
        found: dict[Key, Figure] = {}
        if rent:
            belief = rent.belief
            found[TOKENS, accelerator_id, workload_id] = _token_figure(
                workload, cell, belief.median, belief.log_sd, belief.names,
                "rented", rent.known_on, view,
            )  # fmt: skip
        if own:
            found[OWN_TOKENS, accelerator_id, workload_id] = _token_figure(
                workload, cell, own.usd, own.log_sd, own.names, "owned", own.known_on, view
            )
        return found

    def _drawn(
        self, name: str, rent: Rent, cell: Cell
    ) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
        """Draws of ln cost less the common factor, which moves all of them alike."""
        alone = max(rent.belief.variance - COMMON_SD**2, rent.belief.variance / 4)
        log_sd = math.sqrt(alone + cell.log_sd**2)
        middle = rent.belief.mean - math.log(cell.tokens_per_s)
        return np.float32(middle) + np.float32(log_sd) * self._draws[name]


def _normals(name: str) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """The same standard normal draws for an accelerator in every run."""
    seed = int(content_id("draws", name), 16)
    return np.random.default_rng(seed).standard_normal(DRAWS, dtype=np.float32)


def _figure(
    median: float, log_sd: float, names: tuple[str, ...], words: str, known_on: date, view: View
) -> Figure:
    spread = interval(median, log_sd)
    return Figure(
        spread.low, spread.mid, spread.high, _split(names), words, data_as_of(known_on, view.day)
    )


def _split(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for name in names for part in name.split("+")))


def _rent_figure(rent: Rent, view: View) -> Figure:
    basis = {
        "contract": "contract price index",
        "list": "list price less the discount of a commitment",
        "owning": "owning cost plus the usual mark-up",
    }[rent.first.tier]
    words = f"begins with {basis}; {rent.deals} deals folded in; drift 5 % a month"
    return _figure(
        rent.belief.median, rent.belief.log_sd, rent.belief.names, words, rent.known_on, view
    )


def _own_figure(own: Owning, view: View) -> Figure:
    words = f"{own.words}; every hour used"
    return _figure(own.usd, own.log_sd, own.names, words, own.known_on, view)


def _token_figure(
    workload: Workload,
    cell: Cell,
    usd_per_hour: float,
    log_sd: float,
    names: tuple[str, ...],
    basis: str,
    known_on: date,
    view: View,
) -> Figure:
    point = cell.point
    cost = token_cost(usd_per_hour, tokens_per_s=cell.tokens_per_s, token_type=workload.token_type)
    words = (
        f"{basis}, every hour used; {cost.token_type} tokens; {point.benchmark}"
        f" {point.scenario}, {point.precision}, {cell.tokens_per_s:,.0f} tokens/s a chip"
    )
    return _figure(
        cost.usd_per_million,
        math.hypot(log_sd, cell.log_sd),
        (*names, point.throughput_id),
        words,
        max(known_on, point.known_on),
        view,
    )


def _chance(share: float, rent: Rent, cell: Cell, runners: int, view: View) -> Figure:
    """The share of draws with Wilson's 90 % range for its Monte-Carlo error."""
    z2 = Z90**2 / DRAWS
    middle, half = share + z2 / 2, math.sqrt(z2 * (share * (1 - share) + z2 / 4))
    low, high = max(0.0, (middle - half) / (1 + z2)), min(1.0, (middle + half) / (1 + z2))
    return Figure(
        min(low, share),
        share,
        max(high, share),
        _split((*rent.belief.names, cell.point.throughput_id)),
        f"share of {DRAWS} draws in which it is the cheapest rented one of {runners}",
        data_as_of(max(rent.known_on, cell.point.known_on), view.day),
    )
