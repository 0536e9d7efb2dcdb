"""What a price is paid per: "$920 million a month", "$2.91 per GPU-hour", "annual rent of"."""

import re
from dataclasses import dataclass

from tracker.extract.numerals import GAP

_UNITS = {
    "month": r"months?|mo\b",
    "year": r"years?|yr\b|annum",
    "quarter": r"quarters?",
    "week": r"weeks?",
    "day": r"days?",
    "GPU-hour": r"(?:gpu|tpu|chip|accelerator|card|xpu)[ -]?(?:hour|hr)s?",
    "hour": r"hours?|hr\b",
    "GW": r"gigawatts?|gw\b",
    "MW": r"megawatts?|mw\b",
    "kW": r"kilowatts?|kw\b",
    "kWh": r"kilowatt[ -]hours?|kwh\b",
    "MWh": r"megawatt[ -]hours?|mwh\b",
    "share": r"(?:ordinary |common |class [a-c] |american depositary )?(?:shares?|ads|stock)\b",
    "million tokens": r"(?:1 ?m|one million|million) (?:input |output )?tokens|mtok\b",
    "chip": r"(?:[\w-]{1,16} )?(?:gpus?|tpus?|chips?|accelerators?|units?|processors?|cards?)\b",
    "rack": r"racks?",
    "user": r"users?|seats?|subscribers?|customers?|employees?",
}
_ORDER = (
    "GPU-hour",
    "kWh",
    "MWh",
    *(unit for unit in _UNITS if unit not in {"GPU-hour", "kWh", "MWh"}),
)
_UNIT = "|".join(f"(?P<u{n}>{_UNITS[unit]})" for n, unit in enumerate(_ORDER))
_PER = rf"(?:{GAP}?/{GAP}?|[ \-\u00a0\n](?:a|an|per|each|every|for each|for every)[ \-\u00a0\n])"
_ADVERB = (
    rf"{GAP}(?:(?P<monthly>monthly)|(?P<yearly>annually|yearly|annualized|annualised|p\.a\.)"
    rf"|(?P<quarterly>quarterly)|(?P<hourly>hourly)|(?P<apiece>apiece))\b"
)
# "$30 billion of revenue a year": a noun or two may stand between.
_NOUNS = rf"(?:{GAP}(?:of|in){GAP}(?:[\w-]{{2,20}}{GAP}){{0,2}}[\w-]{{2,20}})?"
_AFTER = re.compile(rf"{_NOUNS}{_PER}(?:single |additional )?(?:{_UNIT})(?![\w])", re.IGNORECASE)
_ADVERB_AFTER = re.compile(_ADVERB, re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:(?P<year>annual|annualized|annualised|yearly)|(?P<month>monthly)"
    r"|(?P<quarter>quarterly))(?: [\w-]{2,20}){0,4} (?:of |at |to |about |around |roughly |some |"
    r"approximately |nearly |over |more than |up to |as much as )+$",
    re.IGNORECASE,
)
_EACH = re.compile(rf"{GAP}(?:each|apiece)\b", re.IGNORECASE)
_STOCK = re.compile(r"\b(?:shares?|stock)\b", re.IGNORECASE)
_ADVERBS = {
    "monthly": "month",
    "yearly": "year",
    "quarterly": "quarter",
    "hourly": "hour",
    "apiece": "chip",
}


@dataclass(frozen=True, slots=True)
class Rate:
    """What an amount is paid per, and where the words that say so end."""

    unit: str
    end: int


def rate_after(text: str, end: int) -> Rate | None:
    """The rate that the words from `end` on make of an amount; None if none."""
    if (match := _AFTER.match(text, end)) is not None:
        number = next(n for n in range(len(_ORDER)) if match[f"u{n}"])
        return Rate(_ORDER[number], match.end())
    if (match := _ADVERB_AFTER.match(text, end)) is not None:
        return Rate(_ADVERBS[str(match.lastgroup)], match.end())
    return None


def rate_of_shares(text: str, start: int, end: int) -> Rate | None:
    """The rate of "30 million shares at $70 each" and of "stock at $23.28 apiece"."""
    match = _EACH.match(text, end)
    if match is None or not _STOCK.search(text[max(0, start - 60) : end + 30]):
        return None
    return Rate("share", match.end())


def rate_before(text: str, start: int) -> Rate | None:
    """The rate in words that lead up to an amount ("annual rent of"); None if none."""
    match = _BEFORE.search(text[max(0, start - 90) : start])
    return Rate(str(match.lastgroup), start) if match else None
