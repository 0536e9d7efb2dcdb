"""How far each figure would move with other passages: 90 % intervals by resampling them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracker.extract.score_figures import Interval, PassageScore, Spread, Spreads

_DRAWS, _SEED = 1000, 20260227
_MIDDLE = (5, 95)  # percentiles

Counts = NDArray[np.int64]  # one number per draw


@dataclass(frozen=True, slots=True)
class _Draws:
    """How often each passage is drawn, one row per draw."""

    times: Counts

    def sums(self, numbers: Sequence[int]) -> Counts:
        """The sum over the passages drawn, for each draw; `numbers` are one per passage."""
        return np.asarray(self.times @ np.asarray(numbers, dtype=np.int64))


def spreads_of(passages: Sequence[PassageScore]) -> Spreads:
    """The middle 90 % of every figure over seeded draws of passages with replacement."""
    draws = _draw(len(passages))
    bare = [int(not p.labelled) for p in passages]
    predicted = draws.sums([p.detection.predicted for p in passages])
    gold = draws.sums([p.detection.gold for p in passages])
    found = draws.sums([p.detection.right for p in passages])
    strict = draws.sums([p.strict_right for p in passages])
    return Spreads(
        detection=_spread(found, predicted, gold),
        strict=_spread(strict, predicted, gold),
        slots=_slots(passages, draws),
        qualifier_accuracy=_interval(
            draws.sums([p.qualifiers_right for p in passages]),
            draws.sums([p.values_right for p in passages]),
        ),
        false_alarm_rate=_interval(
            draws.sums([int(p.false_legs > 0) for p in passages]), draws.sums(bare)
        ),
    )


def _draw(passages: int) -> _Draws:
    picks = np.random.default_rng(_SEED).integers(passages, size=(_DRAWS, passages))
    return _Draws(np.stack([np.bincount(row, minlength=passages) for row in picks]))


def _slots(passages: Sequence[PassageScore], draws: _Draws) -> Mapping[str, Spread]:
    return {
        slot: _spread(
            draws.sums([p.slots[slot].right for p in passages]),
            draws.sums([p.slots[slot].predicted for p in passages]),
            draws.sums([p.slots[slot].gold for p in passages]),
        )
        for slot in (passages[0].slots if passages else ())
    }


def _spread(right: Counts, predicted: Counts, gold: Counts) -> Spread:
    return Spread(
        _interval(right, predicted), _interval(right, gold), _interval(2 * right, predicted + gold)
    )


def _interval(part: Counts, whole: Counts) -> Interval | None:
    """None if no draw has anything to share; draws that have not are left out."""
    known = whole > 0
    if not known.any():
        return None
    low, high = np.percentile(part[known] / whole[known], _MIDDLE)
    return float(low), float(high)
