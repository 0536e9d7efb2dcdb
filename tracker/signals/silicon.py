"""Whose silicon a buyer computes on, and which steps of deals change that.

Products name their designer, so a rental of TPUs counts for Alphabet and one of GB300s for
NVIDIA, whoever runs the machines. Where no product is named, a chip maker stands for
itself, unless it is renting out a general cloud.
"""

from collections import Counter
from collections.abc import Mapping

from tracker.model.deals import Deal, DealType, Status
from tracker.signals.changes import Changes, Move

FIRM = frozenset({Status.SIGNED, Status.AMENDED, Status.COMPLETED})
# Its chips are at every buyer already: one more order of them changes nobody's supplier.
INCUMBENT = "nvidia"

_SALES = frozenset({DealType.HARDWARE_PURCHASE, DealType.SUPPLY_AGREEMENT, DealType.CUSTOM_SILICON})
_DEMAND = _SALES | {DealType.CLOUD_RENTAL, DealType.CAPACITY_LEASE}
_COMPUTE_KINDS = frozenset({"accelerator", "system", "rack"})


def designers(deal: Deal, changes: Changes) -> tuple[str, ...]:
    """Ids of the companies whose silicon the leg delivers, sorted; empty when not known.

    For a buyer's own chip that is whoever designs or makes it for the buyer.
    """
    if deal.deal_type not in _DEMAND:
        return ()
    products = changes.products
    named = [products.by_name[name] for name in deal.products if name in products.by_name]
    compute = {p.supplier_id for p in named if products.kinds.get(p.name) in _COMPUTE_KINDS}
    others = compute - {deal.buyer_id, ""}
    if others or (named and not compute):
        return tuple(sorted(others))
    supplier = changes.companies.by_id.get(deal.supplier_id or "")
    if supplier is None or "chip_maker" not in supplier.roles:
        return ()
    runs_others_chips = "cloud" in supplier.roles and deal.deal_type not in _SALES
    return () if runs_others_chips else (supplier.company_id,)


def supplier_changes(changes: Changes) -> Mapping[tuple[str, object], tuple[str, ...]]:
    """(deal_id, known_at) of each step into or out of a signed state that gives a buyer a new
    silicon supplier or takes its last deal with one away -> those suppliers' ids."""
    held: Counter[tuple[str, str]] = Counter()
    found: dict[tuple[str, object], tuple[str, ...]] = {}
    for move in changes.moves():
        lost, won = _firm(move.before, changes), _firm(move.after, changes)
        held.subtract(lost - won)
        gone = {key for key in lost - won if held[key] == 0}
        new = {key for key in won - lost if held[key] == 0}
        held.update(won - lost)
        moved = sorted(who for _, who in gone | new if who != INCUMBENT)
        if moved and _is_step(move):
            found[(move.after.deal_id, move.after.known_at)] = tuple(moved)
    return found


def _firm(deal: Deal | None, changes: Changes) -> set[tuple[str, str]]:
    if deal is None or deal.buyer_id is None or deal.superseded_by or deal.status not in FIRM:
        return set()
    return {(deal.buyer_id, designer) for designer in designers(deal, changes)}


def _is_step(move: Move) -> bool:
    """Whether the status itself crossed; a product named later is no step."""
    was_firm = move.before is not None and move.before.status in FIRM
    return was_firm != (move.after.status in FIRM) and move.after.superseded_by is None
