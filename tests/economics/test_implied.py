"""Deals as price observations: what counts, with what doubt, and what is missing."""

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import build_deal
from tests.economics.deals import gpu_lease, tpu_purchase, tpu_rental
from tracker.economics import stated
from tracker.economics.implied import missing_for_price, observations, unpriceable
from tracker.model.deals import (
    AssetLayer,
    Binding,
    Confirmation,
    DealType,
    Qualifier,
    Status,
)
from tracker.reference.companies import Companies
from tracker.reference.market import Market
from tracker.reference.products import Products

Books = tuple[Market, Products, Companies]


@pytest.fixture
def books(market: Market, products: Products, companies: Companies) -> Books:
    return market, products, companies


def test_power_value_and_term_give_a_price(books: Books) -> None:
    """9.7 billion over five years and 200 MW at 2.63 kW a chip are 2.91 USD an hour."""
    (found,) = observations(gpu_lease(), *books)
    assert found.accelerator_id == "nvda_gb300_nvl72"
    assert found.usd_per_chip_hour == pytest.approx(2.912, abs=1e-3)
    assert found.log_sd == pytest.approx(math.hypot(0.20, 0.25))
    assert found.used
    assert "200 MW / 2.63 kW" in found.formula


def test_stated_chips_are_surer_than_power(books: Books) -> None:
    """With 76,000 chips stated the spread is 0.20 and 0.05, and power no longer matters."""
    (found,) = observations(gpu_lease(chips=76_000, chips_qualifier=Qualifier.EXACT), *books)
    assert found.usd_per_chip_hour == pytest.approx(2.914, abs=1e-3)
    assert found.log_sd == pytest.approx(math.hypot(0.20, 0.05))


def test_a_monthly_rate_needs_no_term(books: Books) -> None:
    """161.667 million a month for 76,000 chips is the same price as 9.7 billion in five years."""
    deal = gpu_lease(
        usd=None, rate_amount=Decimal("161666667"), rate_unit="month", term_months=None,
        chips=76_000, chips_qualifier=Qualifier.EXACT,
    )  # fmt: skip
    (found,) = observations(deal, *books)
    assert found.usd_per_chip_hour == pytest.approx(2.914, abs=1e-3)
    assert missing_for_price(deal) == ()


@pytest.mark.parametrize(
    ("confirmation", "log_sd"),
    [(Confirmation.FILED, 0.10), (Confirmation.ONE_OUTLET, 0.35), (Confirmation.SOCIAL, 0.60)],
)
def test_better_evidence_is_surer(books: Books, confirmation: Confirmation, log_sd: float) -> None:
    """The spread of the evidence is that of its best voice."""
    (found,) = observations(gpu_lease(confirmation=confirmation), *books)
    assert found.log_sd == pytest.approx(math.hypot(log_sd, 0.25))


def test_talks_and_letters_weigh_as_rumours(books: Books) -> None:
    """Terms that are not agreed count as a rumour's, whoever tells them."""
    for changed in ({"status": Status.IN_TALKS}, {"binding": Binding.LETTER_OF_INTENT}):
        (found,) = observations(gpu_lease(**changed), *books)
        assert found.log_sd == pytest.approx(math.hypot(0.60, 0.25))


def test_a_ceiling_counts_three_quarters(books: Books) -> None:
    """ "Up to" is a bound at what is printed, for the belief to cut off beyond it."""
    deal = gpu_lease(value_low=None, value_qualifier=Qualifier.UP_TO)
    (found,) = observations(deal, *books)
    assert found.usd_per_chip_hour == pytest.approx(2.912, abs=1e-3)
    assert found.bound == "at_most"
    assert found.formula.startswith("at most ")
    assert found.log_sd == pytest.approx(math.hypot(0.20, 0.25))


def test_several_generations_are_less_sure(books: Books) -> None:
    """GB200 and GB300 together give each an observation, with the spread of a mix."""
    found = observations(gpu_lease(products=("GB200", "GB300")), *books)
    assert [o.accelerator_id for o in found] == ["nvda_gb200_nvl72", "nvda_gb300_nvl72"]
    assert all(o.log_sd > math.hypot(0.20, 0.25, 0.29) for o in found)


