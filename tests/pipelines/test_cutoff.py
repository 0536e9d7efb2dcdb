"""The hour at which a reader's digest is cut."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipelines.cutoff import latest_cut, period_start
from tracker.watchlists import EVERYTHING


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_half_past_six_in_new_york_in_winter_and_summer() -> None:
    """The same local hour is another hour of UTC once the clocks have changed."""
    assert latest_cut(EVERYTHING, utc("2026-02-27T11:30")) == utc("2026-02-27T11:30")
    assert latest_cut(EVERYTHING, utc("2026-03-27T11:00")) == utc("2026-03-27T10:30")


def test_before_the_hour_yesterdays_cut_stands() -> None:
    """A run a minute early belongs to the digest of the day before."""
    assert latest_cut(EVERYTHING, utc("2026-02-27T11:29")) == utc("2026-02-26T11:30")


def test_an_hour_that_the_clock_skips_is_still_cut_once() -> None:
    """02:30 does not exist in New York on 8 March 2026, and its digest goes out."""
    watchlist = replace(EVERYTHING, send_at=time(2, 30))
    cuts = {latest_cut(watchlist, utc("2026-03-08T00:00") + timedelta(hours=h)) for h in range(72)}
    assert len(cuts) == 4


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)),
    st.times(),
    st.sampled_from(
        ["America/New_York", "Europe/Berlin", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"]
    ),
)
def test_a_cut_is_never_late_nor_more_than_a_day_old(now: datetime, at: time, zone: str) -> None:
    """Whatever the zone: at or before now, and at most a day and a clock change back."""
    aware = now.replace(tzinfo=UTC)
    cut = latest_cut(replace(EVERYTHING, send_at=at, time_zone=zone), aware)
    assert timedelta(0) <= aware - cut < timedelta(hours=26)


def test_the_first_digest_looks_a_day_back() -> None:
    """Later ones begin where the last one ended."""
    cut = utc("2026-02-27T11:30")
    assert period_start(None, cut) == utc("2026-02-26T11:30")
    assert period_start(utc("2026-02-20T11:30"), cut) == utc("2026-02-20T11:30")
