"""Figures and dates in words: rounded to three digits, never to another magnitude."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

from tracker.model.deals import Qualifier

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_UNITS = ((Decimal(10**6), "M"), (Decimal(10**9), "B"), (Decimal(10**12), "T"))
_US_ZONES = {f"{letter}{kind}T": f"{letter}T" for letter in "ECMP" for kind in "SD"}


def money(amount: Decimal | float, currency: str | None = "USD") -> str:
    """An amount as "$2B", "$14.2B", "$920M"; a rounded one keeps a decimal: "$1.0B"."""
    exact = Decimal(str(amount))
    sign, size = ("-" if exact < 0 else ""), abs(exact)
    mark = _SIGNS.get(currency or "USD") or f"{currency} "
    return f"{sign}{mark}{_scaled(size)}"


def _scaled(size: Decimal) -> str:
    if size < Decimal("999999.5"):
        return f"{size:,.0f}" if size == size.to_integral_value() or size >= 100 else f"{size:.2f}"
    for unit, letter in _UNITS:
        rounded = _three_digits(size / unit)
        if Decimal(rounded.replace(",", "")) < 1000 or unit == _UNITS[-1][0]:
            return f"{rounded}{letter}"
    raise AssertionError("the last unit takes every size")


def _three_digits(value: Decimal) -> str:
    places = 2 if value < 10 else 1 if value < 100 else 0
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    plain = f"{rounded:,f}"
    if rounded == value:
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain[:-1] if places == 2 and plain.endswith("0") else plain


def bounds(
    low: Decimal | float | None, high: Decimal | float | None, currency: str | None = "USD"
) -> str:
    """What two bounds leave open: "$38B", "up to $60B", "at least $2B", "$12B to $15B"."""
    if low is None and high is None:
        return "not disclosed"
    if high is None:
        return f"at least {money(low or 0, currency)}"
    if not low:
        return f"up to {money(high, currency)}"
    if low == high:
        return money(high, currency)
    return f"{money(low, currency)} to {money(high, currency)}"


def value(
    low: Decimal | None, high: Decimal | None, qualifier: Qualifier | None, currency: str | None
) -> str:
    """A contract value as it was qualified. A vague one is named, its floor left to the reader."""
    if qualifier is Qualifier.VAGUE and low is not None:
        return vague_money(low, currency)
    words = bounds(low, high, currency)
    return f"about {words}" if qualifier is Qualifier.ABOUT and low == high else words


def vague_money(floor: Decimal, currency: str | None = "USD") -> str:
    """The usual words for a vague amount with this floor: "multi-billion"."""
    words = {
        Decimal(2 * 10**6): "multi-million",
        Decimal(2 * 10**7): "tens of millions",
        Decimal(2 * 10**8): "hundreds of millions",
        Decimal(2 * 10**9): "multi-billion",
        Decimal(2 * 10**10): "tens of billions",
        Decimal(2 * 10**11): "hundreds of billions",
    }
    return words.get(floor) or f"at least {money(floor, currency)}"


def chips(number: int, qualifier: Qualifier | None) -> str:
    """A count of accelerators: "400,000 chips", "hundreds of thousands of chips"."""
    vague = {
        2_000: "thousands",
        20_000: "tens of thousands",
        200_000: "hundreds of thousands",
        1_000_000: "millions",
    }
    if qualifier is Qualifier.VAGUE and number in vague:
        return f"{vague[number]} of chips"
    return f"{_qualified(f'{number:,}', qualifier)} {'chip' if number == 1 else 'chips'}"


def power(megawatts: float, qualifier: Qualifier | None) -> str:
    """Power as "6 GW" or "920 MW"; a vague 2,000 is "multiple gigawatts"."""
    if qualifier is Qualifier.VAGUE and megawatts in (2_000, 200):
        return "multiple gigawatts" if megawatts == 2_000 else "hundreds of megawatts"
    exact = Decimal(str(megawatts))
    if exact < Decimal("999.5"):
        return _qualified(f"{_three_digits(exact)} MW", qualifier)
    return _qualified(f"{_three_digits(exact / 1000)} GW", qualifier)


def _qualified(figure: str, qualifier: Qualifier | None) -> str:
    words = {
        Qualifier.ABOUT: "about ",
        Qualifier.UP_TO: "up to ",
        Qualifier.AT_LEAST: "at least ",
        Qualifier.VAGUE: "at least ",
    }
    return f"{words.get(qualifier, '') if qualifier else ''}{figure}"


def term(months: int) -> str:
    """A length as "5 years" or "18 months"."""
    if months % 12 == 0 and months:
        years = months // 12
        return "1 year" if years == 1 else f"{years} years"
    return "1 month" if months == 1 else f"{months} months"


def day(when: date, today: date) -> str:
    """A date as "25 Nov", unbroken; with its year when it is not of the last eleven months."""
    short = f"{when.day}\N{NO-BREAK SPACE}{calendar.month_abbr[when.month]}"
    near = -31 <= (today - when).days <= 335
    return short if near else f"{short}\N{NO-BREAK SPACE}{when.year}"


def full_day(when: date) -> str:
    """A date as "Fri 27 Feb 2026"."""
    name = calendar.day_abbr[when.weekday()]
    return f"{name} {when.day} {calendar.month_abbr[when.month]} {when.year}"


def partial_date(text: str) -> str:
    """A date of any precision: "2027", "Jul 2026", "1 Jul 2026"; else as it is."""
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 2:
            return f"{calendar.month_abbr[numbers[1]]} {numbers[0]}"
        if len(numbers) == 3:
            return f"{numbers[2]} {calendar.month_abbr[numbers[1]]} {numbers[0]}"
    except (ValueError, IndexError):
        pass
    return text


def clock(instant: datetime, zone: ZoneInfo) -> str:
    """The time of day at a place as "06:30 ET"; "18:30 Singapore" where letters lack."""
    local = instant.astimezone(zone)
    letters = local.tzname() or "UTC"
    name = _US_ZONES.get(letters) if zone.key.startswith(("America/", "US/")) else None
    if not letters.isalpha():
        letters = zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return f"{local:%H:%M} {name or letters}"


def percent(share: float) -> str:
    """A share of 0-1 in per cent; small ones keep a decimal, so that none shows as 0."""
    points = share * 100
    return f"{points:.1f}%" if 0 < abs(points) < 9.95 and points % 1 else f"{points:.0f}%"


def unit_price(usd: float) -> str:
    """A small price with three digits: "$1.95", "$0.0403", "$31.2"."""
    if usd >= 100 or usd == 0:
        return money(round(usd))
    if usd >= 1:
        return f"${usd:.2f}" if usd < 10 else f"${usd:.1f}"
    digits = f"{usd:.3g}"
    return f"${float(digits):.10f}".rstrip("0") if "e" in digits else f"${digits}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 document", "2,140 documents"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
