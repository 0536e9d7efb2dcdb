"""Labelled passages from JSONL, each line checked against the schema of deal records."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tracker.model.deals import DealType, Qualifier, Status
from tracker.model.errors import BadInput

_NUMBERS = ("value_low", "value_high", "chips", "power_mw", "term_months")
_QUALIFIERS = ("value_qualifier", "chips_qualifier", "power_qualifier")
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def read_gold(path: Path) -> tuple[dict[str, Any], ...]:
    """The passages {"id", "deals", ...} of a file, in order.

    Raises BadInput, naming file and line, for the first line that breaks the schema.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({error}); check the file") from error
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    return tuple(_record(line, f"{path}:{number}") for number, line in numbered)


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise BadInput(f"{where}: not JSON ({error}); mend that line") from error
    if not isinstance(record, dict) or not isinstance(record.get("id"), str):
        raise BadInput(f'{where}: has no text "id"; add one')
    if not isinstance(record.get("deals"), list):
        raise BadInput(f'{where}: has no list "deals"; add one, empty if there is no deal')
    for number, deal in enumerate(record["deals"], 1):
        for fault in leg_faults(deal):
            raise BadInput(f"{where}: deal {number}: {fault}")
    return record


def leg_faults(deal: object) -> Iterator[str]:
    """What breaks the schema in one deal record, with the mend; nothing if it is sound."""
    if not isinstance(deal, Mapping):
        yield "is no object; write one in braces"
        return
    for key, allowed in (("deal_type", DealType), ("status", Status)):
        if deal.get(key) not in set(allowed):
            yield f"unknown {key} {deal.get(key)!r}; use one of {', '.join(allowed)}"
    for key in ("buyer", "supplier"):
        if key not in deal or not isinstance(deal[key], str | None):
            yield f"{key} must be a text, or null if unnamed"
    yield from _slot_faults(deal)


def _slot_faults(deal: Mapping[str, Any]) -> Iterator[str]:
    for key in _NUMBERS:
        if not _is_amount(deal.get(key)):
            yield f"{key} {deal[key]!r} must be a number from 0 up, or null"
    for key in _QUALIFIERS:
        if deal.get(key) is not None and deal[key] not in set(Qualifier):
            yield f"unknown {key} {deal[key]!r}; use one of {', '.join(Qualifier)}"
    for key in ("start", "end"):
        value = deal.get(key)
        if value is not None and not (isinstance(value, str) and _DATE.fullmatch(value)):
            yield f"{key} {value!r} must be YYYY, YYYY-MM or YYYY-MM-DD, or null"
    products = deal.get("products") or []
    if not isinstance(products, list) or not all(isinstance(one, str) for one in products):
        yield "products must be a list of texts"


def _is_amount(value: object) -> bool:
    if value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
