"""Every deal re-prices the market: what changed, from what to what, and by which deal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.economics.demand_run import DemandRun
from tracker.economics.lookups import CompanyBook, ProductBook
from tracker.economics.price_run import PriceRun, row_days, table_observations
from tracker.economics.stated import usd_rate, years
from tracker.model.deals import Deal
from tracker.model.errors import Problem
from tracker.model.market import BuyerExposure, CostEstimate, PriceObservation, SupplierShare
from tracker.reference.market import Market


@dataclass(frozen=True, slots=True)
class Pricing:
    """What a re-pricing found; each tuple in order of time.

    A figure, share or exposure has one row an instant at most; it tells what all news of
    that instant changed, and names the deal that changed it most.
    """

    observations: tuple[PriceObservation, ...]
    estimates: tuple[CostEstimate, ...]
    shares: tuple[SupplierShare, ...]
    exposures: tuple[BuyerExposure, ...]
    problems: tuple[Problem, ...]


def reprice(
    market: Market,
    products: ProductBook,
    companies: CompanyBook,
    deals: Sequence[Deal],
    now: datetime,
) -> Pricing:
    """The whole history of prices, shares and exposures as known by `now`.

    `deals` are all versions, in any order; those known later are left out. Pure: the same
    input gives the same rows, and a later `now` only adds rows, because each row stands
    at the instant of the deal version, or of the reference row, that caused it.
    """
    prices = PriceRun(market, products, companies)
    demand = DemandRun(market, products, companies)
    problems: list[Problem] = []
    prices.open()
    for instant, new_rows, versions in _events(market, deals, now):
        if new_rows:
            prices.new_rows(instant)
        prices.deals(versions)
        demand.deals(versions)
        problems += [problem for deal in versions for problem in _unusable(deal)]
    observations = [*table_observations(market, now), *prices.observations]
    observations.sort(key=lambda o: (o.known_at, o.deal_id or "", o.observation_id))
    return Pricing(
        tuple(observations),
        tuple(prices.estimates),
        tuple(demand.shares),
        tuple(demand.exposures),
        tuple(dict.fromkeys([*problems, *prices.problems])),
    )


def _events(
    market: Market, deals: Sequence[Deal], now: datetime
) -> Iterator[tuple[datetime, bool, list[Deal]]]:
    """Each instant with news, whether it has new rows, and its deal versions by id."""
    row_instants = {instant for instant in row_days(market) if instant <= now}
    by_instant: dict[datetime, list[Deal]] = {instant: [] for instant in row_instants}
    for deal in sorted(deals, key=lambda deal: (deal.known_at, deal.deal_id)):
        if deal.known_at <= now:
            by_instant.setdefault(deal.known_at, []).append(deal)
    for instant in sorted(by_instant):
        yield instant, instant in row_instants, by_instant[instant]


def _unusable(deal: Deal) -> list[Problem]:
    """What a deal states that the model cannot take, once a version."""
    found = []
    if usd_rate(deal) is None:
        found.append(f"no rate from {deal.currency} to USD: the value is left out")
    if deal.term_months is not None and years(deal) is None:
        found.append(f"a term of {deal.term_months} months cannot be: no price from it")
    return [Problem("reprice", deal.deal_id, words) for words in found]
