"""The supplier-shift index: each silicon supplier's share of newly committed dollars.

Trailing windows with hard edges, so that a reader can add up what is in them. Layers are
never summed into a price here: the dollars are those that buyers commit.
Source: model section (j), with every deal at its probability of execution.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from tracker.economics.commitment import Commitment
from tracker.model.ids import content_id

WINDOWS = (30, 90, 365)
DRAWS = 2_000
AMOUNT_SD = 0.10  # how far a deal's dollars stray from what is said, at the least: a choice

Draws = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Share:
    """One supplier in one window."""

    headline_usd: float
    expected_usd: float
    share: float
    low: float
    high: float
    deal_ids: tuple[str, ...]


@dataclass(slots=True)
class _Sum:
    """One supplier's whole dollars in a window, and the deals that they are of, by id."""

    headline_usd: int = 0
    expected_usd: int = 0
    deal_ids: list[str] = field(default_factory=list)

    def add(self, commitment: Commitment, part: float, sign: int) -> None:
        """Count a commitment in (1) or out (-1)."""
        self.headline_usd += sign * round(part * commitment.headline_usd)
        self.expected_usd += sign * round(part * commitment.expected_usd)
        place = bisect_left(self.deal_ids, commitment.deal_id)
        if sign > 0:
            self.deal_ids.insert(place, commitment.deal_id)
        else:
            del self.deal_ids[place]


@dataclass(slots=True)
class Window:
    """The commitments of the last `days` days, with running sums by supplier.

    Sums are whole dollars, so that adding and taking away leaves nothing behind.
    """

    days: int
    _inside: dict[str, Commitment] = field(default_factory=dict)
    _leaving: list[tuple[date, str]] = field(default_factory=list)
    _draws: dict[str, Draws] | None = None  # None: to be summed when they are asked for
    _sums: dict[str, _Sum] = field(default_factory=dict)
    _last: dict[str, Share] | None = None

    def move_to(self, day: date) -> None:
        """Drop what is older than the window on that day; days never go back."""
        while self._leaving and self._leaving[0][0] < day:
            last_day, deal_id = heapq.heappop(self._leaving)
            held = self._inside.get(deal_id)
            if held and held.since + timedelta(self.days) == last_day:
                self.remove(deal_id)

    def put(self, commitment: Commitment, day: date) -> None:
        """Take a commitment in, if it lies in the window on that day."""
        self.remove(commitment.deal_id)
        last_day = commitment.since + timedelta(self.days)
        if last_day < day or not commitment.headline_usd:
            return
        self._inside[commitment.deal_id] = commitment
        heapq.heappush(self._leaving, (last_day, commitment.deal_id))
        self._add(commitment, 1)

    def remove(self, deal_id: str) -> None:
        """Take a deal's commitment out, if there is one."""
        held = self._inside.pop(deal_id, None)
        if held:
            self._add(held, -1)

    def holds(self, deal_id: str) -> bool:
        """Whether the deal is inside."""
        return deal_id in self._inside

    def shares(self) -> dict[str, Share]:
        """Each supplier's share of expected dollars, with the 90 % range of the draws."""
        if self._last is None:
            self._last = self._worked_out()
        return self._last

    def _worked_out(self) -> dict[str, Share]:
        sums = sorted((name, own) for name, own in self._sums.items() if own.deal_ids)
        total = sum(own.expected_usd for _, own in sums)
        if total <= 0:
            return {}
        lows, highs = self._ranges([name for name, _ in sums])
        found = {}
        for (name, own), low, high in zip(sums, lows, highs, strict=True):
            share = own.expected_usd / total
            found[name] = Share(
                float(own.headline_usd), float(own.expected_usd), share,
                min(low, share), max(high, share), tuple(own.deal_ids),
            )  # fmt: skip
        return found

    def _ranges(self, names: list[str]) -> tuple[list[float], list[float]]:
        if self._draws is None:
            self._draws = {}
            for held in self._inside.values():
                _add(self._draws, held, 1)
        drawn = np.stack([self._draws[name] for name in names]).astype(np.float64)
        totals = drawn.sum(axis=0)
        if not (totals > 0).any():
            return [0.0] * len(names), [1.0] * len(names)
        parts = drawn[:, totals > 0] / totals[totals > 0]
        low, high = np.quantile(parts, (0.05, 0.95), axis=1)
        return low.tolist(), high.tolist()

    def _add(self, commitment: Commitment, sign: int) -> None:
        self._last = None
        for supplier, part in commitment.parts:
            self._sums.setdefault(supplier, _Sum()).add(commitment, part, sign)
        if self._draws is not None:
            _add(self._draws, commitment, sign)


def _add(draws: dict[str, Draws], commitment: Commitment, sign: int) -> None:
    dollars = _drawn_usd(commitment)
    for supplier, part in commitment.parts:
        sums = draws.setdefault(supplier, np.zeros(DRAWS, dtype=np.int64))
        sums += sign * np.rint(dollars * part).astype(np.int64)


@lru_cache(maxsize=1024)  # the three windows, and what leaves them, ask for the same
def _drawn_usd(commitment: Commitment) -> npt.NDArray[np.float64]:
    """Draws of what comes of a deal: all or nothing, and its dollars around what is said.

    A deal has the same draws in every run and version.
    """
    random = np.random.default_rng(int(content_id("draws", commitment.deal_id), 16))
    normal, uniform = random.standard_normal(DRAWS), random.random(DRAWS)
    amount = commitment.amount
    centre = amount.centre if amount else commitment.headline_usd
    log_sd = max(AMOUNT_SD, amount.log_sd if amount else 0.0)
    return np.where(uniform < commitment.p_execution, centre * np.exp(log_sd * normal), 0.0)


def windows(days: Iterable[int] = WINDOWS) -> tuple[Window, ...]:
    """Empty windows of the usual lengths."""
    return tuple(Window(length) for length in days)
