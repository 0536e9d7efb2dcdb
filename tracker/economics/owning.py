"""What owning an accelerator is believed to cost, and how purchases of systems move it."""

import math
from dataclasses import dataclass
from datetime import date

from tracker.economics.beliefs import Belief, Evidence, fold
from tracker.economics.capital import OwningModel
from tracker.economics.implied import kw_per_chip
from tracker.economics.price_rows import Chosen, capital_row, owning_row
from tracker.model.market import Accelerator
from tracker.reference.market import Market

BOTTOM_UP_SD = 0.30  # section (k): what is expected without price information


@dataclass(frozen=True, slots=True)
class Owning:
    """Owning cost [USD/chip-hour] as median and log spread, with what it is from."""

    usd: float
    log_sd: float
    names: tuple[str, ...]
    known_on: date
    words: str


def owning_cost(
    market: Market,
    accelerator: Accelerator,
    model: OwningModel,
    *,
    day: date,
    rows_day: date,
    capital: tuple[Evidence, ...] = (),
) -> Owning | None:
    """The published level, moved by what purchases say of the hardware's price.

    Without a published level the owning model is worked from capital and power; None
    when these are not known either. Source: section (b), levels from outside, changes
    from the model.
    """
    level = owning_row(market, accelerator, rows_day)
    street = capital_row(market, accelerator, rows_day)
    kw = _utility_kw(accelerator, market)
    before = after = None
    names: tuple[str, ...] = ()
    if street and kw:
        belief = _capital_belief(street, day, capital)
        before = model.usd_per_hour(street.usd, utility_kw=kw)
        after = model.usd_per_hour(belief.median, utility_kw=kw)
        names = belief.names
    if level:
        return _published(level, (after / before) if before and after else 1.0, names)
    if street and after:
        words = f"owning model on {street.words}, {kw:.2f} kW a chip"
        return Owning(after, BOTTOM_UP_SD, (*street.names, *names), street.known_on, words)
    return None


def _published(level: Chosen, factor: float, deals: tuple[str, ...]) -> Owning:
    words = level.words
    if deals:
        words += f", moved by {len(deals)} purchases of systems through the owning model"
    return Owning(level.usd * factor, level.log_sd, (*level.names, *deals), level.known_on, words)


def _capital_belief(street: Chosen, day: date, evidence: tuple[Evidence, ...]) -> Belief:
    prior = Belief(math.log(street.usd), street.log_sd**2, min(street.known_on, day), ())
    return fold(prior, evidence)[0]


def _utility_kw(accelerator: Accelerator, market: Market) -> float | None:
    if accelerator.utility_power_w:
        return accelerator.utility_power_w / 1000
    return kw_per_chip(accelerator, market)
