"""Which signals a watchlist is told; the same rule for a digest and for a dry run."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.model.signals import Signal, Watchlist

ELSEWHERE = "outside this watchlist"
SMALL = "below its minimum value"
HELD = "held back by a threshold or cool-down"

Families = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The signals that go out, in order, and how many stay behind for which reason."""

    told: tuple[Signal, ...]
    left_out: tuple[tuple[str, int], ...]


def choose(signals: Iterable[Signal], watchlist: Watchlist, families: Families) -> Choice:
    """What the watchlist asks for, the most material first."""
    told: list[Signal] = []
    left_out: Counter[str] = Counter()
    for signal in sorted(signals, key=lambda s: (s.sort_key, s.signal_id)):
        reason = reason_against(signal, watchlist, families)
        if reason is None:
            told.append(signal)
        else:
            left_out[reason] += 1
    return Choice(tuple(told), tuple(sorted(left_out.items())))


def wanted(signal: Signal, watchlist: Watchlist, families: Families | None = None) -> bool:
    """Whether the watchlist is told of it."""
    return reason_against(signal, watchlist, families or {}) is None


def reason_against(signal: Signal, watchlist: Watchlist, families: Families) -> str | None:
    """Why a watchlist is not told; None when it is. An unstated amount is not taken for small.

    A list of companies and a list of products widen each other.
    """
    if signal.suppressed is not None:
        return HELD
    products = {p for name in signal.products for p in (name, *families.get(name, ()))}
    followed = set(watchlist.entities) & set(signal.company_ids)
    if (watchlist.entities or watchlist.products) and not (
        followed or set(watchlist.products) & products
    ):
        return ELSEWHERE
    if signal.headline_usd is not None and abs(signal.headline_usd) < watchlist.minimum_usd:
        return SMALL
    return None
