"""What the period's deals did to the price model, in words; or why nothing."""

from tracker.digest import wording
from tracker.digest.names import names_of
from tracker.digest.stories import Leg, current
from tracker.digest.terms import joined
from tracker.digest.view import DigestInput, Line, Phrase
from tracker.model.deals import AssetLayer, Deal
from tracker.model.market import CostEstimate

_MOST_PRICES = 3
_ABSENT = {"which chip": "named chip"}
_NEEDED = {"value": "the value", "size": "chips or MW", "term": "the term"}
_SILENT_LAYERS = {
    AssetLayer.SYSTEMS: "Speaks of capital per chip, not of a price per chip-hour",
    AssetLayer.SHELL: "Speaks of capital per kW, not of a price per chip-hour",
    AssetLayer.SILICON_DESIGN: "A chip's design says nothing of a price per chip-hour",
    AssetLayer.MONEY: "Money for compute says nothing of its price",
}
_MEASURES = {
    "rent_usd_per_chip_hour": ("rent", "per chip-hour"),
    "own_usd_per_chip_hour": ("own", "per chip-hour"),
    "usd_per_pflop_hour": ("compute", "per PFLOP-hour"),
    "usd_per_million_tokens": ("", "per M tokens"),
    "p_cheapest": ("chance to be the cheapest", ""),
}


def price_line(inputs: DigestInput, legs: tuple[Leg, ...]) -> Line:
    """Which price beliefs moved and by which item; of the first that moved none, why not."""
    numbers = {leg.deal.deal_id: n for n, leg in enumerate(legs, 1) if leg.deal}
    told = [leg.deal for leg in legs if leg.deal and not leg.restated]
    parts = _moved_prices(inputs, numbers)
    silent = next((d for d in told if inputs.missing_for_price.get(d.deal_id)), None)
    if silent is not None:
        whose = f"none from {numbers[silent.deal_id]}" if parts else "no change"
        parts.append((Phrase(f"{whose} – {missing(inputs.missing_for_price[silent.deal_id])}"),))
    elif not parts and told:
        parts.append((Phrase("no change"),))
    return joined(parts, "; ")


def silence(inputs: DigestInput, deal: Deal) -> str:
    """Why a deal moved no price: what it lacks, or that its kind says nothing of one."""
    names = inputs.missing_for_price.get(deal.deal_id)
    if names:
        return f"No price information: {missing(names)}"
    return _SILENT_LAYERS.get(deal.asset_layer, "No price moved by as much as is printed")


def moved_by(inputs: DigestInput, deal_ids: set[str]) -> list[Line]:
    """The estimates that these deals moved, rents first, the largest move first."""
    moved = [e for e in inputs.estimates_changed if e.caused_by in deal_ids and _visible(e)]
    order = list(_MEASURES)
    moved.sort(
        key=lambda e: (
            order.index(e.measure) if e.measure in order else len(order),
            -_move(e),
            e.accelerator_id,
            e.estimate_id,
        )
    )
    return [estimate_line(inputs, e) for e in moved]


def missing(names: tuple[str, ...]) -> str:
    """What a price would need: "neither size nor term. Needed: chips or MW, and the term"."""
    absent = [_ABSENT.get(name, name) for name in names]
    needed = [_NEEDED.get(name, name) for name in names]
    lacks = f"neither {absent[0]} nor {absent[1]}" if len(absent) == 2 else (
        f"no {wording.listed(absent, 'or')}"
    )  # fmt: skip
    ask = needed[0] if len(needed) == 1 else f"{', '.join(needed[:-1])}, and {needed[-1]}"
    return f"{lacks}. Needed: {ask}"


def _moved_prices(inputs: DigestInput, numbers: dict[str, int]) -> list[Line]:
    """The largest moves of a $/chip-hour or $/M tokens, one an accelerator and measure."""
    moved = [e for e in inputs.estimates_changed if e.before_mid and _visible(e)]
    moved.sort(key=lambda e: (-_move(e), e.measure, e.accelerator_id, e.estimate_id))
    rented = [e for e in moved if e.measure == "rent_usd_per_chip_hour"]
    lines = []
    for estimate in (rented or moved)[:_MOST_PRICES]:
        deal = current(inputs, estimate.caused_by)
        number = numbers.get(deal.deal_id) if deal else None
        by = f" (by {number})" if number else ""
        lines.append((*estimate_line(inputs, estimate), Phrase(by)))
    if len(moved) > len(lines):
        lines.append((Phrase(f"{len(moved) - len(lines)} further figures moved", "muted"),))
    return lines


def _move(estimate: CostEstimate) -> float:
    return abs(estimate.mid / estimate.before_mid - 1) if estimate.before_mid else 0.0


def _visible(estimate: CostEstimate) -> bool:
    """Whether the printed figures differ: what rounds to the same has not moved."""
    return _figure(estimate, estimate.mid) != _figure(estimate, estimate.before_mid or 0)


def _figure(estimate: CostEstimate, amount: float) -> str:
    if estimate.measure == "p_cheapest":
        return wording.percent(amount)
    return wording.unit_price(amount)


def estimate_line(inputs: DigestInput, estimate: CostEstimate) -> Line:
    """One output of the model, before and after with 90 % ranges: all of it assumed."""
    names = names_of(inputs)
    name, unit = _MEASURES.get(estimate.measure, (estimate.measure.replace("_", " "), ""))
    what = names.label(estimate.accelerator_id)
    if estimate.workload_id:
        what += f", {names.label(estimate.workload_id)}"
    before = ""
    if estimate.before_mid is not None:
        before = f"{_figure(estimate, estimate.before_mid)} → "
    low, high = _figure(estimate, estimate.low), _figure(estimate, estimate.high)
    words = f"{before}{_figure(estimate, estimate.mid)}"
    return (
        Phrase(f"{what} {name}".rstrip() + " "),
        Phrase(words, "assumed"),
        Phrase(f" {unit}".rstrip() + ", range "),
        Phrase(f"{low} to {high}", "assumed"),
    )
