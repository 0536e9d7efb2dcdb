"""A deal whose terms became known or changed while its status stood still."""

from collections.abc import Iterator
from decimal import Decimal

from tracker.model.deals import Deal
from tracker.model.signals import Signal
from tracker.signals.build import deal_signal
from tracker.signals.changes import Changes
from tracker.signals.registry import RULES
from tracker.signals.restraint import immaterial, only_posts
from tracker.signals.wording import dollars, origins

RULE_ID = "terms_change"
THRESHOLD_SHARE = Decimal("0.2")  # of the amount told last
THRESHOLD_USD = Decimal(500_000_000)

# A price needs these; that one of them is known at last is news, its later decimals are not.
_PRICING = (("chips", "chips"), ("power_mw", "MW"), ("term_months", "months"))


@RULES.register(RULE_ID)
def terms_change(changes: Changes) -> Iterator[Signal]:
    """One signal each time a headline amount is far from what was told last, or chips, power
    or length become known.

    Small moves of an amount add up until they pass the threshold; there and back again
    tells nothing.
    """
    told: dict[str, Decimal | None] = {}
    for move in changes.moves():
        before, deal = move.before, move.after
        last = told.get(deal.deal_id)
        if before is None or move.is_step or deal.superseded_by is not None:
            told[deal.deal_id] = deal.headline_usd
            continue
        is_far = _is_far(last, deal.headline_usd)
        if is_far or _disclosed(before, deal):
            yield _signal(before, deal, last, is_far, changes)
        if is_far:
            told[deal.deal_id] = deal.headline_usd


def _signal(
    before: Deal, deal: Deal, last: Decimal | None, is_far: bool, changes: Changes
) -> Signal:
    disclosed = _disclosed(before, deal)
    was = ([dollars(last)] if is_far else []) + [f"{unit} unknown" for unit, _ in disclosed]
    now = [dollars(deal.headline_usd)] if is_far else []
    now += [f"{amount} {unit}" for unit, amount in disclosed]
    return deal_signal(
        RULE_ID,
        deal,
        changes,
        before=", ".join(was),
        after=", ".join(now),
        why=f"terms are known anew, the status stands; origin {origins(deal)}",
        suppressed=only_posts(deal) or immaterial(deal),
    )


def _disclosed(before: Deal, deal: Deal) -> list[tuple[str, str]]:
    """Unit and amount of each term that a price needs and that was not known before."""
    return [
        (unit, f"{getattr(deal, field):,.12g}")
        for field, unit in _PRICING
        if getattr(before, field) is None and getattr(deal, field) is not None
    ]


def _is_far(last: Decimal | None, now: Decimal | None) -> bool:
    if now is None or last is None:
        return now is not None
    return abs(now - last) >= max(THRESHOLD_USD, last * THRESHOLD_SHARE)
