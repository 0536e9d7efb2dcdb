"""`tracker explain`: any deal, estimate, signal or digest, back to inputs and evidence."""

from typing import Annotated, Any

import typer

from tracker.cli.deal_page import print_deal
from tracker.cli.deals import find_deal
from tracker.cli.inputs import COLUMNS, input_rows, reference_rows
from tracker.cli.options import END_OF_TIME, AsJson, home_of
from tracker.cli.output import console, show_json, show_table
from tracker.cli.words import parties_of
from tracker.model.errors import BadInput
from tracker.model.market import CostEstimate
from tracker.model.signals import Digest, Signal
from tracker.reference.load import load_reference
from tracker.store.published import Published

MOVE_COLUMNS = ("cause", "what", "change")


def explain(
    ctx: typer.Context,
    thing: Annotated[str, typer.Argument(metavar="ID", help="An id, or how it starts.")],
    as_json: AsJson = False,
) -> None:
    """Where something comes from: the inputs of a figure, the evidence of a deal.

    Ids are printed by `tracker deals`, `tracker prices`, `tracker what-if` (also those of
    reference figures, such as P054), and in tracker sql's tables signals and digests.
    """
    with Published.open(home_of(ctx)) as published:
        _explain(published, thing, as_json)


def _explain(published: Published, thing: str, as_json: bool) -> None:
    if not thing.strip():
        raise BadInput("an empty id; `tracker deals` and `tracker prices` print them")
    for kind, found in _finders(published, thing).items():
        if len(found) > 1:
            raise BadInput(f"{thing!r}: several start so ({kind}s); give more of the id")
        if found:
            _print(published, found[0], as_json)
            return
    if thing in reference_rows(load_reference(published.home).market):
        show_table(COLUMNS, input_rows(published, [thing], []), as_json=as_json)
        return
    raise BadInput(
        f"{thing!r}: neither a deal, an estimate, a signal, a digest nor a reference figure has"
        " that id"
    )


def _finders(published: Published, thing: str) -> dict[str, list[Any]]:
    start = END_OF_TIME.replace(year=1)
    return {
        "deal": [d for d in published.deals(END_OF_TIME) if d.deal_id.startswith(thing)],
        "estimate": [
            e for e in published.estimates(END_OF_TIME) if e.estimate_id.startswith(thing)
        ],
        "signal": [
            s for s in published.signals(start, END_OF_TIME) if s.signal_id.startswith(thing)
        ],
        "digest": [d for d in published.digests(END_OF_TIME) if d.digest_id.startswith(thing)],
    }


def _print(published: Published, found: Any, as_json: bool) -> None:
    if isinstance(found, CostEstimate):
        _print_estimate(published, found, as_json)
    elif isinstance(found, Signal):
        _print_signal(published, found, as_json)
    elif isinstance(found, Digest):
        _print_digest(published, found, as_json)
    else:
        print_deal(published, found, END_OF_TIME, as_json=as_json)


def _print_estimate(published: Published, estimate: CostEstimate, as_json: bool) -> None:
    observations = published.observations(END_OF_TIME)
    rows = input_rows(published, estimate.input_ids, observations)
    if as_json:
        body: dict[str, Any] = {**_fields(estimate), "moves": _move_rows(published, estimate)}
        show_json({"estimate": body, "inputs": rows})
        return
    fields = [{"what": k, "is": v} for k, v in _fields(estimate).items() if k != "moves"]
    show_table(["what", "is"], fields)
    if moves := _move_rows(published, estimate):
        show_table(MOVE_COLUMNS, moves, title="What moved it", right=frozenset({"change"}))
    show_table(COLUMNS, rows, title="What it was worked out from", whole=frozenset({"input", "on"}))
    if estimate.caused_by:
        deal = find_deal(published, estimate.caused_by, END_OF_TIME)
        print_deal(published, deal, END_OF_TIME)


def _move_rows(published: Published, estimate: CostEstimate) -> list[dict[str, Any]]:
    """What each cause changed; the changes add up to the step from before to mid."""
    deals = {deal.deal_id: deal for deal in published.deals(END_OF_TIME)}
    return [
        {
            "cause": move.cause,
            "what": parties_of(deals[move.cause]) if move.cause in deals else "",
            "change": move.change,
        }
        for move in estimate.moves
    ]


def _print_signal(published: Published, signal: Signal, as_json: bool) -> None:
    if as_json:
        show_json(_fields(signal))
        return
    show_table(["what", "is"], [{"what": k, "is": v} for k, v in _fields(signal).items()])
    if signal.deal_id:
        print_deal(published, find_deal(published, signal.deal_id, END_OF_TIME), END_OF_TIME)


def _print_digest(published: Published, digest: Digest, as_json: bool) -> None:
    start = END_OF_TIME.replace(year=1)
    told = set(digest.signal_ids)
    signals = [s for s in published.signals(start, END_OF_TIME) if s.signal_id in told]
    rows = [
        {"signal": s.signal_id, "what": s.subject, "after": s.after, "why": s.why} for s in signals
    ]
    if not as_json:
        console().print(f"{digest.subject}; cut {digest.cut_at:%Y-%m-%d %H:%M} UTC", markup=False)
    show_table(["signal", "what", "after", "why"], rows, as_json=as_json)


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
