"""Workloads, prices and beliefs to estimates: USD per hour, PFLOP-hour, million tokens.

A `View` says as of when; the same view gives the same figures.
"""

import math
from collections.abc import Iterable
from datetime import date

from tracker.economics.capital import OwningModel
from tracker.economics.cells import Cell
from tracker.economics.draws import chances, rent_draws
from tracker.economics.epochs import DRAWS, Epoch, Epochs, Floats
from tracker.economics.figures import (
    CHEAPEST,
    MOST_INPUTS,
    OWN,
    OWN_TOKENS,
    PFLOP,
    RENT,
    TOKENS,
    Book,
    Figure,
    Key,
    Rent,
    View,
    chance_figure,
    own_figure,
    owned_tokens,
    pflop_figure,
    rent_figure,
    rented_tokens,
    split,
)
from tracker.economics.owning import FACILITY, Ownable, Owning, Seen, owning_cost
from tracker.economics.pool import Pool, State
from tracker.economics.rent_levels import Level
from tracker.economics.unit_costs import token_cost
from tracker.reference.market import Market


class PriceModel:
    """The market's figures made ready once, to be looked at as of many days.

    `base`: the assumptions under which published owning costs were taken over, if others.
    """

    def __init__(self, market: Market, base: OwningModel | None = None) -> None:
        self.market = market
        self.accelerators = {a.accelerator_id: a for a in market.accelerators}
        self.suppliers = {a.accelerator_id: a.supplier_id for a in market.accelerators}
        self.workloads = {w.workload_id: w for w in market.workloads}
        self._epochs = Epochs(market, base)
        self.owning = self._epochs.model
        self._jobs = {
            name: tuple(w for w in sorted(self.workloads) if self._epochs.has_cells(w, name))
            for name in self.accelerators
        }
        self._mfu = market.parameter("mfu_training")
        self._rents: dict[str, tuple[State, date, dict[str, Rent]]] = {}
        self._draws: dict[str, tuple[State, date, Floats]] = {}

    def workloads_of(self, accelerator_id: str) -> tuple[str, ...]:
        """The workloads for which the accelerator has a comparable point."""
        return tuple(w for w in sorted(self.workloads) if self._epochs.has_cells(w, accelerator_id))

    def cell(self, workload_id: str, accelerator_id: str, view: View) -> Cell | None:
        """The benchmark point that stands for a workload; None without one."""
        return self._epochs.on(view.rows_day).cells.get((workload_id, accelerator_id))

    def ownable(self, accelerator_id: str, view: View) -> Ownable:
        """What the table says of owning an accelerator."""
        return self._epochs.on(view.rows_day).ownable[accelerator_id]

    def products_of(self, suppliers: Iterable[str]) -> tuple[str, ...]:
        """The accelerators of some suppliers, by id; of all for the facility."""
        wanted = set(suppliers)
        return tuple(
            n for n, s in sorted(self.suppliers.items()) if s in wanted or FACILITY in wanted
        )

    def held(self, supplier_id: str, view: View, *, hourly: bool) -> frozenset[str]:
        """The deals whose observation the belief holds for review."""
        epoch = self._epochs.on(view.rows_day)
        book, pools = (view.rent, epoch.rent) if hourly else (view.capital, epoch.capital)
        pool = pools.get(supplier_id)
        return pool.held(book.get(supplier_id, ())) if pool else frozenset()

    def rents(self, supplier_id: str, view: View) -> dict[str, Rent]:
        """The beliefs about the rents of a supplier's products that anything tells of."""
        epoch = self._epochs.on(view.rows_day)
        pool = epoch.rent.get(supplier_id)
        if pool is None:
            return {}
        evidence = view.rent.get(supplier_id, ())
        state = pool.fold(evidence)
        cached = self._rents.get(supplier_id)
        if cached is None or cached[0] is not state or cached[1] != view.day:
            today = pool.on(evidence, view.day)
            used = _used(pool, view.rent, supplier_id)
            cached = (state, view.day, _believed(pool, today, epoch.levels[supplier_id], used))
            self._rents[supplier_id] = cached
        return cached[2]

    def owns(self, supplier_id: str, view: View) -> dict[str, Owning]:
        """The owning costs of a supplier's products, as far as anything tells of them."""
        epoch = self._epochs.on(view.rows_day)
        site = self._seen(epoch, FACILITY, view)[FACILITY]
        capital = self._seen(epoch, supplier_id, view)
        found = {}
        for name in self.products_of([supplier_id]):
            models = (self._epochs.base, self._epochs.model)
            own = owning_cost(epoch.ownable[name], *models, capital.get(name), site)
            if own:
                found[name] = own
        return found

    def figures(self, accelerator_id: str, view: View) -> dict[Key, Figure]:
        """Everything about one accelerator but the comparison with others."""
        own = self.supplier_figures(self.suppliers[accelerator_id], view)
        return {key: value for key, value in own.items() if key[1] == accelerator_id}

    def supplier_figures(self, supplier_id: str, view: View) -> dict[Key, Figure]:
        """Everything about a supplier's accelerators but the comparison with others."""
        found: dict[Key, Figure] = {}
        cells = self._epochs.on(view.rows_day).cells
        for name, rent in self.rents(supplier_id, view).items():
            found[RENT, name, None] = rent_figure(rent, view.day)
            if self.accelerators[name].fp8_tflops:
                found[PFLOP, name, None] = pflop_figure(
                    rent, self.accelerators[name], self._mfu, view.day
                )
            for job in self.workloads_of(name):
                found[TOKENS, name, job] = rented_tokens(
                    rent, cells[job, name], self.workloads[job], view.day
                )
        for name, own in self.owns(supplier_id, view).items():
            found[OWN, name, None] = own_figure(own, view.day)
            for job in self.workloads_of(name):
                found[OWN_TOKENS, name, job] = owned_tokens(
                    own, cells[job, name], self.workloads[job], view.day
                )
        return found

    def cheapest(self, workload_id: str, view: View) -> dict[Key, Figure]:
        """Per accelerator, the chance that it is the cheapest rented one at the workload.

        The share of Monte-Carlo draws; the range is that of the draws' own error.
        Accelerators not yet on sale are left out.
        """
        runners = self._epochs.on(view.rows_day).runners[workload_id]
        rents = self._runner_rents(runners.names, view)
        shares = chances(runners, {name: draws for name, (_, draws) in rents.items()})
        cells = dict(zip(runners.names, runners.cells, strict=True))
        return {
            (CHEAPEST, name, workload_id): chance_figure(
                share, rents[name][0], cells[name], len(shares), DRAWS, view.day
            )
            for name, share in shares.items()
        }

    def mids(self, suppliers: Iterable[str], view: View) -> dict[Key, float]:
        """The medians of all that some suppliers' prices touch, comparisons included."""
        wanted = tuple(suppliers)
        cells = self._epochs.on(view.rows_day).cells
        found: dict[Key, float] = {}
        for supplier_id in self._known(wanted):
            for name, rent in self.rents(supplier_id, view).items():
                found |= self._hourly(name, rent.usd, (RENT, TOKENS), cells)
                if tflops := self.accelerators[name].fp8_tflops:
                    found[PFLOP, name, None] = rent.usd / (tflops * self._mfu.centre / 1000)
            for name, own in self.owns(supplier_id, view).items():
                found |= self._hourly(name, own.usd, (OWN, OWN_TOKENS), cells)
        for workload_id in self.touched_workloads(wanted):
            found |= {k: f.mid for k, f in self.cheapest(workload_id, view).items()}
        return found

    def touched(self, suppliers: Iterable[str], view: View) -> dict[Key, Figure]:
        """Every figure that news of some suppliers' prices can move."""
        wanted = tuple(suppliers)
        found: dict[Key, Figure] = {}
        for supplier_id in self._known(wanted):
            found |= self.supplier_figures(supplier_id, view)
        for workload_id in self.touched_workloads(wanted):
            found |= self.cheapest(workload_id, view)
        return found

    def all_figures(self, view: View) -> dict[Key, Figure]:
        """Every figure of every accelerator and workload."""
        return self.touched(sorted(set(self.suppliers.values())), view)

    def touched_workloads(self, suppliers: Iterable[str]) -> tuple[str, ...]:
        """The workloads at which any of some suppliers' accelerators competes."""
        names = self.products_of(s for s in suppliers if s != FACILITY)
        return tuple(sorted({w for name in names for w in self.workloads_of(name)}))

    def _known(self, suppliers: Iterable[str]) -> list[str]:
        return sorted({self.suppliers[name] for name in self.products_of(suppliers)})

    def _hourly(
        self, name: str, usd: float, measures: tuple[str, str], cells: dict[tuple[str, str], Cell]
    ) -> dict[Key, float]:
        found: dict[Key, float] = {(measures[0], name, None): usd}
        for job in self.workloads_of(name):
            kind = self.workloads[job].token_type
            speed = cells[job, name].tokens_per_s
            cost = token_cost(usd, tokens_per_s=speed, token_type=kind)
            found[measures[1], name, job] = cost.usd_per_million
        return found

    def _seen(self, epoch: Epoch, supplier_id: str, view: View) -> dict[str, Seen]:
        """What deals make of the prices of a supplier's hardware, or of a site."""
        pool = epoch.capital.get(supplier_id)
        if pool is None:
            return {}
        state = pool.fold(view.capital.get(supplier_id, ()))
        used = _used(pool, view.capital, supplier_id)[-MOST_INPUTS:]
        return {
            name: Seen(math.exp(float(state.mean[i])), used)
            for i, name in enumerate(pool.prior.names)
        }

    def _runner_rents(self, names: tuple[str, ...], view: View) -> dict[str, tuple[Rent, Floats]]:
        found: dict[str, tuple[Rent, Floats]] = {}
        for supplier_id in sorted({self.suppliers[name] for name in names}):
            rents = self.rents(supplier_id, view)
            draws = self._supplier_draws(supplier_id, view)
            found |= {n: (rents[n], draws[n]) for n in names if n in rents and n in draws}
        return found

    def _supplier_draws(self, supplier_id: str, view: View) -> dict[str, Floats]:
        pool = self._epochs.on(view.rows_day).rent.get(supplier_id)
        if pool is None:
            return {}
        state = pool.fold(view.rent.get(supplier_id, ()))
        cached = self._draws.get(supplier_id)
        if cached is None or cached[0] is not state or cached[1] != view.day:
            today = pool.on(view.rent.get(supplier_id, ()), view.day)
            cached = (state, view.day, rent_draws(pool.prior.names, today))
            self._draws[supplier_id] = cached
        return dict(zip(pool.prior.names, cached[2], strict=True))


def _believed(
    pool: Pool, state: State, levels: dict[str, Level], used: tuple[str, ...]
) -> dict[str, Rent]:
    """The products of which a price of their own, a sibling's, or a deal tells."""
    deals = used[-MOST_INPUTS:]
    return {
        name: Rent(
            float(state.mean[i]),
            float(state.covariance[i, i]),
            levels[name],
            deals,
            split((*levels[name].belief.names, *deals)),
        )
        for i, name in enumerate(pool.prior.names)
        if levels[name].first or levels[name].siblings or used
    }


def _used(pool: Pool, book: Book, supplier_id: str) -> tuple[str, ...]:
    evidence = book.get(supplier_id, ())
    held = pool.held(evidence)
    return tuple(item.name for item in evidence if item.name not in held)
