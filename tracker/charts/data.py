"""What the pictures are drawn of: plain values, so that anybody may hand them in."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Range:
    """One labelled range; `group` decides its colour, `note` stands small beside it."""

    label: str
    group: str
    low: float
    mid: float
    high: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A range on a day."""

    day: date
    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A deal on a day, with the price that it implies, its 90 % ends, and few words.

    `bound`: the truth is on that side of the price. `used` False: held for review.
    """

    day: date
    price: float
    low: float
    high: float
    words: str
    bound: str = "exact"
    used: bool = True


@dataclass(frozen=True, slots=True)
class Swing:
    """One bar of a tornado: the input with its ends, and the result at each."""

    label: str
    low: str
    high: str
    at_low: float
    at_high: float
