"""Beliefs about the prices of one supplier's accelerators together: what moves one moves all.

theta is a vector of ln(price), one a product, with a covariance: products share a part of
what is unknown of them (partial pooling) and of their drift. Every observation is a Kalman
step on the whole vector, in closed form; a sum of logs stands for a deal that names several
products. Source: model section (e), theta_k = mu_supplier + delta_k.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from tracker.economics.beliefs import (
    DAYS_PER_MONTH,
    DRIFT_SD_PER_MONTH,
    Evidence,
    in_order,
    pull,
)

Array = npt.NDArray[np.float64]

_DRIFT_A_DAY = DRIFT_SD_PER_MONTH**2 / DAYS_PER_MONTH


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """What is believed of each product before any deal.

    `likeness` is the correlation of the drifts; `since` the day (ordinal) of each level:
    before it a level neither drifts nor goes stale.
    """

    names: tuple[str, ...]
    mean: Array
    covariance: Array
    likeness: Array
    since: Array

    def place(self, name: str) -> int:
        """Where a product stands in the vectors."""
        return self.names.index(name)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The belief on a day (ordinal); `day` 0 is before all levels."""

    mean: Array
    covariance: Array
    day: int


@dataclass(frozen=True, slots=True)
class _Step:
    item: Evidence
    state: State
    held: bool


@dataclass(slots=True)
class Pool:
    """The belief of one supplier, folded step by step.

    Steps are kept: evidence that begins as it did the last time is not folded again, and
    the result is the same to the last bit.
    """

    prior: Prior
    _opening: State = field(init=False)
    _steps: list[_Step] = field(default_factory=list)
    _folded: Sequence[Evidence] | None = None
    _held: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Begin before all levels."""
        self._opening = State(self.prior.mean, self.prior.covariance, 0)

    def fold(self, evidence: Sequence[Evidence]) -> State:
        """The belief after all evidence, on the day of the last of it."""
        self._run(evidence)
        return self._steps[-1].state if self._steps else self._opening

    def held(self, evidence: Sequence[Evidence]) -> frozenset[str]:
        """The names of the evidence that waits for a person."""
        self._run(evidence)
        return self._held

    def on(self, evidence: Sequence[Evidence], day: date) -> State:
        """The belief on a day that is no earlier than the evidence."""
        return drifted(self.prior, self.fold(evidence), day.toordinal())

    def _run(self, evidence: Sequence[Evidence]) -> None:
        if evidence is self._folded:
            return
        ordered = in_order(evidence)
        same = 0
        for step, item in zip(self._steps, ordered, strict=False):
            if step.item is not item and step.item != item:
                break
            same += 1
        del self._steps[same:]
        state = self._steps[-1].state if self._steps else self._opening
        for item in ordered[same:]:
            state, held = observed(self.prior, state, item)
            self._steps.append(_Step(item, state, held))
        self._folded = evidence
        self._held = frozenset(step.item.name for step in self._steps if step.held)


def drifted(prior: Prior, state: State, day: int) -> State:
    """The same belief on a later day: every level that has begun is wider."""
    begun = np.maximum(prior.since, state.day)
    days = np.maximum(0.0, day - begun)
    if not days.any():
        return replace(state, day=max(state.day, day))
    # two random walks share the days on which both run
    shared = np.minimum.outer(days, days)
    covariance = state.covariance + _DRIFT_A_DAY * shared * prior.likeness
    return State(state.mean, covariance, day)


def observed(prior: Prior, state: State, item: Evidence) -> tuple[State, bool]:
    """The belief after one observation, and whether it was held instead."""
    now = drifted(prior, state, item.on.toordinal())
    places = [prior.place(name) for name in item.parts]
    part = 1.0 / len(places)
    along = now.covariance[:, places].sum(axis=1) * part
    variance = float(along[places].sum()) * part
    mean = float(now.mean[places].sum()) * part
    found = pull(mean, variance, item.log_sd**2 + _staleness(prior, places, now.day), item)
    if found.held:
        return now, True
    gain = along / variance
    return (
        State(
            now.mean + gain * found.shift,
            now.covariance - np.outer(gain, gain) * found.shrink,
            now.day,
        ),
        False,
    )


def _staleness(prior: Prior, places: list[int], day: int) -> float:
    """The drift between an observation and levels that are younger than it."""
    days = np.maximum(0.0, prior.since[places] - day)
    if not days.any():
        return 0.0
    likeness = prior.likeness[np.ix_(places, places)]
    shared = np.minimum.outer(days, days) * likeness
    return float(_DRIFT_A_DAY * shared.sum() / len(places) ** 2)
