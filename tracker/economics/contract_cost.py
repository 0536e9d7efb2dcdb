"""What a contract costs the cloud that serves it: a price from which the deal's own is absent."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.economics.capital import OwningModel
from tracker.economics.energy import gw_year_from_chip_hour
from tracker.economics.price_rows import capital_row
from tracker.economics.quantities import ItPower, UtilityPower
from tracker.model.market import Accelerator
from tracker.reference.market import Market

CONTRACT_COST_SD = 0.25  # residual value and profit pull against each other: a choice


@dataclass(frozen=True, slots=True)
class ContractCost:
    """A GPU cloud's cost of a contract, per chip-hour and per gigawatt-year of IT power."""

    usd_per_chip_hour: float
    usd_per_gw_year: float
    names: tuple[str, ...]
    words: str


def contract_cost(
    market: Market, accelerator: Accelerator, model: OwningModel, *, years: float, day: date
) -> ContractCost | None:
    """The cost at a GPU cloud's interest, written off over the contract; None without inputs.

    Street price of the hardware times what servers, network and storage add for such
    buyers; power as contracts reserve it. Source: the cost stack of model section (b).
    """
    street = capital_row(market, accelerator, day)
    reserved = _reserved_it_kw(market, accelerator, model)
    if street is None or reserved is None or years <= 0:
        return None
    power, power_row = reserved
    capital = street.usd * market.parameter("it_multiplier").centre
    terms = replace(model, life_years=years, discount_rate=market.parameter("wacc_neocloud").centre)
    hourly = terms.usd_per_hour(capital, utility_kw=power.utility(pue=model.pue).kw)
    names = (*street.names, "it_multiplier", "wacc_neocloud", power_row)
    words = (
        f"{capital:,.0f} USD of IT a chip over {years:g} years, {power.kw:.2f} kW of IT reserved"
    )
    return ContractCost(hourly, gw_year_from_chip_hour(hourly, kw_per_chip=power.kw), names, words)


def _reserved_it_kw(
    market: Market, accelerator: Accelerator, model: OwningModel
) -> tuple[ItPower, str] | None:
    """IT power per chip: as a contract counted them, else the datasheet's share of them."""
    rows = [r for r in market.tco
            if r.applies_to == accelerator.accelerator_id and r.unit == "kw_per_chip"]  # fmt: skip
    for row in rows:
        if row.evidence.startswith("derived"):
            return ItPower(row.centre), row.parameter_id
    if accelerator.utility_power_w:
        metered = UtilityPower(accelerator.utility_power_w / 1000)
        return metered.it(pue=model.pue), accelerator.accelerator_id
    if not rows:
        return None
    return UtilityPower(rows[0].centre).it(pue=model.pue), rows[0].parameter_id
