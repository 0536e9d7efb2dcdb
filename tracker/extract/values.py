"""Which of the amounts that can be a leg's value is."""

import re
from collections.abc import Sequence

from tracker.extract.drafts import Draft
from tracker.extract.quantity import Quantity
from tracker.extract.slots import Terms

_EXTRA = re.compile(r"\b(?:by|further|additional|another|added|adds|extra|new)\s+(?:\w+\s){0,2}$")
_REACHED = re.compile(r"\b(?:to|now|becomes?|become|of)\s+(?:over |about |roughly |nearly )?$")
_TOTAL = re.compile(
    r"\b(?:makes|total|totals|in all|altogether|combined|sum of|puts the price at)\b"
)


def settle_values(drafts: Sequence[Draft], terms: Sequence[Terms], text: str) -> None:
    """Choose each leg's value among its amounts.

    One sum is told of one of two legs between the same two: of shares, or of what they pay for.
    """
    for draft, one in zip(drafts, terms, strict=True):
        best = _value(draft, one.likely_money(), text)
        if best is not None:
            one.slots["value"] = best
    for draft, one in zip(drafts, terms, strict=True):
        rivals = [t for d, t in zip(drafts, terms, strict=True) if t is not one and _same(d, draft)]
        if any(_is_likelier(rival, one) for rival in rivals):
            del one.slots["value"]


def _same(draft: Draft, other: Draft) -> bool:
    return draft.pair == other.pair and draft.deal_type != other.deal_type


def _is_likelier(rival: Terms, own: Terms) -> bool:
    """Whether both have the same sum for their value, and a judge finds it likelier the rival's."""
    theirs, value = rival.slots.get("value"), own.slots.get("value")
    if theirs is None or value is None or theirs.start != value.start:
        return False
    return rival.chances.get(value.start, 0.0) > own.chances.get(value.start, 0.0)


def _value(draft: Draft, money: list[tuple[int, Quantity]], text: str) -> Quantity | None:
    """Of several amounts: an amendment's new one, the total of parts, of two currencies USD."""
    if not money:
        return None
    if draft.status() == "amended":
        for marks in (_EXTRA, _REACHED):
            for _, quantity in money:
                if marks.search(text[max(0, quantity.start - 40) : quantity.start]):
                    return quantity
                hedged = text[quantity.start : quantity.end]
                if marks is _REACHED and re.match(r"(?:to|over)\b", hedged):
                    return quantity
    first_sentence, first = money[0]
    for _, quantity in money[1:]:
        if _TOTAL.search(text[max(0, quantity.start - 30) : quantity.start]):
            return quantity
    for at, quantity in money[1:]:
        apart = max(quantity.start, first.start) - min(quantity.end, first.end)
        close = at == first_sentence and apart < 40
        if close and first.currency != "USD" and quantity.currency == "USD":
            return quantity
    return first
