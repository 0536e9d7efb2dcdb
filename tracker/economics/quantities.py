"""Amounts that cannot be taken for one another: power, dollars, and counts of silicon.

Each mistake that such models are known for is a type error here: IT against utility power,
a contract's total against a year of it, chips against dies and racks, and a price that the
asset layer does not speak to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tracker.economics.units import HOURS_PER_YEAR, KW_PER_GW
from tracker.model.deals import AssetLayer
from tracker.model.errors import TrackerError

DIES_PER_BLACKWELL = 2  # vendors count packages and dies; a deal's chips are packages


class MixedUnits(TrackerError, TypeError):
    """Two quantities of different kinds were to be taken for one."""


@dataclass(frozen=True, slots=True, order=True)
class ItPower:
    """Power at the racks [kW], without cooling and losses."""

    kw: float

    def __add__(self, other: "ItPower") -> "ItPower":
        return ItPower(self.kw + _same(self, other).kw)

    def utility(self, *, pue: float) -> "UtilityPower":
        """What the meter reads for it; pue >= 1."""
        return UtilityPower(self.kw * pue)


@dataclass(frozen=True, slots=True, order=True)
class UtilityPower:
    """Power at the meter [kW], with cooling and losses."""

    kw: float

    def __add__(self, other: "UtilityPower") -> "UtilityPower":
        return UtilityPower(self.kw + _same(self, other).kw)

    def it(self, *, pue: float) -> ItPower:
        """What of it reaches the racks; pue >= 1."""
        return ItPower(self.kw / pue)


@dataclass(frozen=True, slots=True, order=True)
class Chips:
    """Accelerators as deals count them: packages."""

    number: float

    def __add__(self, other: "Chips") -> "Chips":
        return Chips(self.number + _same(self, other).number)


@dataclass(frozen=True, slots=True, order=True)
class Dies:
    """Pieces of silicon; a package holds one or more."""

    number: float

    def chips(self, *, dies_per_chip: int) -> Chips:
        """The packages that they make."""
        return Chips(self.number / dies_per_chip)


@dataclass(frozen=True, slots=True, order=True)
class Racks:
    """Racks of a system, each with a fixed number of packages."""

    number: float

    def chips(self, *, chips_per_rack: int) -> Chips:
        """The packages in them."""
        return Chips(self.number * chips_per_rack)


@dataclass(frozen=True, slots=True, order=True)
class Yearly:
    """Dollars a year."""

    usd: float

    def __add__(self, other: "Yearly") -> "Yearly":
        return Yearly(self.usd + _same(self, other).usd)

    def over(self, years: float) -> "Total":
        """What it comes to over a term."""
        return Total(self.usd * years)


@dataclass(frozen=True, slots=True, order=True)
class Total:
    """All dollars of a contract, whatever its term."""

    usd: float

    def __add__(self, other: "Total") -> "Total":
        return Total(self.usd + _same(self, other).usd)

    def yearly(self, years: float) -> Yearly:
        """A year of it; years > 0."""
        return Yearly(self.usd / years)


@dataclass(frozen=True, slots=True)
class LayerPrice:
    """What one layer's contract says: the amount and its unit, nothing about other layers."""

    usd: float
    unit: str  # "usd_per_chip_hour", "usd_per_gw_year", "usd_per_chip", "usd_per_kw"


Power = TypeVar("Power", ItPower, UtilityPower)


def chips_fed(power: Power, each: Power) -> Chips:
    """How many accelerators a power feeds. Raises MixedUnits for IT against utility power."""
    return Chips(power.kw / _same(power, each).kw)


def implied_price(
    layer: AssetLayer, price: Total | Yearly, size: Chips | ItPower | UtilityPower
) -> LayerPrice:
    """The price that a contract of this layer implies, in the layer's own unit.

    Managed compute is paid a year at a time, systems and shells once. Raises MixedUnits for
    a layer that implies no price, and for a size or an amount that the layer is not paid by.
    """
    found = _PRICES.get((layer, type(price), type(size)))
    if found is None:
        raise MixedUnits(
            f"{type(price).__name__} over {type(size).__name__} is no price of"
            f" {layer.value.replace('_', ' ')}"
        )
    unit, work_out = found
    amount = size.number if isinstance(size, Chips) else size.kw
    return LayerPrice(work_out(price.usd, amount), unit)


def _hourly(usd: float, chips: float) -> float:
    return usd / (HOURS_PER_YEAR * chips)


def _per_gw(usd: float, kw: float) -> float:
    return usd / (kw / KW_PER_GW)


def _each(usd: float, amount: float) -> float:
    return usd / amount


_PRICES: dict[tuple[AssetLayer, type, type], tuple[str, Callable[[float, float], float]]] = {
    (AssetLayer.MANAGED_COMPUTE, Yearly, Chips): ("usd_per_chip_hour", _hourly),
    (AssetLayer.MANAGED_COMPUTE, Yearly, ItPower): ("usd_per_gw_year", _per_gw),
    (AssetLayer.MANAGED_COMPUTE, Yearly, UtilityPower): ("usd_per_gw_year", _per_gw),
    (AssetLayer.SYSTEMS, Total, Chips): ("usd_per_chip", _each),
    (AssetLayer.SHELL, Total, ItPower): ("usd_per_kw", _each),
    (AssetLayer.SHELL, Total, UtilityPower): ("usd_per_kw", _each),
}

Kind = TypeVar("Kind")


def _same(one: Kind, other: Kind) -> Kind:
    """The other, if it is of the same kind. Raises MixedUnits."""
    if type(one) is not type(other):
        raise MixedUnits(
            f"{type(one).__name__} and {type(other).__name__} are different quantities:"
            " convert one of them first"
        )
    return other
