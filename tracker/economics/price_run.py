"""The price side of a re-pricing: deals become evidence, evidence moves estimates."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from tracker.economics.beliefs import Evidence
from tracker.economics.causes import Causes
from tracker.economics.estimate import Deals, Figure, Key, PriceModel, View
from tracker.economics.implied import observations, unpriceable
from tracker.economics.lookups import CompanyBook, ProductBook
from tracker.economics.price_rows import change_days, day_before
from tracker.model.deals import Deal
from tracker.model.errors import Problem
from tracker.model.ids import content_id
from tracker.model.market import CostEstimate, PriceBasis, PriceObservation
from tracker.reference.figures import Price
from tracker.reference.market import Market

# The estimates before any news. A fixed day, so that a run's clock never moves it.
OPENING = datetime(2025, 1, 1, tzinfo=UTC)
_SAME = 1e-9
_BASES: Mapping[str, PriceBasis] = {
    "list": "list",
    "marketplace": "list",
    "contract_index": "contract",
    "contract_implied": "implied",
    "owning_tco": "prior",
    "capex_unit": "street",
    "capex_rack": "street",
    "capex_implied": "prior",
}


class PriceRun:
    """Feeds rows and deals, in order of time, to the price model and keeps what moved."""

    def __init__(self, market: Market, products: ProductBook, companies: CompanyBook) -> None:
        self.observations: list[PriceObservation] = []
        self.estimates: list[CostEstimate] = []
        self.problems: list[Problem] = []
        self._market, self._products, self._companies = market, products, companies
        self._model = PriceModel(market)
        self._rent: dict[str, tuple[Evidence, ...]] = {}
        self._capital: dict[str, tuple[Evidence, ...]] = {}
        self._said: dict[str, tuple[PriceObservation, ...]] = {}

    def open(self) -> None:
        """The opening estimates, from reference data alone."""
        day = OPENING.date()
        self._emit({}, self._model.all_figures(View(day, day)), OPENING, None)

    def new_rows(self, instant: datetime) -> None:
        """What the reference rows that became known on that day change."""
        day = instant.date()
        rent, capital = self._evidence()
        before = self._model.all_figures(View(day, day_before(day), rent, capital))
        after = self._model.all_figures(View(day, day, rent, capital))
        self._emit(before, after, instant, None)

    def deals(self, versions: Sequence[Deal]) -> None:
        """What the versions of one instant say of prices, and what they move together.

        One row an instant and figure, so that the latest is never in doubt; it names the
        deal that moved it most, and in its assumptions the others.
        """
        news = [(deal, said) for deal in versions if (said := self._news(deal)) is not None]
        if not news:
            return
        instant = news[0][0].known_at
        day = instant.date()
        touched = sorted(
            {
                o.accelerator_id
                for deal, said in news
                for o in (*self._said.get(deal.deal_id, ()), *said)
            }
        )
        before = self._figures(touched, day)
        causes = Causes([deal.deal_id for deal, _ in news])
        for deal, said in news:
            self._take(deal, said, causes)
        self._emit(before, self._figures(touched, day), instant, causes)

    def _news(self, deal: Deal) -> tuple[PriceObservation, ...] | None:
        """The version's observations; None when they say what was said before."""
        if reason := unpriceable(deal, self._market, self._products, self._companies):
            self.problems.append(Problem("reprice", deal.deal_id, reason))
        said = observations(deal, self._market, self._products, self._companies)
        old = self._said.get(deal.deal_id, ())
        return None if [_content(o) for o in said] == [_content(o) for o in old] else said

    def _take(self, deal: Deal, said: tuple[PriceObservation, ...], causes: Causes) -> None:
        day = deal.known_at.date()
        old = self._said.get(deal.deal_id, ())
        names = sorted({o.accelerator_id for o in (*old, *said)})
        levels = {name: self._levels(name, day) for name in names} if causes.are_many else {}
        self._replace(deal, old, said)
        self._said[deal.deal_id] = said
        for name, before in levels.items():
            causes.add(deal.deal_id, name, before, self._levels(name, day))
        kept = [self._judged(o, day) for o in said] or [_withdrawn(o, deal) for o in old]
        self.observations += kept
        self.problems += [
            Problem("reprice", deal.deal_id, o.formula) for o in kept if said and not o.used
        ]

    def _levels(self, accelerator_id: str, day: date) -> dict[str, float]:
        return self._model.levels(accelerator_id, View(day, day, *self._evidence()))

    def _replace(
        self,
        deal: Deal,
        old: tuple[PriceObservation, ...],
        said: tuple[PriceObservation, ...],
    ) -> None:
        for observation in old:
            book = self._rent if observation.usd_per_chip_hour else self._capital
            name = observation.accelerator_id
            book[name] = tuple(e for e in book.get(name, ()) if e.name != deal.deal_id)
        for observation in said:
            if observation.used:
                book = self._rent if observation.usd_per_chip_hour else self._capital
                name = observation.accelerator_id
                book[name] = (*book.get(name, ()), _as_evidence(observation))

    def _figures(self, accelerators: list[str], day: date) -> dict[Key, Figure]:
        view = View(day, day, *self._evidence())
        found: dict[Key, Figure] = {}
        for name in accelerators:
            found |= self._model.figures(name, view)
        workloads = {w for name in accelerators for w in self._model.workloads_of(name)}
        for workload_id in sorted(workloads):
            found |= self._model.cheapest(workload_id, view)
        return found

    def _evidence(self) -> tuple[Deals, Deals]:
        return dict(self._rent), dict(self._capital)

    def _judged(self, observation: PriceObservation, day: date) -> PriceObservation:
        """The observation, held when the belief found it too far from what it expected."""
        rent = self._model.rent(observation.accelerator_id, View(day, day, *self._evidence()))
        if observation.used and rent and observation.deal_id in rent.held:
            words = f"{observation.formula}; held for review: far from {rent.belief.median:.2f}"
            return replace(observation, used=False, formula=words)
        return observation

    def _emit(
        self,
        before: dict[Key, Figure],
        after: dict[Key, Figure],
        instant: datetime,
        causes: Causes | None,
    ) -> None:
        for key in sorted(after, key=str):
            if key not in before or _differ(before[key], after[key]):
                by = causes.of(key, self._model) if causes else ()
                row = _estimate(key, before.get(key), after[key], instant, by)
                self.estimates.append(row)


