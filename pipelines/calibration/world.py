"""Made-up histories of prices and deals, of which the truth is known.

Nothing of the estimator is used here but the records that it reads. Prices walk at random,
with a part that the market and the supplier share; published levels err; deals are told
with noise, in chips or in power, exactly or as bounds, and some are plainly wrong.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from tracker.model.deals import Confirmation, Deal, Qualifier
from tracker.model.market import Accelerator
from tracker.reference.figures import Price
from tracker.reference.market import Market

START = date(2025, 1, 2)
DAYS = 730
_PRODUCTS = {
    "nvda_h100_sxm": "H100", "nvda_h200_sxm": "H200", "nvda_b200_sxm": "B200",
    "nvda_gb200_nvl72": "GB200", "nvda_gb300_nvl72": "GB300",
    "amd_mi300x": "MI300X", "amd_mi325x": "MI325X", "amd_mi355x": "MI355X",
}  # fmt: skip
_VOICES = (
    (Confirmation.FILED, 0.10), (Confirmation.ONE_PARTY, 0.20), (Confirmation.ONE_OUTLET, 0.35)
)  # fmt: skip

Array = npt.NDArray[np.float64]
Paths = dict[str, Array]  # ln USD/chip-hour by accelerator, a value a day


@dataclass(frozen=True, slots=True)
class Nature:
    """How such worlds are; the defaults are what section (e) of the model says they are."""

    drift_a_month: float = 0.05
    level_error: float = 0.25
    index_error: float = 0.15
    of_supplier: float = 0.5  # of drift and of error of level
    of_architecture: float = 0.2
    deals: float = 14.0
    outliers: float = 0.05
    bounds: float = 0.25
    power_only: float = 0.3
    power_error: float = 0.25
    noise_times: float = 1.0


@dataclass(frozen=True, slots=True)
class World:
    """One history: what could be read, and the truth, ln USD/chip-hour a product and day."""

    market: Market
    deals: tuple[Deal, ...]
    truth: Paths = field(repr=False)


class Maker:
    """Makes worlds upon the accelerators of a market."""

    def __init__(self, market: Market, template: Deal, nature: Nature) -> None:
        self._market, self._template, self._nature = market, template, nature
        self._chips = [a for a in market.accelerators if a.accelerator_id in _PRODUCTS]
        self._row = next(p for p in market.prices if p.kind == "contract_index")
        self._shared = _shared(self._chips, nature)

    def world(self, seed: int) -> World:
        """The world of a seed."""
        random = np.random.default_rng(seed)
        truth = self._walk(random)
        rows = self._rows(random, truth)
        market = replace(
            self._market, accelerators=tuple(self._chips), prices=tuple(rows), workloads=()
        )
        deals = [self._deal(random, truth, n) for n in range(random.poisson(self._nature.deals))]
        return World(market, tuple(deals), truth)

    def _walk(self, random: np.random.Generator) -> Paths:
        count = len(self._chips)
        daily = self._nature.drift_a_month / np.sqrt(365.25 / 12)
        steps = daily * random.standard_normal((DAYS, count)) @ self._shared.T
        levels = np.log(random.uniform(1.2, 5.0, count)) + np.cumsum(steps, axis=0)
        return {a.accelerator_id: levels[:, i] for i, a in enumerate(self._chips)}

    def _rows(self, random: np.random.Generator, truth: Paths) -> list[Price]:
        """A first level of each product, and for half of them a second one later."""
        errors = self._nature.level_error * self._shared @ random.standard_normal(len(self._chips))
        found = []
        for i, chip in enumerate(self._chips):
            name = chip.accelerator_id
            first = int(random.integers(20, 200))
            found.append(self._price(name, 1, first, float(truth[name][first] + errors[i])))
            if random.random() < 0.5:
                second = int(random.integers(300, 600))
                seen = truth[name][second] + self._nature.index_error * random.standard_normal()
                found.append(self._price(name, 2, second, float(seen)))
        return found

    def _price(self, name: str, number: int, day: int, log_usd: float) -> Price:
        return replace(
            self._row, price_id=f"S-{name}-{number}", accelerator_id=name, commitment="3y",
            low=None, mid=float(np.exp(log_usd)), high=None,
            known_on=START + timedelta(days=day), imputed=False, use=True,
        )  # fmt: skip

    def _deal(self, random: np.random.Generator, truth: Paths, n: int) -> Deal:
        nature = self._nature
        name = list(truth)[random.integers(len(truth))]
        day = int(random.integers(210, DAYS - 1))
        voice, noise = _VOICES[random.integers(len(_VOICES))]
        seen = truth[name][day] + nature.noise_times * noise * random.standard_normal()
        if random.random() < nature.outliers:
            seen += random.choice([-1, 1]) * random.uniform(0.7, 2.0)
        chips = float(np.exp(random.uniform(np.log(5e3), np.log(3e5))))
        years = int(random.integers(2, 7))
        usd = float(np.exp(seen)) * 24 * 365 * chips * years
        known_at = datetime.combine(START + timedelta(days=day), time(12), UTC)
        return replace(
            self._template, deal_id=f"sim{n:04}", known_at=known_at, first_known_at=known_at,
            status_on=known_at.date(), first_public_on=known_at.date(), confirmation=voice,
            products=(_PRODUCTS[name],), term_months=12 * years,
            **self._size(random, name, chips), **self._value(random, usd),
        )  # fmt: skip

    def _size(self, random: np.random.Generator, name: str, chips: float) -> dict[str, Any]:
        """Chips, a little off, or the power that they draw by a contract's own reckoning."""
        nature = self._nature
        if random.random() >= nature.power_only:
            told = chips * float(np.exp(0.05 * random.standard_normal()))
            return {"chips": round(told), "chips_qualifier": Qualifier.EXACT}
        kw = _kw(self._market, name) * float(np.exp(nature.power_error * random.standard_normal()))
        return {"power_mw": chips * kw / 1000, "power_qualifier": Qualifier.EXACT}

    def _value(self, random: np.random.Generator, usd: float) -> dict[str, Any]:
        """The value, or a ceiling or a floor of it, now near and now far."""
        if random.random() >= self._nature.bounds:
            amount = Decimal(round(usd))
            ends = {"value_low": amount, "value_high": amount}
            return {**ends, "value_qualifier": Qualifier.EXACT, "headline_usd": amount}
        room = Decimal(round(usd * float(np.exp(abs(0.4 * random.standard_normal())))))
        floor = Decimal(round(usd * float(np.exp(-abs(0.4 * random.standard_normal())))))
        if random.random() < 0.7:
            said = {"value_low": None, "value_high": room, "value_qualifier": Qualifier.UP_TO}
            return {**said, "headline_usd": room}
        said = {"value_low": floor, "value_high": None, "value_qualifier": Qualifier.AT_LEAST}
        return {**said, "headline_usd": floor}


def _shared(chips: list[Accelerator], nature: Nature) -> Array:
    """The root of a correlation: products of a supplier, and of an architecture, are alike."""
    suppliers = np.array([chip.supplier_id for chip in chips])
    houses = np.array([chip.generation.split()[0] for chip in chips])
    alike = nature.of_supplier * (suppliers[:, None] == suppliers[None, :]).astype(float)
    alike += nature.of_architecture * (houses[:, None] == houses[None, :])
    np.fill_diagonal(alike, 1.0)
    root: Array = np.linalg.cholesky(alike)
    return root


def _kw(market: Market, name: str) -> float:
    """What the table has of a chip's power, a contract's own ratio before others [kW]."""
    rows = [r for r in market.tco if r.applies_to == name and r.unit == "kw_per_chip"]
    rows.sort(key=lambda row: not row.evidence.startswith("derived"))
    return float(rows[0].mid or rows[0].high or 2.0) if rows else 2.0
