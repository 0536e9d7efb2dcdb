"""What an hour of an accelerator costs its owner."""

import math
from dataclasses import dataclass

from tracker.economics.energy import it_kw, power_usd_per_hour
from tracker.economics.units import HOURS_PER_YEAR
from tracker.reference.market import Market


def capital_charge(price_usd: float, *, life_years: float, discount_rate: float) -> float:
    """Level yearly payment that repays `price_usd` over its life [USD/year].

    life_years > 0; discount_rate is a yearly share, 0.08 for 8 %.
    Source: annuity A(C, w, n) = C w / (1 - (1 + w)^-n); C / n when w = 0.
    """
    if discount_rate == 0:
        return price_usd / life_years
    # expm1 and log1p keep the digits of a rate near zero
    shrink = -math.expm1(-life_years * math.log1p(discount_rate))
    return price_usd * (discount_rate / shrink)


@dataclass(frozen=True, slots=True)
class OwningModel:
    """The parameters of owning; the defaults are the reference set of model section (b).

    `facility_usd_per_kw` counts IT kilowatts; `opex_share` is of IT capital a year;
    `residual_share` is what the hardware is worth at the end of its life.
    """

    life_years: float = 4.0
    discount_rate: float = 0.08
    facility_usd_per_kw: float = 12_500.0
    facility_life_years: float = 15.0
    opex_share: float = 0.02
    usd_per_kwh: float = 0.075
    pue: float = 1.2
    residual_share: float = 0.0

    def usd_per_hour(
        self, it_capital_usd: float, *, utility_kw: float, utilisation: float = 1.0
    ) -> float:
        """Owning cost of a utilised chip-hour [USD]; idle power is burnt.

        it_capital_usd: chip, host and network; utility_kw per chip, overhead included.
        Source: c_own = [A(C_IT - R (1+w)^-n) + A(kW_IT C_DC) + o C_IT] / (8760 u)
        + kW_util e / u.
        """
        fixed = it_capital_usd * self._it_factor + self._facility(utility_kw)
        power = power_usd_per_hour(utility_kw, usd_per_kwh=self.usd_per_kwh)
        return (fixed / HOURS_PER_YEAR + power) / utilisation

    def it_capital_usd(self, usd_per_hour: float, *, utility_kw: float) -> float:
        """The IT capital per chip at which owning costs just that [USD]; u = 1."""
        power = power_usd_per_hour(utility_kw, usd_per_kwh=self.usd_per_kwh)
        fixed = (usd_per_hour - power) * HOURS_PER_YEAR - self._facility(utility_kw)
        return fixed / self._it_factor

    @property
    def usd_per_hour_of_it_dollar(self) -> float:
        """Capital and running cost of one dollar of IT capital [USD/h]."""
        return self._it_factor / HOURS_PER_YEAR

    @property
    def _it_factor(self) -> float:
        kept = self.residual_share * (1 + self.discount_rate) ** -self.life_years
        charge = capital_charge(
            1 - kept, life_years=self.life_years, discount_rate=self.discount_rate
        )
        return charge + self.opex_share

    def _facility(self, utility_kw: float) -> float:
        cost = it_kw(utility_kw, pue=self.pue) * self.facility_usd_per_kw
        return capital_charge(
            cost, life_years=self.facility_life_years, discount_rate=self.discount_rate
        )


def owning_model(market: Market) -> OwningModel:
    """The owning model with the centres of the market's assumptions."""
    centre = {row.parameter_id: row.centre for row in market.tco}
    needed = (
        "chip_life_economic", "wacc_hyperscaler", "dc_capex_shell", "dc_life", "opex_pct",
        "elec_price", "pue",
    )  # fmt: skip
    for name in needed:
        market.parameter(name)
    return OwningModel(
        life_years=centre["chip_life_economic"],
        discount_rate=centre["wacc_hyperscaler"],
        # million USD per MW are thousand USD per kW
        facility_usd_per_kw=centre["dc_capex_shell"] * 1000,
        facility_life_years=centre["dc_life"],
        opex_share=centre["opex_pct"],
        usd_per_kwh=centre["elec_price"],
        pue=centre["pue"],
    )
