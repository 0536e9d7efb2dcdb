"""Splitting what moved a figure among the deals that came in together; the parts add up.

With few deals it is Shapley's: the mean, over all orders, of what each deal adds when its
turn comes. With many, the mean of one order and its reverse, which adds up as well.
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence

from tracker.economics.figures import Key
from tracker.model.market import Move

ALL_ORDERS = 4  # of more deals than these, two orders
REFERENCE = "reference data"

Mids = Mapping[Key, float]
Moves = dict[Key, tuple[Move, ...]]


def attribute(deal_ids: Sequence[str], mids: Callable[[frozenset[str]], Mids]) -> Moves:
    """Per figure, what each deal changed, the largest change first.

    `mids` gives the medians with the news of some of the deals; the parts of a figure add
    up to its change from none of them to all. A figure that is not there without the news
    has no parts.
    """
    seen: dict[frozenset[str], Mids] = {}

    def at(some: frozenset[str]) -> Mids:
        if some not in seen:
            seen[some] = mids(some)
        return seen[some]

    first, last = at(frozenset()), at(frozenset(deal_ids))
    orders = _orders(sorted(deal_ids))
    sums: dict[Key, dict[str, float]] = {key: {} for key in first.keys() & last.keys()}
    for order in orders:
        for i, deal_id in enumerate(order):
            before, after = at(frozenset(order[:i])), at(frozenset(order[: i + 1]))
            for key, parts in sums.items():
                step = _level(after, key, last) - _level(before, key, last)
                parts[deal_id] = parts.get(deal_id, 0.0) + step / len(orders)
        if len(orders) <= 2:  # many deals: what is behind is not asked again
            seen = {frozenset(): first, frozenset(deal_ids): last}
    return {key: _moves(parts, last[key] - first[key]) for key, parts in sums.items()}


def _orders(deal_ids: list[str]) -> list[tuple[str, ...]]:
    if len(deal_ids) <= ALL_ORDERS:
        return list(itertools.permutations(deal_ids))
    return [tuple(deal_ids), tuple(reversed(deal_ids))]


def _level(mids: Mids, key: Key, last: Mids) -> float:
    """The figure with some of the news; one that they take away counts as at its end."""
    return mids.get(key, last[key])


def _moves(parts: dict[str, float], change: float) -> tuple[Move, ...]:
    """The parts, the largest first; rounding is put on the largest, so that they add up."""
    ordered = sorted(parts.items(), key=lambda pair: (-abs(pair[1]), pair[0]))
    rest = change - math.fsum(part for _, part in ordered[1:])
    return tuple(
        Move(deal_id, rest if i == 0 else part) for i, (deal_id, part) in enumerate(ordered)
    )
