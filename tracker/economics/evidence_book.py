"""What the deals in force say of prices: kept by deal, and as evidence by supplier."""

import math
from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tracker.economics.beliefs import Evidence
from tracker.economics.figures import Book
from tracker.economics.owning import FACILITY
from tracker.model.market import PriceObservation

Said = tuple[PriceObservation, ...]


@dataclass(slots=True)
class EvidenceBook:
    """Observations by deal; as evidence, those that are used, in order of day and name."""

    suppliers: Mapping[str, str]  # by accelerator
    _said: dict[str, Said] = field(default_factory=dict)
    _rent: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    _capital: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def of(self, deal_id: str) -> Said:
        """What a deal is taken to say now."""
        return self._said.get(deal_id, ())

    def books(self) -> tuple[Book, Book]:
        """The evidence on rents and on capital, by supplier."""
        return dict(self._rent), dict(self._capital)

    def touched_by(self, news: Iterable[tuple[str, Said]]) -> tuple[str, ...]:
        """The suppliers whose prices the news speaks of, or spoke of before."""
        return tuple(
            sorted(
                {
                    self.suppliers.get(o.accelerator_id, FACILITY)
                    for deal_id, said in news
                    for o in (*self.of(deal_id), *said)
                }
            )
        )

    def replace(self, deal_id: str, said: Said) -> None:
        """Take what a deal says now for what it said before."""
        for hourly, supplier, item in self._evidence(self.of(deal_id)):
            book = self._rent if hourly else self._capital
            book[supplier] = tuple(e for e in book[supplier] if e.name != item.name)
        self._said[deal_id] = said
        for hourly, supplier, item in self._evidence(said):
            book = self._rent if hourly else self._capital
            ordered = list(book.get(supplier, ()))
            insort(ordered, item, key=lambda e: (e.on, e.name))
            book[supplier] = tuple(ordered)

    def copy(self) -> "EvidenceBook":
        """The same contents, to be changed apart."""
        return EvidenceBook(self.suppliers, dict(self._said), dict(self._rent), dict(self._capital))

    def _evidence(self, said: Said) -> list[tuple[bool, str, Evidence]]:
        """One piece of evidence a supplier and kind, whatever the products named."""
        groups: dict[tuple[bool, str], list[PriceObservation]] = {}
        for observation in said:
            if observation.used:
                supplier = self.suppliers.get(observation.accelerator_id, FACILITY)
                hourly = observation.usd_per_chip_hour is not None
                groups.setdefault((hourly, supplier), []).append(observation)
        return [(hourly, s, _together(group)) for (hourly, s), group in groups.items()]


def content(said: Said) -> list[tuple[object, ...]]:
    """What makes two statements of a deal the same."""
    return [
        (o.accelerator_id, o.usd_per_chip_hour, o.usd_per_unit, o.log_sd, o.bound, o.used)
        for o in said
    ]


def _together(group: list[PriceObservation]) -> Evidence:
    first = group[0]
    logs = [math.log(o.usd_per_chip_hour or o.usd_per_unit or math.nan) for o in group]
    known_on = first.known_at.date()
    return Evidence(
        name=first.deal_id or "",
        on=min(first.observed_on or known_on, known_on),
        log_price=sum(logs) / len(logs),
        log_sd=max(o.log_sd for o in group),
        parts=tuple(o.accelerator_id for o in group),
        bound=first.bound,
    )
