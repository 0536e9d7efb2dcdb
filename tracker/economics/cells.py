"""The benchmark point that stands for a workload on an accelerator, as known on a day."""

from dataclasses import dataclass
from datetime import date

from tracker.model.market import Workload
from tracker.reference.figures import Throughput
from tracker.reference.market import Market

POINT_SD = 0.10  # the same benchmark point, section (c)
STAND_IN_SD = 0.35  # other software: a point that was published later


@dataclass(frozen=True, slots=True)
class Cell:
    """Tokens per second and chip of one point, with the spread of its logarithm."""

    tokens_per_s: float
    log_sd: float
    point: Throughput


Cells = dict[tuple[str, str], tuple[Throughput, ...]]


def cells_of(market: Market) -> Cells:
    """The comparable points of each workload and accelerator, oldest first.

    Within the workload's band of interactivity, and of the closed division where the
    benchmark has divisions: what was tuned freely is not comparable.
    """
    found: dict[tuple[str, str], list[Throughput]] = {}
    for workload in market.workloads:
        for point in market.throughput:
            if _fits(workload, point):
                key = (workload.workload_id, point.accelerator_id)
                found.setdefault(key, []).append(point)
    return {
        key: tuple(sorted(points, key=lambda p: (p.known_on, p.throughput_id)))
        for key, points in found.items()
    }


def cell_on(points: tuple[Throughput, ...], day: date) -> Cell:
    """The best point known by then; else the first later one, with a wider spread."""
    seen = [point for point in points if point.known_on <= day]
    if seen:
        best = max(seen, key=lambda p: (p.tokens_per_s_per_chip, p.throughput_id))
        return Cell(best.tokens_per_s_per_chip, POINT_SD, best)
    first = [point for point in points if point.known_on == points[0].known_on]
    best = max(first, key=lambda p: (p.tokens_per_s_per_chip, p.throughput_id))
    return Cell(best.tokens_per_s_per_chip, STAND_IN_SD, best)


def _fits(workload: Workload, point: Throughput) -> bool:
    low, high = workload.interactivity_tok_s_user
    speed = point.interactivity_tok_s_user
    return (
        (point.model, point.cell) == (workload.model, workload.benchmark)
        and point.token_type == workload.token_type
        and point.division in ("", "closed")
        and (speed is None or low <= speed <= high)
    )
