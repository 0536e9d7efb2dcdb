"""Stated lengths of contracts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.terms import find_terms
from tracker.model.deals import Qualifier


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("a six-year contract", 72),
        ("Under the five-year contract it pays", 60),
        ("a 10-yr lease", 120),
        ("a 15 year lease", 180),
        ("rented over five years", 60),
        ("over the next five years", 60),
        ("for 36 months", 36),
        ("an 18-month commitment", 18),
        ("two leases of about 15 years each", 180),
        ("an initial term of fifteen (15) years", 180),
        ("The deal: 7 yrs, $38bn", 84),
        ("for four years from 2027", 48),
        ("over the coming decade", 120),
        ("a decade-long pact", 120),
        ("for two and a half years", 30),
    ],
)
def test_lengths_come_in_months(text: str, months: int) -> None:
    """A stated length is its number of months."""
    (found,) = find_terms(text)
    assert (found.high, found.unit, found.role) == (months, "months", None)


@pytest.mark.parametrize(
    "text",
    [
        "in the 17-year history of the firm",
        "five years ago",
        "a three-year-old start-up",
        "over the past five years",
        "the 10-year Treasury yield",
        "within two years of signing",
        "in five years",
        "20 years of experience",
        "a two-year low",
        "$920 million a month",
        "200-day average",
        "every three months",
        "six years earlier",
        "One year of progress",
        "a decades-long journey",
    ],
)
def test_other_lengths_are_left_out(text: str) -> None:
    """Ages, histories, deadlines and yields are no contract's length."""
    assert find_terms(text) == ()


def test_a_range_of_lengths_has_two_ends() -> None:
    """Leases of different lengths give both."""
    (found,) = find_terms("a five- to seven-year lease")
    assert (found.low, found.high, found.qualifier) == (60, 84, Qualifier.ABOUT)


def test_multi_year_has_no_number() -> None:
    """What is only called multi-year stays without a number."""
    (found,) = find_terms("a multi-year agreement")
    assert (found.low, found.high, found.role) == (None, None, "multi_year")


@pytest.mark.parametrize(
    "text",
    [
        "three five-year renewals",
        "two extension options of five years each",
        "two renewal periods of five years each",
    ],
)
def test_extensions_are_marked(text: str) -> None:
    """A period that may be added is told from the term."""
    (found,) = find_terms(text)
    assert (found.high, found.role) == (60, "extension")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("for up to five years", None, 60), ("for at least five years", 60, None)],
)
def test_bounds_leave_the_other_side_open(text: str, low: int | None, high: int | None) -> None:
    """An upper bound has no low, a lower bound no high."""
    (found,) = find_terms(text)
    assert (found.low, found.high) == (low, high)


@given(st.integers(2, 40), st.sampled_from(["{}-year lease", "lease of {} years", "for {} years"]))
def test_years_are_read_back(years: int, wording: str) -> None:
    """Any number of years comes back as twelve times as many months."""
    text = "They signed a " + wording.format(years)
    (found,) = find_terms(text)
    assert found.low == found.high == 12 * years
    assert str(years) in text[found.start : found.end]
