"""Which amounts of a text are those that a label states."""

from decimal import Decimal
from typing import Any

import pytest

from pipelines.training.encoder.stated_terms import states, wanted
from tracker.extract.quantity import Quantity

DEAL: dict[str, Any] = {
    "value_low": 9_000_000_000,
    "value_high": 10_000_000_000,
    "currency": "USD",
    "chips": 20_000,
    "power_mw": 200,
    "term_months": 60,
    "start": "2027-01",
    "end": None,
}


def money(number: int, currency: str = "USD") -> Quantity:
    """A sum."""
    return Quantity("money", 0, 1, high=Decimal(number), currency=currency)


@pytest.mark.parametrize(
    ("quantity", "slot", "expected"),
    [
        (money(10_000_000_000), "value", True),  # the upper end of a range stands for it
        (money(9_000_000_000), "value", False),
        (money(10_050_000_000), "value", True),  # rounded elsewhere
        (money(10_000_000_000, "EUR"), "value", False),
        (Quantity("chips", 0, 1, low=Decimal(20_000)), "chips", True),
        (Quantity("power", 0, 1, low=Decimal(300)), "power", False),
        (Quantity("power", 0, 1, low=Decimal(60)), "term", False),
        (Quantity("term", 0, 1, low=Decimal(60)), "term", True),
        (Quantity("term", 0, 1), "term", False),  # "multi-year"
        (Quantity("date", 0, 1, date_value="2027-01"), "start", True),
        (Quantity("date", 0, 1, date_value="2027"), "start", False),
    ],
)
def test_what_an_amount_states(quantity: Quantity, slot: str, expected: bool) -> None:
    """The same kind, currency and size within a hundredth; dates to the letter."""
    assert states(quantity, slot, DEAL) is expected


def test_of_a_floor_the_lower_end_is_wanted() -> None:
    """ "More than $2 billion" has no upper end."""
    assert wanted("value", {"value_low": 2, "value_high": None}) == 2
    assert wanted("end", DEAL) is None
