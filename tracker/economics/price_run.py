"""The price side of a re-pricing: deals become evidence, evidence moves estimates."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from tracker.economics.attribution import REFERENCE, Moves, attribute
from tracker.economics.capital import owning_model
from tracker.economics.estimate import PriceModel
from tracker.economics.evidence_book import EvidenceBook, Said, content
from tracker.economics.figures import Figure, Key, View
from tracker.economics.implied import observations, unpriceable
from tracker.economics.lookups import CompanyBook, ProductBook
from tracker.economics.owning import FACILITY
from tracker.economics.prepayment import Prepayments, prepaid_in, spread_evenly
from tracker.economics.price_rows import day_before
from tracker.economics.rebates import Warrants
from tracker.economics.records import OPENING, by_content, estimate_row, withdrawn
from tracker.model.deals import Deal
from tracker.model.errors import Problem
from tracker.model.market import CostEstimate, Move, PriceObservation
from tracker.reference.market import Market

_SAME = 1e-9
News = list[tuple[Deal, Said]]


class PriceRun:
    """Feeds rows and deals, in order of time, to the price model and keeps what moved.

    While `silent` it only takes in what came: how a later run catches up with an earlier.
    """

    def __init__(
        self,
        market: Market,
        products: ProductBook,
        companies: CompanyBook,
        prepayments: Prepayments,
    ) -> None:
        self.observations: list[PriceObservation] = []
        self.estimates: list[CostEstimate] = []
        self.problems: list[Problem] = []
        self.silent = False
        self._market, self._products, self._companies = market, products, companies
        self._prepayments = prepayments
        self._model = PriceModel(market)
        self._base = owning_model(market)
        self._book = EvidenceBook(self._model.suppliers)
        self._warrants = Warrants()
        self._latest: dict[str, Deal] = {}

    def open(self) -> None:
        """The opening estimates, from reference data alone."""
        day = OPENING.date()
        if not self.silent:
            self._emit({}, self._model.all_figures(View(day, day)), OPENING, {})

    def now(self, day: date) -> tuple[PriceModel, View]:
        """The model and what it is to look at on a day: all that was taken in."""
        return self._model, self._view(day)

    def new_rows(self, instant: datetime) -> None:
        """What the reference rows that became known on that day change."""
        if self.silent:
            return
        day = instant.date()
        before = self._model.all_figures(self._view(day, rows_day=day_before(day)))
        self._emit(before, self._model.all_figures(self._view(day)), instant, {})

    def new_market(self, market: Market, instant: datetime) -> None:
        """What other reference figures change from that instant on.

        What deals imply is worked out again, for the figures may be about power per chip.
        """
        day = instant.date()
        before = {} if self.silent else self._model.all_figures(self._view(day))
        self._market, self._model = market, PriceModel(market, self._base)
        for deal in sorted(self._latest.values(), key=lambda d: d.deal_id):
            again = replace(deal, known_at=instant)
            said = self._said(again)
            if content(said) != content(self._book.of(deal.deal_id)):
                self._take(again, said)
        if not self.silent:
            self._emit(before, self._model.all_figures(self._view(day)), instant, {})

    def deals(self, versions: Sequence[Deal]) -> None:
        """What the versions of one instant say of prices, and what they move together.

        One row an instant and figure, so that the latest is never in doubt; it tells how
        much each of the deals moved it.
        """
        self._latest |= {deal.deal_id: deal for deal in versions}
        pairs = self._warrants.take(versions)
        again = self._of_pairs(pairs, versions)
        news = [
            (deal, said) for deal in (*versions, *again) if (said := self._news(deal)) is not None
        ]
        if not news:
            return
        if self.silent:
            self._take_all(news)
            return
        instant = news[0][0].known_at
        day = instant.date()
        touched = self._book.touched_by((deal.deal_id, said) for deal, said in news)
        before = self._model.touched(touched, self._view(day))
        old = self._book.copy()
        self._take_all(news)
        after = self._model.touched(touched, self._view(day))
        if _same(before, after):
            return
        self._emit(before, after, instant, self._moves(old, news, touched, day, before, after))

    def _news(self, deal: Deal) -> Said | None:
        """The version's observations; None when they say what was said before."""
        books = (self._market, self._products, self._companies)
        if not self.silent and (reason := unpriceable(deal, *books)):
            self.problems.append(Problem("reprice", deal.deal_id, reason))
        said = self._said(deal)
        return None if content(said) == content(self._book.of(deal.deal_id)) else said

    def _said(self, deal: Deal) -> Said:
        """What a deal says of prices: as if paid by the hour, net of what its buyer gets back."""
        said = observations(deal, self._market, self._products, self._companies)
        prepaid = prepaid_in(deal, self._prepayments) if said else None
        even = spread_evenly(deal, said, prepaid, self._market, self._companies)
        return self._warrants.net(deal, even)

    def _of_pairs(self, pairs: frozenset[str], versions: Sequence[Deal]) -> list[Deal]:
        """The other deals of pairs whose warrants have changed, as known from now on."""
        if not pairs:
            return []
        instant, fresh = versions[0].known_at, {deal.deal_id for deal in versions}
        return [
            replace(deal, known_at=instant)
            for _, deal in sorted(self._latest.items())
            if deal.relationship_id in pairs and deal.deal_id not in fresh
        ]

    def _take_all(self, news: Iterable[tuple[Deal, Said]]) -> None:
        for deal, said in news:
            self._take(deal, said)

    def _take(self, deal: Deal, said: Said) -> None:
        old = self._book.of(deal.deal_id)
        self._book.replace(deal.deal_id, said)
        if self.silent:
            return
        kept = [self._judged(o, deal.known_at.date()) for o in said]
        kept = kept or [withdrawn(o, deal) for o in old]
        self.observations += map(by_content, kept)
        self.problems += [
            Problem("reprice", deal.deal_id, o.formula) for o in kept if said and not o.used
        ]

    def _judged(self, observation: PriceObservation, day: date) -> PriceObservation:
        """The observation, held when the belief found it too far from what it expected."""
        if not observation.used:
            return observation
        name = observation.accelerator_id
        supplier = self._model.suppliers.get(name, FACILITY)
        hourly = observation.usd_per_chip_hour is not None
        view = self._view(day)
        if observation.deal_id not in self._model.held(supplier, view, hourly=hourly):
            return observation
        rents = self._model.rents(supplier, view) if hourly else {}
        near = f": far from {rents[name].usd:.2f}" if name in rents else ": far from the belief"
        return replace(
            observation, used=False, formula=f"{observation.formula}; held for review{near}"
        )

    def _view(self, day: date, *, rows_day: date | None = None) -> View:
        return View(day, rows_day or day, *self._book.books())

    def _moves(
        self,
        old: EvidenceBook,
        news: News,
        touched: tuple[str, ...],
        day: date,
        before: dict[Key, Figure],
        after: dict[Key, Figure],
    ) -> Moves:
        """Per figure, what each deal of the instant did to it."""
        if len(news) == 1:
            ((deal, _),) = news
            both = before.keys() & after.keys()
            return {k: (Move(deal.deal_id, after[k].mid - before[k].mid),) for k in both}

        def mids(some: frozenset[str]) -> dict[Key, float]:
            book = old.copy()
            for deal, said in news:
                if deal.deal_id in some:
                    book.replace(deal.deal_id, said)
            return self._model.mids(touched, View(day, day, *book.books()))

        return attribute([deal.deal_id for deal, _ in news], mids)

    def _emit(
        self, before: dict[Key, Figure], after: dict[Key, Figure], instant: datetime, moves: Moves
    ) -> None:
        for key in sorted(after, key=str):
            was, now = before.get(key), after[key]
            if was is None or _differ(was, now):
                own = moves.get(key, ())
                if was is not None and not moves:
                    own = (Move(REFERENCE, now.mid - was.mid),)
                self.estimates.append(estimate_row(key, was, now, instant, own))


def row_days(days: Iterable[date]) -> tuple[datetime, ...]:
    """The instants after the opening at which reference rows become known: 00:00 UTC."""
    instants = (datetime.combine(day, time(), UTC) for day in days)
    return tuple(instant for instant in instants if instant > OPENING)


def _same(one: dict[Key, Figure], other: dict[Key, Figure]) -> bool:
    return one.keys() == other.keys() and not any(_differ(one[k], other[k]) for k in one)


def _differ(one: Figure, other: Figure) -> bool:
    pairs = ((one.low, other.low), (one.mid, other.mid), (one.high, other.high))
    return any(abs(a - b) > _SAME * max(abs(a), abs(b)) for a, b in pairs)
