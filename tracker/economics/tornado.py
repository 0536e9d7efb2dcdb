"""What a result depends on: each input at its low and its high end, the others as they are."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.economics.assumptions import edited
from tracker.economics.capital import owning_model
from tracker.economics.estimate import PriceModel
from tracker.economics.figures import OWN, OWN_TOKENS, PFLOP, RENT, TOKENS, Figure, Key, View
from tracker.economics.unit_costs import interval
from tracker.model.errors import BadInput

_OWNING = (
    "chip_life_economic", "wacc_hyperscaler", "dc_capex_shell", "dc_life", "opex_pct",
    "elec_price", "pue",
)  # fmt: skip
_RENTING = ("list_to_contract", "rental_markup")
_UTILISATION = "utilisation_serving"
_MFU = "mfu_training"


@dataclass(frozen=True, slots=True)
class Bar:
    """One input: its ends, and the result at each; all in the result's and its own unit."""

    what: str
    unit: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far the result goes between the two ends."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Tornado:
    """A figure and its bars, the widest first."""

    key: Key
    mid: float
    bars: tuple[Bar, ...]


def tornado(model: PriceModel, key: Key, view: View) -> Tornado:
    """What a figure of the view depends on; inputs that do not move it are left out.

    The ends are 5 and 95 % of what is believed, and the printed low and high of an
    assumption. Raises BadInput for a figure that the model does not have.
    """
    base = _figure(model, key, view)
    if base is None:
        raise BadInput(f"no figure {key[0]} of {key[1]}{f' at {key[2]}' if key[2] else ''}")
    bars = [bar for bar in _bars(model, key, view, base) if bar.swing > 1e-9 * base.mid]
    bars.sort(key=lambda bar: (-bar.swing, bar.what))
    return Tornado(key, base.mid, tuple(bars))


def _bars(model: PriceModel, key: Key, view: View, base: Figure) -> Iterator[Bar]:
    measure, name, workload_id = key
    owned = measure in (OWN, OWN_TOKENS)
    yield from _hour(model, key, view, base.mid)
    cell = model.cell(workload_id, name, view) if workload_id else None
    if cell:
        speed = interval(cell.tokens_per_s, cell.log_sd)
        ends = (base.mid * speed.mid / speed.low, base.mid * speed.mid / speed.high)
        yield Bar("throughput", "tokens/s a chip", speed.low, speed.high, *ends)
    if measure in (TOKENS, OWN_TOKENS):
        used = model.market.parameter(_UTILISATION)
        low, high = used.low or used.centre, used.high or used.centre
        yield Bar("share of hours used", "share", low, high, base.mid / low, base.mid / high)
    names = [*_OWNING] if owned else [*_RENTING]
    for parameter_id in [*names, *([_MFU] if measure == PFLOP else [])]:
        yield from _assumption(model, key, view, parameter_id)


def _hour(model: PriceModel, key: Key, view: View, mid: float) -> Iterator[Bar]:
    """The price of the hour, or of the hardware that it is owned for."""
    measure, name, _ = key
    supplier = model.suppliers[name]
    if measure in (RENT, PFLOP, TOKENS):
        rent = model.rents(supplier, view)[name]
        ends = interval(rent.usd, math.sqrt(rent.variance))
        scaled = (mid * ends.low / ends.mid, mid * ends.high / ends.mid)
        yield Bar("rent of the hour", "USD/chip-hour", ends.low, ends.high, *scaled)
        return
    own, ownable = model.owns(supplier, view)[name], model.ownable(name, view)
    ends = interval(own.usd, own.log_sd)
    if ownable.level:
        scaled = (mid * ends.low / ends.mid, mid * ends.high / ends.mid)
        yield Bar("published owning cost", "USD/chip-hour", ends.low, ends.high, *scaled)
    if ownable.street and ownable.utility_kw:
        costs = owning_model(model.market)
        kw = ownable.utility_kw
        price = interval(ownable.street.usd, ownable.street.log_sd)
        middle = costs.usd_per_hour(price.mid, utility_kw=kw)
        low = mid * costs.usd_per_hour(price.low, utility_kw=kw) / middle
        high = mid * costs.usd_per_hour(price.high, utility_kw=kw) / middle
        yield Bar("price of the hardware", "USD a chip", price.low, price.high, low, high)


def _assumption(model: PriceModel, key: Key, view: View, parameter_id: str) -> Iterator[Bar]:
    row = model.market.parameter(parameter_id)
    if row.low is None or row.high is None or row.low <= 0 or row.low == row.high:
        return
    found = []
    for end in (row.low, row.high):
        market, _ = edited(model.market, {f"tco.{parameter_id}": end})
        figure = _figure(PriceModel(market, owning_model(model.market)), key, view)
        if figure is None:
            return
        found.append(figure.mid)
    yield Bar(row.parameter, row.unit, row.low, row.high, found[0], found[1])


def _figure(model: PriceModel, key: Key, view: View) -> Figure | None:
    return model.figures(key[1], view).get(key)
