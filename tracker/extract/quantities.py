"""Every amount, price, count, power, length and date of a text, with its characters."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date

from tracker.extract.counts import find_chips, find_power, find_shares
from tracker.extract.dates import find_dates
from tracker.extract.money import find_money
from tracker.extract.quantity import Quantity as Quantity
from tracker.extract.terms import find_terms


def find_quantities(text: str, published: date | None) -> tuple[Quantity, ...]:
    """All quantities by position; none overlaps another.

    `published` is what "next year" is counted from; without it only dates that name their
    year are found. What could be read in two ways is left out. Time grows with the length
    of the text and with nothing else.
    """
    ranked = (
        find_money(text),
        find_power(text),
        find_chips(text),
        find_shares(text),
        find_dates(text, published),
        find_terms(text),
    )
    return tuple(sorted(_clear(ranked), key=lambda quantity: quantity.start))


def _clear(ranked: Iterable[tuple[Quantity, ...]]) -> list[Quantity]:
    """Where two overlap, the earlier finder's stays."""
    kept: list[Quantity] = []
    for found in ranked:
        taken = sorted((one.start, one.end) for one in kept)
        end = 0
        for one in sorted(found, key=lambda quantity: quantity.start):
            if one.start >= end and not _overlaps(one, taken):
                kept.append(one)
                end = one.end
    return kept


def _overlaps(quantity: Quantity, taken: list[tuple[int, int]]) -> bool:
    place = bisect_left(taken, (quantity.start, quantity.end))
    before = place > 0 and taken[place - 1][1] > quantity.start
    after = place < len(taken) and taken[place][0] < quantity.end
    return before or after
