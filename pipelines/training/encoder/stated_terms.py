"""Which amounts of a text are the terms that a label states."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.extract.quantity import Quantity
from tracker.extract.slots import SLOT_OF

KIND_OF = {slot: kind for kind, slot in SLOT_OF.items()} | {"end": "date"}
SLOTS = tuple(KIND_OF)
_NAMES = {"power": "power_mw", "term": "term_months"}
_TOLERANCE = Decimal("0.01")


def wanted(slot: str, deal: Mapping[str, Any]) -> Any:
    """What the label says in that field; of a range its upper end. None where it says nothing."""
    if slot == "value":
        return deal.get("value_low") if deal.get("value_high") is None else deal["value_high"]
    return deal.get(_NAMES.get(slot, slot))


def states(quantity: Quantity, slot: str, deal: Mapping[str, Any]) -> bool:
    """Whether the amount says just that."""
    if quantity.kind != KIND_OF[slot]:
        return False
    told = wanted(slot, deal)
    if quantity.kind == "date":
        return bool(quantity.date_value == told)
    if quantity.headline is None or (slot == "value" and quantity.currency != deal.get("currency")):
        return False
    return abs(quantity.headline - Decimal(str(told))) <= _TOLERANCE * Decimal(str(told))
