"""How concentrated a buyer's commitments are, when each is only known within bounds."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Designers of accelerators that a large buyer can choose among, its own chips included.
POSSIBLE_SUPPLIERS = 8
_FINE = 64
_LEAST_USD = 1e-6  # below it an amount is nothing
_ALL_CORNERS = 10  # 2^10 corners are quick; beyond that the smallest suppliers stay low


def herfindahl(amounts: Sequence[float]) -> float:
    """Sum of squared shares, 1/n to 1; 0 when nothing is committed. Source: section (g)."""
    total = sum(amounts)
    if total <= 0:
        return 0.0
    return sum((amount / total) ** 2 for amount in amounts)


def effective_suppliers(amounts: Sequence[float]) -> float:
    """1 / HHI: the number of equal suppliers that would be as concentrated; 0 for none."""
    index = herfindahl(amounts)
    return 1 / index if index else 0.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that a quantity can be."""

    low: float
    high: float


NOTHING = Bounds(0.0, 0.0)


def share_bounds(amounts: Sequence[Bounds], unknown: Bounds = NOTHING) -> tuple[Bounds, ...]:
    """Per supplier, its least and greatest share (0-1) of all amounts within bounds.

    At the most what is `unknown` is the supplier's too, at the least none of it is.
    """
    lows, highs = sum(a.low for a in amounts), sum(a.high for a in amounts)
    return tuple(
        Bounds(
            _part(amount.low, highs - amount.high + unknown.high),
            _part(amount.high + unknown.high, lows - amount.low),
        )
        for amount in amounts
    )


def effective_bounds(
    amounts: Sequence[Bounds], unknown: Bounds = NOTHING, possible: int = POSSIBLE_SUPPLIERS
) -> Bounds:
    """The least and greatest effective number of suppliers of any amounts within bounds.

    `unknown` is money of which nobody says whose silicon it buys: at the least it all goes
    to the largest known supplier, at the most it evens out the `possible` suppliers; it is
    never one supplier of that name. HHI is quasi-convex, so its maximum is at a corner; its
    minimum has every amount at one common level, cut to its bounds.
    """
    known = [amount for amount in amounts if amount.high > 0]
    if not known and unknown.high <= 0:
        return Bounds(0.0, 0.0)
    if unknown.high <= 0:
        fewest = min(n for corner in _corners(known) if (n := effective_suppliers(corner)) > 0)
        most = max(effective_suppliers(_levelled(known, level)) for level in _levels(known))
        return Bounds(fewest, max(fewest, most))
    fewest = min(
        n
        for corner in _corners(known)
        for extra in {unknown.low, unknown.high}
        if (n := effective_suppliers(_to_largest(corner, extra))) > 0
    )
    slots = max(possible, len(known))
    most = max(
        effective_suppliers(_spread_out(_levelled(known, level), unknown.high, slots))
        for level in _fine_levels(known)
    )
    return Bounds(fewest, max(fewest, most))


def _part(own: float, others: float) -> float:
    return own / (own + others) if own > 0 else 0.0


def _corners(amounts: list[Bounds]) -> Iterable[tuple[float, ...]]:
    ranked = sorted(range(len(amounts)), key=lambda i: -amounts[i].high)
    free = set(ranked[:_ALL_CORNERS])
    ends = [tuple({a.low, a.high}) if i in free else (a.low,) for i, a in enumerate(amounts)]
    return itertools.product(*ends)


def _levelled(amounts: list[Bounds], level: float) -> list[float]:
    return [min(max(level, amount.low), amount.high) for amount in amounts]


def _levels(amounts: list[Bounds]) -> list[float]:
    """Where the minimum of HHI can lie: at a bound, or between two where it is flat."""
    ends = sorted({end for a in amounts for end in (a.low, a.high) if end > 0})
    levels = list(ends)
    for lower, upper in itertools.pairwise([0.0, *ends]):
        middle = (lower + upper) / 2
        fixed = [min(max(middle, a.low), a.high) for a in amounts if not a.low < middle < a.high]
        if (total := math.fsum(fixed)) > 0:
            flat = math.fsum(x * x for x in fixed) / total
            levels.append(min(max(flat, lower), upper) or upper)
    return levels


def _to_largest(amounts: Sequence[float], extra: float) -> list[float]:
    """All that is unknown with the largest supplier, where it concentrates most."""
    filled = sorted(amounts) or [0.0]
    filled[-1] += extra
    return filled


def _spread_out(amounts: Sequence[float], extra: float, slots: int) -> list[float]:
    """What is unknown poured over the smallest of `slots` suppliers until it is used up."""
    filled = sorted([*amounts, *[0.0] * (slots - len(amounts))])
    for count in range(1, len(filled) + 1):
        above = filled[count] if count < len(filled) else math.inf
        level = (math.fsum(filled[:count]) + extra) / count
        if level <= above:
            return [level] * count + filled[count:]
    return filled


def _fine_levels(amounts: list[Bounds]) -> list[float]:
    """Levels close together between the smallest and largest bound, and the bounds."""
    ends = sorted({end for a in amounts for end in (a.low, a.high) if end > 0}) or [1.0]
    high = ends[-1]
    if high < _LEAST_USD:
        return [0.0]
    low = max(ends[0] / 2, high / 1e9)
    steps = (low * (high / low) ** (i / _FINE) for i in range(_FINE + 1))
    return [*_levels(amounts), *ends, *steps, *(i * high / _FINE for i in range(1, _FINE))]
