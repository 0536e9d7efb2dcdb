"""The page of one deal."""

import pytest

from tracker.cli.deal_page import short_amount


@pytest.mark.parametrize(
    ("step", "shown"),
    [
        ("9700000000 USD", "$9.7bn"),
        ("150", "150"),
        ("180", "180"),
        ("12000", "12000"),
        ("in_talks", "in_talks"),
        (None, None),
    ],
)
def test_only_amounts_with_a_currency_are_shortened(step: str | None, shown: str | None) -> None:
    """Megawatts of three digits are no currency."""
    assert short_amount(step) == shown
