"""Dates as documents print them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sources.times import EARLIEST, eastern, read_moment

SEEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        ("Thu, 26 Feb 2026 21:52:00 -0500", datetime(2026, 2, 27, 2, 52), "second"),
        ("26 Feb 2026 21:52 EST", datetime(2026, 2, 27, 2, 52), "minute"),
        ("2026-02-26T21:52Z", datetime(2026, 2, 26, 21, 52), "minute"),
        ("20260226T215200Z", datetime(2026, 2, 26, 21, 52), "second"),
        ("2026-02-26T21:52:00.123Z", datetime(2026, 2, 26, 21, 52, 0, 123000), "second"),
        ("2026-02-26", datetime(2026, 2, 26), "day"),
        ("February 26, 2026", datetime(2026, 2, 26), "day"),
        ("26.02.2026", datetime(2026, 2, 26), "day"),
        ("2026-02-26T00:00:00Z", datetime(2026, 2, 26), "day"),
        ("Thu, 26 Feb 2026 00:00:00 +0200", datetime(2026, 2, 25, 22), "day"),
        ("2026-02", datetime(2026, 2, 1), "month"),
        ("Feb 2026", datetime(2026, 2, 1), "month"),
        ("2026", datetime(2026, 1, 1), "year"),
        ("Thu, 26 Feb 2026 10:00 BST", datetime(2026, 2, 26, 9), "minute"),
        ("Thu, 26 Feb 2026 10:00:00 NWT", datetime(2026, 2, 26, 10), "second"),
    ],
)
def test_moments(raw, at, precision):
    """UTC instants, each with the precision that the words have; midnight is a date."""
    moment = read_moment(raw, seen_at=SEEN)
    assert (moment.at, moment.precision, moment.raw) == (at.replace(tzinfo=UTC), precision, raw)
    assert moment.doubt is None


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("yesterday", "cannot be read"),
        ("02/03/2026", "cannot be read"),
        ("1969-12-31", "before 1990"),
        ("0001-01-01T00:00:00Z", "before 1990"),
        ("2026-03-03", "lies after"),
        ("9999-12-31T23:59:59-12:00", ""),
    ],
)
def test_doubtful_moments_are_not_used(raw, words):
    """What cannot be, or can be read two ways, is kept as printed and not used."""
    moment = read_moment(raw, seen_at=SEEN)
    assert moment.at is None
    assert moment.raw == raw
    assert words in (moment.doubt or "")


def test_a_day_or_month_lasts_to_its_end():
    """The latest instant that a date can mean is its last second."""
    assert read_moment("2026-02-26", seen_at=SEEN).latest == datetime(
        2026, 2, 26, 23, 59, 59, tzinfo=UTC
    )
    assert read_moment("2026-02", seen_at=SEEN).latest == datetime(
        2026, 2, 28, 23, 59, 59, tzinfo=UTC
    )
    assert read_moment("2025", seen_at=SEEN).latest == datetime(
        2025, 12, 31, 23, 59, 59, tzinfo=UTC
    )


def test_a_later_date_is_kept_where_it_may_be():
    """A file read with an earlier clock keeps its date, and the doubt."""
    moment = read_moment("2026-05-01T10:00:00Z", seen_at=SEEN, ahead=True)
    assert moment.at == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert moment.doubt


def test_edgar_speaks_eastern_time():
    """Both of EDGAR's spellings are New York's clock."""
    assert eastern("20260306161125") == datetime(2026, 3, 6, 21, 11, 25, tzinfo=UTC)
    assert eastern("2025-07-06 16:11:25") == datetime(2025, 7, 6, 20, 11, 25, tzinfo=UTC)


@given(st.text(max_size=40) | st.integers() | st.none() | st.floats())
def test_anything_is_a_moment(raw):
    """No value raises, and what is used lies in the possible past."""
    moment = read_moment(raw, seen_at=SEEN)
    assert moment.at is None or moment.at >= EARLIEST
    assert (moment.at is None) == (moment.precision == "unknown")


@given(st.datetimes(datetime(1991, 1, 1), datetime(2026, 2, 28), timezones=st.just(UTC)))
def test_iso_comes_back(at):
    """An ISO instant is read to the same instant."""
    assert read_moment(at.isoformat(), seen_at=SEEN).at == at
