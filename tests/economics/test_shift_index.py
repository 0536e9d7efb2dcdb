"""The supplier-shift index: each measure for itself, fading with age, weighted by probability."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import build_deal
from tests.economics.deals import amd_purchase, gpu_lease, tpu_purchase, tpu_rental
from tracker.economics.shift_index import (
    MEASURES,
    Entry,
    IndexShare,
    Measure,
    entries,
    shift_index,
)
from tracker.economics.stated import Stated
from tracker.model.deals import Deal, DealType, Qualifier, Status
from tracker.reference.companies import load_companies
from tracker.reference.market import Market
from tracker.reference.products import load_products

PRODUCTS, COMPANIES = load_products(), load_companies()
DAY = date(2026, 3, 1)


def index(market: Market, measure: Measure, *deals: Deal) -> dict[str, IndexShare]:
    found = entries(deals, measure, market, PRODUCTS, COMPANIES)
    return dict(shift_index(found, day=DAY, window_days=365))


def test_a_long_deal_swamps_dollars_but_not_dollars_a_year(market: Market) -> None:
    """30 billion over fifteen years against 10 over two: 75 % of dollars, 29 % of a year's."""
    long = gpu_lease(deal_id="long", usd="30e9", term_months=180, day="2026-02-01")
    short = build_deal(
        "Anthropic", "Google", deal_id="short", deal_type=DealType.CLOUD_RENTAL, usd="10e9",
        products=("Ironwood",), term_months=24, day="2026-02-01", p_execution=0.9,
    )  # fmt: skip
    dollars, yearly = (index(market, m, long, short) for m in ("usd", "usd_per_year"))
    assert dollars["nvidia"].share == pytest.approx(0.75)
    assert yearly["nvidia"].share == pytest.approx(2 / 7)


def test_chips_and_gigawatts_stand_in_for_one_another(market: Market) -> None:
    """76,000 GB300 are 0.2 GW by the contract's own ratio, and 0.2 GW are 76,000 of them."""
    counted = gpu_lease(power_mw=None, chips=76_000, chips_qualifier=Qualifier.EXACT)
    powered = gpu_lease(power_mw=200.0)
    (gw,) = entries([counted], "gw", market, PRODUCTS, COMPANIES)
    (chips,) = entries([powered], "chips", market, PRODUCTS, COMPANIES)
    assert gw.amount.centre == pytest.approx(0.2, rel=1e-2)
    assert chips.amount.centre == pytest.approx(76_000, rel=1e-2)
    assert gw.amount.log_sd >= 0.25


def test_what_a_deal_does_not_say_is_not_guessed(market: Market) -> None:
    """The TPU rental has dollars, no year of them, no power and no chips; talks have nothing."""
    rented = tpu_rental(status=Status.SIGNED)
    told = {m: len(entries([rented], m, market, PRODUCTS, COMPANIES)) for m in MEASURES}
    assert told == {"usd": 1, "usd_per_year": 0, "gw": 0, "chips": 0}
    assert not entries([tpu_purchase()], "usd", market, PRODUCTS, COMPANIES)


def test_older_commitments_fade(market: Market) -> None:
    """A year old with a window of a year counts e times less."""
    old = amd_purchase(deal_id="old", day="2025-03-01")
    new = build_deal(
        "Meta Platforms", "NVIDIA", deal_id="new", deal_type=DealType.HARDWARE_PURCHASE,
        usd="45e9", products=("GB300",), day="2026-03-01", p_execution=0.7,
    )  # fmt: skip
    found = index(market, "usd", old, new)
    assert found["nvidia"].amount / found["amd"].amount == pytest.approx(2.718, rel=0.01)
    assert found["amd"].deal_ids == ("old",)


@given(
    st.lists(
        st.tuples(st.floats(1e-3, 1e12), st.floats(0.01, 1), st.sampled_from("abc")),
        min_size=1, max_size=6,
    ),
    st.integers(1, 400),
)  # fmt: skip
def test_shares_are_whole_and_ranges_hold_them(
    given_deals: list[tuple[float, float, str]], window: int
) -> None:
    """Shares sum to one, lie in their ranges, and do not depend on the order of deals."""
    found = [
        Entry(f"d{i}", date(2026, 2, 1), ((name, 1.0),), Stated(x, 0.1, False, x, x), p)
        for i, (x, p, name) in enumerate(given_deals)
    ]
    shares = shift_index(found, day=DAY, window_days=window)
    assert sum(s.share for s in shares.values()) == pytest.approx(1.0)
    assert all(0 <= s.low <= s.share <= s.high <= 1 + 1e-9 for s in shares.values())
    again = shift_index(found[::-1], day=DAY, window_days=window)
    assert {n: s.share for n, s in again.items()} == pytest.approx(
        {n: s.share for n, s in shares.items()}
    )
    assert shift_index(found, day=date(2026, 1, 1), window_days=window) == {}
