"""Beliefs about a price: log-normal, drifting between events, updated robustly.

The state is theta = ln(price) with a variance; an observation y has its own. Source:
model section (e). Folding is a plain function of the observations in force, so that a
superseded one leaves no trace.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DRIFT_SD_PER_MONTH = 0.05  # a choice: one-year H100 rent moved 38 % in six months
STUDENT_NU = 4.0
LEAST_WEIGHT = 0.3  # below it an observation waits for a person
DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation of ln(price); `name` is the row or deal that it is from."""

    name: str
    on: date
    log_price: float
    log_sd: float


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of ln(price) on a day, and from which rows and deals."""

    mean: float
    variance: float
    on: date
    names: tuple[str, ...]

    @property
    def median(self) -> float:
        """The price that is as likely too high as too low."""
        return math.exp(self.mean)

    @property
    def log_sd(self) -> float:
        """Standard deviation of ln(price)."""
        return math.sqrt(self.variance)

    def later(self, day: date) -> "Belief":
        """The same belief on a later day: wider by the drift; unchanged on an earlier one."""
        drift = drift_variance(self.on, day)
        return Belief(self.mean, self.variance + drift, max(self.on, day), self.names)


def drift_variance(before: date, after: date) -> float:
    """The variance that the time between two days adds; 0 backwards."""
    months = max(0.0, (after - before).days / DAYS_PER_MONTH)
    return DRIFT_SD_PER_MONTH**2 * months


def weight(belief: Belief, evidence: Evidence) -> float:
    """The Student-t weight of an observation; small for one that nobody expected.

    Source: omega = (nu + 1) / (nu + r^2 / (v + s^2)), nu = 4.
    """
    surprise = (evidence.log_price - belief.mean) ** 2
    spread = belief.variance + evidence.log_sd**2
    return (STUDENT_NU + 1) / (STUDENT_NU + surprise / spread)


def update(belief: Belief, evidence: Evidence) -> Belief | None:
    """The belief after an observation on its day; None when it is to be held for review.

    An observation older than the belief is weakened by the drift since. Source:
    K = v / (v + s^2 / omega); theta += K (y - theta); v *= 1 - K.
    """
    prior = belief.later(evidence.on)
    omega = weight(prior, evidence)
    if omega < LEAST_WEIGHT:
        return None
    noise = evidence.log_sd**2 / omega + drift_variance(evidence.on, prior.on)
    gain = prior.variance / (prior.variance + noise)
    return Belief(
        prior.mean + gain * (evidence.log_price - prior.mean),
        (1 - gain) * prior.variance,
        prior.on,
        (*prior.names, evidence.name),
    )


def fold(prior: Belief, evidence: Iterable[Evidence]) -> tuple[Belief, tuple[str, ...]]:
    """The belief after all evidence, and the names of what was held back.

    In order of day and name: with robust weights the order matters, so it is fixed.
    """
    belief, held = prior, []
    for item in sorted(evidence, key=lambda e: (e.on, e.name)):
        moved = update(belief, item)
        if moved is None:
            held.append(item.name)
        else:
            belief = moved
    return belief, tuple(held)
