"""Amounts that a judge gives to legs, in place of the rules of nearness."""

from collections.abc import Sequence

from tracker.extract.drafts import Draft
from tracker.extract.quantity import Quantity
from tracker.extract.slots import SLOT_OF, SMALL, Terms, slots_of

# That an amount is a leg's: if the rules give it to that leg too, if they do not, and if they
# take it for no term of a deal at all.
LEAST_AGREED, LEAST_TERM, LEAST_AGAINST = 0.1, 0.65, 0.8
AGREEMENT = 0.3  # of chance, that an amount gains among others of the leg if the rules agree


def is_judged(quantity: Quantity, draft: Draft) -> bool:
    """Whether a judge has said if the amount is a term of the leg."""
    return quantity.kind in SLOT_OF and quantity.start in draft.judged


def take_judged(
    quantity: Quantity,
    sentence: int,
    drafts: Sequence[Draft],
    terms: Sequence[Terms],
    owners: Sequence[int],
    *,
    refused: bool = False,
) -> None:
    """Give an amount of a sentence to each leg that the judge finds it to be a term of.

    `owners` are the legs that the rules give it to; `refused`: they take it for something else.
    """
    if _is_nothing(quantity):
        return
    for place, (draft, own) in enumerate(zip(drafts, terms, strict=True)):
        if not is_judged(quantity, draft):
            continue
        least = LEAST_AGREED if place in owners else LEAST_AGAINST if refused else LEAST_TERM
        fits, ends = draft.judged[quantity.start]
        slot, chance = SLOT_OF[quantity.kind], fits
        if quantity.kind == "date" and ends > fits:
            slot, chance = "end", ends
        if slot in slots_of(draft) and chance >= least:
            own.take(slot, quantity, sentence, chance + AGREEMENT * (place in owners))


def _is_nothing(quantity: Quantity) -> bool:
    """Whether it says no number ("multi-year"), or a sum that is no deal's."""
    if quantity.kind == "date":
        return quantity.date_value is None
    if quantity.headline is None:
        return True
    return quantity.kind == "money" and quantity.headline < SMALL
