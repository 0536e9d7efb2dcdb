"""Money paid ahead: worked out as if it were paid by the hour, held where it cannot be."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import build_claim, build_deal, on
from tests.economics.deals import amd_purchase, gpu_lease
from tracker.economics.implied import observations
from tracker.economics.prepayment import Prepaid, prepaid_by_claim, prepaid_in, spread_evenly
from tracker.economics.rebates import VESTED
from tracker.economics.reprice import reprice
from tracker.model.deals import Deal, DealType, Qualifier
from tracker.model.market import PriceObservation
from tracker.reference.companies import load_companies
from tracker.reference.market import load_market
from tracker.reference.products import load_products

NOW = on("2026-06-01")
PRODUCTS, COMPANIES, MARKET = load_products(), load_companies(), load_market()
NEOCLOUD = MARKET.parameter("wacc_neocloud").centre
HYPERSCALER = MARKET.parameter("wacc_hyperscaler").centre


def printed(deal: Deal) -> PriceObservation:
    (one,) = observations(deal, MARKET, PRODUCTS, COMPANIES)
    return one


def even(deal: Deal, prepaid: Prepaid | None) -> PriceObservation:
    (one,) = spread_evenly(deal, (printed(deal),), prepaid, MARKET, COMPANIES)
    return one


def hundred(**given: object) -> Deal:
    """2.00 USD an hour: 100,000 GB300 of IREN's for five years of 8,760 hours at 8.76 billion."""
    values = {"usd": "8.76e9", "chips": 100_000, "chips_qualifier": Qualifier.EXACT}
    return gpu_lease(**{**values, **given})


def usd(observation: PriceObservation) -> float:
    assert observation.usd_per_chip_hour is not None
    return observation.usd_per_chip_hour


def test_a_fifth_paid_ahead_by_hand() -> None:
    """A fifth is early by 2.5 of five years, at 9 % a year: 4.5 % on 2.00 make 2.09."""
    deal = hundred()
    assert usd(printed(deal)) == pytest.approx(2.00)
    assert pytest.approx(0.09) == NEOCLOUD
    found = even(deal, Prepaid(share=0.2))
    assert usd(found) == pytest.approx(2.09)
    assert found.log_sd > printed(deal).log_sd
    assert "20.0% paid ahead, 2.5 years early on average, at 9.0% a year" in found.formula
    assert found.formula.endswith("x 1.045 = 2.090 USD/chip-hour")


def test_an_amount_is_a_share_of_the_whole() -> None:
    """1.752 of 8.76 billion are a fifth, in dollars or in another currency."""
    found = even(hundred(), Prepaid(amount=Decimal("1.752e9"), currency="USD"))
    assert usd(found) == pytest.approx(2.09)
    euros = hundred(currency="EUR", headline_usd=Decimal("8.76e9"), value_low=Decimal("8e9"),
                    value_high=Decimal("8e9"))  # fmt: skip
    found = even(euros, Prepaid(amount=Decimal("1.6e9"), currency="EUR"))
    assert usd(found) == pytest.approx(2.09)


def test_a_cloud_with_cheap_money_gains_less_by_it() -> None:
    """Microsoft as the supplier borrows at 8 %: 4 % instead of 4.5."""
    deal = build_deal(
        "Meta Platforms", "Microsoft", usd="8.76e9", chips=100_000, term_months=60,
        chips_qualifier=Qualifier.EXACT, deal_type=DealType.CLOUD_RENTAL, products=("GB300",),
    )  # fmt: skip
    found = even(deal, Prepaid(share=0.2))
    assert usd(found) == pytest.approx(2.00 * (1 + 0.2 * 2.5 * HYPERSCALER))


shares = st.floats(0, 1)


@given(shares, shares, st.integers(1, 180))
def test_the_more_is_paid_ahead_the_dearer(one: float, other: float, months: int) -> None:
    """Never below what is printed, never above all of it early, and rising with the share."""
    deal = hundred(term_months=months)
    bare = usd(printed(deal))
    low, high = (usd(even(deal, Prepaid(share=share))) for share in sorted((one, other)))
    assert bare <= low * (1 + 1e-12)
    assert low <= high * (1 + 1e-12)
    assert high <= bare * (1 + months / 24 * NEOCLOUD) * (1 + 1e-12)


@given(shares, st.sampled_from(list(Qualifier)))
def test_share_and_amount_say_the_same(share: float, qualifier: Qualifier) -> None:
    """Of an exact whole; and for no wording does it turn a floor into a ceiling."""
    deal = hundred(value_qualifier=qualifier)
    before = printed(deal)
    by_share = even(deal, Prepaid(share=share))
    amount = Decimal(str(share)) * Decimal("8.76e9")
    by_amount = even(deal, Prepaid(amount=amount, currency="USD"))
    assert by_share.bound == by_amount.bound == before.bound
    if qualifier is Qualifier.EXACT:
        assert usd(by_share) == pytest.approx(usd(by_amount))


