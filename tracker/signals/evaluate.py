"""All rules over all that is known by now."""

from tracker.model.signals import Signal
from tracker.signals import rules  # noqa: F401  loading the package registers every rule
from tracker.signals.changes import Changes
from tracker.signals.order import keep_stories_together
from tracker.signals.registry import RULES


def evaluate(changes: Changes) -> tuple[Signal, ...]:
    """Every signal of every change, suppressed ones with their reason, by `known_at`.

    A signal has the `known_at` of its change and depends on nothing known later, so that
    evaluating again adds only what is new. Within an instant the order is `sort_key`'s.
    """
    found = [signal for _, rule in RULES for signal in rule(changes)]
    relationships = {(deal.deal_id, deal.known_at): deal.relationship_id for deal in changes.deals}
    stories = {
        signal.signal_id: relationships[cause]
        for signal in found
        if (cause := (signal.deal_id, signal.known_at)) in relationships
    }
    ordered = keep_stories_together(found, stories)
    return tuple(sorted(ordered, key=lambda s: (s.known_at, s.sort_key, s.signal_id)))
