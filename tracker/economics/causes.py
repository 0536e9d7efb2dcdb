"""Which of the deals of one instant moved a figure, the one that moved it most first."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.economics.estimate import CHEAPEST, OWN, OWN_TOKENS, RENT, Key, PriceModel

_OWNED = {OWN, OWN_TOKENS}


@dataclass(frozen=True, slots=True)
class Causes:
    """How far each deal moved the rent and the owning cost of each accelerator, in logs."""

    deal_ids: Sequence[str]
    _moves: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)

    @property
    def are_many(self) -> bool:
        """Whether there is anything to tell apart."""
        return len(self.deal_ids) > 1

    def add(
        self,
        deal_id: str,
        accelerator_id: str,
        before: Mapping[str, float],
        after: Mapping[str, float],
    ) -> None:
        """Note the levels of an accelerator's measures around one deal."""
        for measure in before.keys() & after.keys():
            move = abs(math.log(after[measure] / before[measure]))
            deals = self._moves.setdefault((measure, accelerator_id), {})
            deals[deal_id] = deals.get(deal_id, 0.0) + move

    def of(self, key: Key, model: PriceModel) -> tuple[str, ...]:
        """The deals behind a figure's move, by size and then id; any in a comparison."""
        if not self.are_many:
            return tuple(self.deal_ids)
        measure, accelerator_id, workload_id = key
        basis = OWN if measure in _OWNED else RENT
        names = [accelerator_id]
        if measure == CHEAPEST:
            names = [
                n for m, n in self._moves if m == RENT and workload_id in model.workloads_of(n)
            ]
        sums: dict[str, float] = {}
        for name in names:
            for deal_id, move in self._moves.get((basis, name), {}).items():
                sums[deal_id] = max(sums.get(deal_id, 0.0), move)
        moved = [deal_id for deal_id, move in sums.items() if move > 0] or list(sums)
        return tuple(sorted(moved, key=lambda deal_id: (-sums[deal_id], deal_id)))