def row_days(market: Market) -> tuple[datetime, ...]:
    """The instants after the opening at which reference rows become known: 00:00 UTC."""
    instants = (datetime.combine(day, time(), UTC) for day in change_days(market))
    return tuple(instant for instant in instants if instant > OPENING)


def table_observations(market: Market, now: datetime) -> list[PriceObservation]:
    """The rows of the price table as observations, as far as they are known by `now`."""
    rows = (_as_observation(price) for price in market.prices)
    return [row for row in rows if row.known_at <= now]


def _as_observation(price: Price) -> PriceObservation:
    hourly = price.unit == "usd_per_chip_hour"
    known_at = max(OPENING, datetime.combine(price.known_on, time(), UTC))
    ends = (price.low, price.high)
    spread = math.log(ends[1] / ends[0]) / 4 if ends[0] and ends[1] else 0.1
    return PriceObservation(
        observation_id=content_id("price row", price.price_id, price.usd, price.known_on),
        accelerator_id=price.accelerator_id,
        asset_layer="managed_compute" if hourly else "systems",
        basis=_BASES[price.kind],
        usd_per_chip_hour=price.usd if hourly else None,
        usd_per_unit=None if hourly else price.usd,
        log_sd=max(spread, 0.05),
        deal_id=None,
        source_url=price.source_url,
        observed_on=price.known_on if price.dated else None,
        known_at=known_at,
        formula=f"{price.price_id}: {price.provider}, {price.commitment}",
        used=price.use,
    )


def _content(observation: PriceObservation) -> tuple[object, ...]:
    return (
        observation.accelerator_id,
        observation.usd_per_chip_hour,
        observation.usd_per_unit,
        observation.log_sd,
        observation.used,
    )


def _as_evidence(observation: PriceObservation) -> Evidence:
    usd = observation.usd_per_chip_hour or observation.usd_per_unit or math.nan
    known_on = observation.known_at.date()
    on = min(observation.observed_on or known_on, known_on)
    return Evidence(observation.deal_id or "", on, math.log(usd), observation.log_sd)


def _withdrawn(observation: PriceObservation, deal: Deal) -> PriceObservation:
    reason = "merged into another deal" if deal.superseded_by else f"the deal is {deal.status}"
    return replace(
        observation,
        observation_id=content_id("withdrawn", observation.observation_id, deal.known_at),
        known_at=deal.known_at,
        formula=f"{observation.formula}; withdrawn: {reason}",
        used=False,
    )


def _differ(one: Figure, other: Figure) -> bool:
    pairs = ((one.low, other.low), (one.mid, other.mid), (one.high, other.high))
    return any(abs(a - b) > _SAME * max(abs(a), abs(b)) for a, b in pairs)


def _estimate(
    key: Key, before: Figure | None, after: Figure, instant: datetime, causes: tuple[str, ...]
) -> CostEstimate:
    measure, accelerator_id, workload_id = key
    also = f"; moved less by {', '.join(causes[1:])}" if causes[1:] else ""
    return CostEstimate(
        estimate_id=content_id("estimate", *key, instant.isoformat()),
        measure=measure,
        accelerator_id=accelerator_id,
        workload_id=workload_id,
        low=after.low,
        mid=after.mid,
        high=after.high,
        before_low=before.low if before else None,
        before_mid=before.mid if before else None,
        before_high=before.high if before else None,
        caused_by=causes[0] if causes else None,
        input_ids=after.input_ids,
        assumptions=after.assumptions + also,
        model_data_as_of=after.model_data_as_of,
        as_of=instant.date(),
        known_at=instant,
    )
