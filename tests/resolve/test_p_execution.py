"""Chances and expected dollars against the model's anchors, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tracker.model.deals import Binding, Confirmation, Qualifier, Status
from tracker.resolve.p_execution import expected_usd, headline_usd, p_execution

DAY = date(2026, 2, 26)
BILLION = Decimal(10**9)


@pytest.mark.parametrize(
    ("status", "voice", "anchor"),
    [
        (Status.SIGNED, Confirmation.FILED, 0.90),
        (Status.ANNOUNCED, Confirmation.ONE_PARTY, 0.75),
        (Status.SIGNED, Confirmation.ONE_OUTLET, 0.50),
        (Status.RUMORED, Confirmation.ONE_OUTLET, 0.20),
    ],
)
def test_the_anchors_of_the_model_come_out(scale, status, voice, anchor):
    """Filing 0.9, announcement 0.75, report 0.5, rumour 0.2."""
    found = p_execution(status, Binding.UNKNOWN, voice, scale)
    assert found == pytest.approx(anchor, abs=0.005)


def test_a_stronger_voice_never_makes_it_less_likely(scale):
    """For every status but the ways out; for those it is the other way round."""
    for status in Status:
        for binding in Binding:
            chances = [p_execution(status, binding, voice, scale) for voice in Confirmation]
            order = sorted(chances, reverse=status in scale.exit_rates)
            assert chances == order
            assert all(0 <= chance <= 1 for chance in chances)


def test_an_option_is_worth_a_third(scale):
    """Options count 0.35 of the same deal without that wording."""
    plain = p_execution(Status.SIGNED, Binding.UNKNOWN, Confirmation.FILED, scale)
    option = p_execution(Status.SIGNED, Binding.OPTION, Confirmation.FILED, scale)
    assert option == pytest.approx(plain * 0.35, abs=0.001)


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "binding", "worth"),
    [
        (10, 10, Qualifier.EXACT, Binding.UNKNOWN, "5"),
        (2, None, Qualifier.VAGUE, Binding.UNKNOWN, "1"),
        (None, 60, Qualifier.UP_TO, Binding.UNKNOWN, "10.5"),
        (12, 27, Qualifier.ABOUT, Binding.UNKNOWN, "8.625"),
        (None, 60, Qualifier.UP_TO, Binding.OPTION, "30"),
    ],
)
def test_expected_dollars_count_what_is_beyond_firm_at_a_third(
    scale, low, high, qualifier, binding, worth
):
    """With p = 0.5: 60 x 0.35 x 0.5; (12 + 15 x 0.35) x 0.5; an option's cut is in its p."""
    ends = [None if end is None else end * BILLION for end in (low, high)]
    headline = headline_usd(*ends, "USD", DAY)
    found = expected_usd(headline, *ends, qualifier, binding, 0.5, scale)
    assert found == Decimal(worth) * BILLION


def test_headlines_are_the_high_end_or_the_floor():
    """What a headline prints; another currency at the rate of the day, none without a rate."""
    assert headline_usd(None, 60 * BILLION, "USD", DAY) == 60 * BILLION
    assert headline_usd(2 * BILLION, None, "USD", DAY) == 2 * BILLION
    assert headline_usd(None, None, None, DAY) is None
    assert headline_usd(375 * BILLION, None, "SAR", DAY) == 100 * BILLION
    assert headline_usd(2 * BILLION, None, "XTS", DAY) is None
