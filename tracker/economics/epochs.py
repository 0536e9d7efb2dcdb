"""The market between two days on which a reference row becomes known: made ready once."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

import numpy as np
import numpy.typing as npt

from tracker.economics.capital import OwningModel, owning_model
from tracker.economics.cells import Cell, cell_on, cells_of
from tracker.economics.owning import (
    FACILITY,
    Ownable,
    capital_belief,
    facility_belief,
    utility_kw,
)
from tracker.economics.pool import Pool
from tracker.economics.price_rows import capital_row, change_days, on_sale, owning_row, rent_rows
from tracker.economics.rent_levels import BASE_SD, Level, architecture, prior_of, rent_levels
from tracker.model.ids import content_id
from tracker.model.market import Accelerator
from tracker.reference.market import Market

DRAWS = 10_000
KEPT = 3  # a change of rows looks at the epochs before and after it

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Runners:
    """Who competes at a workload: names, their cells, and draws of -ln(tokens/s)."""

    names: tuple[str, ...]
    cells: tuple[Cell, ...]
    slowness: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Epoch:
    """What the tables say while no row is added: priors, owning levels, cells."""

    levels: dict[str, dict[str, Level]]  # by supplier and accelerator
    rent: dict[str, Pool]  # by supplier
    capital: dict[str, Pool]
    ownable: dict[str, Ownable]
    cells: dict[tuple[str, str], Cell]  # by workload and accelerator
    runners: dict[str, Runners]


class Epochs:
    """The epochs of a market, made when they are first asked for; a few are kept."""

    def __init__(self, market: Market, base: OwningModel | None = None) -> None:
        self.market = market
        self.days = change_days(market)
        self.model: OwningModel = owning_model(market)
        self.base = base or self.model
        self.facility = facility_belief(market)
        self._rows = {a.accelerator_id: rent_rows(market, a) for a in market.accelerators}
        self._points = cells_of(market)
        self._architectures = {a.accelerator_id: architecture(a) for a in market.accelerators}
        self._architectures[FACILITY] = FACILITY
        self._made: OrderedDict[date, Epoch] = OrderedDict()

    def on(self, day: date) -> Epoch:
        """The epoch of a day."""
        start = max((d for d in self.days if d <= day), default=date.min)
        if start not in self._made:
            self._made[start] = self._make(start)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        self._made.move_to_end(start)
        return self._made[start]

    def has_cells(self, workload_id: str, accelerator_id: str) -> bool:
        """Whether a comparable benchmark point exists, of any day."""
        return (workload_id, accelerator_id) in self._points

    def _make(self, day: date) -> Epoch:
        levels = rent_levels(self.market.accelerators, self._rows, day)
        ownable = {a.accelerator_id: self._ownable(a, day) for a in self.market.accelerators}
        cells = {key: cell_on(points, day) for key, points in self._points.items()}
        rent = {
            supplier: Pool(
                prior_of(supplier, {n: x.belief for n, x in own.items()}, self._architectures,
                         BASE_SD)
            )
            for supplier, own in levels.items()
        }  # fmt: skip
        return Epoch(
            levels, rent, self._capital(ownable), ownable, cells, self._runners(cells, day)
        )

    def _ownable(self, accelerator: Accelerator, day: date) -> Ownable:
        return Ownable(
            owning_row(self.market, accelerator, day),
            capital_row(self.market, accelerator, day),
            utility_kw(accelerator, self.market),
        )

    def _capital(self, ownable: dict[str, Ownable]) -> dict[str, Pool]:
        suppliers = {a.accelerator_id: a.supplier_id for a in self.market.accelerators}
        priced = sorted((suppliers[n], n) for n, o in ownable.items() if o.street)
        pools = {FACILITY: Pool(prior_of(FACILITY, {FACILITY: self.facility},
                                         self._architectures, BASE_SD))}  # fmt: skip
        for supplier, group in groupby(priced, key=lambda pair: pair[0]):
            streets = {name: ownable[name].street for _, name in group}
            beliefs = {name: capital_belief(s) for name, s in streets.items() if s}
            pools[supplier] = Pool(prior_of(supplier, beliefs, self._architectures, BASE_SD))
        return pools

    def _runners(self, cells: dict[tuple[str, str], Cell], day: date) -> dict[str, Runners]:
        known = {a.accelerator_id: a for a in self.market.accelerators}
        found = {}
        for workload in self.market.workloads:
            names = tuple(
                sorted(
                    name
                    for (workload_id, name) in cells
                    if workload_id == workload.workload_id and on_sale(known[name], day)
                )
            )
            own = tuple(cells[workload.workload_id, name] for name in names)
            found[workload.workload_id] = Runners(
                names, own, _slowness(workload.workload_id, names, own)
            )
        return found


@lru_cache(maxsize=256)
def normals(*parts: str) -> Floats:
    """The same standard normal draws for the same words in every run."""
    seed = int(content_id("draws", *parts), 16)
    return np.random.default_rng(seed).standard_normal(DRAWS, dtype=np.float32)


def _slowness(workload_id: str, names: tuple[str, ...], cells: tuple[Cell, ...]) -> Floats:
    rows = [
        np.float32(cell.log_sd) * normals("cell", workload_id, name)
        - np.float32(np.log(cell.tokens_per_s))
        for name, cell in zip(names, cells, strict=True)
    ]
    return np.stack(rows) if rows else np.empty((0, DRAWS), np.float32)
