"""When a digest is cut: the reader's local hour, in UTC, across changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tracker.model.signals import Watchlist

FIRST_PERIOD = timedelta(hours=24)


def latest_cut(watchlist: Watchlist, now: datetime) -> datetime:
    """The last moment at or before `now` when this watchlist's digest was due (UTC)."""
    local = now.astimezone(ZoneInfo(watchlist.time_zone))
    cut = _cut_on(watchlist, local)
    return cut if cut <= now else _cut_on(watchlist, local - timedelta(days=1))


def _cut_on(watchlist: Watchlist, local: datetime) -> datetime:
    """The due moment of one local date; an hour that the clock skips counts as the next."""
    due = datetime.combine(local.date(), watchlist.send_at, ZoneInfo(watchlist.time_zone))
    return due.astimezone(UTC)


def period_start(previous_cut: datetime | None, cut: datetime) -> datetime:
    """From where a digest reports: the last one's cut, or a day back for the first."""
    return previous_cut if previous_cut is not None else cut - FIRST_PERIOD
