"""Which company a word stands for."""

import pytest

from tests.extract.conftest import Legs
from tracker.extract.named import Party
from tracker.extract.roles.ranks import in_order, pair_in_order, supply_rank


def _party(name: str, *roles: str) -> Party:
    return Party(name, name.lower(), frozenset(roles), curated=True)


def test_rank_by_trade() -> None:
    """A landlord lets to a cloud and a cloud to a lab, whoever is named first."""
    landlord, cloud, lab = _party("L", "landlord"), _party("C", "cloud"), _party("O", "lab")
    assert in_order(landlord, cloud, "compute") == (cloud, landlord)
    assert in_order(lab, cloud, "compute") == (lab, cloud)
    assert supply_rank(_party("N", "chip_maker"), "chips") > supply_rank(cloud, "chips")


def test_chips_between_two_that_make_none_are_rented() -> None:
    """Two operators that speak of chips trade capacity."""
    cloud, neocloud = _party("M", "cloud", "buyer"), _party("N", "neocloud")
    assert pair_in_order("chips", neocloud, cloud) == (cloud, neocloud)


@pytest.mark.parametrize(
    ("text", "buyer", "supplier"),
    [
        (
            "CoreWeave reported results. It has agreed to rent 40 megawatts from Galaxy Digital.",
            "CoreWeave",
            "Galaxy Digital",
        ),
        (
            "The ChatGPT maker has signed a contract to rent capacity from Oracle.",
            "OpenAI",
            "Oracle",
        ),
        (
            "OpenAI and Nebius met. The two companies signed a contract for GPU capacity.",
            "OpenAI",
            "Nebius",
        ),
        (
            "A unit of Cipher Mining has signed a lease with Fluidstack for 50 megawatts.",
            "Fluidstack",
            "Cipher Mining",
        ),
    ],
)
def test_who_is_meant(text: str, buyer: str, supplier: str, legs: Legs) -> None:
    """Pronouns, descriptions, pairs and units resolve to the right company."""
    assert (buyer, supplier) in [(found[2], found[3]) for found in legs(text)]


def test_a_filings_company_is_its_filer(legs: Legs) -> None:
    """The Company of a filing is who defined itself so, and a defined Tenant is the tenant."""
    text = (
        'On May 4, 2026, TeraWulf Inc. (the "Company") entered into a lease with Lambda, Inc. '
        '("Tenant") for 60 MW of critical IT load.'
    )
    assert legs(text, kind="filing", form="8-K", day="2026-05-06") == [
        ("capacity_lease", "signed", "Lambda", "TeraWulf")
    ]


def test_we_are_the_filer_by_number(legs: Legs) -> None:
    """In a filing without a definition, "we" are the filer that EDGAR names."""
    text = "On May 4, 2026, we entered into a contract with OpenAI for 60 MW of GPU capacity."
    assert legs(text, kind="filing", form="8-K", filer_cik=1769628, day="2026-05-06") == [
        ("capacity_lease", "signed", "OpenAI", "CoreWeave")
    ]