BAD = {
    "more than all": (Prepaid(share=1.3), "130% of the value"),
    "less than nothing": (Prepaid(share=-0.2), "-20% of the value"),
    "no number": (Prepaid(share=float("nan")), "nan% of the value"),
    "more dollars than there are": (
        Prepaid(amount=Decimal("9e9"), currency="USD"), "9,000,000,000 USD paid ahead of"),
    "dollars the other way": (
        Prepaid(amount=Decimal("-1e9"), currency="USD"), "-1,000,000,000 USD paid ahead cannot"),
}  # fmt: skip


@pytest.mark.parametrize(("prepaid", "reason"), BAD.values(), ids=BAD)
def test_what_cannot_be_is_held_and_the_run_goes_on(prepaid: Prepaid, reason: str) -> None:
    """The price is kept as printed, unused, with the reason; another deal is still priced."""
    bad, good = hundred(deal_id="bad", claim_ids=("told",)), hundred(deal_id="good")
    pricing = reprice(
        MARKET, PRODUCTS, COMPANIES, [bad, good], NOW, prepayments={"told": prepaid}
    )  # fmt: skip
    told = [p.message for p in pricing.problems if p.origin == "bad"]
    assert any("held for review" in words and reason in words for words in told), told
    assert not any(o.used for o in pricing.observations if o.deal_id == "bad")
    assert any(o.used for o in pricing.observations if o.deal_id == "good")
    assert {e.caused_by for e in pricing.estimates if e.caused_by} == {"good"}


def test_without_a_share_the_price_is_a_floor() -> None:
    """A rate without a term, or a currency without a rate: at least that; of a ceiling nothing."""
    monthly = hundred(rate_amount=Decimal("146e6"), rate_unit="month", term_months=None)
    found = even(monthly, Prepaid(share=0.2))
    assert (found.bound, usd(found), found.used) == ("at_least", pytest.approx(2.00), True)
    odd = even(hundred(), Prepaid(amount=Decimal("1e9"), currency="XYZ"))
    assert odd.bound == "at_least"
    ceiling = hundred(value_qualifier=Qualifier.UP_TO, value_low=None)
    held = even(ceiling, Prepaid(amount=Decimal("1e9"), currency="XYZ"))
    assert (held.bound, held.used) == ("at_most", False)
    assert "held for review" in held.formula


def test_the_newest_claim_that_says_so_counts() -> None:
    """A version knows its claims, first known first; one that says nothing takes nothing back."""
    claims = [
        build_claim(claim_id="first", prepayment_share=0.1),
        build_claim(claim_id="second", prepayment_amount=Decimal("2e9"), currency="USD"),
        build_claim(claim_id="third"),
    ]
    said = prepaid_by_claim(claims)
    assert set(said) == {"first", "second"}
    deal = hundred(claim_ids=("first", "second", "third"))
    assert prepaid_in(deal, said) == Prepaid(None, Decimal("2e9"), "USD")
    assert prepaid_in(replace(deal, claim_ids=("first",)), said) == Prepaid(0.1)
    assert prepaid_in(replace(deal, claim_ids=("third",)), said) is None


def test_it_is_net_of_warrants_too() -> None:
    """4.5 % more for the money's time, a tenth in warrants less, of which a third or so vests."""
    warrant = gpu_lease(
        deal_id="warrant", deal_type=DealType.WARRANT, usd="0.876e9", day="2025-11-02",
        products=(), power_mw=None, term_months=None,
    )  # fmt: skip
    lease = hundred(claim_ids=("told",))
    said = {"told": Prepaid(share=0.2)}
    pricing = reprice(MARKET, PRODUCTS, COMPANIES, [warrant, lease], NOW, prepayments=said)
    (found,) = (o for o in pricing.observations if o.deal_id == "lease")
    assert usd(found) == pytest.approx(2.09 * (1 - 0.1 * VESTED))
    assert "paid ahead" in found.formula
    assert "comes back as warrants" in found.formula


def test_bought_systems_are_left_as_they_are() -> None:
    """Money ahead of a delivery is early by its lead time, which nobody states."""
    deal = amd_purchase(
        products=("MI355X",), chips=1_000_000, chips_qualifier=Qualifier.EXACT,
        value_low=Decimal("30e9"), value_high=Decimal("30e9"), value_qualifier=Qualifier.EXACT,
    )  # fmt: skip
    assert even(deal, Prepaid(share=0.2)) == printed(deal)
