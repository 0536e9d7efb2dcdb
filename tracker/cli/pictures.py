"""What `tracker prices --plot` draws: the published rows made ready for the charts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import exp

from tracker.charts.data import Mark, Range, Span
from tracker.cli.words import parties_of
from tracker.model.deals import Qualifier
from tracker.model.errors import BadInput
from tracker.model.market import CostEstimate
from tracker.reference.load import Reference
from tracker.store.published import Published
from tracker.store.reading import Readings

_Z90 = 1.645
_MOST_COSTS = 12
KINDS = ("cost", "owned-cost", "belief", "shares", "dependence")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which picture, and of what."""

    kind: str
    workload: str
    accelerator: str
    buyer: str
    window_days: int


def picture(published: Published, reference: Reference, asked: Asked, now: datetime) -> bytes:
    """The PNG of a picture as known by `now`. Raises BadInput when there is nothing to draw."""
    drawn: dict[str, Callable[[Published, Reference, Asked, datetime], bytes]] = {
        "cost": _cost, "owned-cost": _cost, "belief": _belief, "shares": _shares,
        "dependence": _dependence,
    }  # fmt: skip
    if asked.kind not in drawn:
        raise BadInput(f"--picture {asked.kind}: one of {', '.join(KINDS)}")
    return drawn[asked.kind](published, reference, asked, now)


def company_names(reference: Reference) -> dict[str, str]:
    """Company names by id, and a word for what cannot be looked through."""
    return {c.company_id: c.name for c in reference.companies.all} | {"unknown": "not known"}


def cost_ranges(
    estimates: Iterable[CostEstimate], reference: Reference, *, workload: str, owned: bool
) -> list[Range]:
    """The newest cost per token of each accelerator at a workload, the cheapest first."""
    measure = "own_usd_per_million_tokens" if owned else "usd_per_million_tokens"
    chips = {a.accelerator_id: a for a in reference.market.accelerators}
    latest = {
        e.accelerator_id: e
        for e in estimates
        if (e.measure, e.workload_id) == (measure, workload) and e.accelerator_id in chips
    }
    found = [
        Range(chips[n].product, chips[n].supplier_id, e.low, e.mid, e.high)
        for n, e in latest.items()
    ]
    return sorted(found, key=lambda r: (r.mid, r.label))[:_MOST_COSTS]


def _cost(published: Published, reference: Reference, asked: Asked, now: datetime) -> bytes:
    from tracker.charts.figures import cost_png

    jobs = {w.workload_id: w for w in reference.market.workloads}
    weighty = max(jobs.values(), key=lambda w: (w.weight, w.workload_id)).workload_id
    job = asked.workload or weighty
    owned = asked.kind == "owned-cost"
    ranges = cost_ranges(published.estimates(now), reference, workload=job, owned=owned)
    if not ranges:
        raise BadInput(f"--workload {job}: nothing to draw; there are: {', '.join(sorted(jobs))}")
    kind = jobs[job].token_type
    return cost_png(
        ranges,
        workload=f"{jobs[job].name}; {kind} tokens",
        basis="owned" if owned else "rented",
        names=company_names(reference),
        as_of=_day(now),
    )


def belief_picture(
    readings: Readings, reference: Reference, accelerator_id: str, now: datetime
) -> bytes:
    """An accelerator's believed rent over time with the deals that speak of it."""
    from tracker.charts.over_time import belief_png

    label = {a.accelerator_id: a.product for a in reference.market.accelerators}
    spans = [
        Span(e.as_of, e.low, e.mid, e.high)
        for e in readings.estimates(now)
        if (e.measure, e.accelerator_id) == ("rent_usd_per_chip_hour", accelerator_id)
    ]
    marks = _marks(readings, accelerator_id, now)
    name = label.get(accelerator_id, accelerator_id)
    return belief_png(spans, marks, accelerator=name, as_of=now.date())


