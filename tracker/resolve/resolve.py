"""Claims in, versions of deals out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from tracker.model.deals import Deal, DealClaim, DealStep
from tracker.reference.evidence import EvidenceScale
from tracker.resolve.cluster import Legs
from tracker.resolve.consensus import View, view
from tracker.resolve.history import merged_step, steps_between
from tracker.resolve.match import Leg
from tracker.resolve.order import known_order
from tracker.resolve.silicon import Designers, shipped_designers


@dataclass(frozen=True, slots=True)
class Resolution:
    """All versions of all deals by (known_at, deal_id), and the steps between them."""

    deals: tuple[Deal, ...]
    steps: tuple[DealStep, ...]


def resolve(
    claims: Sequence[DealClaim], scale: EvidenceScale, designers: Designers | None = None
) -> Resolution:
    """The deals that the claims speak of, as known after each instant that taught something.

    Neither the order of `claims` nor repetition matters. Versions known by any instant are
    the same whether later claims are given or not, so a run a day and one run at the end
    store the same rows. `designers` maps products to who designs their silicon; the
    curated products when it is None.
    """
    unique: dict[str, DealClaim] = {}
    for claim in sorted(claims, key=known_order):
        unique.setdefault(claim.claim_id, claim)
    desk = _Desk(scale, shipped_designers() if designers is None else designers)
    for known_at, batch in groupby(unique.values(), key=lambda claim: claim.known_at):
        desk.take(known_at, batch)
    return desk.resolution()


class _Desk:
    """The legs as they stand, and every version written so far."""

    def __init__(self, scale: EvidenceScale, designers: Designers) -> None:
        self._scale = scale
        self._legs = Legs(designers)
        self._views: dict[Leg, View] = {}
        self._deals: list[Deal] = []
        self._steps: list[DealStep] = []

    def take(self, known_at: datetime, batch: Iterable[DealClaim]) -> None:
        """Place what became known at one instant, then write what that changed."""
        touched: dict[Leg, None] = {}
        merges: dict[Leg, tuple[Leg, DealClaim]] = {}
        for claim in batch:
            placed = self._legs.place(claim)
            touched[placed.leg] = None
            if placed.absorbed is not None:
                touched.pop(placed.absorbed, None)
                merges[placed.absorbed] = (placed.leg, claim)
        for leg in touched:
            self._write(leg, known_at)
        for gone, (heir, claim) in merges.items():
            while heir in merges:
                heir = merges[heir][0]
            self._close(gone, heir, claim)

    def _write(self, leg: Leg, known_at: datetime) -> None:
        before, after = self._views.get(leg), view(leg.claims, self._scale)
        self._views[leg] = after
        if before is None or replace(before.deal, known_at=known_at) != after.deal:
            self._deals.append(after.deal)
            self._steps.extend(steps_between(before, after))

    def _close(self, gone: Leg, survivor: Leg, claim: DealClaim) -> None:
        """A deal merged within the instant that brought it up was never known: no version."""
        last = self._views.pop(gone, None)
        if last is None:
            return
        heir = self._views[survivor].deal
        self._deals.append(replace(last.deal, known_at=heir.known_at, superseded_by=heir.deal_id))
        self._steps.append(merged_step(last.deal, heir, claim))

    def resolution(self) -> Resolution:
        deals = sorted(self._deals, key=lambda deal: (deal.known_at, deal.deal_id))
        steps = sorted(self._steps, key=lambda step: (step.known_at, step.deal_id))
        return Resolution(tuple(deals), tuple(steps))
