"""`tracker deals set, merge, split`: what an analyst corrects, with a reason."""

from collections.abc import Sequence
from getpass import getuser
from typing import Annotated

import typer

from pipelines.commands.options import AsJson, Now, home_of, job_context, print_problems
from tracker.cli.deals import app, find_deal
from tracker.cli.options import END_OF_TIME
from tracker.cli.output import show_json
from tracker.model.corrections import Act
from tracker.model.deals import Deal
from tracker.model.errors import BadInput
from tracker.resolve.fields import SLOTS, parse_field
from tracker.store.published import Published

Why = Annotated[str, typer.Option("--why", help="The reason; it is kept and shown.")]
Who = Annotated[str, typer.Option("--who", help="Who says so.", show_default="your login")]
DealId = Annotated[str, typer.Argument(metavar="ID", help="The deal's id, or how it starts.")]


@app.command("set")
def set_(
    ctx: typer.Context,
    deal_id: DealId,
    fields: Annotated[
        list[str], typer.Argument(metavar="NAME=VALUE...", help=f"One of {', '.join(SLOTS)}.")
    ],
    why: Why = "",
    who: Who = "",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """State a deal's status, terms or parties; NAME= says that a term is not stated.

    It comes before what any document says, whatever is read or run later. A status set by
    hand is moved on only by a party or a filing that is published after it.
    Example: tracker deals set 3f2a status=signed "value=up to 27bn" --why "8-K of 16 March"
    """
    from pipelines.corrections import canonical

    with Published.open(home_of(ctx)) as published:
        deal = find_deal(published, deal_id, END_OF_TIME)
    stated = tuple(canonical(text) for text in fields)
    slots = [parse_field(text)[0] for text in stated]
    if len(set(slots)) < len(slots):
        raise BadInput(f"{' '.join(fields)}: a name is set twice; give it once")
    _correct(ctx, deal, Act.SET, why, who, now, as_json, fields=stated)


@app.command()
def merge(
    ctx: typer.Context,
    deal_id: DealId,
    others: Annotated[list[str], typer.Argument(metavar="ID...", help="Deals that are it too.")],
    why: Why = "",
    who: Who = "",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Say that several deals are one. The one known first goes on; the others point to it.

    Example: tracker deals merge 3f2a 91bc --why "the tenant is Oracle, says the 10-Q"
    """
    with Published.open(home_of(ctx)) as published:
        deal, *found = [find_deal(published, name, END_OF_TIME) for name in (deal_id, *others)]
    if any(other.deal_id == deal.deal_id for other in found):
        raise BadInput(f"{deal.deal_id}: is named twice; name another deal to merge with it")
    claims = tuple(dict.fromkeys(i for other in found for i in other.claim_ids))
    _correct(ctx, deal, Act.MERGE, why, who, now, as_json, other_ids=claims)


@app.command()
def split(
    ctx: typer.Context,
    deal_id: DealId,
    claims: Annotated[
        list[str], typer.Argument(metavar="CLAIM...", help="Claims of another deal.")
    ],
    why: Why = "",
    who: Who = "",
    now: Now = "",
    as_json: AsJson = False,
) -> None:
    """Say that some claims of a deal are of another one; `tracker deals show` lists claims.

    Example: tracker deals split 3f2a 77e0 8812 --why "the second contract, of March"
    """
    with Published.open(home_of(ctx)) as published:
        deal = find_deal(published, deal_id, END_OF_TIME)
    named = tuple(dict.fromkeys(_claim(deal, start) for start in claims))
    if len(named) == len(deal.claim_ids):
        raise BadInput(f"{deal.deal_id}: these are all of its claims; leave it at least one")
    _correct(ctx, deal, Act.SPLIT, why, who, now, as_json, other_ids=named)


def _claim(deal: Deal, start: str) -> str:
    found = [claim_id for claim_id in deal.claim_ids if claim_id.startswith(start)]
    if len(found) == 1 and start:
        return found[0]
    told = "several of its claims start so; give more" if found and start else "no claim of it"
    raise BadInput(f"{start!r}: {told}; `tracker deals show {deal.deal_id}` lists them")


def _correct(
    ctx: typer.Context,
    deal: Deal,
    act: Act,
    why: str,
    who: str,
    now: str,
    as_json: bool,
    *,
    fields: Sequence[str] = (),
    other_ids: Sequence[str] = (),
) -> None:
    from pipelines.corrections import Wish, correct

    if not why.strip():
        raise BadInput('a correction needs its reason: add --why "..."')
    if deal.superseded_by:
        raise BadInput(f"{deal.deal_id}: was merged into {deal.superseded_by}; correct that one")
    wish = Wish(
        act, deal.deal_id, deal.claim_ids, tuple(other_ids), tuple(fields), why.strip(),
        who.strip() or getuser(),
    )  # fmt: skip
    reports = correct(job_context(home_of(ctx), now), wish)
    told = reports[0].facts.get("told", "")
    if as_json:
        show_json({"deal": deal.deal_id, "act": act.value, "done": told})
    elif not reports[0].failure:
        typer.echo(f"{deal.deal_id}: {act.value}; {told}")
    print_problems(reports)
    failure = next((report.failure for report in reports if report.failure), None)
    if failure:
        typer.echo(f"tracker: {failure}", err=True)
        raise typer.Exit(1)
