"""Amounts and counts as the sentences print them: a bound is worded as a bound."""

from collections.abc import Sequence
from typing import Protocol

_NAMES = {"size": "size (chips or MW)", "which chip": "chip"}


class Ends(Protocol):
    """Anything with a least and a greatest value."""

    @property
    def low(self) -> float:
        """The least."""

    @property
    def high(self) -> float:
        """The greatest."""


def billions(amount: Ends) -> str:
    """ "$2.0B to $9.0B", "up to $60.0B", "$9.7B", "nothing disclosed"."""
    if amount.high <= 0:
        return "nothing disclosed"
    if amount.low <= 0:
        return f"up to {dollars(amount.high)}"
    if dollars(amount.low) == dollars(amount.high):
        return dollars(amount.high)
    return f"{dollars(amount.low)} to {dollars(amount.high)}"


def dollars(usd: float) -> str:
    """ "$1.4B", "$157M"."""
    return f"${usd / 1e9:,.1f}B" if usd >= 0.95e9 else f"${usd / 1e6:,.0f}M"


def suppliers_words(count: Ends) -> str:
    """ "1.0 to 2.4", "1.0", "none"."""
    if count.high <= 0:
        return "none"
    if f"{count.low:.1f}" == f"{count.high:.1f}":
        return f"{count.low:.1f}"
    return f"{count.low:.1f} to {count.high:.1f}"


def listed(names: Sequence[str]) -> str:
    """ "size (chips or MW) and term"."""
    worded = [_NAMES.get(name, name) for name in names]
    return worded[0] if len(worded) == 1 else f"{', '.join(worded[:-1])} and {worded[-1]}"
