"""Owning costs that nobody published: several routes, none of which knows the answer."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.economics.capital import OwningModel
from tracker.economics.contract_cost import contract_cost
from tracker.economics.levels import (
    HOUSE,
    Level,
    bulk_factor,
    owning_level,
    published_level,
    together,
)
from tracker.model.market import Accelerator
from tracker.reference.market import Market

MAY, LATE = date(2026, 5, 8), date(2026, 11, 22)
MODEL = OwningModel()


def accelerator(market: Market, name: str) -> Accelerator:
    return next(a for a in market.accelerators if a.accelerator_id == name)


def without(market: Market, *ids: str) -> Market:
    return replace(market, prices=tuple(p for p in market.prices if p.price_id not in ids))


def test_a_published_level_comes_first(market: Market) -> None:
    """B200 at 1.95 by the May table; at 1.73 once the September figure is known."""
    b200 = accelerator(market, "nvda_b200_sxm")
    for day, usd in ((MAY, 1.95), (LATE, 1.73)):
        found = owning_level(market, b200, MODEL, day)
        assert found
        assert found.published
        assert found.usd == pytest.approx(usd)


def test_the_house_pays_less_than_its_customers(market: Market) -> None:
    """Google's own TPU costs 1.03, a customer's 1.21."""
    own = published_level(market, "goog_tpu_v7", LATE, HOUSE)
    other = published_level(market, "goog_tpu_v7", LATE)
    assert own
    assert other
    assert (own.usd, other.usd) == pytest.approx((1.03, 1.21))


@pytest.mark.parametrize(
    ("name", "row", "solved", "published"),
    [
        ("nvda_h100_sxm", "P027", "P103", 1.30),
        ("nvda_h200_sxm", "P030", "P104", 1.41),
        ("nvda_gb200_nvl72", "P039", "P106", 2.21),
        ("amd_mi300x", "P045", "P107", 1.12),
    ],
)
def test_a_level_is_found_without_itself(
    market: Market, name: str, row: str, solved: str, published: float
) -> None:
    """Without its own row and what was solved from it: within 15 % of the published one."""
    found = owning_level(without(market, row, solved), accelerator(market, name), MODEL, MAY)
    assert found
    assert not found.published
    assert row not in found.names
    assert found.usd == pytest.approx(published, rel=0.15)


def test_a_placeholder_is_one_route_among_others(market: Market) -> None:
    """GB300's level is GB200's times 1.2: street and rent have their say too."""
    gb300 = accelerator(market, "nvda_gb300_nvl72")
    found = owning_level(market, gb300, MODEL, LATE)
    assert found
    assert not found.published
    assert "P042" in found.names
    assert len(found.words.split("; ")) == 4


def test_the_bulk_factor_never_knows_its_own(market: Market) -> None:
    """An accelerator's own level does not teach the factor that it is worked out with."""
    h200 = accelerator(market, "nvda_h200_sxm")
    factor, names = bulk_factor(market, h200, MODEL, MAY) or (0.0, ())
    assert 0.8 < factor < 1.0
    assert "P030" not in names
    assert bulk_factor(market, accelerator(market, "goog_tpu_v7"), MODEL, MAY) is None


def test_routes_are_weighted_by_their_error() -> None:
    """The surer route draws the mean to itself; two alike meet in the middle of logs."""
    sure, vague = Level(1.0, 0.1, ("a",), "", False), Level(2.0, 0.4, ("b",), "", False)
    found = together([sure, vague])
    assert found
    assert found.usd == pytest.approx(2 ** (1 / 17))
    assert found.names == ("a", "b")
    assert together([]) is None


def test_serving_a_contract_costs_about_its_price(market: Market) -> None:
    """GB300 for five years at a GPU cloud: within 15 % of the 2.91 that IREN contracted."""
    gb300 = accelerator(market, "nvda_gb300_nvl72")
    found = contract_cost(market, gb300, MODEL, years=5, day=date(2025, 11, 6))
    assert found
    assert found.usd_per_chip_hour == pytest.approx(2.914, rel=0.15)
    assert contract_cost(market, gb300, MODEL, years=0, day=MAY) is None
