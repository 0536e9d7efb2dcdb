"""Quantities: there and back is the same, and what must not mix does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.economics.quantities import (
    DIES_PER_BLACKWELL,
    Chips,
    Dies,
    ItPower,
    MixedUnits,
    Racks,
    Total,
    UtilityPower,
    Yearly,
    chips_fed,
    implied_price,
)
from tracker.model.deals import AssetLayer

amounts = st.floats(1e-3, 1e12)
pues = st.floats(1.0, 2.0)
terms = st.floats(0.1, 30)


@given(amounts, pues)
def test_power_goes_to_the_meter_and_back(kw: float, pue: float) -> None:
    """IT to utility to IT is the same power, and the meter never reads less."""
    metered = ItPower(kw).utility(pue=pue)
    assert metered.it(pue=pue).kw == pytest.approx(kw)
    assert metered.kw >= kw


@given(amounts, terms)
def test_a_total_is_its_years(usd: float, years: float) -> None:
    """Total to yearly to total is the same amount."""
    assert Total(usd).yearly(years).over(years).usd == pytest.approx(usd)


@given(amounts, st.integers(1, 144))
def test_racks_and_dies_are_chips(number: float, per: int) -> None:
    """A rack is its chips, a chip its dies."""
    assert Racks(number).chips(chips_per_rack=per).number == pytest.approx(number * per)
    assert Dies(number * per).chips(dies_per_chip=per).number == pytest.approx(number)


def test_two_million_dies_are_a_million_blackwells() -> None:
    """The count that made a gigawatt look twice as full."""
    assert Dies(2e6).chips(dies_per_chip=DIES_PER_BLACKWELL) == Chips(1e6)


@pytest.mark.parametrize(
    "mix",
    [
        lambda: ItPower(1) + UtilityPower(1),
        lambda: Chips(1) + Dies(1),
        lambda: Total(1) + Yearly(1),
        lambda: chips_fed(UtilityPower(1e6), ItPower(2.1)),
    ],
)
def test_different_quantities_do_not_add(mix: object) -> None:
    """Each mix is an error that names both kinds."""
    with pytest.raises(MixedUnits, match=r"\w+ and \w+ are different quantities"):
        mix()  # type: ignore[operator]


def test_sums_within_a_kind_are_plain() -> None:
    """Like adds to like."""
    assert ItPower(1) + ItPower(2) == ItPower(3)
    assert Total(1) + Total(2) == Total(3)
    assert chips_fed(ItPower(200_000), ItPower(2.63)).number == pytest.approx(76_046, abs=1)


@pytest.mark.parametrize(
    ("layer", "price", "size", "usd", "unit"),
    [
        (AssetLayer.MANAGED_COMPUTE, Total(9.7e9).yearly(5), Chips(76_000), 2.914,
         "usd_per_chip_hour"),
        (AssetLayer.MANAGED_COMPUTE, Total(9.7e9).yearly(5), ItPower(200e3), 9.7e9,
         "usd_per_gw_year"),
        (AssetLayer.SYSTEMS, Total(5.8e9), Chips(76_000), 76_316, "usd_per_chip"),
        (AssetLayer.SHELL, Total(3.9e9), UtilityPower(300e3), 13_000, "usd_per_kw"),
    ],
)  # fmt: skip
def test_each_layer_has_its_own_price(
    layer: AssetLayer, price: Total | Yearly, size: Chips | ItPower, usd: float, unit: str
) -> None:
    """IREN's contract, its order of systems, and a site: three units that never meet."""
    found = implied_price(layer, price, size)
    assert found.unit == unit
    assert found.usd == pytest.approx(usd, rel=1e-3)


@pytest.mark.parametrize(
    ("layer", "price", "size"),
    [
        (AssetLayer.MANAGED_COMPUTE, Total(9.7e9), Chips(76_000)),  # a total is no year
        (AssetLayer.SHELL, Yearly(1e9), Chips(10_000)),  # a site's lease prices no chips
        (AssetLayer.SYSTEMS, Total(1e9), ItPower(1e3)),
        (AssetLayer.MONEY, Total(30e9), Chips(1)),
        (AssetLayer.SILICON_DESIGN, Total(1e9), Chips(1e6)),
    ],
)
def test_a_layer_is_not_priced_by_what_it_is_not_paid_by(
    layer: AssetLayer, price: Total | Yearly, size: Chips | ItPower
) -> None:
    """The wrong amount, the wrong size, or a layer without a price: an error in words."""
    with pytest.raises(MixedUnits, match="is no price of"):
        implied_price(layer, price, size)
