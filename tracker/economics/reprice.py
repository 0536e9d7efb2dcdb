"""Every deal re-prices the market: what changed, from what to what, and by which deal."""

from collections.abc import Sequence
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

    Rows of one instant chain in order of `caused_by`, None first: the last one stands.
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
    for event in _events(market, deals, now):
        if isinstance(event, datetime):
            prices.new_rows(event)
        else:
            prices.deal(event)
            demand.deal(event)
            problems += _unusable(event)
    observations = [*table_observations(market, now), *prices.observations]
    observations.sort(key=lambda o: (o.known_at, o.deal_id or "", o.observation_id))
    return Pricing(
        tuple(observations),
        tuple(prices.estimates),
        tuple(demand.shares),
        tuple(demand.exposures),
        tuple(dict.fromkeys([*problems, *prices.problems])),
    )


def _events(market: Market, deals: Sequence[Deal], now: datetime) -> list[datetime | Deal]:
    rows: list[tuple[datetime, str, datetime | Deal]] = [
        (instant, "", instant) for instant in row_days(market) if instant <= now
    ]
    rows += [(deal.known_at, deal.deal_id, deal) for deal in deals if deal.known_at <= now]
    return [event for _, _, event in sorted(rows, key=lambda row: row[:2])]


def _unusable(deal: Deal) -> list[Problem]:
    """What a deal states that the model cannot take, once a version."""
    found = []
    if usd_rate(deal) is None:
        found.append(f"no rate from {deal.currency} to USD: the value is left out")
    if deal.term_months is not None and years(deal) is None:
        found.append(f"a term of {deal.term_months} months cannot be: no price from it")
    return [Problem("reprice", deal.deal_id, words) for words in found]
