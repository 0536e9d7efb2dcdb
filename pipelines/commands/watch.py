"""`tracker watch`: who follows what, and what a watchlist would have told."""

from datetime import timedelta
from decimal import Decimal
from typing import Annotated

import typer

from pipelines.commands.options import AsJson, Now, home_of, parse_clock
from pipelines.names import company_spellings
from tracker.cli.output import show_json, show_table
from tracker.digest.choose import wanted
from tracker.model.errors import BadInput
from tracker.model.ids import entity_id
from tracker.model.signals import Watchlist
from tracker.reference.companies import load_companies
from tracker.reference.products import load_products
from tracker.store.published import Published
from tracker.watchlists import (
    folder,
    load_watchlists,
    parse_watchlist,
    remove_watchlist,
    write_watchlist,
)

app = typer.Typer(no_args_is_help=True, help="Watchlists: who follows what, and when it is mailed.")


@app.command("list")
def list_(ctx: typer.Context, as_json: AsJson = False) -> None:
    """Every watchlist of this home. Without any, one that follows everything stands in."""
    watchlists, problems = load_watchlists(home_of(ctx), company_spellings(load_companies()))
    rows = [_row(watchlist) for watchlist in watchlists]
    show_table(list(_row(watchlists[0])) if watchlists else [], rows, as_json=as_json)
    for problem in problems:
        typer.echo(f"tracker: {problem}", err=True)
    if problems:
        raise typer.Exit(2)


@app.command()
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="Its name; an existing one is replaced.")],
    company: Annotated[
        list[str] | None, typer.Option(help="A company to follow, by name or $TICKER; repeat it.")
    ] = None,
    product: Annotated[list[str] | None, typer.Option(help="An accelerator to follow.")] = None,
    minimum_usd: Annotated[float, typer.Option(help="Leave out smaller headline values.")] = 0,
    email: Annotated[str, typer.Option(help="Where its digest goes.")] = "analyst@localhost",
    time_zone: Annotated[str, typer.Option(help="The reader's zone.")] = "America/New_York",
    send_at: Annotated[str, typer.Option(help="The local time of the digest.")] = "06:30",
    as_json: AsJson = False,
) -> None:
    """Write a watchlist; the next cycle uses it.

    Example: tracker watch add tpu --company Alphabet --company '$META' --product TPU
    """
    values = {
        "email": email,
        "companies": company or [],
        "products": product or [],
        "minimum_usd": minimum_usd,
        "time_zone": time_zone,
        "send_at": send_at,
    }
    companies = load_companies()
    watchlist = parse_watchlist(name, values, company_spellings(companies))
    first = not any(folder(home_of(ctx)).glob("*.toml"))
    path = write_watchlist(home_of(ctx), name, values)
    unknown = [i for i in watchlist.entities if i not in companies.by_id]
    if as_json:
        show_json({**_row(watchlist), "written": str(path), "not_curated": unknown})
        return
    typer.echo(f"{path}: written")
    if first:
        typer.echo(
            "note: the list that follows everything was only a stand-in and ends now; "
            "tracker watch add everything keeps it"
        )
    for company_id in unknown:
        typer.echo(f"note: {company_id} is not a curated company; it matches by that name")


@app.command()
def remove(
    ctx: typer.Context, name: Annotated[str, typer.Argument()], as_json: AsJson = False
) -> None:
    """Remove a watchlist."""
    path = remove_watchlist(home_of(ctx), name)
    if as_json:
        show_json({"removed": str(path)})
    else:
        typer.echo(f"{path}: removed")


@app.command("test")
def try_out(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The watchlist to try on the past.")],
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How far back.")] = 90,
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """What this watchlist would have told in the last days; nothing is sent."""
    home = home_of(ctx)
    watchlists, _ = load_watchlists(home, company_spellings(load_companies()))
    watchlist = next((w for w in watchlists if w.watchlist_id == entity_id(name)), None)
    if watchlist is None:
        names = ", ".join(w.watchlist_id for w in watchlists)
        raise BadInput(f"no watchlist {name!r}; there are: {names}")
    until = parse_clock(now)
    with Published.open(home) as published:
        signals = published.signals(until - timedelta(days=days), until)
    products = load_products()
    families = {p.name: products.family(p.name) for p in products.all}  # as a digest has them
    told = [s for s in signals if wanted(s, watchlist, families)]
    told.sort(key=lambda s: (s.known_at, s.sort_key))
    rows = [
        {"when": s.known_at.strftime("%Y-%m-%d %H:%M"), "what": s.subject, "change": s.after}
        for s in told
    ]
    show_table(["when", "what", "change"], rows, as_json=as_json)
    typer.echo(f"{len(told)} of {len(signals)} signals in {days} days", err=True)


def _row(watchlist: Watchlist) -> dict[str, str]:
    return {
        "name": watchlist.watchlist_id,
        "email": watchlist.email,
        "companies": ", ".join(watchlist.entities) or "all",
        "products": ", ".join(watchlist.products) or "all",
        "minimum": f"${Decimal(watchlist.minimum_usd):,.0f}",
        "due": f"{watchlist.send_at:%H:%M} {watchlist.time_zone}",
    }
