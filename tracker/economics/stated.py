"""What a deal states of value, size and term, as distributions instead of points."""

import calendar
import math
from dataclasses import dataclass
from datetime import date

from tracker.economics.unit_costs import Z90
from tracker.economics.units import MONTHS_PER_YEAR
from tracker.model.deals import Deal, Qualifier
from tracker.reference.fx import Rates, shipped_rates

UP_TO_FACTOR = 0.75  # section (e): a ceiling is met by three quarters, a choice
AT_LEAST_FACTOR = 1.1  # our choice: "more than X" is said of little more than X
ONE_SIDED_SD = 0.3  # added to the whole standard deviation, section (e)
VAGUE_TOP = 4.5  # "billions" is 2 to 9 of them, so is "tens of billions"
ABOUT_SD = 0.05
LONGEST_YEARS = 30.0


@dataclass(frozen=True, slots=True)
class Stated:
    """One amount: the centre and spread of ln(amount), and the ends that the words allow."""

    centre: float
    log_sd: float
    one_sided: bool
    low: float
    high: float

    @property
    def end(self) -> tuple[float, int]:
        """The end that is stated: 1 beside it when it is the most, -1 when it is the least."""
        if not self.one_sided:
            return self.centre, 0
        return (self.low, -1) if self.low > 0 else (self.high, 1)


def stated(low: float | None, high: float | None, qualifier: Qualifier | None) -> Stated | None:
    """The distribution that the wording stands for; None when there is no amount above 0.

    Two different ends are a 90 % range. A vague amount is log-uniform over 2 to 9 units.
    """
    ends = [end for end in (low, high) if end is not None and end > 0]
    if not ends:
        return None
    first, last = ends[0], ends[-1]
    if qualifier is Qualifier.VAGUE:
        top = max(last, first * VAGUE_TOP)
        return Stated(
            math.sqrt(first * top), math.log(top / first) / math.sqrt(12), False, first, top
        )
    if len(ends) == 2 and first != last:
        spread = math.log(last / first) / (2 * Z90)
        return Stated(math.sqrt(first * last), abs(spread), False, min(ends), max(ends))
    if qualifier is Qualifier.UP_TO:
        return Stated(last * UP_TO_FACTOR, 0.0, True, 0.0, last)
    if qualifier is Qualifier.AT_LEAST:
        return Stated(first * AT_LEAST_FACTOR, 0.0, True, first, first * VAGUE_TOP)
    return Stated(first, ABOUT_SD if qualifier is Qualifier.ABOUT else 0.0, False, first, last)


def value_usd(deal: Deal) -> Stated | None:
    """A deal's total in US dollars at signing; None without an amount or a rate."""
    low = None if deal.value_low is None else float(deal.value_low)
    high = None if deal.value_high is None else float(deal.value_high)
    rate = usd_rate(deal)
    if rate is None:
        return None
    return stated(_times(low, rate), _times(high, rate), deal.value_qualifier)


def usd_rate(deal: Deal, day: date | None = None, rates: Rates | None = None) -> float | None:
    """Dollars per unit of the deal's currency; None when nothing tells it.

    The rate of the deal's own headline where it has one, else that of the table on the
    day (default: the day of its status, so that a conversion stands as at signing).
    """
    if deal.currency in (None, "USD"):
        return 1.0
    printed = deal.value_high if deal.value_high is not None else deal.value_low
    if day is None and deal.headline_usd is not None and printed:
        return float(deal.headline_usd / printed)
    when = day or deal.status_on or deal.first_public_on or deal.known_at.date()
    found = (rates or shipped_rates()).at(deal.currency or "", when)
    return found.usd if found else None


def years(deal: Deal) -> float | None:
    """The stated term, else the time from start to end [years]; None when neither is usable."""
    if deal.term_months is not None:
        term = deal.term_months / MONTHS_PER_YEAR
    else:
        begin, end = _first_day(deal.start), _last_day(deal.end)
        if begin is None or end is None:
            return None
        term = ((end - begin).days + 1) / 365.25
    return term if 0 < term <= LONGEST_YEARS else None


def usd_per_year(deal: Deal) -> Stated | None:
    """Dollars a year: a stated monthly or yearly rate, else value over term."""
    per_year = {"month": 12.0, "year": 1.0}.get(deal.rate_unit or "")
    rate = usd_rate(deal)
    if deal.rate_amount is not None and per_year and rate is not None:
        amount = float(deal.rate_amount) * per_year * rate
        return stated(amount, amount, Qualifier.EXACT)
    value, term = value_usd(deal), years(deal)
    if value is None or term is None:
        return None
    return Stated(
        value.centre / term, value.log_sd, value.one_sided, value.low / term, value.high / term
    )


def chips(deal: Deal) -> Stated | None:
    """How many accelerators the deal is of."""
    return _single(deal.chips, deal.chips_qualifier)


def power_kw(deal: Deal) -> Stated | None:
    """The deal's power in kW, on the basis that it was printed in."""
    kw = None if deal.power_mw is None else deal.power_mw * 1000
    return _single(kw, deal.power_qualifier)


def _single(number: float | None, qualifier: Qualifier | None) -> Stated | None:
    return stated(number, number, qualifier)


def _times(amount: float | None, rate: float) -> float | None:
    return None if amount is None else amount * rate


def _first_day(printed: str | None) -> date | None:
    return _day(printed, last=False)


def _last_day(printed: str | None) -> date | None:
    return _day(printed, last=True)


def _day(printed: str | None, *, last: bool) -> date | None:
    try:
        parts = [int(part) for part in (printed or "").split("-")]
        year = parts[0]
        month = parts[1] if len(parts) > 1 else (12 if last else 1)
        end = calendar.monthrange(year, month)[1]
        return date(year, month, parts[2] if len(parts) > 2 else (end if last else 1))
    except (ValueError, IndexError):
        return None
