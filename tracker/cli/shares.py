"""`tracker shares`: whose silicon is newly committed to, in dollars, gigawatts or chips."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from tracker.cli.options import END_OF_TIME, AsJson, AsOf, as_of, home_of
from tracker.cli.output import show_table
from tracker.economics.shift_index import MEASURES, Measure, entries, shift_index
from tracker.model.errors import BadInput
from tracker.reference.load import load_reference
from tracker.store.published import Published

COLUMNS = ("supplier", "share", "low", "high", "amount", "unit", "deals")
NUMBERS = frozenset({"share", "low", "high", "amount"})


def shares(
    ctx: typer.Context,
    measure: Annotated[str, typer.Option(help="usd, usd_per_year, gw or chips.")] = "usd_per_year",
    window: Annotated[int, typer.Option(help="Days after which a deal counts a third.")] = 90,
    moment: AsOf = "",
    as_json: AsJson = False,
) -> None:
    """The supplier-shift index: shares of what was newly committed, with 90 % ranges.

    Each deal counts by its probability and fades with age; clouds are looked through to
    silicon. Example: tracker shares --measure gw --window 365
    """
    chosen = next((known for known in MEASURES if known == measure), None)
    if chosen is None:
        raise BadInput(f"--measure {measure}: write one of {', '.join(MEASURES)}")
    if window < 1:
        raise BadInput(f"--window {window}: write a number of days above zero")
    with Published.open(home_of(ctx)) as published:
        show_table(
            COLUMNS, _rows(published, chosen, window, as_of(moment)), as_json=as_json,
            right=NUMBERS,
        )  # fmt: skip


def _rows(
    published: Published, measure: Measure, window: int, moment: datetime | None
) -> list[dict[str, object]]:
    reference = load_reference(published.home)
    deals = published.deals(moment or END_OF_TIME)
    known = max((deal.known_at for deal in deals), default=datetime.now(UTC))
    found = shift_index(
        entries(deals, measure, reference.market, reference.products, reference.companies),
        day=(moment or known).date(),
        window_days=window,
    )
    names = reference.companies.by_id
    rows = [
        {
            "supplier": names[s.supplier_id].name if s.supplier_id in names else s.supplier_id,
            "share": s.share,
            "low": s.low,
            "high": s.high,
            "amount": s.amount,
            "unit": measure,
            "deals": len(s.deal_ids),
            "supplier_id": s.supplier_id,
            "deal_ids": s.deal_ids,
        }
        for s in found.values()
    ]
    return sorted(rows, key=lambda row: (-float(str(row["share"])), str(row["supplier"])))
