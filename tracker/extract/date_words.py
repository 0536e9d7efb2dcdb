"""The words of dates, and the year or month that they mean on a given day."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

MONTHS = {
    name: number
    for number, name in enumerate(
        (
            *("january", "february", "march", "april", "may", "june", "july"),
            *("august", "september", "october", "november", "december"),
        ),
        1,
    )
}
_SHORT = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {
    name: number
    for number, name in enumerate(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
}
ORDINALS = {
    **dict.fromkeys(("first", "1st", "1", "front", "former"), 1),
    **dict.fromkeys(("second", "2nd", "2", "back", "latter"), 2),
    **dict.fromkeys(("third", "3rd", "3"), 3),
    **dict.fromkeys(("fourth", "4th", "4", "final", "last"), 4),
}


@dataclass(frozen=True, slots=True)
class Clock:
    """The day from which relative dates count."""

    published: date

    def year(self, word: str) -> int:
        """The year of "next", "this", "last" ("year")."""
        return self.published.year + {"next": 1, "coming": 1, "last": -1}.get(word.lower(), 0)

    def month(self, word: str) -> str:
        """YYYY-MM of "next", "this", "last" ("month")."""
        step = {"next": 1, "coming": 1, "last": -1}.get(word.lower(), 0)
        return f"{self.published + relativedelta(months=step):%Y-%m}"

    def quarter(self, word: str) -> str:
        """YYYY-MM of the first month of "next", "this", "last" ("quarter")."""
        step = {"next": 3, "coming": 3, "last": -3}.get(word.lower(), 0)
        day = self.published + relativedelta(months=step)
        return year_month(day.year, 3 * ((day.month - 1) // 3) + 1)

    def named_month(self, month: int, ahead: bool) -> int:
        """The year of a month named alone: its next coming if `ahead`, else its latest."""
        year = self.published.year
        if ahead:
            return year if month >= self.published.month else year + 1
        return year if month <= self.published.month else year - 1

    def part_of_year(self, last_month: int, past: bool) -> int:
        """The year of "the second half" alone: the one not yet over, or the latest if `past`."""
        year, over = self.published.year, self.published.month > last_month
        if past:
            return year if over else year - 1
        return year + 1 if over else year

    def day_of_month(self, month: int, day: int) -> date | None:
        """ "October 5" in the year that brings it nearest to publication."""
        days = [made for y in (-1, 0, 1) if (made := on(self.published.year + y, month, day))]
        return min(days, key=lambda one: abs(one - self.published), default=None)

    def weekday(self, name: str, ahead: bool) -> date:
        """The latest such day up to publication, or the next after it."""
        back = (self.published.weekday() - WEEKDAYS[name.lower()]) % 7
        return self.published + timedelta(days=7 - back if ahead else -back)


def month_number(word: str) -> int | None:
    """1-12 for "June", "Jun" or "Sept."; None for no month."""
    plain = word.lower().rstrip(".")
    return MONTHS.get(plain) or _SHORT.get(plain)


def year_month(year: int, month: int) -> str:
    """YYYY-MM."""
    return f"{year:04d}-{month:02d}"


def on(year: int, month: int, day: int) -> date | None:
    """The day, or None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(digits: str) -> int | None:
    """2026 from "2026", "26" or "'26"; None outside 2000-2059."""
    number = int(digits.strip("'’"))
    number += 2000 if number < 100 else 0
    return number if 2000 <= number < 2060 else None
