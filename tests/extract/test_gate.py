"""What is read at all."""

import pytest

from tracker.extract.gate import Gate
from tracker.extract.rules import Rules
from tracker.reference.companies import Companies
from tracker.reference.products import Products


@pytest.fixture(scope="module")
def gate(companies: Companies, products: Products, rules: Rules) -> Gate:
    """A gate over the shipped reference."""
    return Gate(companies, products, rules)


@pytest.mark.parametrize(
    "text",
    [
        "Meta signs contract to rent Google TPUs",
        "Quillon leases 40 MW of data-centre space from a landlord",
        "Nvidia takes $2bn stake in a cloud",
        "Nvidia → $5bn of chips for Humain",
        "Talks over Trainium capacity collapse",
        "Nvidia drops $2bn into Marvell",
        "anybody else hear of 3,000 MI355X going from Dell to them?",
        "Its order was inked and a warrant over 9 million shares issued",
    ],
)
def test_what_can_hold_a_leg_passes(gate: Gate, text: str) -> None:
    """Headlines and sentences with a party or a chip and a deal word pass."""
    assert gate.passes(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "How to bake bread at home",
        "The choir sang in the old town hall and everybody stayed for tea",
        "Google explains how its models reason about images",
        "The museum sold all of its tickets in a week",
    ],
)
def test_what_cannot_is_turned_away(gate: Gate, text: str) -> None:
    """Off-subject text is read no further."""
    assert not gate.passes(text)
