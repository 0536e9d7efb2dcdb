"""Rent or buy: from which use on owning is cheaper, and when it has paid back."""

import math

from tracker.economics.units import HOURS_PER_MONTH, MONTHS_PER_YEAR


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
