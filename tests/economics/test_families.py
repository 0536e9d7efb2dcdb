"""A family's name stands for the generation of its day, with the spread of its members."""

from datetime import date
from itertools import pairwise

import pytest

from tests.economics.deals import gpu_lease
from tracker.economics.families import Meant, meant_by
from tracker.economics.implied import observations
from tracker.reference.companies import load_companies
from tracker.reference.market import Market
from tracker.reference.products import load_products

PRODUCTS = load_products()


def meant(market: Market, day: date, *names: str) -> Meant:
    known = {a.accelerator_id: a for a in market.accelerators}
    return meant_by(names, day, PRODUCTS, market.families, known)


@pytest.mark.parametrize(
    ("day", "accelerator_id", "spread"),
    [
        (date(2020, 1, 1), "goog_tpu_v5e", 0.41),  # before the first row the first one stands in
        (date(2025, 3, 1), "goog_tpu_v6e", 0.32),
        (date(2026, 2, 26), "goog_tpu_v7", 0.33),
        (date(2026, 11, 22), "goog_tpu_v7", 0.08),  # by memory: the newest print nothing else
    ],
)
def test_tpu_is_the_generation_of_its_day(
    market: Market, day: date, accelerator_id: str, spread: float
) -> None:
    """One datasheet stands for the family, the others widen it, and the words say so."""
    found = meant(market, day, "TPU")
    assert [a.accelerator_id for a in found.accelerators] == [accelerator_id]
    assert found.log_sd == pytest.approx(spread, abs=0.02)
    assert found.words.startswith(f"TPU on {day.isoformat()}: mostly ")


def test_a_named_generation_has_no_spread(market: Market) -> None:
    """Ironwood is Ironwood, also beside the word TPU."""
    for names in (("Ironwood",), ("TPU", "Ironwood")):
        found = meant(market, date(2026, 2, 26), *names)
        assert [a.accelerator_id for a in found.accelerators] == ["goog_tpu_v7"]
        assert (found.log_sd, found.words) == (0.0, "")


def test_alike_generations_lie_close(market: Market) -> None:
    """H100 and H200 compute alike: naming only Hopper adds no spread of its own."""
    assert meant(market, date(2025, 1, 1), "Hopper").log_sd == pytest.approx(0.0)


def test_a_familys_price_is_less_sure(market: Market) -> None:
    """The same lease of "TPU" and of Ironwood: one price, the first with more spread."""
    books = (market, PRODUCTS, load_companies())
    deals = [gpu_lease(products=(name,), day="2026-02-26", chips=50_000, power_mw=None)
             for name in ("TPU", "Ironwood")]  # fmt: skip
    (family,), (exact,) = (observations(deal, *books) for deal in deals)
    assert family.usd_per_chip_hour == pytest.approx(exact.usd_per_chip_hour)
    assert family.log_sd > exact.log_sd + 0.1
    assert "mostly TPU7x" in family.formula


def test_the_shares_of_every_day_are_whole(market: Market) -> None:
    """Each row sums to 1, and a family's rows follow one another in time."""
    assert market.families
    for family in market.families:
        assert sum(share for _, share in family.generations) == pytest.approx(1.0)
    for one, other in pairwise(market.families):
        assert one.name != other.name or one.known_on < other.known_on
