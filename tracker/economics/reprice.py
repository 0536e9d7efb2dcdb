"""Every deal re-prices the market: what changed, from what to what, and by which deals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tracker.economics.demand_run import DemandRun
from tracker.economics.estimate import PriceModel
from tracker.economics.figures import View
from tracker.economics.lookups import CompanyBook, ProductBook
from tracker.economics.prepayment import Prepayments
from tracker.economics.price_rows import change_days
from tracker.economics.price_run import PriceRun, row_days
from tracker.economics.records import OPENING, table_observations
from tracker.economics.stated import usd_rate, years
from tracker.model.deals import Deal
from tracker.model.errors import Problem
from tracker.model.market import BuyerExposure, CostEstimate, PriceObservation, SupplierShare
from tracker.reference.market import Market

MODEL_VERSION = "4"  # goes up when the same inputs give other figures
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pricing:
    """What a re-pricing found; each tuple in order of time.

    A figure, share or exposure has one row an instant at most; it tells what all news of
    that instant changed, and how much of it each deal did.
    """

    observations: tuple[PriceObservation, ...]
    estimates: tuple[CostEstimate, ...]
    shares: tuple[SupplierShare, ...]
    exposures: tuple[BuyerExposure, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """Reference data as it stood from an instant on; the first one counts from ever."""

    since: datetime
    market: Market


@dataclass(slots=True)
class _Instant:
    rows: bool = False
    market: Market | None = None
    deals: list[Deal] = field(default_factory=list)


def reprice(
    market: Market | Sequence[Edition],
    products: ProductBook,
    companies: CompanyBook,
    deals: Sequence[Deal],
    now: datetime,
    since: datetime = BEFORE_ALL,
    *,
    prepayments: Prepayments | None = None,
) -> Pricing:
    """The history of prices, shares and exposures after `since` as known by `now`.

    `deals` are all versions, in any order; those known later are left out. Pure: the same
    input gives the same rows, and a later `now` only adds rows, because each row stands
    at the instant of the deal version, or of the reference row, that caused it. Of several
    editions of the market each counts from its own instant, so that figures of before keep
    their inputs. `prepayments` are those that claims state, by claim.
    """
    editions = [Edition(BEFORE_ALL, market)] if isinstance(market, Market) else list(market)
    first = editions[0].market
    prices = PriceRun(first, products, companies, prepayments or {})
    demand = DemandRun(first, products, companies)
    problems: list[Problem] = []
    prices.silent = demand.silent = since >= OPENING
    prices.open()
    for instant, news in _events(editions, deals, now):
        prices.silent = demand.silent = instant <= since
        if news.market:
            prices.new_market(news.market, instant)
            demand.market = news.market
        if news.rows:
            prices.new_rows(instant)
        prices.deals(news.deals)
        demand.deals(news.deals)
        if not prices.silent:
            problems += [problem for deal in news.deals for problem in _unusable(deal)]
    observations = [*_tables(editions, since, now), *prices.observations]
    observations.sort(key=lambda o: (o.known_at, o.deal_id or "", o.observation_id))
    return Pricing(
        tuple(observations),
        tuple(prices.estimates),
        tuple(demand.shares),
        tuple(demand.exposures),
        tuple(dict.fromkeys([*problems, *prices.problems])),
    )


def model_at(
    editions: Sequence[Edition],
    products: ProductBook,
    companies: CompanyBook,
    deals: Sequence[Deal],
    now: datetime,
    *,
    prepayments: Prepayments | None = None,
) -> tuple[PriceModel, View]:
    """The price model with all that is known by `now`, and the view of its day."""
    prices = PriceRun(editions[0].market, products, companies, prepayments or {})
    prices.silent = True
    for instant, news in _events(editions, deals, now):
        if news.market:
            prices.new_market(news.market, instant)
        prices.deals(news.deals)
    return prices.now(now.date())


def _tables(
    editions: Sequence[Edition], since: datetime, now: datetime
) -> Iterator[PriceObservation]:
    """The rows of the price tables, each once and from the edition that first had it."""
    told: set[str] = set()
    for edition in editions:
        first_known = max(OPENING, edition.since)
        for row in table_observations(edition.market, now, first_known):
            if row.observation_id not in told and row.known_at > since:
                yield row
            told.add(row.observation_id)


def _events(
    editions: Sequence[Edition], deals: Sequence[Deal], now: datetime
) -> Iterator[tuple[datetime, _Instant]]:
    """Each instant with news: another market, new rows, deal versions by id."""
    found: dict[datetime, _Instant] = {}
    for i, edition in enumerate(editions):
        ends = editions[i + 1].since if i + 1 < len(editions) else None
        if i and edition.since <= now:
            found.setdefault(edition.since, _Instant()).market = edition.market
        for instant in row_days(change_days(edition.market)):
            if edition.since < instant <= now and (ends is None or instant < ends):
                found.setdefault(instant, _Instant()).rows = True
    for deal in sorted(deals, key=lambda deal: (deal.known_at, deal.deal_id)):
        if deal.known_at <= now:
            found.setdefault(deal.known_at, _Instant()).deals.append(deal)
    yield from sorted(found.items())


def _unusable(deal: Deal) -> list[Problem]:
    """What a deal states that the model cannot take, once a version."""
    found = []
    if usd_rate(deal) is None:
        found.append(f"held for review: no rate from {deal.currency} to USD, so no value")
    if deal.term_months is not None and years(deal) is None:
        found.append(f"held for review: a term of {deal.term_months} months cannot be")
    return [Problem("reprice", deal.deal_id, words) for words in found]
