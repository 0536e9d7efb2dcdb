"""Legs of small texts: type, status and who is who, one idea a text."""

import pytest

from tests.extract.conftest import Legs

CASES = {
    "a general cloud rents out as a service": (
        "Anthropic has agreed to rent two gigawatts of computing capacity from Microsoft.",
        ("cloud_rental", "signed", "Anthropic", "Microsoft"),
    ),
    "a neocloud leases capacity": (
        "CoreWeave has signed a contract to supply Mistral AI with GPU capacity for $900 million.",
        ("capacity_lease", "signed", "Mistral AI", "CoreWeave"),
    ),
    "a landlord lets to a neocloud": (
        "Applied Digital said it had signed a 12-year lease with CoreWeave for 90 megawatts.",
        ("capacity_lease", "signed", "CoreWeave", "Applied Digital"),
    ),
    "chips are bought from their maker": (
        "Oracle has agreed to buy 30,000 MI450 accelerators from AMD.",
        ("hardware_purchase", "signed", "Oracle", "AMD"),
    ),
    "an order is placed with a server maker": (
        "IREN agreed to buy servers from Dell for $700 million.",
        ("hardware_purchase", "signed", "IREN", "Dell"),
    ),
    "memory is a supply agreement": (
        "SK hynix has signed a three-year agreement to supply Broadcom with HBM4 memory.",
        ("supply_agreement", "signed", "Broadcom", "SK hynix"),
    ),
    "a chip is designed for one buyer": (
        "Broadcom has agreed to design a custom chip for Apple, the companies said.",
        ("custom_silicon", "signed", "Apple", "Broadcom"),
    ),
    "cash for shares": (
        "Nvidia has agreed to invest $3 billion in Lambda, the GPU cloud.",
        ("equity_investment", "signed", "NVIDIA", "Lambda"),
    ),
    "a company is bought": (
        "Marvell has agreed to acquire Cerebras for $9 billion.",
        ("acquisition", "signed", "Marvell", "Cerebras"),
    ),
    "a loan pays for chips": (
        "Crusoe has signed a $1.5 billion loan from Goldman Sachs to pay for GPUs.",
        ("financing", "signed", "Crusoe", "Goldman Sachs"),
    ),
    "an unknown company is a party": (
        "Quillon Compute, a neocloud, has signed a contract to rent 5,000 H200 GPUs to Anthropic.",
        ("capacity_lease", "signed", "Anthropic", "Quillon Compute"),
    ),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_one_leg(name: str, legs: Legs) -> None:
    """Each small text gives exactly the leg that it states."""
    text, expected = CASES[name]
    assert legs(text) == [expected]


def test_each_of_two_investors_is_a_leg(legs: Legs) -> None:
    """Two companies that invest in a third give two legs."""
    found = legs("Microsoft and Nvidia will invest in Anthropic, the companies said on Tuesday.")
    assert found == [
        ("equity_investment", "announced", "Microsoft", "Anthropic"),
        ("equity_investment", "announced", "NVIDIA", "Anthropic"),
    ]


def test_a_warrant_goes_from_issuer_to_holder(legs: Legs) -> None:
    """Who issues a warrant is its supplier, who gets it the buyer."""
    text = "AMD has issued OpenAI a warrant for up to 20 million of its shares."
    assert legs(text) == [("warrant", "completed", "OpenAI", "AMD")]


@pytest.mark.parametrize(
    "text",
    [
        "Meta expects capital expenditure of about $130 billion this year on data centres.",
        "Nvidia unveiled the Rubin platform and said it was in full production.",
        "Shares of CoreWeave rose 9% and Nvidia added 2% after the results.",
        "Google has signed a 15-year power purchase agreement for the output of a wind farm.",
        "Microsoft rents capacity from several clouds.",
        "AMD's accelerator was slower than Nvidia's B200 in the benchmark.",
        "Microsoft hired the sales chief of CoreWeave, who had led its cloud business.",
    ],
)
def test_what_is_no_deal(text: str, legs: Legs) -> None:
    """Budgets, launches, prices, electricity, habits, benchmarks and hiring give nothing."""
    assert legs(text) == []
