"""Rent or buy: from which use on owning is cheaper, and when it has paid back."""

import math

from tracker.economics.units import HOURS_PER_MONTH, MONTHS_PER_YEAR

_BEST_A_YEAR = 9.0  # ten times better in a year: beyond it nothing is claimed


def break_even_utilisation(own_usd_per_hour: float, rent_usd_per_hour: float) -> float:
    """The share of hours above which owning beats renting; above 1 it never does.

    Source: u* = c_own(u = 1) / P_rent, model section (d): the owner pays either way.
    """
    return own_usd_per_hour / rent_usd_per_hour


def payback_months(
    it_capital_usd: float,
    *,
    rent_usd_per_hour: float,
    running_usd_per_hour: float,
    utilisation: float = 1.0,
) -> float:
    """Months until saved rent has repaid the hardware, undiscounted; inf if it never does.

    running_usd_per_hour: power, facility and staff. Source: m = C / ((P u - run) 730).
    """
    saved = (rent_usd_per_hour * utilisation - running_usd_per_hour) * HOURS_PER_MONTH
    return it_capital_usd / saved if saved > 0 else math.inf


def discounted_payback_months(
    it_capital_usd: float,
    *,
    rent_usd_per_hour: float,
    running_usd_per_hour: float,
    discount_rate: float,
    utilisation: float = 1.0,
) -> float:
    """Months until the savings' present value covers the hardware; inf if it never does.

    Source: the m at which C = s (1 - (1 + r)^-m) / r, r the monthly rate.
    """
    if discount_rate == 0:
        return payback_months(
            it_capital_usd,
            rent_usd_per_hour=rent_usd_per_hour,
            running_usd_per_hour=running_usd_per_hour,
            utilisation=utilisation,
        )
    monthly = (1 + discount_rate) ** (1 / MONTHS_PER_YEAR) - 1
    saved = (rent_usd_per_hour * utilisation - running_usd_per_hour) * HOURS_PER_MONTH
    if saved <= it_capital_usd * monthly:
        return math.inf
    return -math.log(1 - it_capital_usd * monthly / saved) / math.log(1 + monthly)


def rent_then_buy_usd(
    rent_usd_per_hour: float,
    own_usd_per_hour: float,
    *,
    rented_years: float,
    horizon_years: float,
    discount_rate: float,
    better_a_year: float,
) -> float:
    """Present value of the work of one chip of today, rented first and bought later [USD].

    Rent until `rented_years`, then own the generation of that day to the horizon: it does
    (1 + better_a_year) times more for a dollar each year waited. Every hour is used.
    Source: the real option of model section (d), cash flows through the year.
    """
    waited = min(rented_years, horizon_years)
    own = own_usd_per_hour * math.exp(-waited * math.log1p(better_a_year))
    renting = rent_usd_per_hour * _annuity(waited, discount_rate)
    owning = own * (_annuity(horizon_years, discount_rate) - _annuity(waited, discount_rate))
    return (renting + owning) * HOURS_PER_MONTH * MONTHS_PER_YEAR


def waiting_pays_from(
    rent_usd_per_hour: float,
    own_usd_per_hour: float,
    *,
    rented_years: float,
    horizon_years: float,
    discount_rate: float,
) -> float:
    """How much better a year the next generation must be for renting first to cost no more.

    A yearly share, 0.3 for 30 %; inf when no improvement makes up for the dearer rent.
    """

    def costs(better: float) -> float:
        return rent_then_buy_usd(
            rent_usd_per_hour, own_usd_per_hour, rented_years=rented_years,
            horizon_years=horizon_years, discount_rate=discount_rate, better_a_year=better,
        )  # fmt: skip

    now = rent_then_buy_usd(
        rent_usd_per_hour, own_usd_per_hour, rented_years=0.0, horizon_years=horizon_years,
        discount_rate=discount_rate, better_a_year=0.0,
    )  # fmt: skip
    low, high = 0.0, _BEST_A_YEAR
    if costs(low) <= now:
        return 0.0
    if costs(high) > now:
        return math.inf
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if costs(middle) > now else (low, middle)
    return high


def _annuity(years: float, rate: float) -> float:
    """Present value of a dollar a year, paid through the years."""
    grown = math.log1p(rate)
    return years if grown == 0 else -math.expm1(-grown * years) / grown
