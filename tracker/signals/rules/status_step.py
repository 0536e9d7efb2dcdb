"""A deal that moved on its ladder, or whose status somebody stronger now stands behind."""

from collections.abc import Iterator

from tracker.model.deals import Confirmation, Deal, Status
from tracker.model.signals import Signal
from tracker.signals.build import deal_signal
from tracker.signals.changes import Changes, Move
from tracker.signals.order import BY_DOLLARS, SUPPLIER_CHANGE
from tracker.signals.registry import RULES
from tracker.signals.restraint import background, hold_repeats, immaterial, only_posts
from tracker.signals.silicon import FIRM, supplier_changes
from tracker.signals.wording import day, origins, standing, status_word

RULE_ID = "status_step"
COOL_DOWN_DAYS = 7  # a status told this lately is not told again when it goes to and fro

_REPORTED = frozenset({Confirmation.SOCIAL, Confirmation.OTHER_REPORT, Confirmation.ONE_OUTLET})
_OUT = frozenset({Status.TERMINATED, Status.DENIED})


@RULES.register(RULE_ID)
def status_step(changes: Changes) -> Iterator[Signal]:
    """One signal for each version whose status moved or was confirmed."""
    return hold_repeats(_steps(changes), COOL_DOWN_DAYS, key=lambda signal: signal.deal_id)


def _steps(changes: Changes) -> Iterator[Signal]:
    switched = supplier_changes(changes)
    entered: dict[str, Deal] = {}  # the version before the present status was reached
    for move in changes.moves():
        before, deal = move.before, move.after
        if before is None or deal.superseded_by is not None:
            continue
        if move.is_step:
            entered[deal.deal_id] = before
        if not (move.is_step or _confirmed(move)):
            continue
        switch = switched.get((deal.deal_id, deal.known_at), ())
        moved_from = entered.get(deal.deal_id)
        yield deal_signal(
            RULE_ID,
            deal,
            changes,
            before=status_word(before.status) if move.is_step else standing(before, moved_from),
            after=standing(deal, moved_from),
            why=_why(move, switch, changes),
            suppressed=_old(move) or only_posts(deal) or _small(deal),
            tier=SUPPLIER_CHANGE if switch else BY_DOLLARS,
        )


def _confirmed(move: Move) -> bool:
    was = move.before.confirmation if move.before else None
    return was in _REPORTED and move.after.confirmation not in _REPORTED


def _old(move: Move) -> str | None:
    """A filing is news however long after the step it confirms; other confirmations are not."""
    is_filing = _confirmed(move) and move.after.confirmation is Confirmation.FILED
    return None if is_filing and not move.is_step else background(move.after)


def _small(deal: Deal) -> str | None:
    """What ends has no chance left, so there the headline alone decides."""
    return immaterial(deal, count_chances=deal.status not in _OUT)


def _why(move: Move, switch: tuple[str, ...], changes: Changes) -> str:
    deal, before = move.after, move.before
    said = f"{status_word(deal.status).lower()} on {day(deal.status_on)}"
    if before is not None:
        said = f"{status_word(before.status).lower()} since {day(before.status_on)}; {said}"
    said += f"; origin {origins(deal)}"
    if switch:
        names = " and ".join(changes.name(company_id) for company_id in switch)
        verb = "adds" if deal.status in FIRM else "drops"
        said += f"; {verb} {names} as silicon supplier of {deal.buyer}"
    return said
