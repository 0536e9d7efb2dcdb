"""The terms of a leg as they are collected: which it can have, and what stands for each."""

from dataclasses import dataclass, field

from tracker.extract.drafts import Draft
from tracker.extract.heard import Heard
from tracker.extract.quantity import Quantity
from tracker.model.deals import DealType

# Which term an amount of each kind is; a date can be the end as well.
SLOT_OF = {"money": "value", "chips": "chips", "power": "power", "term": "term", "date": "start"}
SMALL = 100_000  # no deal's value in any currency
MUCH_LESS = 0.25  # of chance, and an amount is no rival of the likeliest one
# A closing date is no start, and shares have no megawatts.
_SLOTS = {
    DealType.EQUITY_INVESTMENT: frozenset({"value"}),
    DealType.ACQUISITION: frozenset({"value"}),
    DealType.WARRANT: frozenset(),
    DealType.FINANCING: frozenset({"value", "term", "chips", "end", "rate", "power"}),
}
_ALL = frozenset({"value", "rate", "chips", "power", "term", "start", "end"})


def slots_of(draft: Draft) -> frozenset[str]:
    """The terms that a leg of this type can have."""
    return _ALL if draft.deal_type is None else _SLOTS.get(draft.deal_type, _ALL)


@dataclass(slots=True)
class Terms:
    """The quantities of one leg by slot.

    `money` are the amounts that can be its value, the judge's likeliest first; `said` is all
    money that the sentences say of it, prepayments, options and former totals too.
    """

    slots: dict[str, Quantity] = field(default_factory=dict)
    rate: Quantity | None = None
    money: list[tuple[int, Quantity]] = field(default_factory=list)  # (sentence, amount)
    said: list[Quantity] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)  # what speaks of the leg
    aside: list[Heard] = field(default_factory=list)  # sentences of which only sums are its
    goods: list[str] = field(default_factory=list)  # products that sentences after it name
    chances: dict[int, float] = field(default_factory=dict)  # of what a judge gave it, by start

    def offer(self, slot: str, quantity: Quantity, sentence: int) -> None:
        """Take a quantity if the slot is empty; amounts are weighed at the end."""
        if slot == "value":
            self.money.append((sentence, quantity))
        elif slot == "rate":
            self.rate = self.rate or quantity
        else:
            self.slots.setdefault(slot, quantity)

    def likely_money(self) -> list[tuple[int, Quantity]]:
        """The amounts that can be its value, without those that a judge finds much less likely."""
        best = max((self.chances.get(q.start, 0.0) for _, q in self.money), default=0.0)
        least = best - MUCH_LESS
        return [one for one in self.money if self.chances.get(one[1].start, 0.0) >= least]

    def take(self, slot: str, quantity: Quantity, sentence: int, chance: float) -> None:
        """Take a quantity that the judge finds likelier than what is there."""
        if slot == "value":
            self.chances[quantity.start] = chance
            self.money.append((sentence, quantity))
            self.money.sort(key=lambda one: -self.chances.get(one[1].start, 0.0))
            return
        there = self.slots.get(slot)
        if there is None or chance > self.chances.get(there.start, 0.0):
            self.slots[slot] = quantity
            self.chances[quantity.start] = chance
