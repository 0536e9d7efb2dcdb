"""Figures in words keep their magnitude; dates keep their precision."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.digest import wording
from tracker.model.deals import Qualifier

_SCALES = {"M": 10**6, "B": 10**9, "T": 10**12}


def read_back(words: str) -> Decimal:
    """The amount that a reader takes from the words."""
    plain = words.removeprefix("-").removeprefix("$").replace(",", "")
    scale = _SCALES.get(plain[-1], 1)
    return Decimal(plain.rstrip("MBT")) * scale


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("2e9", "$2B"),
        ("14.2e9", "$14.2B"),
        ("999999999", "$1.0B"),
        ("999999", "$999,999"),
        ("999999.6", "$1.0M"),
        ("1.25e12", "$1.25T"),
        ("920e6", "$920M"),
        ("2.1e9", "$2.1B"),
        ("0", "$0"),
        ("-3e9", "-$3B"),
        ("5e15", "$5,000T"),
    ],
)
def test_money_is_short_and_says_when_it_is_rounded(amount: str, words: str) -> None:
    """Three digits are kept, and a rounded figure keeps a decimal."""
    assert wording.money(Decimal(amount)) == words


@given(st.decimals(min_value=1, max_value=10**15, places=2))
def test_money_never_misleads(amount: Decimal) -> None:
    """What is read from the words is within one per cent of the amount."""
    assert abs(read_back(wording.money(amount)) / amount - 1) < Decimal("0.01")


@given(st.floats(min_value=1e-6, max_value=1e6))
def test_unit_prices_never_mislead(usd: float) -> None:
    """What is read from a small price is within one per cent of it."""
    assert float(read_back(wording.unit_price(usd))) == pytest.approx(usd, rel=0.01)


@given(st.integers(min_value=0, max_value=10**13), st.integers(min_value=0, max_value=10**13))
def test_bounds_name_both_ends(low: int, high: int) -> None:
    """Two ends are named in order, one end names which it is."""
    words = wording.bounds(Decimal(low), Decimal(high))
    assert wording.money(Decimal(high)) in words
    assert ("up to" in words) is (low == 0)
    assert wording.bounds(Decimal(low), None) == f"at least {wording.money(Decimal(low))}"


def test_other_currencies_are_not_dollars() -> None:
    """A currency keeps its sign or its code."""
    assert wording.money(Decimal(5 * 10**9), "CNY") == "CNY 5B"
    assert wording.money(Decimal(5 * 10**9), "EUR") == "€5B"


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "words"),
    [
        ("38e9", "38e9", Qualifier.EXACT, "$38B"),
        ("38e9", "38e9", Qualifier.ABOUT, "about $38B"),
        ("12e9", "15e9", Qualifier.ABOUT, "$12B to $15B"),
        (None, "60e9", Qualifier.UP_TO, "up to $60B"),
        ("2e9", None, Qualifier.AT_LEAST, "at least $2B"),
        ("2e9", None, Qualifier.VAGUE, "multi-billion"),
        ("2e10", None, Qualifier.VAGUE, "tens of billions"),
        ("3e9", None, Qualifier.VAGUE, "at least $3B"),
        (None, None, None, "not disclosed"),
    ],
)
def test_values_keep_their_qualifier(
    low: str | None, high: str | None, qualifier: Qualifier | None, words: str
) -> None:
    """Neither a ceiling nor a floor turns into a plain amount."""
    ends = [Decimal(end) if end else None for end in (low, high)]
    assert wording.value(ends[0], ends[1], qualifier, "USD") == words


def test_sizes_and_terms_are_counted_in_their_noun() -> None:
    """Chips, power and terms read as people say them."""
    assert wording.chips(1_000_000, Qualifier.VAGUE) == "millions of chips"
    assert wording.chips(76_000, Qualifier.ABOUT) == "about 76,000 chips"
    assert wording.power(6000, Qualifier.UP_TO) == "up to 6 GW"
    assert wording.power(920, None) == "920 MW"
    assert wording.power(999.9, None) == "1.0 GW"
    assert wording.power(2000, Qualifier.VAGUE) == "multiple gigawatts"
    assert wording.term(60) == "5 years"
    assert wording.term(18) == "18 months"


def test_dates_keep_their_precision_and_tell_their_year_when_far() -> None:
    """A day near the cut needs no year, one far off does; a year is no day."""
    today = date(2026, 2, 27)
    assert wording.day(date(2025, 11, 25), today) == "25\N{NO-BREAK SPACE}Nov"
    assert wording.day(date(2025, 2, 27), today).endswith("2025")
    assert wording.partial_date("2027") == "2027"
    assert wording.partial_date("2026-07") == "Jul 2026"
    assert wording.partial_date("2026-07-01") == "1 Jul 2026"
    assert wording.partial_date("soon-ish") == "soon-ish"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "06:30 ET"),
        ("Europe/Berlin", "12:30 CET"),
        ("Asia/Singapore", "19:30 Singapore"),
        ("UTC", "11:30 UTC"),
    ],
)
def test_the_clock_is_the_readers(zone: str, words: str) -> None:
    """The cut is told in the reader's time, by a name that the reader uses."""
    cut = datetime(2026, 2, 27, 11, 30, tzinfo=UTC)
    assert wording.clock(cut, ZoneInfo(zone)) == words


def test_summer_and_winter_share_a_name_in_america() -> None:
    """ "ET" is both halves of the year."""
    assert wording.clock(
        datetime(2026, 7, 1, 10, 30, tzinfo=UTC), ZoneInfo("America/New_York")
    ).endswith("06:30 ET")
