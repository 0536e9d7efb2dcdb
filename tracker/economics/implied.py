"""What a deal says about the price of compute: its price observations, or what is missing.

Only managed compute speaks to USD/chip-hour, systems to USD per chip; a shell, money or
a chip design says nothing about either.
"""

import math
from dataclasses import dataclass

from tracker.economics import stated
from tracker.economics.energy import gw_year_from_chip_hour
from tracker.economics.lookups import (
    CompanyBook,
    ProductBook,
    accelerators_of,
    is_family,
    roles_of,
)
from tracker.economics.stated import ONE_SIDED_SD, Stated
from tracker.economics.units import HOURS_PER_YEAR
from tracker.model.deals import AssetLayer, Binding, Confirmation, Deal, Status
from tracker.model.ids import content_id
from tracker.model.market import Accelerator, PriceObservation
from tracker.reference.market import Market

# s of the observation, section (e): choices until fifty deals have been followed to filing
EVIDENCE_SD = {
    Confirmation.FILED: 0.10,
    Confirmation.BOTH_PARTIES: 0.20,
    Confirmation.ONE_PARTY: 0.20,
    Confirmation.ONE_OUTLET: 0.35,
    Confirmation.OTHER_REPORT: 0.35,
    Confirmation.SOCIAL: 0.60,
}
RUMOUR_SD = 0.60
CHIPS_SD, POWER_SD = 0.05, 0.25
RAMP_SD = 0.30
MIX_SD = 0.30
SCOPE_SD = 0.30  # bare systems or with network and storage: a choice
GW_YEAR_USD = (2e9, 20e9)  # outside it a person looks first
CHIP_HOUR_USD = (0.2, 20.0)  # the same where the power per chip is not known
CHIP_USD = (2_000.0, 200_000.0)
MOST_CHIPS = 2e7
VAGUE_SD = 0.4
_UNSETTLED = {Status.RUMORED, Status.CONSIDERING, Status.IN_TALKS}
_GONE = {Status.TERMINATED, Status.DENIED}
_LOOSE = {Binding.LETTER_OF_INTENT, Binding.NONE, Binding.OPTION}


@dataclass(frozen=True, slots=True)
class _Size:
    chips: Stated
    log_sd: float
    words: str


def in_force(deal: Deal) -> bool:
    """Whether this version may say anything: not ended, denied or merged into another."""
    return deal.status not in _GONE and deal.superseded_by is None


def priced_layer(deal: Deal, companies: CompanyBook) -> AssetLayer:
    """The deal's layer; a lease that names no chip, by one who only lets sites, is a shell."""
    roles = set(roles_of(companies, deal.supplier_id))
    lets_sites = roles & {"landlord", "miner"} and not roles & {"neocloud", "cloud", "chip_maker"}
    names_chips = deal.products or deal.chips is not None
    if deal.asset_layer is AssetLayer.MANAGED_COMPUTE and lets_sites and not names_chips:
        return AssetLayer.SHELL
    return deal.asset_layer


def missing_for_price(deal: Deal) -> tuple[str, ...]:
    """What a USD/chip-hour would need that the deal does not say.

    Out of "value", "size" (chips or MW), "term" and "which chip", in that order; empty
    when nothing is missing, and for what is not managed compute.
    """
    if deal.asset_layer is not AssetLayer.MANAGED_COMPUTE:
        return ()
    rated = deal.rate_amount is not None and deal.rate_unit in ("month", "year")
    gaps = (
        ("value", not rated and stated.value_usd(deal) is None),
        ("size", stated.chips(deal) is None and stated.power_kw(deal) is None),
        ("term", not rated and stated.years(deal) is None),
        ("which chip", all(name.split(" ")[-1] == "GPU" for name in deal.products)),
    )
    return tuple(name for name, absent in gaps if absent)