def _belief(published: Published, reference: Reference, asked: Asked, now: datetime) -> bytes:
    rows = [e for e in published.estimates(now) if e.measure == "rent_usd_per_chip_hour"]
    names = sorted({e.accelerator_id for e in rows if asked.accelerator in e.accelerator_id})
    if not asked.accelerator or len(names) != 1:
        known = ", ".join(names or sorted({e.accelerator_id for e in rows}))
        raise BadInput(f"--accelerator {asked.accelerator}: which one? {known}")
    return belief_picture(published, reference, names[0], now)


def _marks(readings: Readings, accelerator_id: str, now: datetime) -> list[Mark]:
    """The newest price that each deal implies; withdrawn ones are not drawn."""
    deals = {deal.deal_id: deal for deal in readings.deals(now)}
    latest = {
        o.deal_id: o
        for o in readings.observations(now)
        if o.deal_id in deals and o.accelerator_id == accelerator_id and o.usd_per_chip_hour
    }
    found = []
    for deal_id, o in latest.items():
        if "withdrawn" in o.formula or o.usd_per_chip_hour is None or deal_id is None:
            continue
        spread = exp(_Z90 * o.log_sd)
        usd = o.usd_per_chip_hour
        day = o.observed_on or o.known_at.date()
        words = parties_of(deals[deal_id])
        found.append(Mark(day, usd, usd / spread, usd * spread, words, o.bound, o.used))
    return sorted(found, key=lambda mark: (mark.day, mark.words))


def _shares(published: Published, reference: Reference, asked: Asked, now: datetime) -> bytes:
    from tracker.charts.over_time import shares_png

    spans: dict[str, list[Span]] = {}
    for s in published.shares(now):
        if s.window_days == asked.window_days:
            span = Span(s.known_at.date(), s.share_low, s.share, s.share_high)
            spans.setdefault(s.supplier_id, []).append(span)
    if not spans:
        raise BadInput(f"no shares of {asked.window_days} days yet; windows are 30, 90 and 365")
    names = company_names(reference)
    return shares_png(spans, window_days=asked.window_days, names=names, as_of=_day(now))


def _dependence(published: Published, reference: Reference, asked: Asked, now: datetime) -> bytes:
    from tracker.charts.figures import dependence_png

    names = company_names(reference)
    rows = {(x.buyer_id, x.supplier_id): x for x in published.exposures(now)}
    buyers = sorted({buyer for buyer, _ in rows})
    wanted = asked.buyer.lower()
    chosen = [b for b in buyers if wanted and wanted in (b, names.get(b, b).lower())]
    chosen = chosen or [b for b in buyers if wanted and wanted in names.get(b, b).lower()]
    if len(chosen) != 1:
        raise BadInput(f"--buyer {asked.buyer}: which one? {', '.join(chosen or buyers)}")
    own = [x for (buyer, _), x in rows.items() if buyer == chosen[0] and x.committed_high_usd > 0]
    if not own:
        raise BadInput(f"--buyer {asked.buyer}: no amount is disclosed")
    loose = (Qualifier.AT_LEAST, Qualifier.VAGUE)
    open_ended = {d.deal_id for d in published.deals(now) if d.value_qualifier in loose}
    ranges = [
        Range(names.get(x.supplier_id, x.supplier_id), x.supplier_id, x.committed_low_usd / 1e9,
              x.committed_high_usd / 1e9, x.committed_high_usd / 1e9,
              "or more" if open_ended & set(x.deal_ids) else "")
        for x in own
    ]  # fmt: skip
    newest = max(own, key=lambda x: x.known_at)
    effective = (newest.effective_suppliers_low, newest.effective_suppliers_high)
    return dependence_png(
        ranges, buyer=names.get(chosen[0], chosen[0]), effective=effective, names=names,
        as_of=_day(now),
    )  # fmt: skip


def _day(now: datetime) -> date:
    return now.date()
