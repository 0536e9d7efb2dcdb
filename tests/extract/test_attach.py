"""Which numbers belong to which leg."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tracker.model.deals import DealClaim, Qualifier

Claims = Callable[..., list[DealClaim]]


def test_terms_over_two_sentences(claims: Claims) -> None:
    """Value, power, term and start are collected from what is said of the deal."""
    [claim] = claims(
        "Anthropic has signed a five-year contract to rent 300 megawatts of GPU capacity from "
        "CoreWeave. The contract is worth up to $4.2 billion and service begins in March 2027."
    )
    assert claim.value_high == Decimal(4_200_000_000)
    assert claim.value_low is None
    assert claim.value_qualifier is Qualifier.UP_TO
    assert (claim.power_mw, claim.term_months, claim.start) == (300, 60, "2027-03")


def test_capex_and_valuation_do_not_attach(claims: Claims) -> None:
    """What a company is worth or will spend is not the deal's value."""
    [claim] = claims(
        "Meta has agreed to rent TPUs from Google. Meta raised its capital expenditure forecast "
        "to $90 billion, and its market value reached $2 trillion."
    )
    assert (claim.value_low, claim.value_high) == (None, None)


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ("In the contract each gigawatt is worth $35 billion.", None),
        (
            "The contract is worth $3 billion. Meta may take more, in which case the total "
            "contract value would be $19.4 billion.",
            Decimal(3_000_000_000),
        ),
    ],
)
def test_the_price_of_one_and_a_sum_that_may_come_are_no_value(
    said: str, worth: Decimal | None, claims: Claims
) -> None:
    """What one of many costs, and what the total would be in another case."""
    [claim] = claims(f"Meta has agreed to rent TPUs from Google. {said}")
    assert claim.value_high == worth


def test_each_leg_has_its_own_amount(claims: Claims) -> None:
    """Two legs in a text do not share an amount."""
    found = claims(
        "Nebius has signed a contract to rent capacity to Microsoft for $2.5 billion. Separately, "
        "Nebius agreed to buy servers from Dell for $600 million."
    )
    amounts = {claim.supplier: claim.value_high for claim in found}
    assert amounts == {"Nebius": Decimal(2_500_000_000), "Dell": Decimal(600_000_000)}


def test_shares_have_no_megawatts(claims: Claims) -> None:
    """Power named beside an investment is not the investment's."""
    [claim] = claims(
        "Nvidia has agreed to invest $1 billion in Crusoe, which plans 5 gigawatts of data centres."
    )
    assert claim.power_mw is None
    assert claim.value_high == Decimal(1_000_000_000)


def test_a_rate_is_kept_and_not_multiplied(claims: Claims) -> None:
    """A price per month stays a rate."""
    [claim] = claims(
        "Anthropic has signed a contract to rent 20,000 H200 GPUs from CoreWeave for $90 million "
        "a month."
    )
    assert (claim.rate_amount, claim.rate_unit) == (Decimal(90_000_000), "month")
    assert claim.value_high is None
    assert claim.chips == 20_000


def test_an_amendment_has_the_new_amount(claims: Claims) -> None:
    """Of "added $2bn, to $7bn in all" the new sum is the value."""
    [claim] = claims(
        "OpenAI has expanded its contract with CoreWeave for GPU capacity by $2 billion, taking "
        "the total to $7 billion."
    )
    assert claim.value_high == Decimal(2_000_000_000)