def test_architectures_together_have_no_one_price(books: Books) -> None:
    """Hopper and Blackwell under one price are held for review."""
    found = observations(gpu_lease(products=("H100", "GB200")), *books)
    assert found
    assert not any(o.used for o in found)
    assert "has no one price" in found[0].formula


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"usd": "1e6", "power_mw": 20_000.0}, "outside 2 to 20"),
        ({"usd": "9.7e12"}, "outside 2 to 20"),
        ({"chips": 500_000_000_000, "chips_qualifier": Qualifier.EXACT}, "more than"),
    ],
)
def test_absurd_deals_are_held(books: Books, changed: dict[str, object], reason: str) -> None:
    """20 GW for a million dollars, or 500 billion chips, wait for a person."""
    (found,) = observations(gpu_lease(**changed), *books)
    assert not found.used
    assert "held for review" in found.formula
    assert reason in found.formula


def test_billions_for_tens_of_thousands_are_no_price(books: Books) -> None:
    """One vague figure widens the spread; two are held for review."""
    one = gpu_lease(chips=20_000, chips_qualifier=Qualifier.VAGUE, usd="2e9")
    two = replace(one, value_qualifier=Qualifier.VAGUE, value_high=None)
    (wide,), (held,) = observations(one, *books), observations(two, *books)
    assert wide.used
    assert wide.log_sd > 0.43
    assert not held.used
    assert "both vague" in held.formula


def test_a_shell_says_nothing_of_chip_hours(books: Books) -> None:
    """A powered shell, and a site owner's lease that names no chip, give no price."""
    shell = gpu_lease(asset_layer=AssetLayer.SHELL)
    site = build_deal(
        "Amazon", "Cipher Mining", deal_type=DealType.CAPACITY_LEASE, products=(), usd="5.5e9",
        term_months=180, power_mw=300.0,
    )  # fmt: skip
    for deal in (shell, site):
        (found,) = observations(deal, *books)
        assert (found.accelerator_id, found.usd_per_chip_hour) == ("facility", None)


def test_a_site_speaks_to_capital_per_kilowatt(books: Books) -> None:
    """5.5 billion over 15 years for 300 MW repay about 9,900 USD a kW at 9 %."""
    site = build_deal(
        "Amazon", "Cipher Mining", deal_type=DealType.CAPACITY_LEASE, products=(), usd="5.5e9",
        term_months=180, power_mw=300.0,
    )  # fmt: skip
    (found,) = observations(site, *books)
    rent = 5.5e9 / 15 / 300_000
    annuity = sum(rent / 1.09**year for year in range(1, 16))
    assert found.usd_per_unit == pytest.approx(annuity)
    assert (found.asset_layer, found.used) == ("shell", True)
    assert observations(replace(site, term_months=None), *books) == ()


@pytest.mark.parametrize(
    ("value", "chips", "bound"),
    [
        (Qualifier.UP_TO, Qualifier.EXACT, "at_most"),
        (Qualifier.AT_LEAST, Qualifier.EXACT, "at_least"),
        (Qualifier.EXACT, Qualifier.UP_TO, "at_least"),
        (Qualifier.EXACT, Qualifier.AT_LEAST, "at_most"),
        (Qualifier.UP_TO, Qualifier.AT_LEAST, "at_most"),
        (Qualifier.UP_TO, Qualifier.UP_TO, "exact"),
    ],
)
def test_on_which_side_the_truth_lies(
    books: Books, value: Qualifier, chips: Qualifier, bound: str
) -> None:
    """At most X for N is at most X / N; at most X for at most N says neither."""
    deal = gpu_lease(value_qualifier=value, chips=76_000, chips_qualifier=chips)
    (found,) = observations(deal, *books)
    assert found.bound == bound
    assert found.usd_per_chip_hour == pytest.approx(9.7e9 / 5 / 8760 / 76_000)


def test_systems_speak_to_capital_only(books: Books) -> None:
    """5.8 billion for 76,000 chips are 76,316 USD a chip, and no USD/chip-hour."""
    deal = build_deal(
        "IREN", "Dell", deal_type=DealType.HARDWARE_PURCHASE, products=("GB300",), usd="5.8e9",
        chips=76_000, chips_qualifier=Qualifier.EXACT, term_months=60,
    )  # fmt: skip
    (found,) = observations(deal, *books)
    assert found.usd_per_unit == pytest.approx(76_316, abs=1)
    assert found.usd_per_chip_hour is None
    assert found.asset_layer == "systems"


