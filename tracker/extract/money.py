"""Amounts of money: "$17.4bn", "40 billion yuan", "tens of billions", "$60-100bn"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.extract.currencies import NAMED, SIGNED, currency_named, currency_signed, yen_or_yuan
from tracker.extract.hedges import read_hedge
from tracker.extract.money_roles import role_of
from tracker.extract.numerals import (
    DASH,
    DIGITS,
    GAP,
    HEAP,
    JOIN,
    LONG_SCALE,
    SHORT_SCALE,
    SPELLED_NUMBER,
    VAGUE_COUNT,
    is_cut_off,
    read_heap,
    read_number,
    read_scale,
)
from tracker.extract.quantity import Quantity
from tracker.extract.rates import rate_after, rate_before, rate_of_shares
from tracker.model.deals import Qualifier

_SCALE = rf"(?:{GAP}?{SHORT_SCALE}(?!\w)|{JOIN}?(?i:(?:{LONG_SCALE}{JOIN})?{LONG_SCALE})(?!\w))"
_BIG = r"(?:million|billion|trillion|crore)"
_TO = rf"(?:{GAP}?{DASH}{GAP}?|{GAP}(?:to|and|or){GAP}(?:as{GAP}much{GAP}as{GAP}|up{GAP}to{GAP})?)"
_SIGNED = re.compile(
    rf"(?<![A-Za-z$€£])(?P<cur>{SIGNED}){GAP}?(?P<num>{DIGITS})(?P<scale>{_SCALE})?"
    rf"(?P<tail>(?P<to>{_TO})(?P<cur2>{SIGNED})?{GAP}?(?P<num2>{DIGITS})(?P<scale2>{_SCALE})?)?"
)
# Letters stand for thousands and millions after digits only: "at" is no "a trillion".
_AFTER_WORD = rf"{JOIN}(?:{LONG_SCALE}{JOIN})?{LONG_SCALE}(?!\w)"
_IS_WORD = rf"(?={SPELLED_NUMBER}{_AFTER_WORD})"
_ONE = rf"(?:(?:{DIGITS})|{_IS_WORD}{SPELLED_NUMBER})"
_ONE_NAMED = rf"(?P<num>{_ONE})(?P<scale>{_SCALE})(?:{JOIN}(?P<cur>{NAMED})(?!\w))?"
_NAMED = re.compile(rf"(?<![\w.,$/½¼¾]){_ONE_NAMED}", re.IGNORECASE)
_NAMED_RANGE = re.compile(
    rf"(?<![\w.,$/½¼¾])(?P<num2>{DIGITS}|{SPELLED_NUMBER}(?!\w))(?P<scale2>{_SCALE})?(?P<to>{_TO})"
    rf"{_ONE_NAMED}",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    rf"(?<![\w.,])(?:"
    rf"(?P<multi>multi{DASH}?{GAP}?(?:(?P<hundred>hundred){DASH}?{GAP}?)?)(?P<scale1>{_BIG})"
    rf"|(?P<count>{VAGUE_COUNT}){GAP}(?P<hundred2>hundred{GAP})?(?P<scale2>{_BIG})s?"
    rf"|(?:(?P<heap>{HEAP}){GAP}of{GAP})?(?P<scale3>{_BIG})s"
    rf"|(?P<digits>(?:double|triple){DASH}digit){GAP}(?P<scale4>{_BIG})s?"
    rf")(?!\w)(?:(?:{GAP}of{GAP}(?:US{GAP}|U\.S\.{GAP})?|{JOIN})(?P<cur>{NAMED})(?!\w))?",
    re.IGNORECASE,
)
# After "billions" without a currency only these leave no doubt that money is meant.
_ENDS_BARE = re.compile(
    rf"(?:$|[.,;:!?)\]\"'”’\u2013\u2014\n]|{GAP}{DASH}{GAP}|{GAP}(?:in|over|for|from|to|on|at|by|"
    r"per|a|an|and|or|more|each|as|with|into|toward|towards|during|this|that|if|when|while|but|"
    r"is|are|was|were|worth|annually|firm|under|across|through|between|deal|deals|contract|pact|"
    r"order|agreement|accord|purchase|investment|lease|bet|now|today|later|so)\b)",
    re.IGNORECASE,
)
_NOT_MONEY = re.compile(
    rf"(?:{JOIN})(?:param|token|user|transist|people|row|query|queries|chip|gpu|tpu|unit|share|"
    r"custom|operation|weight|device|image|word|line|view|download|home|household|mile|year)",
    re.IGNORECASE,
)
_MONEY_WORDS = re.compile(
    r"[$€£]|\b(?:dollars?|worth|spen[dt]\w*|cost\w*|pay\w*|paid|invest\w*|rais\w+|commit\w*|deal|"
    r"contract|bill|fund\w*|valued?|price\w*|order|agreement|buy\w*|bought|purchas\w*|lend\w*|"
    r"loan|debt|financ\w*|rent\w*|lease\w*|capex|money|cash|round|stake|bid|offer\w*)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\b(?:between|ranging{GAP}from|range{GAP}of|somewhere{GAP}between){GAP}+$", re.I
)
_FROM = re.compile(rf"(?<!ranging )\bfrom{GAP}+$", re.I)
_CONVERTED = re.compile(
    rf"{GAP}?(?:\({GAP}?|,?{GAP}or{GAP}|,{GAP}equivalent{GAP}to{GAP}|{GAP}\[)$", re.I
)


@dataclass(frozen=True, slots=True)
class _Amount:
    start: int
    end: int
    low: Decimal
    high: Decimal | None
    currency: str
    vague: bool = False


def find_money(text: str) -> tuple[Quantity, ...]:
    """Amounts (kind "money") and prices (kind "rate"), by position, none overlapping.

    Values are in whole units of the currency printed; where an amount is repeated in
    dollars ("€1.2 billion ($1.4 billion)") the dollars are given and both are spanned.
    """
    yen = yen_or_yuan(text)
    amounts = _without_overlaps([*_signed(text, yen), *_named(text, yen), *_vague(text, yen)])
    quantities = [_quantity(text, amount) for amount in amounts]
    return tuple(_merge_conversions(text, quantities))


def _signed(text: str, yen: str | None) -> Iterator[_Amount]:
    position = 0
    while (match := _SIGNED.search(text, position)) is not None:
        currency = currency_signed(match["cur"], yen)
        first = _value(match["num"], match["scale"])
        span = _range(text, match)
        position = match.start("tail") if match["tail"] and span is None else match.end()
        if currency is None or first is None:
            continue
        if span is not None:
            yield _Amount(match.start(), match.end(), *span, currency)
        elif not _unreadable_tail(match):
            end = match.end("scale") if match["scale"] else match.end("num")
            yield _Amount(match.start(), end, first, first, currency)


def _range(text: str, match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """Both ends of "$60-100bn"; None where the second number is no part of the first."""
    if not match["tail"] or (match["cur2"] and match["cur2"] != match["cur"]):
        return None
    joined, before = (
        match["to"].split()[0].lower(),
        text[max(0, match.start() - 24) : match.start()],
    )
    if joined == "and" and not _BETWEEN.search(before):
        return None
    if joined == "to" and _FROM.search(before) and match["cur2"]:
        return None
    if match["scale"] and not match["scale2"]:
        return None
    unscaled = not match["scale"] and not match["scale2"]
    if unscaled and not match["cur2"] and joined in ("to", "or", "and"):
        return None
    low = _value(match["num"], match["scale"] or match["scale2"])
    high = _value(match["num2"], match["scale2"])
    return (low, high) if low and high and low < high else None


def _unreadable_tail(match: re.Match[str]) -> bool:
    # "$900 to 1.2 billion": the scale of the first cannot be known.
    return bool(match["tail"] and not match["scale"] and match["scale2"] and not match["cur2"])


def _named(text: str, yen: str | None) -> Iterator[_Amount]:
    home = currency_named(text)
    speaks_of_money = currency_named(text, default=None) is not None
    for match in (*_NAMED_RANGE.finditer(text), *_NAMED.finditer(text)):
        scale = match["scale"]
        if match["cur"] is None and not (speaks_of_money and _is_bare_money(text, match)):
            continue
        currency = currency_signed(match["cur"], yen) if match["cur"] else home
        value = low = _value(match["num"], scale)
        if "num2" in match.re.groupindex:
            low = _value(match["num2"], match["scale2"] or scale) if _joins(text, match) else None
        if value is None or low is None or currency is None or low > value:
            continue
        if not is_cut_off(text, match.start()):
            yield _Amount(match.start(), match.end(), low, value, currency)


def _joins(text: str, match: re.Match[str]) -> bool:
    joined = match["to"].split()[0].lower()
    before = text[max(0, match.start() - 24) : match.start()]
    return joined != "and" or _BETWEEN.search(before) is not None


def _is_bare_money(text: str, match: re.Match[str]) -> bool:
    """Whether "five billion" without a currency can only mean money."""
    if not re.search(r"(?:b(?:illio)?n|trillion|tn)\b", match["scale"], re.IGNORECASE):
        return False
    return _ENDS_BARE.match(text, match.end()) is not None


def _vague(text: str, yen: str | None) -> Iterator[_Amount]:
    home = currency_named(text)
    for match in _VAGUE.finditer(text):
        if match["cur"] is None:
            if _NOT_MONEY.match(text, match.end()):
                continue
            if not match["multi"] and not _is_vague_money(text, match):
                continue
        currency = currency_signed(match["cur"], yen) if match["cur"] else home
        scale = read_scale(next(match[f"scale{n}"] for n in (1, 2, 3, 4) if match[f"scale{n}"]))
        if currency is None or scale is None:
            continue
        start = match.start() - (text[match.start() - 1 : match.start()] in ("$", "€", "£"))
        yield _Amount(start, match.end(), _least(match) * scale, None, currency, vague=True)


def _is_vague_money(text: str, match: re.Match[str]) -> bool:
    """Whether "several billion" or "billions" without a currency can only mean money."""
    small = (match["scale2"] or match["scale3"] or "").lower() == "million" and not match["heap"]
    near = text[max(0, match.start() - 90) : match.end() + 60]
    return (
        not small
        and _ENDS_BARE.match(text, match.end()) is not None
        and _MONEY_WORDS.search(near) is not None
    )


def _least(match: re.Match[str]) -> Decimal:
    if match["heap"]:
        return read_heap(match["heap"])
    if match["digits"]:
        return Decimal(10 if match["digits"].lower().startswith("double") else 100)
    return Decimal(200 if match["hundred"] or match["hundred2"] else 2)


def _value(number: str, scale: str | None) -> Decimal | None:
    value, factor = read_number(number), read_scale(scale)
    return None if value is None or factor is None else value * factor


def _quantity(text: str, amount: _Amount) -> Quantity:
    hedge = read_hedge(text, amount.start, amount.end)
    low, high, qualifier = _bounds(amount, hedge.qualifier)
    rate = (
        rate_of_shares(text, amount.start, hedge.end)
        or rate_after(text, hedge.end)
        or rate_before(text, amount.start)
    )
    return Quantity(
        kind="rate" if rate else "money",
        start=hedge.start,
        end=max(hedge.end, rate.end) if rate else hedge.end,
        low=low,
        high=high,
        qualifier=qualifier,
        currency=amount.currency,
        unit=rate.unit if rate else None,
        role=role_of(text, hedge.start, hedge.end, rate.unit if rate else None),
    )


def _bounds(amount: _Amount, hedge: Qualifier) -> tuple[Decimal | None, Decimal | None, Qualifier]:
    if amount.vague:
        return amount.low, None, Qualifier.VAGUE
    if amount.low != amount.high:
        return amount.low, amount.high, Qualifier.ABOUT
    if hedge is Qualifier.UP_TO:
        return None, amount.high, hedge
    if hedge is Qualifier.AT_LEAST:
        return amount.low, None, hedge
    return amount.low, amount.high, hedge


def _without_overlaps(amounts: list[_Amount]) -> list[_Amount]:
    kept: list[_Amount] = []
    for amount in sorted(amounts, key=lambda one: (one.start, -one.end)):
        if not kept or amount.start >= kept[-1].end:
            kept.append(amount)
    return kept


def _merge_conversions(text: str, quantities: list[Quantity]) -> Iterator[Quantity]:
    position = 0
    while position < len(quantities):
        one = quantities[position]
        other = quantities[position + 1] if position + 1 < len(quantities) else None
        if other is not None and _is_conversion(text, one, other):
            yield _merged(one, other)
            position += 2
        else:
            yield one
            position += 1


def _is_conversion(text: str, one: Quantity, other: Quantity) -> bool:
    return (
        one.currency != other.currency
        and "USD" in (one.currency, other.currency)
        and _CONVERTED.fullmatch(text[one.end : other.start]) is not None
    )


def _merged(one: Quantity, other: Quantity) -> Quantity:
    dollars = one if one.currency == "USD" else other
    qualifier = dollars.qualifier if one.qualifier is Qualifier.EXACT else one.qualifier
    low, high = dollars.low, dollars.high
    if qualifier is Qualifier.UP_TO:
        low, high = None, dollars.headline
    elif qualifier is Qualifier.AT_LEAST:
        low, high = dollars.headline, None
    role, unit = one.role or other.role, one.unit or other.unit
    return replace(
        dollars,
        kind="rate" if unit else "money",
        start=one.start,
        end=other.end,
        low=low,
        high=high,
        qualifier=qualifier,
        role=role,
        unit=unit,
    )
