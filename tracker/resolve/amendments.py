"""What amendments make of a contract's value.

The amount of an amendment is by convention what is new; if only totals are printed, it is
the total. The record does not say which, so the sentence is asked.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tracker.model.deals import DealClaim, Qualifier, Status
from tracker.resolve.ladder import Rung
from tracker.resolve.order import FIRM, known_order
from tracker.resolve.wording import says_cut, says_on_top, says_total

VALUE = ("value_low", "value_high", "currency", "value_qualifier")

Rank = Callable[..., tuple[Any, ...]]


def amended_value(
    claims: Sequence[DealClaim],
    rungs: Sequence[Rung],
    rank: Rank,
    corrected: DealClaim | None = None,
) -> dict[str, Any]:
    """The value fields with amendments worked in; empty when there is nothing to work in.

    An amount on a firm contract comes on top when its sentence says so, or when it is
    smaller than what it amends and nothing says cut or total; otherwise it replaces. What an
    analyst `corrected` stands for all that was known before.
    """
    changes = list(_amendments(rungs, rank, corrected))
    if not changes:
        return {}
    base = [c for c in claims if c.status is not Status.AMENDED and _is_stated(c)]
    running = corrected or max(base, key=lambda c: rank(c, VALUE), default=None)
    if running is not None and not _is_stated(running):
        running = None
    value = _value(running) if running else None
    is_firm = any(rung.status in FIRM and rung.status is not Status.AMENDED for rung in rungs)
    for change in changes:
        if value is None or change["currency"] != value["currency"]:
            value = change
        elif is_firm and _adds(change, value):
            value = _sum(value, change)
        else:
            value = change
    return {field: value[field] for field in VALUE} if value else {}


def _amendments(
    rungs: Sequence[Rung], rank: Rank, corrected: DealClaim | None
) -> Iterator[dict[str, Any]]:
    for rung in rungs:
        if corrected is not None and known_order(rung.first) < known_order(corrected):
            continue
        stated = [c for c in rung.claims if _is_stated(c)]
        exact = [c for c in stated if c.value_qualifier is not Qualifier.VAGUE]
        if rung.status is Status.AMENDED and exact:
            best = max(exact, key=lambda c: rank(c, VALUE))
            yield _value(best) | {"quote": best.quote}


def _value(claim: DealClaim) -> dict[str, Any]:
    return {field: getattr(claim, field) for field in VALUE}


def _adds(change: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    quote = change["quote"]
    if says_cut(quote):
        return False
    if says_on_top(quote):
        return True
    return not says_total(quote) and _size(change) < _size(value)


def _size(value: Mapping[str, Any]) -> Decimal:
    high, low = value["value_high"], value["value_low"]
    return Decimal(high if high is not None else low)


def _sum(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Both amounts together; an end that one of them leaves open counts what is known."""
    kinds = {one["value_qualifier"], other["value_qualifier"]}
    if kinds <= {Qualifier.EXACT, Qualifier.ABOUT}:
        qualifier = Qualifier.ABOUT if Qualifier.ABOUT in kinds else Qualifier.EXACT
    elif Qualifier.UP_TO in kinds and Qualifier.AT_LEAST not in kinds:
        qualifier = Qualifier.UP_TO
    else:
        qualifier = Qualifier.AT_LEAST
    total = _size(one) + _size(other)
    open_high = qualifier is Qualifier.AT_LEAST
    lows = [v["value_low"] for v in (one, other) if v["value_low"] is not None]
    return {
        "value_low": total if open_high else sum(lows) if lows else None,
        "value_high": None if open_high else total,
        "currency": one["currency"],
        "value_qualifier": qualifier,
    }


def _is_stated(claim: DealClaim) -> bool:
    return claim.value_low is not None or claim.value_high is not None
