"""What of an amount is firm."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.deals import Binding, Qualifier, Status
from tracker.resolve.parts import Parts, parts_of

UNKNOWN, SIGNED = Binding.UNKNOWN, Status.SIGNED


@pytest.mark.parametrize(
    ("ends", "qualifier", "binding", "status", "parts"),
    [
        ((10, 10), Qualifier.EXACT, UNKNOWN, SIGNED, (10, 0, 0)),
        ((12, 27), Qualifier.UP_TO, UNKNOWN, SIGNED, (12, 15, 0)),
        ((None, 60), Qualifier.UP_TO, UNKNOWN, SIGNED, (0, 60, 0)),
        ((2, None), Qualifier.VAGUE, UNKNOWN, SIGNED, (2, 0, 0)),
        ((10, 10), Qualifier.EXACT, UNKNOWN, Status.IN_TALKS, (0, 0, 10)),
        ((5, 25), Qualifier.UP_TO, Binding.CONDITIONAL, SIGNED, (0, 20, 5)),
        ((10, 10), Qualifier.EXACT, Binding.OPTION, SIGNED, (0, 10, 0)),
        ((None, 100), Qualifier.UP_TO, Binding.LETTER_OF_INTENT, Status.ANNOUNCED, (0, 100, 0)),
        ((10, 10), Qualifier.EXACT, Binding.BINDING, Status.ANNOUNCED, (10, 0, 0)),
        ((10, 10), Qualifier.EXACT, UNKNOWN, Status.ANNOUNCED, (0, 0, 10)),
    ],
)
def test_parts_by_wording(ends, qualifier, binding, status, parts):
    """Firm, optional, contingent, by hand."""
    low, high = (None if end is None else Decimal(end) for end in ends)
    found = parts_of(low, high, qualifier, binding, status)
    assert (found.firm, found.optional, found.contingent) == parts


def test_without_an_amount_there_are_no_parts():
    """Nothing is made of nothing."""
    assert parts_of(None, None, None, UNKNOWN, SIGNED) == Parts(None, None, None)


@given(
    low=st.none() | st.integers(1, 100),
    more=st.none() | st.integers(0, 100),
    qualifier=st.sampled_from(list(Qualifier)),
    binding=st.sampled_from(list(Binding)),
    status=st.sampled_from(list(Status)),
)
def test_parts_add_up_to_the_headline(low, more, qualifier, binding, status):
    """Whatever the wording, nothing is lost or counted twice, and no part is negative."""
    high = None if more is None else Decimal((low or 0) + more)
    floor = None if low is None else Decimal(low)
    if floor is None and high is None:
        return
    found = parts_of(floor, high, qualifier, binding, status)
    parts = [found.firm, found.optional, found.contingent]
    assert all(part is not None and part >= 0 for part in parts)
    assert sum(part for part in parts if part) == (high if high is not None else floor)
