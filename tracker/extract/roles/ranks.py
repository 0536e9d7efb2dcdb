"""Which of two companies supplies the other, when the words leave it open.

Weights are choices: a landlord lets to a cloud, a cloud to a lab; a chip maker sells to all.
"""

from tracker.extract.named import Party

_COMPUTE = {
    "landlord": 6.0, "miner": 6.0, "neocloud": 5.0, "cloud": 3.0, "chip_maker": 1.0,
    "vendor": 1.0, "designer": 0.5, "foundry": 0.5,
}  # fmt: skip
_CHIPS = {
    "foundry": 5.0, "memory": 5.0, "packaging": 5.0, "optics": 5.0, "component": 5.0,
    "equipment": 5.0, "chip_maker": 4.0, "designer": 4.0, "vendor": 4.0, "cloud": 1.0,
}  # fmt: skip
_DESIGN = {
    "foundry": 6.0, "memory": 6.0, "packaging": 6.0, "optics": 6.0, "component": 6.0,
    "designer": 5.0, "chip_maker": 3.0, "vendor": 3.0,
}  # fmt: skip
_MONEY = {"lender": 6.0, "investor": 3.0, "vendor": 1.0, "chip_maker": 1.0, "cloud": 1.0}
_TABLES = {"compute": _COMPUTE, "chips": _CHIPS, "design": _DESIGN, "money": _MONEY}


def supply_rank(party: Party, trade: str) -> float:
    """How much `party` looks like the supplier of `trade` (compute, chips, design, money)."""
    table = _TABLES[trade]
    best = max((table.get(role, 0.0) for role in party.roles), default=0.0)
    if trade == "money":
        return best
    if "buyer" in party.roles and trade == "chips" and best <= 4.0:
        # Its own chips are for itself first; a cloud's are let to others.
        best = min(best, 2.0 if "cloud" in party.roles else 1.0)
    elif "buyer" in party.roles:
        best -= 1.5
    if "lab" in party.roles:
        best -= 1.0
    return best


def in_order(first: Party, second: Party, trade: str) -> tuple[Party, Party]:
    """(buyer, supplier) by rank; the first is the buyer when they rank alike."""
    if supply_rank(first, trade) > supply_rank(second, trade):
        return second, first
    return first, second


def pair_in_order(trade: str, first: Party, second: Party) -> tuple[Party, Party]:
    """`in_order`, but chips between two companies that make none are rented, not sold."""
    if trade == "chips" and max(supply_rank(p, "chips") for p in (first, second)) < 4:
        trade = "compute"
    return in_order(first, second, trade)
