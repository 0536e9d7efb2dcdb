"""The legs as they stand, and what each instant's news makes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tracker.model.corrections import Act, Correction
from tracker.model.deals import Deal, DealClaim, DealStep, Placement
from tracker.model.errors import Problem
from tracker.reference.evidence import EvidenceScale
from tracker.resolve.analyst import analyst_claim
from tracker.resolve.cluster import Legs
from tracker.resolve.consensus import View, view
from tracker.resolve.history import merged_step, split_step, steps_between
from tracker.resolve.ladder import climb
from tracker.resolve.match import Leg
from tracker.resolve.overlaps import join_programme, link_told_together
from tracker.resolve.silicon import Designers
from tracker.resolve.terms import Agreed


@dataclass(frozen=True, slots=True)
class Standing:
    """A deal as it stood when the desk takes up its work: its last version and its claims."""

    deal: Deal
    claims: tuple[DealClaim, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What resolving came to, each list in an order of its own that no input order changes.

    `deals` are versions by (known_at, deal_id), `steps` lie between them. `placements` say
    which deal each claim is of, and since when. `claims` are those that corrections made.
    """

    deals: tuple[Deal, ...]
    steps: tuple[DealStep, ...]
    placements: tuple[Placement, ...] = ()
    claims: tuple[DealClaim, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Instant:
    """What one instant has changed so far."""

    known_at: datetime
    touched: dict[Leg, None]
    moved: dict[str, None]  # ids of claims that have a deal now, or another one
    merges: dict[Leg, tuple[Leg, DealClaim | Correction]]
    splits: dict[Leg, tuple[Deal, Correction]]

    def absorb(self, gone: Leg, heir: Leg, cause: DealClaim | Correction) -> None:
        self.touched.pop(gone, None)
        self.touched[heir] = None
        self.moved.update(dict.fromkeys(claim.claim_id for claim in gone.claims))
        self.merges[gone] = (heir, cause)


class Desk:
    """Takes news instant by instant and writes a version of every deal that it changes.

    `past` are all corrections known so far, those still to be taken among them.
    """

    def __init__(
        self, scale: EvidenceScale, designers: Designers, rules: str, past: Sequence[Correction]
    ) -> None:
        self._scale = scale
        self._rules = rules
        self._legs = Legs(designers, past)
        self._restored: dict[Leg, Standing] = {}
        self._views: dict[Leg, View] = {}
        self._deals: list[Deal] = []
        self._steps: list[DealStep] = []
        self._placements: list[Placement] = []
        self._claims: list[DealClaim] = []
        self._problems: list[Problem] = []

    def restore(self, standing: Standing) -> None:
        """Take up a deal where an earlier desk left it."""
        leg = self._legs.restore(standing.claims)
        leg.programme_id = standing.deal.programme_id
        leg.overlaps = set(standing.deal.overlaps_with)
        self._restored[leg] = standing

    def take(
        self, known_at: datetime, claims: Sequence[DealClaim], corrections: Iterable[Correction]
    ) -> None:
        """Place what became known at one instant, then write what that changed."""
        now = _Instant(known_at, {}, {}, {}, {})
        for claim in claims:
            self._place(claim, now)
        link_told_together(self._legs, claims, now.touched)
        for correction in corrections:
            self._correct(correction, now)
        for leg in now.touched:
            self._write(leg, now)
        for gone, (heir, cause) in now.merges.items():
            while heir in now.merges:
                heir = now.merges[heir][0]
            self._close(gone, heir, cause)
        for claim_id in now.moved:
            deal_id = self._of(claim_id).deal_id
            self._placements.append(Placement(claim_id, deal_id, self._rules, known_at))

    def resolution(self) -> Resolution:
        """Everything written so far."""
        return Resolution(
            tuple(sorted(self._deals, key=lambda deal: (deal.known_at, deal.deal_id))),
            tuple(sorted(self._steps, key=lambda step: (step.known_at, step.deal_id))),
            tuple(sorted(self._placements, key=lambda p: (p.known_at, p.claim_id))),
            tuple(sorted(self._claims, key=lambda c: (c.known_at, c.claim_id))),
            tuple(self._problems),
        )

    def _of(self, claim_id: str) -> Leg:
        leg = self._legs.holding([claim_id])
        if leg is None:
            raise KeyError(claim_id)
        return leg

    def _place(self, claim: DealClaim, now: _Instant) -> None:
        placed = self._legs.place(claim)
        now.touched[placed.leg] = None
        now.moved[claim.claim_id] = None
        if placed.follows is not None:
            join_programme(placed.leg, placed.follows)
            now.touched[placed.follows] = None
        if placed.absorbed is not None:
            now.absorb(placed.absorbed, placed.leg, claim)

    def _correct(self, correction: Correction, now: _Instant) -> None:
        leg = self._legs.holding([correction.deal_id, *correction.claim_ids])
        if leg is None:
            message = f"corrects a deal that is no more ({correction.why}); correct it again"
            self._problems.append(Problem("resolve", correction.deal_id, message))
        elif correction.act is Act.SET:
            self._set(correction, leg, now)
        elif correction.act is Act.MERGE:
            self._merge(correction, leg, now)
        else:
            self._split(correction, leg, now)

    def _set(self, correction: Correction, leg: Leg, now: _Instant) -> None:
        claim = analyst_claim(correction, self._view(leg, now.known_at).deal)
        self._legs.take(leg, claim)
        self._claims.append(claim)
        now.touched[leg] = None
        now.moved[claim.claim_id] = None

    def _merge(self, correction: Correction, leg: Leg, now: _Instant) -> None:
        for claim_id in correction.other_ids:
            other = self._legs.holding([claim_id])
            if other is not None and other is not leg:
                leg, gone = self._legs.join(leg, other)
                now.absorb(gone, leg, correction)

    def _split(self, correction: Correction, leg: Leg, now: _Instant) -> None:
        held = {claim.claim_id for claim in leg.claims}
        out = held & set(correction.other_ids)
        if not out or out == held:
            return  # it is so already
        before = self._before(leg)
        origin = self._view(leg, now.known_at).deal
        kept, new = self._legs.split(leg, out)
        now.touched.pop(leg, None)
        now.touched.update({kept: None, new: None})
        now.moved.update(dict.fromkeys(claim.claim_id for claim in new.claims))
        now.splits[new] = (origin, correction)
        if before is not None:
            self._views[kept] = before

    def _view(self, leg: Leg, known_at: datetime) -> View:
        found = view(leg.claims, self._scale)
        overlaps = tuple(sorted(leg.overlaps))
        deal = replace(
            found.deal,
            known_at=known_at,
            programme_id=leg.programme_id,
            overlaps_with=overlaps,
        )
        return replace(found, deal=deal)

    def _before(self, leg: Leg) -> View | None:
        """The leg as it was last written, if it ever was."""
        standing = self._restored.pop(leg, None)
        if standing is not None:
            rungs = climb(standing.claims, self._scale)
            self._views[leg] = View(standing.deal, rungs, Agreed({}, {}))
        return self._views.get(leg)

    def _write(self, leg: Leg, now: _Instant) -> None:
        before, after = self._before(leg), self._view(leg, now.known_at)
        self._views[leg] = after
        if before is None or replace(before.deal, known_at=now.known_at) != after.deal:
            self._deals.append(after.deal)
            self._steps.extend(steps_between(before, after))
        if leg in now.splits:
            self._steps.append(split_step(after.deal, *now.splits[leg]))

    def _close(self, gone: Leg, heir: Leg, cause: DealClaim | Correction) -> None:
        """A deal merged within the instant that brought it up was never known: no version."""
        last = self._before(gone)
        if last is None:
            return
        del self._views[gone]
        survivor = self._views[heir].deal
        ended = replace(last.deal, known_at=survivor.known_at, superseded_by=survivor.deal_id)
        self._deals.append(ended)
        self._steps.append(merged_step(last.deal, survivor, cause))
