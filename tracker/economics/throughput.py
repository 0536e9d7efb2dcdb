"""Tokens per second at a speed per user: measured, read off a sweep, or carried over to it.

A cost per token belongs to a point (model, precision, sequence shape, speed per user). At
a speed that nobody measured, the shape of another accelerator's sweep is used, and the
roofline: slow users keep the arithmetic busy, fast ones the memory.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.model.market import Accelerator
from tracker.reference.figures import Throughput

SAME_SPEED = 0.02  # 100.85 tokens/s a user stand for 100
# Where the GLM-5 sweep turns: B200 against MI355X follows their arithmetic up to the
# first and their memory from the second speed on [tokens/s a user].
COMPUTE_BOUND, MEMORY_BOUND = 25.0, 35.0
MEASURED_SD, BETWEEN_SD, CARRIED_SD = 0.10, 0.12, 0.25  # the last two are choices


@dataclass(frozen=True, slots=True)
class Operating:
    """Total or output tokens per second and chip at a speed, with log spread and points."""

    tokens_per_s: float
    log_sd: float
    names: tuple[str, ...]
    how: str  # "measured", "between", "carried"


def tokens_at(sweep: Sequence[Throughput], speed: float) -> float | None:
    """Tokens/s at a speed within a sweep of one accelerator; None outside of it.

    Straight in logarithms between the two neighbouring points; the ends reach 2 % further.
    """
    ordered = sorted((p.interactivity_tok_s_user, p.tokens_per_s_per_chip)
                     for p in sweep if p.interactivity_tok_s_user)  # fmt: skip
    if not ordered:
        return None
    first, last = ordered[0][0] or 0.0, ordered[-1][0] or 0.0
    if not first * (1 - SAME_SPEED) <= speed <= last * (1 + SAME_SPEED):
        return None
    inside = min(max(speed, first), last)
    for (low, slow), (high, fast) in zip(ordered, [*ordered[1:], ordered[-1]], strict=True):
        if low and high and low <= inside <= high:
            part = math.log(inside / low) / math.log(high / low) if high > low else 0.0
            return float(slow * (fast / slow) ** part)
    return None


def roofline_shift(
    accelerator: Accelerator, reference: Accelerator, precision: str, before: float, after: float
) -> float:
    """What an accelerator gains on another between two speeds, as a factor of tokens/s.

    The ratio of their tokens/s goes from that of their arithmetic to that of their memory.
    1.0 when a datasheet lacks either.
    """
    ratios = [_peak(a, precision) for a in (accelerator, reference)]
    memory = [a.memory_tb_per_s for a in (accelerator, reference)]
    if not all(ratios) or not all(memory):
        return 1.0
    arithmetic = (ratios[0] or 1.0) / (ratios[1] or 1.0)
    bandwidth = (memory[0] or 1.0) / (memory[1] or 1.0)
    return float((bandwidth / arithmetic) ** (_memory_part(after) - _memory_part(before)))


def operating_at(
    own: Iterable[Throughput],
    sweeps: Iterable[Sequence[Throughput]],
    accelerators: dict[str, Accelerator],
    speed: float,
) -> Operating | None:
    """An accelerator's tokens/s at a speed from its points of one model; None without any.

    own: its points of the model, token type and precision; sweeps: measured sweeps, one an
    accelerator. An own sweep is read; else the nearest own point is carried along the sweep
    of the same accelerator, or of another with the roofline's correction.
    """
    points = [p for p in own if p.interactivity_tok_s_user]
    if not points:
        return None
    within = tokens_at(points, speed)
    near = min(points, key=lambda p: abs(math.log(_speed(p) / speed)))
    if within is not None:
        exact = abs(_speed(near) / speed - 1) <= SAME_SPEED
        names = (near.throughput_id,) if exact else tuple(p.throughput_id for p in points)
        sd, how = (MEASURED_SD, "measured") if exact else (BETWEEN_SD, "between")
        return Operating(within, sd, names, how)
    return _carried(near, sweeps, accelerators, speed)


def _carried(
    near: Throughput,
    sweeps: Iterable[Sequence[Throughput]],
    accelerators: dict[str, Accelerator],
    speed: float,
) -> Operating | None:
    chosen = sorted(sweeps, key=lambda s: (s[0].accelerator_id != near.accelerator_id,
                                           s[0].accelerator_id))  # fmt: skip
    for sweep in chosen:
        here, there = tokens_at(sweep, _speed(near)), tokens_at(sweep, speed)
        if here is None or there is None:
            continue
        own, other = (accelerators[n] for n in (near.accelerator_id, sweep[0].accelerator_id))
        shift = roofline_shift(own, other, near.precision, _speed(near), speed)
        names = (near.throughput_id, *(p.throughput_id for p in sweep))
        tokens = near.tokens_per_s_per_chip * there / here * shift
        return Operating(tokens, CARRIED_SD, names, "carried")
    return None


def _peak(accelerator: Accelerator, precision: str) -> float | None:
    name = precision.lower()
    if "4" in name:
        return accelerator.fp4_tflops
    return accelerator.bf16_tflops if "16" in name else accelerator.fp8_tflops


def _memory_part(speed: float) -> float:
    part = math.log(speed / COMPUTE_BOUND) / math.log(MEMORY_BOUND / COMPUTE_BOUND)
    return min(max(part, 0.0), 1.0)


def _speed(point: Throughput) -> float:
    return point.interactivity_tok_s_user or math.nan