def unpriceable(
    deal: Deal, market: Market, products: ProductBook, companies: CompanyBook
) -> str | None:
    """Why a deal that states all it needs still has no price; None when nothing is amiss."""
    if not in_force(deal) or priced_layer(deal, companies) is not AssetLayer.MANAGED_COMPUTE:
        return None
    if missing_for_price(deal):
        return None
    known = {a.accelerator_id: a for a in market.accelerators}
    chosen = [known[i] for i in accelerators_of(deal.products, products) if i in known]
    if not chosen:
        return f"no datasheet stands for {', '.join(deal.products)}: no price from it"
    dark = [a.accelerator_id for a in chosen if kw_per_chip(a, market) is None]
    if deal.chips is None and dark:
        return f"power per chip of {', '.join(dark)} is not known: no price from it"
    return None


def observations(
    deal: Deal, market: Market, products: ProductBook, companies: CompanyBook
) -> tuple[PriceObservation, ...]:
    """The deal's price observations, one an accelerator that it names; held ones included.

    Empty when the deal is not in force or does not state what is needed.
    """
    if not in_force(deal):
        return ()
    known = {a.accelerator_id: a for a in market.accelerators}
    chosen = [known[i] for i in accelerators_of(deal.products, products) if i in known]
    layer = priced_layer(deal, companies)
    if layer is AssetLayer.MANAGED_COMPUTE:
        return _hourly(deal, chosen, market, products)
    if layer is AssetLayer.SYSTEMS:
        return _per_chip(deal, chosen, products)
    return ()


def kw_per_chip(accelerator: Accelerator, market: Market) -> float | None:
    """Power per chip as contracts count it [kW]: a contract's own ratio, else utility power."""
    rows = [
        row
        for row in market.tco
        if row.applies_to == accelerator.accelerator_id and row.unit == "kw_per_chip"
    ]
    contracts = [row for row in rows if row.evidence.startswith("derived")]
    if chosen := contracts or rows:
        return chosen[0].centre
    return accelerator.utility_power_w / 1000 if accelerator.utility_power_w else None


def _hourly(
    deal: Deal, chosen: list[Accelerator], market: Market, products: ProductBook
) -> tuple[PriceObservation, ...]:
    yearly = stated.usd_per_year(deal)
    size = _size(deal, chosen, market)
    if yearly is None or size is None or not chosen:
        return ()
    usd = yearly.centre / (HOURS_PER_YEAR * size.chips.centre)
    log_sd = _log_sd(deal, chosen, products, [yearly, size.chips], [size.log_sd])
    formula = (
        f"{yearly.centre:,.0f} USD a year / ({HOURS_PER_YEAR} h x {size.words})"
        f" = {usd:.3f} USD/chip-hour"
    )
    doubt = _both_vague(yearly, size.chips) or _doubt_hourly(usd, size, chosen, market)
    return tuple(_observation(deal, a, log_sd, formula, doubt, hourly=usd) for a in chosen)


def _per_chip(
    deal: Deal, chosen: list[Accelerator], products: ProductBook
) -> tuple[PriceObservation, ...]:
    value, count = stated.value_usd(deal), stated.chips(deal)
    if value is None or count is None or not chosen:
        return ()
    usd = value.centre / count.centre
    log_sd = _log_sd(deal, chosen, products, [value, count], [CHIPS_SD, SCOPE_SD])
    formula = f"{value.centre:,.0f} USD / {count.centre:,.0f} chips = {usd:,.0f} USD a chip"
    doubt = _both_vague(value, count)
    if not doubt and not CHIP_USD[0] <= usd <= CHIP_USD[1]:
        doubt = f"outside {CHIP_USD[0]:,.0f} to {CHIP_USD[1]:,.0f} USD a chip"
    return tuple(_observation(deal, a, log_sd, formula, doubt, unit=usd) for a in chosen)


