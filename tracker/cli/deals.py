"""`tracker deals`: what is known of every leg, and one leg in full."""

from datetime import datetime
from typing import Annotated, Any

import typer

from tracker.cli.options import END_OF_TIME, AsJson, AsOf, as_of, home_of, parse_instant
from tracker.cli.output import console, show_json, show_table
from tracker.cli.words import amount, parties_of, size_of, term_of, value_of
from tracker.model.deals import Deal, DealClaim, DealStep, Status
from tracker.model.errors import BadInput
from tracker.model.feeds import Document
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
    chosen.sort(key=lambda d: (d.status_on or d.first_known_at.date(), d.deal_id), reverse=True)
    show_table(
        COLUMNS,
        [_row(deal) for deal in chosen],
        as_json=as_json,
        whole=frozenset({"id", "since", "status", "type"}),
    )


def _named(wanted: str, name: str | None) -> bool:
    return name is not None and entity_id(wanted) in entity_id(name)


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


def print_deal(published: Published, deal: Deal, until: datetime, *, as_json: bool = False) -> None:
    """The deal with its history, claims, quotes and links on standard output."""
    steps = [step for step in published.deal_steps(until) if step.deal_id == deal.deal_id]
    claims = [c for c in published.claims(until) if c.claim_id in set(deal.claim_ids)]
    documents = published.documents_by_id(c.document_id for c in claims)
    if as_json:
        show_json(_plain(deal, steps, claims, documents))
        return
    out = console()
    out.print(f"{deal.deal_id}  {parties_of(deal)}  {deal.deal_type.value}", markup=False)
    if deal.superseded_by:
        out.print(f"merged into {deal.superseded_by}", markup=False)
    show_table(["what", "is", "note"], _terms(deal))
    show_table(
        ["true on", "known at", "what", "before", "after"],
        [
            {"true on": s.true_on, "known at": s.known_at, "what": s.field, "before": s.before,
             "after": s.after}
            for s in steps
        ],
        title="How it came about",
    )  # fmt: skip
    for claim in claims:
        document = documents.get(claim.document_id)
        where = (document.url or document.title) if document else claim.document_id
        out.print(f"{claim.published_on}  {claim.status.value}  {value_of(claim)}", markup=False)
        out.print(f"  “{claim.quote}”", markup=False)
        out.print(f"  {claim.origin_outlet}  {where}", markup=False, soft_wrap=True)


def _terms(deal: Deal) -> list[dict[str, Any]]:
    execution = f"{deal.p_execution:.0%} likely to be carried out, by base rates"
    rows = [
        ("status", deal.status.value, f"since {deal.status_on or 'an unknown day'}"),
        ("value", value_of(deal) or "not stated", ""),
        ("expected", amount(deal.expected_usd), execution),
        ("size", size_of(deal) or "not stated", ""),
        ("term", term_of(deal) or "not stated", ""),
        ("starts", deal.start, ""),
        ("product", ", ".join(deal.products), deal.asset_layer.value),
        ("binding", deal.binding.value, ""),
        ("confirmed by", deal.confirmation.value, f"origins: {', '.join(deal.origins)}"),
    ]
    return [{"what": what, "is": value, "note": note} for what, value, note in rows if value]


def _plain(
    deal: Deal, steps: list[DealStep], claims: list[DealClaim], documents: dict[str, Document]
) -> dict[str, Any]:
    sources = {d.document_id: {"url": d.url, "title": d.title} for d in documents.values()}
    return {
        "deal": _fields(deal),
        "history": [_fields(step) for step in steps],
        "claims": [_fields(claim) | sources.get(claim.document_id, {}) for claim in claims],
    }


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
