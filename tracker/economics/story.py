"""What a deal changes for its buyer, in sentences from the live belief: the founding story, asked.

Commitments and suppliers before -> after, the price and why it stays or moves, what a stated
size would have implied, where the money goes at this supplier and at the others, and when
owning what is rented pays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.economics.dependence import Bounds
from tracker.economics.estimate import PriceModel
from tracker.economics.families import meant_by
from tracker.economics.figures import RENT, View, own_figure, rent_figure
from tracker.economics.implied import missing_for_price
from tracker.economics.move import Books, Statement, tell_commitments, tell_price, tell_sizes
from tracker.economics.move_money import ChipPrices, tell_leakage, tell_rent_then_buy
from tracker.economics.rivals import rival_labs
from tracker.economics.silicon import UNKNOWN, silicon_of
from tracker.model.deals import AssetLayer, Deal

SPEND_USD = 10e9  # the same at each supplier, so that they compare
SIZES = ((100_000, 3.0), (500_000, 3.0))  # chips and years: a large and a very large rental
RENTED_YEARS, HORIZON_YEARS = 1.0, 6.0  # rent this year, own from the next; two lives of a chip
_HARDWARE = {AssetLayer.MANAGED_COMPUTE, AssetLayer.SYSTEMS}


@dataclass(frozen=True, slots=True)
class Belief:
    """The price model and the view of it from before the deal."""

    model: PriceModel
    view: View


def tell_story(
    others: Sequence[Deal], deal: Deal, books: Books, belief: Belief, day: date
) -> tuple[Statement, ...]:
    """All that can be said of what `deal` changes; `others` are the deals in force without it."""
    told: list[Statement] = []
    if deal.buyer_id:
        own = [d for d in others if d.buyer_id == deal.buyer_id]
        told += tell_commitments(own, [deal], deal.buyer_id, books, day)
    if deal.asset_layer in _HARDWARE:
        told += _of_price(deal, books, belief, day)
    if deal.buyer_id:
        told += _of_money([*others, deal], deal, books, day)
    return tuple(told)


def chip_prices(accelerator_id: str, belief: Belief) -> ChipPrices | None:
    """What an accelerator rents and is owned for by the live belief; None where that is not known.

    Running cost is what owning costs beyond the charge on its hardware.
    """
    model, view = belief.model, belief.view
    supplier = model.suppliers[accelerator_id]
    rent = model.rents(supplier, view).get(accelerator_id)
    own = model.owns(supplier, view).get(accelerator_id)
    street = model.ownable(accelerator_id, view).street
    if rent is None or own is None or street is None:
        return None
    rented, owned = rent_figure(rent, view.day), own_figure(own, view.day)
    running = owned.mid - model.owning.usd_per_hour_of_it_dollar * street.usd
    inputs = tuple(dict.fromkeys((*rented.input_ids, *owned.input_ids, *street.names)))
    return ChipPrices(
        model.accelerators[accelerator_id].product, rented.low, rented.mid, rented.high,
        owned.low, owned.mid, owned.high, street.usd, max(0.0, running), inputs,
    )  # fmt: skip


def _of_price(deal: Deal, books: Books, belief: Belief, day: date) -> list[Statement]:
    """The price of each accelerator that the deal means, a size that it lacks, rent or buy."""
    known = belief.model.accelerators
    when = deal.status_on or day
    meant = meant_by(deal.products, when, books.products, books.market.families, known)
    told: list[Statement] = []
    for chip in meant.accelerators:
        rent = belief.model.figures(chip.accelerator_id, belief.view)
        figure = rent.get((RENT, chip.accelerator_id, None))
        if figure is None:
            continue
        held = Bounds(figure.low, figure.high)
        told.append(tell_price(deal, held, figure.input_ids, chip.product))
        if "size" in missing_for_price(deal):
            told += tell_sizes(deal, SIZES, held)
        if prices := chip_prices(chip.accelerator_id, belief):
            told += tell_rent_then_buy(
                prices, rented_years=RENTED_YEARS, horizon_years=HORIZON_YEARS,
                discount_rate=belief.model.owning.discount_rate,
            )  # fmt: skip
    return told


def _of_money(deals: Iterable[Deal], deal: Deal, books: Books, day: date) -> list[Statement]:
    """The same spend at the deal's silicon supplier and at the buyer's others that fund a rival."""
    buyer = deal.buyer_id or ""
    labs = rival_labs(books.market, buyer)
    first = _main_supplier(deal, books, day)
    mine = {_main_supplier(d, books, day) for d in deals if d.buyer_id == buyer}
    told: list[Statement] = []
    for supplier in (first, *sorted(mine - {first})):
        if supplier == UNKNOWN:
            continue
        found = tell_leakage(SPEND_USD, supplier, buyer, labs, books)
        reaches = any(s.topic == "leakage" and s.high > 0 for s in found)
        if supplier == first or reaches:
            told += [s for s in found if s.high > 0 or s.topic != "ownership"]
    return told


def _main_supplier(deal: Deal, books: Books, day: date) -> str:
    parts = silicon_of(deal, books.products, books.companies, books.market.mixes, day)
    return max(parts, key=lambda part: part[1])[0]
