"""What a deal that is not there, or another assumption, would change; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.editions import editions
from tracker.economics.assumptions import Edit, edited
from tracker.economics.implied import missing_for_price
from tracker.economics.move import Books, Statement, tell_commitments
from tracker.economics.move_money import tell_leakage
from tracker.economics.prepayment import Prepayments
from tracker.economics.reprice import Edition, Pricing, model_at, reprice
from tracker.economics.rivals import rival_labs
from tracker.economics.silicon import UNKNOWN, silicon_of
from tracker.economics.tornado import Tornado, tornado
from tracker.model.deals import Deal
from tracker.model.errors import BadInput
from tracker.reference.load import Reference

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change: `pricing` has the rows that the hypothesis alone would add."""

    deal: Deal | None
    missing: tuple[str, ...]  # what the deal lacks for a price
    edits: tuple[Edit, ...]
    pricing: Pricing
    statements: tuple[Statement, ...]


def what_if(
    home: Path,
    reference: Reference,
    deals: Sequence[Deal],
    now: datetime,
    deal: Deal | None,
    changes: Mapping[str, float],
    prepayments: Prepayments,
) -> WhatIf:
    """The figures, shares and exposures before and after the hypothesis, as known by `now`.

    It comes in after everything known: what an earlier run would say does not change.
    `prepayments` are by claim, the hypothetical deal's own under its id. Raises BadInput for
    a figure that there is not.
    """
    known = [version for version in deals if version.known_at <= now]
    instant = max([now, *(version.known_at for version in known)]) + _TICK
    dated = [e for e, _ in editions(home, reference.market, now, keep=False)]
    edits: tuple[Edit, ...] = ()
    if changes:
        market, edits = edited(dated[-1].market, changes)
        dated.append(Edition(instant, market))
    thought = replace(deal, known_at=instant, first_known_at=instant) if deal else None
    books = (reference.products, reference.companies)
    news = [thought] if thought else []
    deals_now = [*known, *news]
    pricing = reprice(dated, *books, deals_now, instant, instant - _TICK, prepayments=prepayments)
    missing = missing_for_price(thought) if thought else ()
    told = _told(reference, dated[-1], known, thought, instant) if thought else ()
    return WhatIf(thought, missing, edits, pricing, told)


def what_it_rests_on(
    home: Path,
    reference: Reference,
    deals: Sequence[Deal],
    now: datetime,
    prepayments: Prepayments,
    *,
    accelerator: str,
    measure: str,
    workload: str | None,
) -> Tornado:
    """The inputs of a figure by how far each moves it. Raises BadInput for an unknown one."""
    dated = [e for e, _ in editions(home, reference.market, now, keep=False)]
    books = (reference.products, reference.companies)
    model, view = model_at(dated, *books, deals, now, prepayments=prepayments)
    names = [name for name in model.accelerators if accelerator.lower() in name]
    if accelerator.lower() in names:
        names = [accelerator.lower()]
    if len(names) != 1:
        known = ", ".join(names or sorted(model.accelerators))
        raise BadInput(f"{accelerator!r}: which accelerator? {known}")
    return tornado(model, (measure, names[0], workload), view)


def latest_versions(deals: Sequence[Deal]) -> list[Deal]:
    """The newest version of each deal that was not merged away, by id."""
    latest = {deal.deal_id: deal for deal in sorted(deals, key=lambda d: d.known_at)}
    return [latest[i] for i in sorted(latest) if latest[i].superseded_by is None]


def _told(
    reference: Reference, edition: Edition, known: list[Deal], deal: Deal, now: datetime
) -> tuple[Statement, ...]:
    """The buyer's commitments before and after, in sentences."""
    books = Books(edition.market, reference.products, reference.companies)
    day = now.date()
    found: tuple[Statement, ...] = ()
    if deal.buyer_id:
        own = [d for d in latest_versions(known) if d.buyer_id == deal.buyer_id]
        found += tell_commitments(own, [deal], deal.buyer_id, books, day)
    labs = rival_labs(edition.market, deal.buyer_id or "")
    parts = silicon_of(deal, reference.products, reference.companies, edition.market.mixes, day)
    supplier = max(parts, key=lambda part: part[1])[0]
    if deal.headline_usd and deal.buyer_id and labs and supplier != UNKNOWN:
        spent = float(deal.headline_usd)
        found += tuple(tell_leakage(spent, supplier, deal.buyer_id, labs, books))
    return found
