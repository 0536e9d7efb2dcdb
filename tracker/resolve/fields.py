"""`name=value` as an analyst types it, into the fields of a claim."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from tracker.model.deals import AssetLayer, Binding, Confirmation, DealType, Qualifier, Status
from tracker.model.errors import BadInput
from tracker.model.ids import entity_id

# What can be set -> the fields of a claim that it fills.
SLOTS: Mapping[str, tuple[str, ...]] = {
    "status": ("status",),
    "value": ("value_low", "value_high", "currency", "value_qualifier"),
    "chips": ("chips", "chips_qualifier"),
    "power_mw": ("power_mw", "power_qualifier"),
    "term_months": ("term_months",),
    "start": ("start",),
    "end": ("end",),
    "rate": ("rate_amount", "rate_unit"),
    "buyer": ("buyer", "buyer_id"),
    "supplier": ("supplier", "supplier_id"),
    "products": ("products",),
    "deal_type": ("deal_type",),
    "binding": ("binding",),
    "confirmation": ("confirmation",),
    "asset_layer": ("asset_layer",),
}
_ENUMS: Mapping[str, type[StrEnum]] = {
    "status": Status, "deal_type": DealType, "binding": Binding,
    "confirmation": Confirmation, "asset_layer": AssetLayer,
}  # fmt: skip
_SCALES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12}
_NUMBER = r"([\d][\d,]*(?:\.\d+)?(?:e\d+)?)\s*(k|m|bn|tn)?"
_AMOUNT = re.compile(
    rf"(?:(about|up to|at least|vague)\s+)?\$?{_NUMBER}(?:\s*(?:to|-)\s*\$?{_NUMBER})?"
    r"(?:\s+([A-Z]{3}))?"
)
_RATE = re.compile(rf"\$?{_NUMBER} a (month|year|GW)")
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def parse_field(text: str) -> tuple[str, dict[str, Any]]:
    """The slot that is set, and the claim's fields for it: "value=up to 27bn USD".

    An empty value says that the term is not stated. Raises BadInput.
    """
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or name not in SLOTS:
        raise BadInput(f"{text!r}: write NAME=VALUE with one of {', '.join(SLOTS)}")
    if not value and name in _NEVER_EMPTY:
        raise BadInput(f"{text!r}: {name} cannot be empty")
    if not value:
        return name, dict.fromkeys(SLOTS[name])
    if name in _ENUMS:
        return name, {name: _member(text, _ENUMS[name], value)}
    return name, _PARSERS[name](text, value)


def _member(text: str, kind: type[StrEnum], value: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise BadInput(f"{text!r}: there are {', '.join(kind)}") from None


def _value(text: str, value: str) -> dict[str, Any]:
    low, high, qualifier, currency = _amount(text, value)
    return {
        "value_low": low, "value_high": high, "currency": currency or "USD",
        "value_qualifier": qualifier,
    }  # fmt: skip


def _sized(field: str, convert: Callable[[Decimal], Any]) -> Callable[[str, str], dict[str, Any]]:
    def parse(text: str, value: str) -> dict[str, Any]:
        low, high, qualifier, currency = _amount(text, value)
        if currency or (low is not None and high is not None and low != high):
            raise BadInput(f"{text!r}: one plain number, as in 20,000 or up to 500")
        number = high if high is not None else low
        name = "power_qualifier" if field == "power_mw" else f"{field}_qualifier"
        return {field: convert(number or Decimal(0)), name: qualifier}

    return parse


def _amount(text: str, value: str) -> tuple[Decimal | None, Decimal | None, Qualifier, str | None]:
    """Low, high, qualifier and currency of "up to 27bn USD"."""
    found = _AMOUNT.fullmatch(value)
    if found is None:
        raise BadInput(f"{text!r}: an amount is like 9.7bn, up to 27bn USD, 12bn to 27bn, 840m EUR")
    words, first, scale, second, second_scale, currency = found.groups()
    low = _number(text, first, scale or ("" if second is None else second_scale or ""))
    high = low if second is None else _number(text, second, second_scale)
    if low > high:
        raise BadInput(f"{text!r}: the range goes down; write the smaller amount first")
    qualifier = Qualifier((words or "exact").replace(" ", "_"))
    if second is not None:
        return low, high, Qualifier.ABOUT if words is None else qualifier, currency
    if qualifier is Qualifier.UP_TO:
        return None, high, qualifier, currency
    if qualifier in (Qualifier.AT_LEAST, Qualifier.VAGUE):
        return low, None, qualifier, currency
    return low, high, qualifier, currency


def _number(text: str, digits: str, scale: str | None) -> Decimal:
    try:
        number = Decimal(digits.replace(",", "")) * _SCALES[scale or ""]
    except InvalidOperation:
        raise BadInput(f"{text!r}: {digits!r} is no number") from None
    if not 0 < number < Decimal(10) ** 18:
        raise BadInput(f"{text!r}: an amount is more than 0 and less than 10^18")
    return number


def _months(text: str, value: str) -> dict[str, Any]:
    if not value.isdigit() or not 0 < int(value) <= 1200:
        raise BadInput(f"{text!r}: months, as in term_months=60")
    return {"term_months": int(value)}


def _day(field: str) -> Callable[[str, str], dict[str, Any]]:
    def parse(text: str, value: str) -> dict[str, Any]:
        if not _DAY.fullmatch(value):
            raise BadInput(f"{text!r}: a date is YYYY, YYYY-MM or YYYY-MM-DD")
        return {field: value}

    return parse


def _rate(text: str, value: str) -> dict[str, Any]:
    found = _RATE.fullmatch(value)
    if found is None:
        raise BadInput(f"{text!r}: a rate is like rate=920m a month")
    return {"rate_amount": _number(text, found[1], found[2]), "rate_unit": found[3]}


def _party(side: str) -> Callable[[str, str], dict[str, Any]]:
    return lambda _text, value: {side: value, f"{side}_id": entity_id(value)}


def _products(_text: str, value: str) -> dict[str, Any]:
    return {"products": tuple(sorted({name.strip() for name in value.split(",") if name.strip()}))}


_NEVER_EMPTY = {*_ENUMS, "products"}
_PARSERS: Mapping[str, Callable[[str, str], dict[str, Any]]] = {
    "value": _value,
    "chips": _sized("chips", int),
    "power_mw": _sized("power_mw", float),
    "term_months": _months,
    "start": _day("start"),
    "end": _day("end"),
    "rate": _rate,
    "buyer": _party("buyer"),
    "supplier": _party("supplier"),
    "products": _products,
}
