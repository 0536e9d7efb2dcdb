"""Stated lengths of contracts: "six-year", "over five years", "a 15-year lease"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tracker.extract.hedges import read_hedge
from tracker.extract.numerals import DASH, DIGITS, GAP, JOIN, SPELLED, read_number
from tracker.extract.quantity import Quantity
from tracker.model.deals import Qualifier

_LONGEST_MONTHS = 1200
_UNIT_MONTHS = {"y": 12, "m": 1, "d": 120}
_NUMBER = rf"(?:{DIGITS}|{SPELLED}|an?)"
_LENGTH = re.compile(
    rf"(?<![\w.,$€£/])(?:(?P<low>{DIGITS}|{SPELLED}){DASH}?(?:{GAP}(?:to|or){GAP}|{DASH}(?:to{DASH})?))?"
    rf"(?P<num>{_NUMBER})(?:{GAP}\(\d{{1,3}}\))?(?P<half>{JOIN}and{JOIN}a{JOIN}half)?(?P<join>{JOIN}?)"
    rf"(?P<unit>years?|yrs?|months?|mos?|decades?)(?P<long>{DASH}long)?(?![\w]|{DASH}over)",
    re.IGNORECASE,
)
_DECADE = re.compile(
    rf"(?<!\w)(?:(?:over|for|during|across|spanning|in){GAP}the{GAP}(?:next|coming|following){GAP}decade"
    rf"|decade{DASH}long)(?!\w)",
    re.IGNORECASE,
)
_MULTI = re.compile(
    rf"(?<!\w)(?:multi{DASH}?{GAP}?(?:year|annual|decade)|several{DASH}year|long{DASH}term)(?!\w)",
    re.IGNORECASE,
)
# A length of something else than the contract.
_NOT_AFTER = re.compile(
    rf"(?:{JOIN}|')(?:[\w-]{{1,16}}{GAP}(?=veteran))?(?:old|olds|history|high|highs|low|lows|ago|earlier|later|later|before|after|"
    r"since|treasur\w+|yields?|anniversary|veteran|career|drought|average|moving|streak|forecast|"
    r"outlook|road-?map|of experience|of operating|from now|into|period ended|trailing|target|"
    r"in a row|running|senior|notes?|bonds?|mortgage|prison|term in|to (?:build|develop|design|"
    r"complete|construct|bring)|ahead|behind|argument|dispute|battle|feud|gap|search|absence|out\b|wait|lead|delay|low-cost|bond|payback|time)\b",
    re.IGNORECASE,
)
_LEADS = re.compile(
    rf"(?:\b(?:over|for|of|lasting|lasts?|spanning|spans?|across|during|runs?|running|covering|"
    rf"covers?|length|term|terms|tenor|through|last|be|is|at|least|period|additional|initial|"
    rf"minimum|firm|each|by|extended)\b|(?P<mark>^|[.:;,(/|·•–—=+-])){GAP}*"
    rf"(?:(?:the|a|an|its|their){GAP})?(?:(?:term|period|span|length|stretch){GAP}of{GAP})?"
    rf"(?:(?:next|coming|first|following|initial|another|full|subsequent){GAP}){{0,2}}$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    rf"\b(?:past|last|previous|prior|preceding|within|in|every|ago|trailing|recent|these|those|"
    rf"after|age|aged|until){GAP}(?:(?:the|a){GAP})?(?:(?:past|last|next|coming){GAP})?$",
    re.IGNORECASE,
)
_STANDS_ALONE = re.compile(rf"{GAP}?(?:[,;:)|/.]|$|{GAP}each\b|{GAP}for\b|{GAP}at\b|\n)")
_OVER_A = re.compile(rf"\b(?:over|for|of|spans?|spanning){GAP}$", re.IGNORECASE)
_EXTENSION_AFTER = re.compile(
    rf"{JOIN}(?:[\w-]{{1,16}}{GAP}){{0,2}}(?:extensions?|renewals?|options?)\b", re.IGNORECASE
)
_EXTENSION_BEFORE = re.compile(
    rf"\b(?:renew(?:al|als|able|ed)?|extend(?:able|ed)?(?:{GAP}it)?|extensions?|options?)"
    rf"(?:{GAP}[\w-]{{1,12}}){{0,3}}{GAP}$",
    re.IGNORECASE,
)


def find_terms(text: str) -> tuple[Quantity, ...]:
    """Stated lengths in months, by position.

    "multi-year" has role "multi_year" and no number; a further period that one side may
    ask for has role "extension". Ages, histories and deadlines are left out.
    """
    found: list[Quantity] = []
    every = [*_lengths(text), *_decades(text), *_multiples(text)]
    for one in sorted(every, key=lambda quantity: quantity.start):
        if not found or one.start >= found[-1].end:
            found.append(one)
    return tuple(found)


def _lengths(text: str) -> Iterator[Quantity]:
    for match in _LENGTH.finditer(text):
        months = _months(match)
        if months is None or not _is_length(text, match):
            continue
        low, high = months
        start, end, qualifier = match.start(), match.end(), Qualifier.EXACT
        if low != high:
            qualifier = Qualifier.ABOUT
        else:
            hedge = read_hedge(text, start, end)
            # "over five years" is as long as it says; so is "a term of".
            if not re.match(r"over\b", text[hedge.start : start], re.IGNORECASE):
                start, end, qualifier = hedge.start, hedge.end, hedge.qualifier
        yield Quantity(
            kind="term",
            start=start,
            end=end,
            low=None if qualifier is Qualifier.UP_TO else low,
            high=None if qualifier is Qualifier.AT_LEAST else high,
            qualifier=qualifier,
            unit="months",
            role=_role(text, match),
        )


def _months(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    unit = Decimal(_UNIT_MONTHS[match["unit"][0].lower()])
    number = read_number(match["num"])
    if number is None:
        return None
    high = (number + (Decimal("0.5") if match["half"] else 0)) * unit
    low = high
    if match["low"]:
        first = read_number(match["low"])
        if first is None or first >= number:
            return None
        low = first * unit
    whole = low == low.to_integral_value() and high == high.to_integral_value()
    return (low, high) if whole and low > 0 and high <= _LONGEST_MONTHS else None


def _is_length(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 70) : match.start()]
    if _NOT_AFTER.match(text, match.end()) or _NOT_BEFORE.search(before[-30:]):
        return False
    alone = match["num"].lower() in ("a", "an")
    if alone:
        unit = match["unit"].lower()
        over = unit == "decade" and _OVER_A.search(before) is not None
        return over or (match["long"] is not None and not unit.endswith("s"))
    compound = match["join"].strip() != "" or match["long"] is not None
    plural = match["unit"].lower().endswith("s")
    if compound or (not plural and match["join"] and match["num"].lower() not in ("one", "1")):
        return True
    hedge = read_hedge(text, match.start(), match.end())
    lead = text[max(0, hedge.start - 50) : hedge.start]
    if re.match(r"over\b", text[hedge.start : match.start()], re.IGNORECASE):
        return not _NOT_BEFORE.search(lead)
    leads = _LEADS.search(lead)
    if leads is None or _NOT_BEFORE.search(lead):
        return False
    # In "7 yrs, $38bn" the length stands alone; "One year of progress" is no contract's.
    return leads["mark"] is None or _STANDS_ALONE.match(text, hedge.end) is not None


def _decades(text: str) -> Iterator[Quantity]:
    for match in _DECADE.finditer(text):
        yield Quantity(
            "term",
            match.start(),
            match.end(),
            Decimal(120),
            Decimal(120),
            Qualifier.EXACT,
            unit="months",
        )


def _multiples(text: str) -> Iterator[Quantity]:
    for match in _MULTI.finditer(text):
        if not match[0].lower().startswith("long"):
            yield Quantity(
                "term",
                match.start(),
                match.end(),
                qualifier=Qualifier.VAGUE,
                unit="months",
                role="multi_year",
            )


def _role(text: str, match: re.Match[str]) -> str | None:
    after = _EXTENSION_AFTER.match(text, match.end())
    before = _EXTENSION_BEFORE.search(text[max(0, match.start() - 40) : match.start()])
    return "extension" if after or before else None