@pytest.mark.parametrize("status", [Status.TERMINATED, Status.DENIED])
def test_what_ended_says_nothing(books: Books, status: Status) -> None:
    """A terminated or denied deal is no observation, nor is one merged away."""
    assert observations(gpu_lease(status=status), *books) == ()
    assert observations(replace(gpu_lease(), superseded_by="other"), *books) == ()


def test_the_founding_rental_misses_size_and_term(books: Books) -> None:
    """The TPU rental has a vague value, so size and term are what is missing."""
    assert missing_for_price(tpu_rental()) == ("size", "term")
    assert observations(tpu_rental(), *books) == ()


def test_what_is_missing_is_named_in_order() -> None:
    """A lease of unnamed GPUs without any figure lacks all four; a purchase lacks nothing."""
    bare = gpu_lease(usd=None, power_mw=None, term_months=None, products=("GPU",))
    assert missing_for_price(bare) == ("value", "size", "term", "which chip")
    assert missing_for_price(gpu_lease()) == ()
    assert missing_for_price(tpu_purchase()) == ()


def test_a_complete_deal_without_a_price_says_why(books: Books) -> None:
    """2 GW of TPU 8i for eight years: nobody says how many chips that is."""
    deal = gpu_lease(products=("TPU 8i",), usd="100e9", term_months=96, power_mw=2000.0)
    assert observations(deal, *books) == ()
    assert "power per chip of goog_tpu_8i" in (unpriceable(deal, *books) or "")
    assert unpriceable(gpu_lease(), *books) is None
    assert unpriceable(tpu_rental(), *books) is None


@pytest.mark.parametrize("term", [-3, 0, 1200])
def test_an_impossible_term_is_missing(books: Books, term: int) -> None:
    """A negative, empty or century-long term gives no price."""
    assert observations(gpu_lease(term_months=term), *books) == ()
    assert missing_for_price(gpu_lease(term_months=term)) == ("term",)


def test_start_to_end_stands_for_a_term() -> None:
    """2027 through 2031 are five years; without an end there is no term."""
    deal = gpu_lease(term_months=None, start="2027", end="2031")
    assert stated.years(deal) == pytest.approx(5.0, abs=0.01)
    assert stated.years(gpu_lease(term_months=None, start="2027")) is None
    assert stated.years(gpu_lease(term_months=None, start="2031", end="2027")) is None


def test_another_currency_is_converted_as_at_signing() -> None:
    """Euros at the rate of the deal's own headline, else of the table; no rate, no value."""
    euros = gpu_lease(currency="EUR", headline_usd=Decimal("11.64e9"))
    found = stated.value_usd(euros)
    assert found is not None
    assert found.centre == pytest.approx(11.64e9)
    by_table = stated.value_usd(replace(euros, headline_usd=None))
    assert by_table is not None
    assert by_table.centre == pytest.approx(9.7e9 * 1.1554, rel=0.03)  # at the end of October 2025
    assert stated.value_usd(replace(euros, headline_usd=None, currency="TWD")) is None


def test_billions_are_two_to_nine_of_them() -> None:
    """A vague 2 billion is log-uniform to 9: centre 4.24, spread 0.43."""
    found = stated.value_usd(tpu_rental())
    assert found is not None
    assert found.centre == pytest.approx(math.sqrt(2e9 * 9e9))
    assert found.log_sd == pytest.approx(math.log(4.5) / math.sqrt(12))
    assert (found.low, found.high) == (2e9, 9e9)


@given(
    st.floats(1.0, 1e13),
    st.floats(1.0, 1e13),
    st.sampled_from([None, *Qualifier]),
    st.sampled_from(["low", "high", "both"]),
)
def test_a_stated_amount_lies_within_its_words(
    one: float, other: float, qualifier: Qualifier | None, ends: str
) -> None:
    """The centre never leaves what the words allow, and spreads are never negative."""
    low, high = sorted((one, other))
    found = stated.stated(
        low if ends != "high" else None, high if ends != "low" else None, qualifier
    )
    assert found is not None
    assert found.low <= found.centre * (1 + 1e-9)
    assert found.centre <= found.high * (1 + 1e-9)
    assert found.log_sd >= 0
