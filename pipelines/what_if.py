"""What a deal that is not there, or another assumption, would change; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.editions import editions
from tracker.economics.assumptions import Edit, edited
from tracker.economics.implied import missing_for_price
from tracker.economics.move import Books, Statement
from tracker.economics.prepayment import Prepayments
from tracker.economics.reprice import Edition, Pricing, model_at, reprice
from tracker.economics.story import Belief, tell_story
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

    It comes in after everything known: what an earlier run would say does not change. A deal
    that is on file counts as if it were not, before, and with these terms, after.
    `prepayments` are by claim, the hypothetical deal's own under its id. Raises BadInput for
    a figure that there is not.
    """
    mine = deal.deal_id if deal else ""
    known = [v for v in deals if v.known_at <= now and v.deal_id != mine]
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
    told: tuple[Statement, ...] = ()
    if thought:
        told = tell_story(
            latest_versions(known), thought, Books(dated[-1].market, *books),
            Belief(*model_at(dated, *books, known, now, prepayments=prepayments)), instant.date(),
        )  # fmt: skip
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
