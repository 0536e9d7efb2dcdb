"""What a buyer's new leg changes, in sentences: each with its range and what it is from.

Pure: deals and prices in, statements out. What nobody disclosed is a bound or is said to be
unknown; a hypothetical is called one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.economics import stated
from tracker.economics.commitment import Commitment, commitment
from tracker.economics.dependence import Bounds
from tracker.economics.exposure import Dependence, dependence_of
from tracker.economics.implied import missing_for_price
from tracker.economics.lookups import CompanyBook, ProductBook
from tracker.economics.move_words import billions, listed, suppliers_words
from tracker.economics.silicon import UNKNOWN
from tracker.economics.stated import Stated
from tracker.economics.units import HOURS_PER_YEAR
from tracker.model.deals import AssetLayer, Deal
from tracker.reference.market import Market

NOTHING = Bounds(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence with the figures in it: ends of the range, unit, and input ids.

    `before_low` and `before_high` are those before the move, where there is a before.
    """

    topic: str
    words: str
    low: float
    high: float
    unit: str
    inputs: tuple[str, ...]
    before_low: float | None = None
    before_high: float | None = None


@dataclass(frozen=True, slots=True)
class Books:
    """The curated data that the sentences need."""

    market: Market
    products: ProductBook
    companies: CompanyBook

    def name(self, company_id: str) -> str:
        """The company as a reader knows it."""
        found = self.companies.by_id.get(company_id)
        return found.name if found else company_id


def tell_commitments(
    before: Sequence[Deal], added: Sequence[Deal], buyer_id: str, books: Books, day: date
) -> tuple[Statement, ...]:
    """A buyer's disclosed commitments by silicon supplier, before -> after, then how many.

    Dollars from what is firm to what is claimed, whatever is not disclosed left out; where
    the words allow more than that ("billions", "more than"), the sentence says "at least".
    """
    deals_now = (*before, *added)
    held, held_now = (_commitments(deals, buyer_id, books, day) for deals in (before, deals_now))
    old, new = dependence_of(held), dependence_of(held_now)
    told = [
        _supplier(name, _side(name, old, held), _side(name, new, held_now), buyer_id, books,
                  _through(name, new, deals_now, books))
        for name in sorted({*old.suppliers, *new.suppliers}, key=lambda n: (n == UNKNOWN, n))
    ]  # fmt: skip
    deals = tuple(sorted({i for e in new.suppliers.values() for i in e.deal_ids}))
    words = (
        f"Effective number of silicon suppliers of {books.name(buyer_id)}, by what is disclosed:"
        f" {suppliers_words(old.effective)} -> {suppliers_words(new.effective)}."
        f" Its own chips are not in it."
    )
    count = Statement(
        "dependence", words, new.effective.low, new.effective.high, "suppliers", deals,
        old.effective.low, old.effective.high,
    )  # fmt: skip
    return (*told, count)


def tell_price(
    deal: Deal, believed: Bounds, inputs: tuple[str, ...], product: str = ""
) -> Statement:
    """That a deal moves no price and why, or that it may; `believed` is USD/chip-hour."""
    of = f" of {product}" if product else ""
    gaps = missing_for_price(deal)
    held = f"{believed.low:.2f} to {believed.high:.2f} USD per chip-hour"
    if deal.asset_layer is not AssetLayer.MANAGED_COMPUTE:
        words = f"A purchase speaks of capital per chip, not of a rent: that{of} stays at {held}."
    elif gaps:
        words = f"The price belief{of} stays at {held}: the deal does not state its {listed(gaps)}."
    else:
        words = f"The deal states all that a price needs; believed{of} before it: {held}."
    return Statement(
        "price", words, believed.low, believed.high, "usd_per_chip_hour",
        (*inputs, deal.deal_id), believed.low, believed.high,
    )  # fmt: skip


def tell_sizes(
    deal: Deal, sizes: Iterable[tuple[int, float]], believed: Bounds
) -> tuple[Statement, ...]:
    """What the deal's value would have implied had it stated chips and years."""
    value = stated.value_usd(deal)
    if value is None:
        return ()
    return tuple(_size(deal, value, chips, years, believed) for chips, years in sizes)


@dataclass(frozen=True, slots=True)
class _Side:
    """One supplier's commitments, and whether more than the high end may be meant."""

    ends: Bounds
    is_floor: bool
    deal_ids: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"at least {billions(self.ends)}" if self.is_floor else billions(self.ends)


def _side(supplier_id: str, dependence: Dependence, held: list[Commitment]) -> _Side:
    row = dependence.suppliers.get(supplier_id)
    if row is None:
        return _Side(NOTHING, False, ())
    mine = [c for c in held if any(name == supplier_id for name, _ in c.parts)]
    is_floor = any(c.amount and c.high_usd > c.headline_usd for c in mine)
    return _Side(row.committed, is_floor and row.committed.high > 0, row.deal_ids)


def _through(supplier_id: str, dependence: Dependence, deals: Iterable[Deal], books: Books) -> str:
    """Whose clouds and systems the silicon comes in, where its maker does not sell it."""
    row = dependence.suppliers.get(supplier_id)
    ids = set(row.deal_ids) if row else set()
    others = {books.name(deal.supplier_id) for deal in deals
              if deal.deal_id in ids and deal.supplier_id not in (None, supplier_id)
              and deal.supplier_id}  # fmt: skip
    return f" (through {listed(sorted(others))})" if others else ""


def _supplier(
    supplier_id: str, was: _Side, now: _Side, buyer_id: str, books: Books, through: str
) -> Statement:
    unnamed = "silicon that no report names"
    name = unnamed if supplier_id == UNKNOWN else books.name(supplier_id)
    change = f"{was.words} -> {now.words}" if was != now else f"{now.words}, unchanged"
    words = f"Disclosed commitments of {books.name(buyer_id)} to {name}{through}: {change}."
    return Statement(
        "commitments", words, now.ends.low, now.ends.high, "usd", now.deal_ids,
        was.ends.low, was.ends.high,
    )  # fmt: skip


def _size(deal: Deal, value: Stated, chips: int, years: float, believed: Bounds) -> Statement:
    hours = chips * years * HOURS_PER_YEAR
    low, high = value.low / hours, value.high / hours
    inside = low <= believed.high and high >= believed.low
    verdict = "in keeping with" if inside else "outside"
    words = (
        f"Had it stated {chips:,} chips for {years:g} years, its {billions(value)} would be"
        f" {low:.2f} to {high:.2f} USD per chip-hour, {verdict} the"
        f" {believed.low:.2f} to {believed.high:.2f} believed."
    )
    return Statement("hypothetical size", words, low, high, "usd_per_chip_hour", (deal.deal_id,))


def _commitments(deals: Iterable[Deal], buyer_id: str, books: Books, day: date) -> list[Commitment]:
    held = (
        commitment(deal, deal.status_on or day, books.products, books.companies, books.market.mixes)
        for deal in deals
        if deal.buyer_id == buyer_id
    )
    return [one for one in held if one]
