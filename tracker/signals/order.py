"""The one order of alerts and digests."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from tracker.model.signals import Signal

SUPPLIER_CHANGE = 0  # a step into or out of "signed" that changes a buyer's silicon supplier
BY_DOLLARS = 1
THE_REST = 2

_CEILING = 10**15  # more dollars than any deal has; turns "most first" into sorting upward


def sort_key(tier: int, expected_usd: Decimal | None, story: str, leg: str) -> str:
    """A key that sorts upward: tier, expected dollars falling, then the legs of one story."""
    dollars = min(_CEILING, max(0, int(expected_usd))) if expected_usd is not None else 0
    if tier == BY_DOLLARS and expected_usd is None:
        tier = THE_REST
    return f"{tier}|{_CEILING - dollars:016d}|{story}|{leg}"


def keep_stories_together(signals: Iterable[Signal], stories: dict[str, str]) -> tuple[Signal, ...]:
    """The signals with the legs of one story that came at one instant moved next to the first.

    `stories` maps a signal's id to its relationship; signals without one stand alone.
    """
    ordered = sorted(signals, key=lambda signal: (signal.sort_key, signal.signal_id))
    leading: dict[tuple[str, datetime], str] = {}
    for signal in ordered:
        if signal.suppressed is None and signal.signal_id in stories:
            leading.setdefault((stories[signal.signal_id], signal.known_at), signal.sort_key)
    return tuple(
        replace(signal, sort_key=_behind(leading, stories.get(signal.signal_id), signal))
        for signal in ordered
    )


def _behind(leading: dict[tuple[str, datetime], str], story: str | None, signal: Signal) -> str:
    first = leading.get((story, signal.known_at)) if story is not None else None
    if first is None or signal.suppressed is not None or first == signal.sort_key:
        return signal.sort_key
    return f"{first}|{signal.sort_key}"
