"""Accelerators, megawatts and shares: "up to one million TPUs", "1.2GW", "8.3% of"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tracker.extract.chip_nouns import chip_noun, implied_chips
from tracker.extract.hedges import read_hedge
from tracker.extract.numerals import (
    DASH,
    DIGITS,
    GAP,
    HEAP,
    JOIN,
    LONG_SCALE,
    SPELLED_NUMBER,
    VAGUE_COUNT,
    is_cut_off,
    read_heap,
    read_number,
    read_scale,
)
from tracker.extract.quantity import Quantity, QuantityKind
from tracker.model.deals import Qualifier

_SCALE = rf"(?:{JOIN}?(?i:(?:{LONG_SCALE}{JOIN})?{LONG_SCALE})(?!\w)|{GAP}?(?:[kK]|[mM]|mn)(?!\w))"
_PLAIN = (
    rf"(?P<num>{DIGITS}|(?i:{SPELLED_NUMBER})(?!\w))(?P<scale>{_SCALE})?"
    rf"(?:{GAP}\(\d[\d,]{{0,12}}\))?"
)
_VAGUE = (
    rf"(?i:(?P<heap>{HEAP}){GAP}of{GAP}(?P<heaped>thousands|millions)"
    rf"|(?P<count>{VAGUE_COUNT})(?P<counted>(?:{GAP}(?:hundred|thousand|million)){{0,2}})"
    rf"|(?P<many>thousands|millions|hundreds))(?!\w)"
)
_COUNT = re.compile(rf"(?<![\w.,$€£¥₩₹/])(?:{_PLAIN}|{_VAGUE})")
_MOST_CHIPS, _FEWEST_CHIPS, _FEWEST_IMPLIED = Decimal(10**8), Decimal(10), Decimal(500)
_ACRONYM = re.compile(r"(?<![\w$])[A-Z]{2,6}[ -]$")
_YEAR = re.compile(r"(?:19|20)\d\d$")
_PER_RACK = re.compile(
    r"\b(?:each|per|every|a single|one) (?:[\w-]+ )?(?:rack|server|node|system|pod|cabinet|tray)\b",
    re.IGNORECASE,
)
_RACK_NEXT = re.compile(r" (?:[\w-]+ )?(?:racks?|servers?|nodes?|trays?|box(?:es)?)\b", re.I)
_WATTS = r"(?P<unit>(?i:gigawatts?|megawatts?|kilowatts?|GWs?|MWs?|kW))(?![\w]|[ -]?hours?)"
_POWER = re.compile(
    rf"(?<![\w.,$€£/])(?:{_PLAIN}|{_VAGUE})(?P<join>{JOIN}?)(?:of{GAP})?"
    rf"(?:additional{GAP}|more{GAP})?{_WATTS}"
)
_POWER_RANGE = re.compile(
    rf"(?<![\w.,$€£/])(?P<low>{DIGITS}){JOIN}?(?:{_WATTS.replace('unit', 'unit1')})?"
    rf"{GAP}?(?:to|and|{DASH}){GAP}?(?P<high>{DIGITS}){JOIN}?{_WATTS}"
)
_HEAP_POWER = re.compile(rf"(?<!\w)(?i:(?P<heap>tens|hundreds|thousands){GAP}of{GAP}{_WATTS})")
_MEGAWATTS = {"g": Decimal(1000), "m": Decimal(1), "k": Decimal("0.001")}
_SITE = re.compile(
    r"[ -](?:[\w-]+ )?(?:campus|site|complex|facility|facilities|park|plant)\b", re.I
)
_PER = re.compile(r" (?:per|each|apiece|for each|for every)\b", re.IGNORECASE)
_SHARES = re.compile(
    rf"(?<![\w.,$€£])(?P<num>{DIGITS})(?P<scale>{_SCALE})?"
    rf"(?:{GAP}(?:of{GAP}its|of{GAP}the|[\w&’'.-]{{1,20}})){{0,4}}?{GAP}(?:shares|ADSs?)\b"
)
_PERCENT = re.compile(
    rf"(?<![\w.,$€£])(?P<num>{DIGITS}){GAP}?(?:%|percent\b|per{GAP}cent\b)(?!-point)"
)
_STAKE = re.compile(
    r" (?:(?:[\w-]+ ){0,3}(?:stake|holding|interest|ownership|shareholding|equity)\b"
    r"|of (?:the )?(?:company|group|venture|start-?up|firm|shares|business|combined|common|class|"
    r"(?-i:[A-Z])))",
    re.IGNORECASE,
)


def find_chips(text: str) -> tuple[Quantity, ...]:
    """Numbers of accelerators, not of wafers, racks, servers or shares; whole numbers."""
    return tuple(_chips(text))


def _chips(text: str) -> Iterator[Quantity]:
    for match in _COUNT.finditer(text):
        number = _size(match, millions_are=Decimal(10**6))
        if number is None or not _FEWEST_CHIPS <= number <= _MOST_CHIPS:
            continue
        if number != number.to_integral_value() or _is_year(match):
            continue
        if is_cut_off(text, match.start()) or _is_model(text, match):
            continue
        hedge = read_hedge(text, match.start(), match.end())
        noun = chip_noun(text, hedge.end)
        if noun is None and match["num"] and number >= _FEWEST_IMPLIED:
            noun = implied_chips(text, match.start(), hedge.end)
        if noun is None:
            continue
        around = (
            text[max(0, match.start() - 50) : match.start()] + " " + text[noun.end : noun.end + 30]
        )
        whole = _PER_RACK.search(around) or _RACK_NEXT.match(text, noun.end)
        role = "per_rack" if whole else noun.role
        sort = _sort(match, hedge.qualifier)
        yield _bounded("chips", hedge.start, noun.end, number, sort, None, role)


def find_power(text: str) -> tuple[Quantity, ...]:
    """Electrical power in MW; energy (GWh) is left out."""
    marks = bytearray(len(text))
    found = []
    for power in (*_power_ranges(text), *_powers(text)):
        if not any(marks[power.start : power.end]):
            marks[power.start : power.end] = b"\x01" * (power.end - power.start)
            found.append(power)
    return tuple(sorted(found, key=lambda one: one.start))


def _power_ranges(text: str) -> Iterator[Quantity]:
    for match in _POWER_RANGE.finditer(text):
        unit = match["unit"]
        low = _watts(read_number(match["low"]), match["unit1"] or unit)
        high = _watts(read_number(match["high"]), unit)
        if low is None or high is None or low >= high or _rises(text, match):
            continue
        yield Quantity("power", match.start(), match.end(), low, high, Qualifier.ABOUT, unit="MW")


def _rises(text: str, match: re.Match[str]) -> bool:
    """Whether "1 to 6 gigawatts" is a rise from one to the other, or two things joined."""
    before = text[max(0, match.start() - 12) : match.start()].lower()
    joined = text[match.end("low") : match.start("high")]
    if " and " in joined:
        return not before.rstrip().endswith("between")
    return before.endswith("from ")


def _powers(text: str) -> Iterator[Quantity]:
    for match in _HEAP_POWER.finditer(text):
        size = _watts(read_heap(match["heap"]), match["unit"])
        yield _bounded("power", match.start(), match.end(), size, Qualifier.VAGUE, "MW", None)
    for match in _POWER.finditer(text):
        size = _watts(_size(match, millions_are=None), match["unit"])
        if size is None or size <= 0 or is_cut_off(text, match.start()):
            continue
        hedge = read_hedge(text, match.start(), match.end())
        role = "site" if _SITE.match(text, hedge.end) else None
        role = "per_unit" if _PER.match(text, hedge.end) else role
        sort = _sort(match, hedge.qualifier)
        yield _bounded("power", hedge.start, hedge.end, size, sort, "MW", role)


def find_shares(text: str) -> tuple[Quantity, ...]:
    """Numbers of shares (unit "shares") and percentages (unit "percent", role "stake" or None)."""
    found = []
    for match in _SHARES.finditer(text):
        number, factor = read_number(match["num"]), read_scale(match["scale"])
        if number is None or factor is None:
            continue
        hedge = read_hedge(text, match.start(), match.end())
        found.append(
            _bounded(
                "share", hedge.start, match.end(), number * factor, hedge.qualifier, "shares", None
            )
        )
    for match in _PERCENT.finditer(text):
        hedge = read_hedge(text, match.start(), match.end())
        role = "stake" if _STAKE.match(text, hedge.end) else None
        number = read_number(match["num"])
        found.append(
            _bounded("share", hedge.start, hedge.end, number, hedge.qualifier, "percent", role)
        )
    return tuple(sorted(found, key=lambda one: one.start))


def _size(match: re.Match[str], millions_are: Decimal | None) -> Decimal | None:
    """The number itself, or the least that a vague one can mean."""
    if match["num"]:
        number, factor = read_number(match["num"]), read_scale(match["scale"])
        return None if number is None or factor is None else number * factor
    if match["heap"]:
        factor = read_scale(match["heaped"])
        return None if factor is None else read_heap(match["heap"]) * factor
    if match["count"]:
        factor = read_scale(match["counted"])
        return None if factor is None else 2 * factor
    if millions_are is None:
        return None
    return {"thousands": Decimal(1000), "hundreds": Decimal(200)}.get(
        match["many"].lower(), millions_are
    )


def _sort(match: re.Match[str], hedged: Qualifier) -> Qualifier:
    return hedged if match["num"] else Qualifier.VAGUE


def _is_year(match: re.Match[str]) -> bool:
    return bool(match["num"] and not match["scale"] and _YEAR.match(match["num"]))


def _is_model(text: str, match: re.Match[str]) -> bool:
    # "RTX 6000 Pro" and "SB 1047" are names.
    plain = bool(match["num"]) and match["num"].isdigit() and len(match["num"]) < 5
    return plain and _ACRONYM.search(text[max(0, match.start() - 12) : match.start()]) is not None


def _watts(number: Decimal | None, unit: str) -> Decimal | None:
    return None if number is None else number * _MEGAWATTS[unit[0].lower()]


def _bounded(
    kind: QuantityKind,
    start: int,
    end: int,
    number: Decimal | None,
    qualifier: Qualifier,
    unit: str | None,
    role: str | None,
) -> Quantity:
    low = None if qualifier is Qualifier.UP_TO else number
    high = None if qualifier in (Qualifier.AT_LEAST, Qualifier.VAGUE) else number
    return Quantity(kind, start, end, low, high, qualifier, unit=unit, role=role)
