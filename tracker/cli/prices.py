"""`tracker prices`: what compute costs by our model, with ranges and what they rest on."""

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from tracker.cli.options import END_OF_TIME, AsJson, AsOf, as_of, home_of
from tracker.cli.output import console, show_json, show_table
from tracker.cli.pictures import Asked
from tracker.cli.pictures import picture as drawn
from tracker.model.errors import BadInput
from tracker.model.market import CostEstimate, newest_data
from tracker.reference.load import load_reference
from tracker.store.published import Published

MEASURES = {
    "rent_usd_per_chip_hour": "rent, $/chip-hour",
    "own_usd_per_chip_hour": "own, $/chip-hour",
    "usd_per_pflop_hour": "$/PFLOP-hour",
    "usd_per_million_tokens": "rented, $/M tokens",
    "own_usd_per_million_tokens": "owned, $/M tokens",
    "p_cheapest": "P(cheapest)",
}
SHORT_ID = 8
NUMBERS = frozenset({"low", "mid", "high", "before"})
COLUMNS = ("accelerator", "low", "mid", "high", "before", "moved by", "id")


Plot = Annotated[Path | None, typer.Option(metavar="FILE.png", help="Draw it instead of a table.")]
Kind = Annotated[
    str,
    typer.Option(
        "--picture",
        help="With --plot: cost (of --workload), owned-cost, belief (of --accelerator), shares,"
        " dependence (of --buyer).",
    ),
]
Window = Annotated[int, typer.Option(help="With --picture shares: 30, 90 or 365 days.")]


def prices(
    ctx: typer.Context,
    workload: Annotated[str, typer.Option(help="Only this workload's cost per token.")] = "",
    accelerator: Annotated[str, typer.Option(help="Only accelerators with this in the id.")] = "",
    plot: Plot = None,
    picture: Kind = "cost",
    buyer: Annotated[str, typer.Option(help="With --picture dependence.")] = "",
    window: Window = 90,
    moment: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """The price of compute: median and 90 % range, and what each was before its last move.

    "moved by" names the deal; without one the figure is the opening estimate from reference
    data. `tracker explain ID` traces a figure to its inputs.
    Example: tracker prices --plot gb300.png --picture belief --accelerator gb300
    """
    if plot:
        _draw(ctx, plot, Asked(picture, workload, accelerator.lower(), buyer, window), moment)
        return
    chosen = _chosen(home_of(ctx), moment, workload, accelerator)
    if as_json:
        show_json([_row(e) for e in chosen])
        return
    _show(chosen, (as_of(moment) or END_OF_TIME).date())


def _chosen(home: Path, moment: str, workload: str, accelerator: str) -> list[CostEstimate]:
    """The newest estimates that were asked for, as listed."""
    with Published.open(home) as published:
        history = published.estimates(as_of(moment) or END_OF_TIME)
    latest = {(e.measure, e.accelerator_id, e.workload_id): e for e in history}
    known = sorted({e.workload_id for e in latest.values() if e.workload_id})
    if workload and workload not in known:
        raise BadInput(f"no workload {workload!r}; there are: {', '.join(known) or 'none yet'}")
    return sorted(
        (
            e
            for e in latest.values()
            if accelerator.lower() in e.accelerator_id.lower()
            and (not workload or e.workload_id == workload)
        ),
        key=_order,
    )


def _show(chosen: list[CostEstimate], day: date) -> None:
    for (measure, job), group in groupby(chosen, key=lambda e: (e.measure, e.workload_id)):
        named = MEASURES.get(measure, measure)
        show_table(
            COLUMNS,
            [_row(e) for e in group],
            right=NUMBERS,
            whole=frozenset(COLUMNS),
            title=f"{named}, {job}" if job else named,
        )
    if chosen:
        console().print(
            f"Model data up to {newest_data(chosen, day)}. Low and high hold nine times in "
            "ten by our model; deals by id: tracker deals show ID.",
            markup=False,
            soft_wrap=True,
        )


def _draw(ctx: typer.Context, path: Path, asked: Asked, moment: str) -> None:
    """Write the picture, as of the moment or else of what the file knows."""
    from tracker.charts.save import save

    home = home_of(ctx)
    with Published.open(home) as published:
        now = as_of(moment) or published.meta().known_through
        if now is None:
            raise BadInput("nothing is known yet; run `tracker run` first")
        save(path, drawn(published, load_reference(home), asked, now))
    console().print(f"{path}", markup=False, soft_wrap=True)


def _order(estimate: CostEstimate) -> tuple[int, str, float]:
    """Measures as listed above, those that we do not know last; cheapest first."""
    known = list(MEASURES)
    place = known.index(estimate.measure) if estimate.measure in known else len(known)
    return place, estimate.workload_id or "", estimate.mid


def _row(estimate: CostEstimate) -> dict[str, Any]:
    return {
        "measure": MEASURES.get(estimate.measure, estimate.measure),
        "accelerator": estimate.accelerator_id,
        "workload": estimate.workload_id,
        "low": estimate.low,
        "mid": estimate.mid,
        "high": estimate.high,
        "before": estimate.before_mid,
        "moved by": (estimate.caused_by or "")[:SHORT_ID],
        "id": estimate.estimate_id[:SHORT_ID],
        "deal": estimate.caused_by,
        "estimate": estimate.estimate_id,
    }
