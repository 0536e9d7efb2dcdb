"""A leg that nobody had reported before."""

from collections.abc import Iterator
from datetime import datetime

from tracker.model.signals import Signal
from tracker.signals.build import deal_signal
from tracker.signals.changes import Changes
from tracker.signals.order import BY_DOLLARS, SUPPLIER_CHANGE
from tracker.signals.registry import RULES
from tracker.signals.restraint import background, hold_repeats, immaterial, only_posts
from tracker.signals.silicon import supplier_changes
from tracker.signals.wording import day, origins, standing

RULE_ID = "new_leg"
COOL_DOWN_DAYS = 14  # the same leg in the same state without an amount of its own


@RULES.register(RULE_ID)
def new_leg(changes: Changes) -> Iterator[Signal]:
    """One signal for the first version of every deal, as they became known."""
    return hold_repeats(_openings(changes), COOL_DOWN_DAYS, key=lambda signal: signal.subject)


def _openings(changes: Changes) -> Iterator[Signal]:
    switched, ladders = supplier_changes(changes), _ladders(changes)
    for move in changes.moves():
        deal = move.after
        if move.before is not None or deal.superseded_by is not None:
            continue
        switch = switched.get((deal.deal_id, deal.known_at), ())
        why = f"first report of this leg, {day(deal.first_public_on)}; origin {origins(deal)}"
        if len(rungs := ladders.get((deal.deal_id, deal.known_at), [])) > 1:
            why += f"; {' -> '.join(rungs)}"
        if switch:
            names = " and ".join(changes.name(company_id) for company_id in switch)
            why += f"; first signed deal known of {deal.buyer} for silicon of {names}"
        yield deal_signal(
            RULE_ID,
            deal,
            changes,
            before=None,
            after=standing(deal, None),
            why=why,
            suppressed=background(deal) or only_posts(deal) or immaterial(deal),
            tier=SUPPLIER_CHANGE if switch else BY_DOLLARS,
        )


def _ladders(changes: Changes) -> dict[tuple[str, datetime], list[str]]:
    """The status steps that became known at one instant, dated, by deal and instant."""
    ladders: dict[tuple[str, datetime], list[str]] = {}
    for step in changes.steps:
        if step.field == "status" and step.after is not None:
            rung = f"{step.after.replace('_', ' ')} {day(step.true_on)}"
            ladders.setdefault((step.deal_id, step.known_at), []).append(rung)
    return ladders
