"""What a deal says about the price of compute: its price observations, or what is missing.

Only managed compute speaks to USD/chip-hour, systems to USD per chip; a shell, money or
a chip design says nothing about either.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.economics import stated
from tracker.economics.capital import capital_charge
from tracker.economics.energy import gw_year_from_chip_hour
from tracker.economics.families import Meant, meant_by
from tracker.economics.lookups import (
    CompanyBook,
    ProductBook,
    is_family,
    roles_of,
)
from tracker.economics.stated import ONE_SIDED_SD, Stated
from tracker.economics.units import HOURS_PER_YEAR
from tracker.model.deals import AssetLayer, Binding, Confirmation, Deal, DealType, Status
from tracker.model.ids import content_id
from tracker.model.market import Accelerator, Bound, PriceObservation
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
KW_USD = (2_000.0, 60_000.0)  # of a site without its machines
SITE = "facility"  # stands where others name an accelerator
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


@dataclass(frozen=True, slots=True)
class _Ratio:
    """Value over size at the ends stated; `log_sd` is that of the wording alone."""

    usd: float
    value: float
    size: float
    bound: Bound
    log_sd: float


@dataclass(frozen=True, slots=True)
class _Made:
    """How a price was worked out, and why a person should look first, if so."""

    formula: str
    doubt: str | None
    log_sd: float
    bound: Bound


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
    chosen = _meant(deal, market, products).accelerators
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
    if not in_force(deal) or (deal.chips is None and deal.power_mw is None):
        return ()  # no layer has a price without a size
    meant = _meant(deal, market, products)
    layer = priced_layer(deal, companies)
    if layer is AssetLayer.MANAGED_COMPUTE:
        return _hourly(deal, meant, market, products)
    if layer is AssetLayer.SYSTEMS:
        return _per_chip(deal, meant, products)
    if layer is AssetLayer.SHELL:
        return _per_kw(deal, market, products)
    return ()


def _meant(deal: Deal, market: Market, products: ProductBook) -> Meant:
    known = {a.accelerator_id: a for a in market.accelerators}
    day = deal.status_on or deal.first_public_on or deal.known_at.date()
    return meant_by(deal.products, day, products, market.families, known)


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
    deal: Deal, meant: Meant, market: Market, products: ProductBook
) -> tuple[PriceObservation, ...]:
    chosen = meant.accelerators
    yearly = stated.usd_per_year(deal)
    size = _size(deal, chosen, market)
    if yearly is None or size is None or not chosen:
        return ()
    ratio = _ratio(yearly, size.chips)
    usd = ratio.usd / HOURS_PER_YEAR
    log_sd = _log_sd(deal, meant, products, ratio, [size.log_sd])
    formula = (
        f"{ratio.value:,.0f} USD a year / ({HOURS_PER_YEAR} h x {size.words})"
        f" = {usd:.3f} USD/chip-hour{_as_read(meant)}"
    )
    doubt = _both_vague(yearly, size.chips) or _doubt_hourly(usd, size, chosen, market)
    made = _Made(formula, doubt, log_sd, ratio.bound)
    return tuple(_observation(deal, a.accelerator_id, made, hourly=usd) for a in chosen)


def _per_chip(deal: Deal, meant: Meant, products: ProductBook) -> tuple[PriceObservation, ...]:
    chosen = meant.accelerators
    value, count = stated.value_usd(deal), stated.chips(deal)
    if value is None or count is None or not chosen:
        return ()
    ratio = _ratio(value, count)
    usd = ratio.usd
    log_sd = _log_sd(deal, meant, products, ratio, [CHIPS_SD, SCOPE_SD])
    formula = f"{ratio.value:,.0f} USD / {ratio.size:,.0f} chips = {usd:,.0f} USD a chip"
    formula += _as_read(meant)
    doubt = _both_vague(value, count) or _outside(usd, CHIP_USD, "USD a chip")
    if ratio.size > MOST_CHIPS:
        doubt = f"more than {MOST_CHIPS:,.0f} chips"
    made = _Made(formula, doubt, log_sd, ratio.bound)
    return tuple(_observation(deal, a.accelerator_id, made, unit=usd) for a in chosen)


def _per_kw(deal: Deal, market: Market, products: ProductBook) -> tuple[PriceObservation, ...]:
    """Capital per kilowatt of a site: its price, or what its rent would repay.

    A lease without a term says nothing. Source: annuity over the life of a facility at a
    landlord's cost of capital, section (b).
    """
    is_lease = deal.deal_type is DealType.CAPACITY_LEASE
    value = stated.usd_per_year(deal) if is_lease else stated.value_usd(deal)
    power = stated.power_kw(deal)
    if value is None or power is None:
        return ()
    ratio = _ratio(value, power)
    years, rate = market.parameter("dc_life").centre, market.parameter("wacc_neocloud").centre
    charge = capital_charge(1.0, life_years=years, discount_rate=rate) if is_lease else 1.0
    usd = ratio.usd / charge
    log_sd = _log_sd(deal, None, products, ratio, [POWER_SD, SCOPE_SD])
    repaid = f" a year, repaid over {years:g} years at {rate:.1%}" if is_lease else ""
    formula = f"{ratio.value:,.0f} USD{repaid} / {ratio.size:,.0f} kW = {usd:,.0f} USD a kW"
    doubt = _both_vague(value, power) or _outside(usd, KW_USD, "USD a kW of site")
    return (_observation(deal, SITE, _Made(formula, doubt, log_sd, ratio.bound), unit=usd),)


def _ratio(value: Stated, size: Stated) -> _Ratio:
    """Value over size, at the ends that are stated, and on which side the truth lies.

    At most X for exactly N is at most X / N, and the same for at least N; at most X for at
    most N says neither, so that it counts as a price with a wide spread.
    """
    (usd, over), (count, under) = value.end, size.end
    side = over - under
    bound: Bound = "exact" if side == 0 else "at_most" if side > 0 else "at_least"
    loose = ONE_SIDED_SD if over and over == under else 0.0
    return _Ratio(usd / count, usd, count, bound, math.hypot(value.log_sd, size.log_sd, loose))


def _outside(usd: float, allowed: tuple[float, float], unit: str) -> str | None:
    if allowed[0] <= usd <= allowed[1]:
        return None
    return f"outside {allowed[0]:,.0f} to {allowed[1]:,.0f} {unit}"


def _as_read(meant: Meant) -> str:
    return f"; {meant.words}" if meant.words else ""


def _size(deal: Deal, chosen: Sequence[Accelerator], market: Market) -> _Size | None:
    """Chips as stated, else from power; None without either or without kW per chip."""
    if count := stated.chips(deal):
        return _Size(count, CHIPS_SD, f"{count.end[0]:,.0f} chips")
    power = stated.power_kw(deal)
    each = [kw for a in chosen if (kw := kw_per_chip(a, market))]
    if power is None or not each or len(each) < len(chosen):
        return None
    kw = math.prod(each) ** (1 / len(each))
    count = Stated(
        power.centre / kw, power.log_sd, power.one_sided, power.low / kw, power.high / kw
    )
    ramp = RAMP_SD if power.one_sided else 0.0  # a minimum or a ceiling is reached late
    said, made = power.end[0], count.end[0]
    words = f"{said / 1000:,.0f} MW / {kw:.2f} kW a chip = {made:,.0f} chips"
    return _Size(count, math.hypot(POWER_SD, ramp), words)


def _log_sd(
    deal: Deal,
    meant: Meant | None,
    products: ProductBook,
    ratio: _Ratio,
    others: list[float],
) -> float:
    loose = deal.status in _UNSETTLED or deal.binding in _LOOSE
    evidence = EVIDENCE_SD[deal.confirmation]
    parts = [max(evidence, RUMOUR_SD) if loose else evidence, *others, ratio.log_sd]
    if meant and (len(meant.accelerators) > 1 or is_family(deal.products, products)):
        parts.append(max(MIX_SD, meant.log_sd))
    if deal.term_months is None and deal.rate_amount is None:
        parts.append(0.1)  # start to end holds the ramp, the term of payment is shorter
    return math.hypot(*parts)


def _both_vague(value: Stated, size: Stated) -> str | None:
    """ "Billions" for "tens of thousands" is 20 times more or less: no price."""
    vague = min(value.log_sd, size.log_sd) >= VAGUE_SD
    return "value and size are both vague" if vague else None


def _doubt_hourly(
    usd: float, size: _Size, chosen: Sequence[Accelerator], market: Market
) -> str | None:
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
    accelerator_id: str,
    made: _Made,
    *,
    hourly: float | None = None,
    unit: float | None = None,
) -> PriceObservation:
    layer = AssetLayer.SYSTEMS if hourly is None else AssetLayer.MANAGED_COMPUTE
    sides = {"exact": "", "at_most": "at most ", "at_least": "at least "}
    held = f"; held for review: {made.doubt}" if made.doubt else ""
    return PriceObservation(
        observation_id=content_id(
            "observation", deal.deal_id, deal.known_at.isoformat(), accelerator_id
        ),
        accelerator_id=accelerator_id,
        asset_layer=(AssetLayer.SHELL if accelerator_id == SITE else layer).value,
        basis="implied",
        usd_per_chip_hour=hourly,
        usd_per_unit=unit,
        log_sd=made.log_sd,
        deal_id=deal.deal_id,
        source_url=None,
        observed_on=deal.status_on or deal.first_public_on,
        known_at=deal.known_at,
        formula=sides[made.bound] + made.formula + held,
        used=made.doubt is None,
        bound=made.bound,
    )
