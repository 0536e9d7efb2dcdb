"""How often the model's ranges hold the truth of made-up worlds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from pipelines.calibration.world import DAYS, START, World
from tracker.economics.estimate import PriceModel
from tracker.economics.evidence_book import EvidenceBook
from tracker.economics.figures import View
from tracker.economics.implied import observations
from tracker.economics.lookups import CompanyBook, ProductBook
from tracker.economics.unit_costs import Z90

LOOKS = (450, DAYS - 1)  # days after the start on which the ranges are compared


@dataclass(slots=True)
class Cover:
    """Ranges compared with the truth, by what a product had: deals of its own, or not."""

    inside: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    widths: list[float] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    by_world: list[float] = field(default_factory=list)

    def add(self, group: str, z: float, log_sd: float) -> None:
        """One range: its error in standard deviations, and its spread."""
        self.seen[group] = self.seen.get(group, 0) + 1
        self.inside[group] = self.inside.get(group, 0) + (abs(z) <= Z90)
        self.widths.append(log_sd)
        self.errors.append(z * log_sd)

    @property
    def n(self) -> int:
        """Ranges compared."""
        return sum(self.seen.values())

    @property
    def share(self) -> float:
        """The share of ranges that hold the truth."""
        return sum(self.inside.values()) / max(1, self.n)

    @property
    def error_of_share(self) -> float:
        """Its standard error; the ranges of one world are not independent."""
        worlds = np.array(self.by_world)
        return float(worlds.std(ddof=1) / np.sqrt(len(worlds))) if len(worlds) > 1 else 1.0


def cover(worlds: Iterable[World], products: ProductBook, companies: CompanyBook) -> Cover:
    """The model's 90 % ranges on some days of each world, against the truth."""
    found = Cover()
    for world in worlds:
        before = (sum(found.inside.values()), found.n)
        for look in LOOKS:
            _look(found, world, look, products, companies)
        inside, n = sum(found.inside.values()) - before[0], found.n - before[1]
        found.by_world.append(inside / max(1, n))
    return found


def _look(
    found: Cover, world: World, look: int, products: ProductBook, companies: CompanyBook
) -> None:
    day = START + timedelta(days=look)
    model = PriceModel(world.market)
    book = EvidenceBook(model.suppliers)
    for deal in world.deals:
        if deal.known_at.date() <= day:
            book.replace(deal.deal_id, observations(deal, world.market, products, companies))
    view = View(day, day, *book.books())
    for supplier in sorted(set(model.suppliers.values())):
        own = {part for item in view.rent.get(supplier, ()) for part in item.parts}
        for name, rent in model.rents(supplier, view).items():
            group = "own deals" if name in own else "siblings' deals" if own else "no deal"
            log_sd = float(np.sqrt(rent.variance))
            found.add(group, (world.truth[name][look] - rent.mean) / log_sd, log_sd)


def day_of(look: int) -> date:
    """The calendar day of a look."""
    return START + timedelta(days=look)
