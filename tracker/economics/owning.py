"""What owning an accelerator is believed to cost, and how purchases and sites move it."""

import math
from dataclasses import dataclass, replace
from datetime import date

from tracker.economics.beliefs import Belief
from tracker.economics.capital import OwningModel
from tracker.economics.implied import SITE, kw_per_chip
from tracker.economics.price_rows import Chosen
from tracker.model.market import Accelerator
from tracker.reference.market import Market

BOTTOM_UP_SD = 0.30  # section (k): what is expected without price information
FACILITY = SITE  # the one product of the pool of sites
FACILITY_SD = 0.25  # from air-cooled shells to liquid-cooled AI halls: a choice
_FACILITY_ROW = "dc_capex_shell"


@dataclass(frozen=True, slots=True)
class Owning:
    """Owning cost [USD/chip-hour] as median and log spread, with what it is from."""

    usd: float
    log_sd: float
    names: tuple[str, ...]
    known_on: date
    words: str


@dataclass(frozen=True, slots=True)
class Ownable:
    """What the table says of owning one accelerator, before any deal.

    level: a published owning cost; street: the price of the hardware; either may be None.
    """

    level: Chosen | None
    street: Chosen | None
    utility_kw: float | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What deals make of the price of the hardware [USD/chip] or of a site [USD/kW]."""

    usd: float
    deal_ids: tuple[str, ...] = ()


def owning_cost(
    ownable: Ownable, base: OwningModel, model: OwningModel, capital: Seen | None, facility: Seen
) -> Owning | None:
    """The published level, moved by what purchases say of hardware and sites.

    `base` has the assumptions under which levels were taken over; where those of `model`
    differ (an edited cost of capital, say) the level moves with them.

    Without a published level the owning model is worked from capital and power; None
    when these are not known either. Source: section (b), levels from outside, changes
    from the model.
    """
    street, kw = ownable.street, ownable.utility_kw
    before = after = None
    deals: tuple[str, ...] = ()
    if street and kw and capital:
        built = replace(model, facility_usd_per_kw=facility.usd)
        before = base.usd_per_hour(street.usd, utility_kw=kw)
        after = built.usd_per_hour(capital.usd, utility_kw=kw)
        deals = (*capital.deal_ids, *facility.deal_ids)
    if ownable.level:
        return _published(ownable.level, (after / before) if before and after else 1.0, deals)
    if street and after:
        words = f"owning model on {street.words}, {kw:.2f} kW a chip"
        return Owning(after, BOTTOM_UP_SD, (*street.names, *deals), street.known_on, words)
    return None


def facility_belief(market: Market) -> Belief:
    """What a kilowatt of site costs by the table [USD/kW], as ln."""
    row = market.parameter(_FACILITY_ROW)
    # million USD per MW are thousand USD per kW
    return Belief(math.log(row.centre * 1000), FACILITY_SD**2, row.known_on, (row.parameter_id,))


def capital_belief(street: Chosen) -> Belief:
    """The street price [USD/chip] as ln."""
    return Belief(math.log(street.usd), street.log_sd**2, street.known_on, ())


def utility_kw(accelerator: Accelerator, market: Market) -> float | None:
    """Power at the meter per chip [kW]; None when nobody gives one."""
    if accelerator.utility_power_w:
        return accelerator.utility_power_w / 1000
    return kw_per_chip(accelerator, market)


def _published(level: Chosen, factor: float, deals: tuple[str, ...]) -> Owning:
    words = level.words
    if deals:
        words += f", moved by {len(deals)} purchases or sites through the owning model"
    return Owning(level.usd * factor, level.log_sd, (*level.names, *deals), level.known_on, words)
