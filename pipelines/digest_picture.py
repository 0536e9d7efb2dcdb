"""The one picture that a digest may carry: the rent that the period's deals moved most."""

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipelines.context import JobContext
from tracker.cli.pictures import belief_picture
from tracker.digest.view import DigestInput
from tracker.model.market import CostEstimate
from tracker.model.signals import Digest
from tracker.store.store import Store

_LEAST_MOVE = 0.01  # as a share: less would not be seen in it


def moved_most(estimates: Iterable[CostEstimate]) -> str | None:
    """The accelerator whose rent moved most among what moved; None when none did."""
    moves = {
        e.accelerator_id: abs(math.log(e.mid / e.before_mid))
        for e in estimates
        if e.measure == "rent_usd_per_chip_hour" and e.before_mid
    }
    name = max(moves, key=lambda name: (moves[name], name), default=None)
    return name if name and moves[name] >= _LEAST_MOVE else None


def alt_of(moved: Iterable[CostEstimate], labels: Mapping[str, str]) -> str:
    """The picture in words; empty when there is nothing to draw."""
    name = moved_most(moved)
    return f"What an hour of {labels.get(name, name)} is believed to rent for" if name else ""


def draw(ctx: JobContext, store: Store, inputs: DigestInput) -> bytes | None:
    """The PNG as known at the digest's cut; None when no rent moved."""
    name = moved_most(inputs.estimates_changed)
    return belief_picture(store, ctx.reference, name, inputs.cut_at) if name else None


def picture_path(home: Path, digest: Digest) -> Path:
    """Where a digest's picture lies, beside its page."""
    return home / "digests" / f"{digest.cut_at:%Y-%m-%dT%H%MZ}-{digest.watchlist_id}.png"


def picture_of(home: Path, digest: Digest) -> bytes | None:
    """The picture of a digest that was laid out; None when it has none."""
    path = picture_path(home, digest)
    return path.read_bytes() if path.is_file() else None
