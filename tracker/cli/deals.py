"""`tracker deals`: what is known of every leg, and one leg in full."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

import typer
from rapidfuzz.fuzz import WRatio
from rapidfuzz.process import extractOne
from rapidfuzz.utils import default_process

from tracker.cli.deal_page import print_deal
from tracker.cli.options import END_OF_TIME, AsJson, AsOf, as_of, home_of, parse_instant
from tracker.cli.output import console, show_table
from tracker.cli.words import parties_of, size_of, term_of, value_of
from tracker.model.deals import Deal, Status
from tracker.model.errors import BadInput
from tracker.model.ids import entity_id
from tracker.store.published import Published

COLUMNS = ("id", "since", "status", "buyer <- supplier", "type", "terms")
SHORT_ID = 8  # characters, enough to tell deals apart

app = typer.Typer(invoke_without_command=True, help="Deals: a list, or one in full.")


@app.callback()
def deals(
    ctx: typer.Context,
    buyer: Annotated[str, typer.Option(help="Only this buyer: a name or part of it.")] = "",
    supplier: Annotated[str, typer.Option(help="Only this supplier.")] = "",
    status: Annotated[str, typer.Option(help="Only this status: signed, in_talks ...")] = "",
    since: Annotated[str, typer.Option(help="Only those first public on this day or later.")] = "",
    moment: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """List deals, newest first: one row a leg, with the status and terms that stand.

    Example: tracker deals --buyer Meta --since 2026-02-01
    """
    if ctx.invoked_subcommand:
        return
    if status and status not in {s.value for s in Status}:
        raise BadInput(f"no status {status!r}; there are: {', '.join(s.value for s in Status)}")
    first = parse_instant(since).date() if since else None
    with Published.open(home_of(ctx)) as published:
        known = published.deals(as_of(moment) or END_OF_TIME)
    chosen = [
        deal
        for deal in known
        if deal.superseded_by is None
        and (not buyer or _named(buyer, deal.buyer))
        and (not supplier or _named(supplier, deal.supplier))
        and (not status or deal.status == status)
        and (first is None or (deal.first_public_on is not None and deal.first_public_on >= first))
    ]
    if not chosen and not as_json:
        for wanted, names in (
            (buyer, {deal.buyer for deal in known}),
            (supplier, {deal.supplier for deal in known}),
        ):
            if hint := _alike(wanted, names):
                console().print(hint, markup=False)
    chosen.sort(key=lambda d: (d.status_on or d.first_known_at.date(), d.deal_id), reverse=True)
    show_table(
        COLUMNS,
        [_row(deal) for deal in chosen],
        as_json=as_json,
        whole=frozenset({"id", "since", "status", "type"}),
    )


def _named(wanted: str, name: str | None) -> bool:
    return name is not None and entity_id(wanted) in entity_id(name)


def _alike(wanted: str, names: Iterable[str | None]) -> str:
    """What to say of a name that no deal has; nothing where one has it, or none was asked."""
    there = sorted(name for name in names if name)
    if not wanted or any(_named(wanted, name) for name in there):
        return ""
    best = extractOne(wanted, there, scorer=WRatio, processor=default_process, score_cutoff=70)
    return f"No deal of {wanted!r}." + (f" Did you mean {best[0]}?" if best else "")


def _row(deal: Deal) -> dict[str, Any]:
    """The columns of the table, and for programs each term by itself."""
    terms = (value_of(deal), size_of(deal), term_of(deal), ", ".join(deal.products))
    return {
        "id": deal.deal_id[:SHORT_ID],
        "since": deal.status_on,
        "status": deal.status.value,
        "buyer <- supplier": parties_of(deal),
        "type": deal.deal_type.value,
        "terms": "; ".join(term for term in terms if term),
        "deal": deal.deal_id,
        "buyer": deal.buyer,
        "supplier": deal.supplier,
        "value_low": deal.value_low,
        "value_high": deal.value_high,
        "currency": deal.currency,
        "chips": deal.chips,
        "power_mw": deal.power_mw,
        "term_months": deal.term_months,
        "products": deal.products,
        "p_execution": deal.p_execution,
        "origin": deal.origin_outlet,
    }


@app.command()
def show(
    ctx: typer.Context,
    deal_id: Annotated[str, typer.Argument(help="The id, or its first characters.")],
    moment: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """One deal: how it came about, who says what, with quotes and links."""
    until = as_of(moment) or END_OF_TIME
    as_json = as_json or bool(ctx.parent and ctx.parent.params.get("as_json"))  # either side
    with Published.open(home_of(ctx)) as published:
        print_deal(published, find_deal(published, deal_id, until), until, as_json=as_json)


def find_deal(published: Published, start: str, until: datetime) -> Deal:
    """The one deal whose id starts so. Raises BadInput when none or several do."""
    found = [deal for deal in published.deals(until) if deal.deal_id.startswith(start)]
    if len(found) == 1 and start:
        return found[0]
    told = "several deals start so; give more of the id" if found and start else "no such deal"
    raise BadInput(f"{start!r}: {told}; `tracker deals` lists them")
