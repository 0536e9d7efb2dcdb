"""Instants as documents print them: UTC, with the precision they were given in."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import struct_time
from zoneinfo import ZoneInfo

from dateutil import parser
from dateutil.relativedelta import relativedelta

from tracker.model.feeds import Precision

EASTERN = ZoneInfo("America/New_York")
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
SKEW = timedelta(days=1)

_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?|\dT\d{4}(\d{2})?")
_MIDNIGHT = re.compile(r"(?:T|\s)00:00(?::00(?:\.0+)?)?(?![\d:])")
_EITHER_WAY = re.compile(r"^\s*(\d{1,2})[/.](\d{1,2})[/.](\d{2}|\d{4})\b")
_YEAR = re.compile(r"^\d{4}$")
_MONTH = re.compile(r"^(\d{4}-\d{1,2}|[A-Za-z]{3,9}\.?,? \d{4})$")
_HOURS = {
    "UT": 0, "GMT": 0, "Z": 0, "UTC": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "EST": -5, "EDT": -4,
    "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was published, as far as its own words say.

    `at` is the start of the stated period; None when nothing usable was stated. `doubt`
    says what is wrong with it.
    """

    at: datetime | None
    precision: Precision
    raw: str
    doubt: str | None = None

    @property
    def latest(self) -> datetime | None:
        """The last second that it can mean: 23:59:59 for a date without a time of day."""
        if self.at is None:
            return None
        spans = {"day": {"days": 1}, "month": {"months": 1}, "year": {"years": 1}}
        span = spans.get(self.precision)
        return self.at + relativedelta(**span) - timedelta(seconds=1) if span else self.at  # type: ignore[arg-type]


UNKNOWN = Moment(None, "unknown", "")


def read_moment(
    raw: object, *, seen_at: datetime, parsed: struct_time | None = None, ahead: bool = False
) -> Moment:
    """The moment in `raw`; `parsed` is another reader's opinion, used when ours fails.

    What lies before 1990, or a day or more after it was seen, is doubted and not used;
    `ahead` keeps a later one, for files that may be older than their reading.
    """
    text = str(raw).strip()[:80] if raw is not None else ""
    if not text:
        return UNKNOWN
    at = _parse(text) or _from_struct(parsed)
    if at is None:
        return Moment(None, "unknown", text, f"date {text!r} cannot be read; write YYYY-MM-DD")
    if at < EARLIEST:
        return Moment(None, "unknown", text, f"date {text!r} is before 1990 and not used; check it")
    if at > seen_at + SKEW:
        doubt = f"date {text!r} lies after {seen_at:%Y-%m-%d}, when it was read; check it"
        return Moment(
            at if ahead else None, _precision(text, at) if ahead else "unknown", text, doubt
        )
    return Moment(at, _precision(text, at), text)


def eastern(text: str) -> datetime:
    """The UTC instant of an EDGAR time such as "20260306161125". Raises ValueError."""
    plain = re.sub(r"\D", "", text)
    return datetime.strptime(plain, "%Y%m%d%H%M%S").replace(tzinfo=EASTERN).astimezone(UTC)


def _parse(text: str) -> datetime | None:
    either = _EITHER_WAY.match(text)
    if either and either[1] != either[2] and int(either[1]) <= 12 and int(either[2]) <= 12:
        return None  # 03/04/2026: day and month cannot be told apart
    try:
        found = parser.parse(
            text,
            default=datetime(1, 1, 1),  # noqa: DTZ001
            tzinfos=_zone,
            dayfirst=bool(either and "." in text[:3]),
        )
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, AttributeError, KeyError, IndexError):
        return None


def _zone(name: str | None, offset: int | None) -> int:
    if name in _HOURS and not offset:
        return _HOURS[name] * 3600
    return offset or 0


def _from_struct(parsed: struct_time | None) -> datetime | None:
    try:
        return datetime(*parsed[:6], tzinfo=UTC) if parsed else None
    except ValueError:
        return None


def _precision(text: str, at: datetime) -> Precision:
    if _YEAR.match(text):
        return "year"
    if _MONTH.match(text):
        return "month"
    clock = _CLOCK.search(text)
    # Sites that know only the date print midnight; a date is not midnight.
    if _MIDNIGHT.search(text) or (not clock and at.hour == at.minute == 0):
        return "day"
    return "second" if clock and (clock[1] or clock[2]) else "minute"
