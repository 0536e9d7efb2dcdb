"""Reasons to keep a signal back. What is kept back is stored with its reason, never lost."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from tracker.model.deals import Confirmation, Deal
from tracker.model.signals import Signal
from tracker.signals.changes import Changes
from tracker.signals.wording import day, dollars

BACKGROUND_DAYS = 30
MATERIAL_HEADLINE_USD = Decimal(100_000_000)
MATERIAL_EXPECTED_USD = Decimal(10_000_000)


def background(deal: Deal) -> str | None:
    """A reason when the news was old already when we first saw it."""
    if deal.status_on is None:
        return None
    age = (deal.known_at.date() - deal.status_on).days
    if age <= BACKGROUND_DAYS:
        return None
    return f"background: true since {day(deal.status_on)}, first seen {age} days later"


def immaterial(deal: Deal, *, count_chances: bool = True) -> str | None:
    """A reason when a stated amount is too small; a leg without an amount may be large."""
    if deal.headline_usd is None or deal.expected_usd is None:
        return None
    if deal.headline_usd < MATERIAL_HEADLINE_USD:
        return f"below materiality: {dollars(deal.headline_usd)} headline"
    if count_chances and deal.expected_usd < MATERIAL_EXPECTED_USD:
        return f"below materiality: {dollars(deal.expected_usd)} expected"
    return None


def only_posts(deal: Deal) -> str | None:
    """A reason when nobody but social posts says so."""
    if deal.confirmation is Confirmation.SOCIAL:
        return "rests on social posts only"
    return None


def one_source(deal_id: str | None, known_at: datetime, changes: Changes) -> str | None:
    """A reason when a move of the model rests on a deal with one origin and no filing.

    Source: economics model, section (j): two independent sources, or one filing.
    """
    versions = [d for d in changes.deals if d.deal_id == deal_id and d.known_at <= known_at]
    if not versions:
        return None
    cause = max(versions, key=lambda deal: deal.known_at)
    if cause.confirmation is Confirmation.FILED or len(cause.origins) > 1:
        return None
    return "rests on one source; two independent ones or a filing are needed"


@dataclass(slots=True)
class CoolDown:
    """Holds back a second signal for the same cause within `days`; another deal is news."""

    days: int
    told: dict[str | None, datetime] = field(default_factory=dict)

    def reason(self, caused_by: str | None, known_at: datetime) -> str | None:
        """A reason when the cause was told of lately."""
        last = self.told.get(caused_by)
        if last is None or known_at - last > timedelta(days=self.days):
            return None
        return f"cool-down: the same cause was told on {day(last.date())}"


@dataclass(slots=True)
class _Told:
    at: datetime
    headlines: set[Decimal | None]


def hold_repeats(
    signals: Iterable[Signal], days: int, key: Callable[[Signal], object]
) -> Iterator[Signal]:
    """The signals, in order of `known_at`, with repeats within `days` kept back.

    A repeat has the same key and state as one that went out, and no amount of its own.
    """
    told: dict[object, _Told] = {}
    for signal in signals:
        seen = told.get((key(signal), signal.after))
        if signal.suppressed is not None:
            yield signal
        elif seen and _repeats(signal, seen, days):
            yield replace(signal, suppressed=f"repeats what was told on {day(seen.at.date())}")
        else:
            headlines = (seen.headlines if seen else set()) | {signal.headline_usd}
            told[(key(signal), signal.after)] = _Told(signal.known_at, headlines)
            yield signal


def _repeats(signal: Signal, seen: _Told, days: int) -> bool:
    is_soon = signal.known_at - seen.at <= timedelta(days=days)
    return is_soon and (signal.headline_usd is None or signal.headline_usd in seen.headlines)
