"""`python -m pipelines.calibration`: coverage of 90 % ranges, simulated and real."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from pipelines.calibration.cover import Cover, cover
from pipelines.calibration.real import real_lines
from pipelines.calibration.world import Maker, Nature
from pipelines.hypothetical import hypothetical
from tracker.reference.load import Reference, load_reference

WANTED = (0.88, 0.92)
OTHERS = {
    "twice the outliers": {"outliers": 0.10},
    "no outliers": {"outliers": 0.0},
    "half of all are bounds": {"bounds": 0.5},
    "noise half as much again": {"noise_times": 1.5},
    "drift half as much again": {"drift_a_month": 0.075},
    "products share nothing": {"of_supplier": 0.0, "of_architecture": 0.0},
    "thrice the deals": {"deals": 42.0},
}


def maker(reference: Reference, nature: Nature) -> Maker:
    """What makes worlds upon the shipped accelerators."""
    lease = {"supplier": "CoreWeave", "buyer": "Meta", "type": "lease", "value": "1B"}
    template = hypothetical(lease, reference, datetime(2025, 1, 2, tzinfo=UTC))
    return Maker(reference.market, replace(template, value_low=None), nature)


def simulated(reference: Reference, nature: Nature, worlds: int, seed: int = 0) -> Cover:
    """Coverage on so many worlds of that nature."""
    made = maker(reference, nature)
    books = (reference.products, reference.companies)
    return cover((made.world(seed + n) for n in range(worlds)), *books)


def calibrate(
    worlds: Annotated[int, typer.Option(help="Simulated histories.")] = 1000,
    others: Annotated[int, typer.Option(help="Histories of each other kind of world.")] = 200,
) -> None:
    """Print coverage; exit 1 when that of the 1,000 histories is not 88 to 92 %."""
    reference = load_reference()
    found = simulated(reference, Nature(), worlds)
    for line in (*_lines(found, worlds), *_other_lines(reference, others), *real_lines(reference)):
        typer.echo(line)
    if not WANTED[0] <= found.share <= WANTED[1]:
        raise typer.Exit(1)


def _lines(found: Cover, worlds: int) -> Iterator[str]:
    yield f"{worlds:,} simulated histories, ranges that should hold 90 % of the time:"
    for group in sorted(found.seen):
        share = found.inside[group] / found.seen[group]
        yield f"  {group:<16} {share:6.1%}  of {found.seen[group]:,}"
    lies = "inside" if WANTED[0] <= found.share <= WANTED[1] else "OUTSIDE"
    yield (
        f"  {'all':<16} {found.share:6.1%}  of {found.n:,}"
        f"  (standard error {found.error_of_share:.1%}; {lies} 88 to 92 %)"
    )


def _other_lines(reference: Reference, worlds: int) -> Iterator[str]:
    if not worlds:
        return
    yield f"Worlds that are not as the model thinks, {worlds} each (for information):"
    for words, changed in OTHERS.items():
        found = simulated(reference, Nature(**changed), worlds, seed=100_000)
        yield f"  {words:<26} {found.share:6.1%}  of {found.n:,}"


if __name__ == "__main__":
    typer.run(calibrate)
