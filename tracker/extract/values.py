"""Which of the amounts that can be a leg's value is."""

import re
from collections.abc import Sequence

from tracker.extract.drafts import Draft
from tracker.extract.parts_of_money import is_later
from tracker.extract.quantity import Quantity
from tracker.extract.slots import Terms
from tracker.model.deals import DealType

_EXTRA = re.compile(r"\b(?:by|further|additional|another|added|adds|extra|new)\s+(?:\w+\s){0,2}$")
_REACHED = re.compile(r"\b(?:to|now|becomes?|become|of)\s+(?:over |about |roughly |nearly )?$")
_TOTAL = re.compile(
    r"\b(?:makes|total|totals|in all|altogether|combined|sum of|puts the price at)\b"
)

_BUYS = re.compile(r"\b(?:spend|spent|spends|buy|purchas|order|bought)\w*\s(?:\w+\s){0,2}$", re.I)
_NEAR = 40  # characters
_GOODS = re.compile(
    r"\s{0,3}(?:on|of|worth of|for)\s[^.;,$\d]{0,40}?\b(?:chips?|processors?|accelerators?|silicon"
    r"|hardware|[GT]PUs?|servers?|racks?|processing units)\b",
    re.I,
)


def settle_values(drafts: Sequence[Draft], terms: Sequence[Terms], text: str) -> None:
    """Choose each leg's value among its amounts.

    One sum is told of one of two legs between the same two: of shares, or of what they pay for.
    """
    for draft, one in zip(drafts, terms, strict=True):
        best = _value(draft, one.likely_money(), text)
        if best is not None:
            one.slots["value"] = _paid_first(best, terms, one, text)
    _hand_to_purchases(drafts, terms, text)
    for draft, one in zip(drafts, terms, strict=True):
        rivals = [t for d, t in zip(drafts, terms, strict=True) if t is not one and _same(d, draft)]
        if any(_is_likelier(rival, one) for rival in rivals):
            del one.slots["value"]


def _hand_to_purchases(drafts: Sequence[Draft], terms: Sequence[Terms], text: str) -> None:
    """Money to be spent on goods is of the purchase of two legs, and not of the rent."""
    for draft, one in zip(drafts, terms, strict=True):
        value = one.slots.get("value")
        if draft.deal_type is DealType.HARDWARE_PURCHASE or value is None:
            continue
        bought = _BUYS.search(text[max(0, value.start - _NEAR) : value.start])
        if not (bought and _GOODS.match(text, value.end)):
            continue
        for other, purchase in zip(drafts, terms, strict=True):
            own = other.deal_type is DealType.HARDWARE_PURCHASE and _same(other, draft)
            if own and purchase.slots.get("value", value).start == value.start:
                purchase.slots["value"] = one.slots.pop("value")
                break


def _paid_first(value: Quantity, terms: Sequence[Terms], own: Terms, text: str) -> Quantity:
    """The sum that is paid at first, where `value` is what may follow it later."""
    lead, tail = text[max(0, value.start - _NEAR) : value.start], text[value.end :][:_NEAR]
    if not is_later(lead, tail):
        return value
    every = [q for one in terms for q in (*one.said, *(money for _, money in one.money))]
    before = [q for q in every if q.end <= value.start <= q.end + _NEAR]
    if not before:
        return value
    own.said += [max(before, key=lambda q: q.end), value]
    return own.said[-2]


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
