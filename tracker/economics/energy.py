"""Power: IT against utility, chips against gigawatts, and what an hour of it costs."""

from tracker.economics.units import HOURS_PER_YEAR, KW_PER_GW


def it_kw(utility_kw: float, *, pue: float) -> float:
    """Power at the rack of what draws `utility_kw` at the meter [kW]. pue >= 1."""
    return utility_kw / pue


def power_usd_per_hour(utility_kw: float, *, usd_per_kwh: float) -> float:
    """What an hour at the meter costs [USD/h]; overhead is in `utility_kw` already."""
    return utility_kw * usd_per_kwh


def chips_in(power_kw: float, *, kw_per_chip: float) -> float:
    """How many accelerators that power feeds; both sides IT, or both utility."""
    return power_kw / kw_per_chip


def usd_per_gw_year(value_usd: float, *, years: float, power_kw: float) -> float:
    """A contract's total, per gigawatt and year of its term [USD/GW-year]."""
    return value_usd / years / (power_kw / KW_PER_GW)


def chip_hour_from_gw_year(usd_per_gw_year: float, *, kw_per_chip: float) -> float:
    """USD/chip-hour of a price per gigawatt-year: p = (V/T/G) kappa / 8760.

    Source: model section (e), kappa in kW per chip on the same power basis.
    """
    return usd_per_gw_year / KW_PER_GW * kw_per_chip / HOURS_PER_YEAR


def gw_year_from_chip_hour(usd_per_chip_hour: float, *, kw_per_chip: float) -> float:
    """The way back: USD/GW-year of a price per chip-hour."""
    return usd_per_chip_hour * HOURS_PER_YEAR / kw_per_chip * KW_PER_GW
