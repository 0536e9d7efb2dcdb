"""Beliefs: updating, drift, robust weights, and the order of evidence."""

import itertools
import math
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from tracker.economics.beliefs import (
    WRONG_SD,
    WRONG_SHARE,
    Belief,
    Evidence,
    fold,
    update,
    weight,
)
from tracker.model.market import Bound

DAY = date(2026, 1, 1)
PRIOR = Belief(math.log(3.0), 0.25**2, DAY, ("P1",))


def evidence(name: str, usd: float, log_sd: float = 0.3, on: date = DAY) -> Evidence:
    return Evidence(name, on, math.log(usd), log_sd)


def test_an_observation_pulls_and_narrows() -> None:
    """The belief moves toward what was seen, not past it, and is surer after."""
    after = update(PRIOR, evidence("d1", 2.5))
    assert after is not None
    assert 2.5 < after.median < 3.0
    assert after.variance < PRIOR.variance
    assert after.names == ("P1", "d1")


def test_the_moments_are_those_of_the_mixture() -> None:
    """Sound or wrong: mean and variance agree with the posterior on a fine grid."""
    theta = np.linspace(math.log(3.0) - 3, math.log(3.0) + 3, 60_001)
    for usd, log_sd in ((3.0, 0.25), (2.2, 0.2), (5.0, 0.4)):
        seen = evidence("d1", usd, log_sd)
        after = update(PRIOR, seen)
        assert after is not None
        error = seen.log_price - theta
        sound = np.exp(-(error**2) / 2 / log_sd**2) / log_sd
        wide = log_sd**2 + WRONG_SD**2
        wrong = np.exp(-(error**2) / 2 / wide) / math.sqrt(wide)
        prior = np.exp(-((theta - PRIOR.mean) ** 2) / 2 / PRIOR.variance)
        weights = prior * ((1 - WRONG_SHARE) * sound + WRONG_SHARE * wrong)
        weights /= weights.sum()
        mean = float(weights @ theta)
        assert after.mean == pytest.approx(mean, abs=1e-6)
        assert after.variance == pytest.approx(float(weights @ (theta - mean) ** 2), rel=1e-5)


@pytest.mark.parametrize(("bound", "side"), [("at_most", 1), ("at_least", -1)])
@pytest.mark.parametrize("usd", [2.0, 3.0, 4.5])
def test_a_bound_cuts_off_beyond_it(bound: Bound, side: int, usd: float) -> None:
    """The moments of a Normal whose noisy twin is on one side, against a fine grid."""
    theta = np.linspace(math.log(3.0) - 3, math.log(3.0) + 3, 60_001)
    after = update(PRIOR, replace(evidence("d1", usd), bound=bound))
    assert after is not None
    prior = np.exp(-((theta - PRIOR.mean) ** 2) / 2 / PRIOR.variance)
    weights = prior * ndtr(side * (math.log(usd) - theta) / 0.3)
    weights /= weights.sum()
    mean = float(weights @ theta)
    assert after.mean == pytest.approx(mean, abs=1e-6)
    assert after.variance == pytest.approx(float(weights @ (theta - mean) ** 2), rel=1e-5)


def test_a_bound_that_cannot_be_waits_for_a_person() -> None:
    """At most a tenth of what is believed is held; at most ten times of it says little."""
    assert update(PRIOR, Evidence("low", DAY, math.log(0.3), 0.1, bound="at_most")) is None
    loose = update(PRIOR, Evidence("high", DAY, math.log(30.0), 0.1, bound="at_most"))
    assert loose is not None
    assert loose.mean == pytest.approx(PRIOR.mean, abs=1e-6)


def test_an_outlier_waits_for_a_person() -> None:
    """Ten times the price is held back, and changes nothing."""
    belief, held = fold(PRIOR, [evidence("odd", 30.0, 0.2), evidence("fine", 2.8)])
    assert held == ("odd",)
    assert "odd" not in belief.names
    assert weight(math.log(30.0 / 3.0), PRIOR.variance, 0.2**2) < 0.3


def test_time_widens_a_belief() -> None:
    """Twelve months add 12 x 0.05 squared; going back adds nothing."""
    later = PRIOR.later(DAY + timedelta(days=365))
    assert later.variance == pytest.approx(PRIOR.variance + 12 * 0.05**2, rel=1e-3)
    assert PRIOR.later(DAY - timedelta(days=365)) == PRIOR


def test_old_news_moves_less_than_fresh_news() -> None:
    """An observation of a year ago is weakened by the drift since."""
    fresh = update(PRIOR, evidence("d1", 2.5))
    stale = update(PRIOR, evidence("d1", 2.5, on=DAY - timedelta(days=365)))
    assert fresh is not None
    assert stale is not None
    assert abs(stale.mean - PRIOR.mean) < abs(fresh.mean - PRIOR.mean)


prices = st.floats(0.5, 20)
spreads = st.floats(0.05, 0.8)
days = st.integers(-400, 400).map(lambda n: DAY + timedelta(days=n))
lists = st.lists(st.tuples(prices, spreads, days), max_size=4)


@given(lists)
def test_the_order_of_arrival_does_not_matter(rows: list[tuple[float, float, date]]) -> None:
    """Whatever order evidence comes in, the belief is the same to the last bit."""
    items = [evidence(f"d{i}", usd, sd, on) for i, (usd, sd, on) in enumerate(rows)]
    folded = {fold(PRIOR, order) for order in itertools.permutations(items)}
    assert len(folded) == 1


@given(lists)
def test_only_a_surprise_makes_less_sure(rows: list[tuple[float, float, date]]) -> None:
    """What fits narrows the belief; what does not may widen it, never past telling."""
    belief = PRIOR
    for i, (usd, sd, on) in enumerate(rows):
        item = evidence(f"d{i}", usd, sd, on)
        before, after = belief.later(on), update(belief, item)
        if after is None:
            continue
        spread = math.sqrt(before.variance + sd**2)
        assert after.variance > 0
        if abs(item.log_price - before.mean) < spread:
            assert after.variance < before.variance
        belief = after


@given(lists, prices, spreads)
def test_what_is_withdrawn_leaves_no_trace(
    rows: list[tuple[float, float, date]], usd: float, sd: float
) -> None:
    """Folding without an item is the same as never having seen it."""
    items = [evidence(f"d{i}", p, s, on) for i, (p, s, on) in enumerate(rows)]
    book = [*items, evidence("gone", usd, sd)]
    assert fold(PRIOR, [e for e in book if e.name != "gone"]) == fold(PRIOR, items)
