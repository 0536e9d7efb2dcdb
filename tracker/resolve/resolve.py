"""Claims in, versions of deals out."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path

from tracker.model.corrections import Correction
from tracker.model.deals import DealClaim
from tracker.model.ids import content_id
from tracker.reference.evidence import EvidenceScale
from tracker.resolve.analyst import is_analyst
from tracker.resolve.desk import Desk, Resolution, Standing
from tracker.resolve.order import known_order
from tracker.resolve.silicon import Designers, shipped_designers

_FOLDER = Path(__file__).parent


def resolve(
    claims: Iterable[DealClaim],
    scale: EvidenceScale,
    designers: Designers | None = None,
    corrections: Sequence[Correction] = (),
    *,
    standing: Iterable[Standing] = (),
    taken: Iterable[Correction] = (),
) -> Resolution:
    """The deals that the claims speak of, as known after each instant that taught something.

    Neither the order of `claims` nor repetition matters. Versions known by any instant are
    the same whether later claims are given or not, so a run a day and one run at the end
    store the same rows. `designers` maps products to who designs their silicon; the
    curated products when it is None. Claims that corrections made are made again and may be
    among `claims` or not.

    To go on from where an earlier run ended, give the deals that the new claims can touch as
    `standing`, and the corrections that it has `taken`. Every new claim has to be known later
    than all that stands; then the rows are those of a run over everything.
    """
    designers = shipped_designers() if designers is None else designers
    done = _in_order(taken)
    new = _in_order(corrections)
    desk = Desk(scale, designers, rules(scale, designers), [*done, *new])
    for one in sorted(standing, key=lambda one: one.deal.deal_id):
        desk.restore(one)
    for known_at, batch, orders in _instants(_unique(claims), new):
        desk.take(known_at, batch, orders)
    return desk.resolution()


def rules(scale: EvidenceScale, designers: Designers | None = None) -> str:
    """A checksum of all that decides what claims become: these modules, and their data."""
    designers = shipped_designers() if designers is None else designers
    return content_id(_modules(), repr(scale), *sorted(f"{k}={v}" for k, v in designers.items()))


@cache
def _modules() -> str:
    texts = [path.read_bytes() for path in sorted(_FOLDER.glob("*.py"))]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _unique(claims: Iterable[DealClaim]) -> list[DealClaim]:
    unique: dict[str, DealClaim] = {}
    for claim in sorted(claims, key=known_order):
        if not is_analyst(claim):
            unique.setdefault(claim.claim_id, claim)
    return list(unique.values())


def _in_order(corrections: Iterable[Correction]) -> list[Correction]:
    unique = {correction.correction_id: correction for correction in corrections}
    return sorted(unique.values(), key=lambda c: (c.known_at, c.number, c.correction_id))


def _instants(
    claims: Sequence[DealClaim], corrections: Sequence[Correction]
) -> Iterator[tuple[datetime, list[DealClaim], list[Correction]]]:
    """What became known at each instant, first things first."""
    told = {at: list(batch) for at, batch in groupby(claims, key=lambda claim: claim.known_at)}
    made = {at: list(batch) for at, batch in groupby(corrections, key=lambda one: one.known_at)}
    for known_at in sorted(told.keys() | made.keys()):
        yield known_at, told.get(known_at, []), made.get(known_at, [])
