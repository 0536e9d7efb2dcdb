"""Warrants as rebates: netted where they are valued, a ceiling where they are not."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.builders import build_deal, on
from tests.economics.deals import amd_purchase
from tracker.economics.rebates import VESTED
from tracker.economics.reprice import Pricing, reprice
from tracker.model.deals import Deal, DealType, Qualifier, Status
from tracker.reference.companies import Companies
from tracker.reference.market import Market
from tracker.reference.products import Products

NOW = on("2026-06-01")


def purchase() -> Deal:
    """30 billion for a million MI355X, said exactly."""
    return amd_purchase(
        products=("MI355X",), chips=1_000_000, chips_qualifier=Qualifier.EXACT,
        value_low=Decimal("30e9"), value_high=Decimal("30e9"), value_qualifier=Qualifier.EXACT,
        status=Status.SIGNED,
    )  # fmt: skip


def warrant(**given: Any) -> Deal:
    values: dict[str, Any] = {"deal_id": "warrant", "day": "2026-03-01", "products": ()}
    return build_deal("Meta Platforms", "AMD", deal_type=DealType.WARRANT, **{**values, **given})


def run(market: Market, products: Products, companies: Companies, *deals: Deal) -> Pricing:
    return reprice(market, products, companies, deals, NOW)


def test_a_valued_warrant_is_taken_off(
    market: Market, products: Products, companies: Companies
) -> None:
    """10 billion of warrants, of which a third or so vests, from 30,000 a chip."""
    pricing = run(market, products, companies, purchase(), warrant(usd="10e9"))
    before, after = (o for o in pricing.observations if o.deal_id == "amd")
    assert before.usd_per_unit == pytest.approx(30_000)
    assert after.usd_per_unit == pytest.approx(30_000 * (1 - VESTED / 3))
    assert after.known_at == on("2026-03-01")
    assert "comes back as warrants" in after.formula
    assert after.log_sd > before.log_sd


def test_an_unvalued_warrant_makes_the_price_a_ceiling(
    market: Market, products: Products, companies: Companies
) -> None:
    """The price is at most what is printed; owning can only get cheaper by it."""
    pricing = run(market, products, companies, purchase(), warrant())
    after = [o for o in pricing.observations if o.deal_id == "amd"][-1]
    assert (after.bound, after.usd_per_unit) == ("at_most", pytest.approx(30_000))
    assert "unstated worth" in after.formula


def test_a_warrant_that_lapses_leaves_no_trace(
    market: Market, products: Products, companies: Companies
) -> None:
    """The price is again what it was, and so is what rests on it."""
    ended = replace(warrant(usd="10e9"), status=Status.TERMINATED, known_at=on("2026-04-01"))
    both = run(market, products, companies, purchase(), warrant(usd="10e9"), ended)
    only = run(market, products, companies, purchase())

    def last(pricing: Pricing) -> float:
        return [e for e in pricing.estimates
                if (e.measure, e.accelerator_id) == ("own_usd_per_chip_hour", "amd_mi355x")
                and e.known_at <= on("2026-04-01")][-1].mid  # fmt: skip

    assert last(both) == pytest.approx(last(only), rel=1e-12)
    assert [o for o in both.observations if o.deal_id == "amd"][-1].usd_per_unit == 30_000


def test_somebody_elses_warrant_changes_nothing(
    market: Market, products: Products, companies: Companies
) -> None:
    """OpenAI's warrants say nothing of what Meta pays."""
    other = build_deal(
        "OpenAI", "AMD", deal_id="other", deal_type=DealType.WARRANT, usd="10e9",
        day="2026-03-01", products=(),
    )  # fmt: skip
    pricing = run(market, products, companies, purchase(), other)
    assert len([o for o in pricing.observations if o.deal_id == "amd"]) == 1