def _size(deal: Deal, chosen: list[Accelerator], market: Market) -> _Size | None:
    """Chips as stated, else from power; None without either or without kW per chip."""
    if count := stated.chips(deal):
        return _Size(count, CHIPS_SD, f"{count.centre:,.0f} chips")
    power = stated.power_kw(deal)
    each = [kw for a in chosen if (kw := kw_per_chip(a, market))]
    if power is None or not each or len(each) < len(chosen):
        return None
    kw = math.prod(each) ** (1 / len(each))
    count = Stated(
        power.centre / kw, power.log_sd, power.one_sided, power.low / kw, power.high / kw
    )
    ramp = RAMP_SD if power.one_sided else 0.0  # a minimum or a ceiling is reached late
    words = f"{power.centre / 1000:,.0f} MW / {kw:.2f} kW a chip = {count.centre:,.0f} chips"
    return _Size(count, math.hypot(POWER_SD, ramp), words)


def _log_sd(
    deal: Deal,
    chosen: list[Accelerator],
    products: ProductBook,
    amounts: list[Stated],
    others: list[float],
) -> float:
    loose = deal.status in _UNSETTLED or deal.binding in _LOOSE
    evidence = EVIDENCE_SD[deal.confirmation]
    parts = [max(evidence, RUMOUR_SD) if loose else evidence, *others]
    parts += [amount.log_sd for amount in amounts]
    if len(chosen) > 1 or is_family(deal.products, products):
        parts.append(MIX_SD)
    if deal.term_months is None and deal.rate_amount is None:
        parts.append(0.1)  # start to end holds the ramp, the term of payment is shorter
    one_sided = ONE_SIDED_SD if any(amount.one_sided for amount in amounts) else 0.0
    return math.hypot(*parts) + one_sided


def _both_vague(value: Stated, size: Stated) -> str | None:
    """ "Billions" for "tens of thousands" is 20 times more or less: no price."""
    vague = min(value.log_sd, size.log_sd) >= VAGUE_SD
    return "value and size are both vague" if vague else None


def _doubt_hourly(usd: float, size: _Size, chosen: list[Accelerator], market: Market) -> str | None:
    """Why a person should look first; None when nothing is odd."""
    architectures = {a.generation.split(" ")[0] for a in chosen}
    if len(architectures) > 1:
        return f"a mix of {' and '.join(sorted(architectures))} has no one price"
    if size.chips.centre > MOST_CHIPS:
        return f"more than {MOST_CHIPS:,.0f} chips"
    if (kw := kw_per_chip(chosen[0], market)) is None:
        inside = CHIP_HOUR_USD[0] <= usd <= CHIP_HOUR_USD[1]
        return None if inside else f"outside {CHIP_HOUR_USD[0]} to {CHIP_HOUR_USD[1]} USD/chip-hour"
    per_gw_year = gw_year_from_chip_hour(usd, kw_per_chip=kw)
    if GW_YEAR_USD[0] <= per_gw_year <= GW_YEAR_USD[1]:
        return None
    return f"{per_gw_year / 1e9:.3g} billion USD/GW-year is outside 2 to 20"


def _observation(
    deal: Deal,
    accelerator: Accelerator,
    log_sd: float,
    formula: str,
    doubt: str | None,
    *,
    hourly: float | None = None,
    unit: float | None = None,
) -> PriceObservation:
    layer = AssetLayer.SYSTEMS if hourly is None else AssetLayer.MANAGED_COMPUTE
    held = f"; held for review: {doubt}" if doubt else ""
    return PriceObservation(
        observation_id=content_id(
            "observation", deal.deal_id, deal.known_at.isoformat(), accelerator.accelerator_id
        ),
        accelerator_id=accelerator.accelerator_id,
        asset_layer=layer.value,
        basis="implied",
        usd_per_chip_hour=hourly,
        usd_per_unit=unit,
        log_sd=log_sd,
        deal_id=deal.deal_id,
        source_url=None,
        observed_on=deal.status_on or deal.first_public_on,
        known_at=deal.known_at,
        formula=formula + held,
        used=doubt is None,
    )
