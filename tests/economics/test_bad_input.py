"""What cannot be true waits for a person with the reason, is never priced, and stops nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import build_deal, on
from tests.economics.deals import gpu_lease
from tracker.economics.implied import observations
from tracker.economics.reinvestment import reinvestment
from tracker.economics.reprice import Pricing, reprice
from tracker.model.deals import Deal, DealType, Qualifier
from tracker.reference.companies import load_companies
from tracker.reference.market import Market, load_market
from tracker.reference.products import load_products

NOW = on("2026-06-01")
GOOD = gpu_lease(deal_id="good")
PRODUCTS, COMPANIES, MARKET = load_products(), load_companies(), load_market()


def run(market: Market, *deals: Deal) -> Pricing:
    return reprice(market, PRODUCTS, COMPANIES, list(deals), NOW)


BAD = {
    "20 GW for a million dollars": (
        gpu_lease(deal_id="bad", usd="1e6", power_mw=20_000.0), "outside 2 to 20"),
    "500 billion chips rented": (
        gpu_lease(deal_id="bad", chips=500_000_000_000, chips_qualifier=Qualifier.EXACT),
        "more than 20,000,000 chips"),
    "500 billion chips bought": (
        build_deal("Meta Platforms", "NVIDIA", deal_id="bad", products=("GB300",), usd="1e16",
                   deal_type=DealType.HARDWARE_PURCHASE, chips=500_000_000_000,
                   chips_qualifier=Qualifier.EXACT, day="2026-01-15"),
        "more than 20,000,000 chips"),
    "a negative term": (gpu_lease(deal_id="bad", term_months=-3), "a term of -3 months"),
    "a term of a century": (gpu_lease(deal_id="bad", term_months=1200), "a term of 1200 months"),
    "a currency without a rate": (
        gpu_lease(deal_id="bad", currency="TWD", headline_usd=None), "no rate from TWD"),
    "an invented currency": (
        gpu_lease(deal_id="bad", currency="XYZ", headline_usd=None), "no rate from XYZ"),
}  # fmt: skip


@pytest.mark.parametrize(("deal", "reason"), BAD.values(), ids=BAD)
def test_it_is_held_with_the_reason_and_the_run_goes_on(
    market: Market, deal: Deal, reason: str
) -> None:
    """A problem names the deal and says "held for review"; no figure moves by it."""
    pricing = run(market, deal, GOOD)
    told = [p.message for p in pricing.problems if p.origin == "bad"]
    assert any("held for review" in words and reason in words for words in told), told
    assert not any(o.used for o in pricing.observations if o.deal_id == "bad")
    assert not any(e.caused_by == "bad" for e in pricing.estimates)
    assert any(e.caused_by == "good" for e in pricing.estimates)


def test_a_missing_margin_is_held(market: Market) -> None:
    """Without a gross margin there are no dollars of leakage, but a sentence why."""
    bare = replace(market, company_facts=())
    found = reinvestment(bare, "nvidia", "openai")
    assert found == "gross margin of nvidia is not known: leakage held for review"


@settings(deadline=None)
@given(
    usd=st.floats(1, 1e18),
    chips=st.one_of(st.none(), st.integers(-5, 10**12)),
    power=st.one_of(st.none(), st.floats(-10, 1e7)),
    term=st.one_of(st.none(), st.integers(-600, 6000)),
    currency=st.sampled_from(["USD", "EUR", "TWD", "???", ""]),
    deal_type=st.sampled_from([DealType.CAPACITY_LEASE, DealType.HARDWARE_PURCHASE]),
)
def test_no_terms_give_an_absurd_price(
    usd: float,
    chips: int | None,
    power: float | None,
    term: int | None,
    currency: str,
    deal_type: DealType,
) -> None:
    """Whatever was read, what is used lies within the bounds of a sane price."""
    odd = gpu_lease(
        deal_id="odd", value_low=Decimal(usd), value_high=Decimal(usd), headline_usd=None,
        chips=chips, power_mw=power, term_months=term, currency=currency, deal_type=deal_type,
    )  # fmt: skip
    for seen in observations(odd, MARKET, PRODUCTS, COMPANIES):
        if seen.used and seen.usd_per_chip_hour is not None:
            assert 0.05 < seen.usd_per_chip_hour < 50
        elif seen.used:
            assert 1_000 < (seen.usd_per_unit or 0) < 1e6
