"""Beliefs: updating, drift, robust weights, and the order of evidence."""

import itertools
import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.economics.beliefs import Belief, Evidence, fold, update, weight

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


def test_the_gain_is_kalmans() -> None:
    """An expected observation counts with s2 / omega, omega = 1.25 at no surprise."""
    after = update(PRIOR, evidence("d1", 3.0, 0.25))
    assert after is not None
    noise = 0.25**2 / 1.25
    gain = PRIOR.variance / (PRIOR.variance + noise)
    assert after.variance == pytest.approx((1 - gain) * PRIOR.variance)


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
def test_evidence_never_makes_less_sure(rows: list[tuple[float, float, date]]) -> None:
    """Each update leaves less variance than the drifted belief before it."""
    belief = PRIOR
    for i, (usd, sd, on) in enumerate(rows):
        after = update(belief, evidence(f"d{i}", usd, sd, on))
        if after is not None:
            assert 0 < after.variance <= belief.later(on).variance
            belief = after


@given(lists, prices, spreads)
def test_what_is_withdrawn_leaves_no_trace(
    rows: list[tuple[float, float, date]], usd: float, sd: float
) -> None:
    """Folding without an item is the same as never having seen it."""
    items = [evidence(f"d{i}", p, s, on) for i, (p, s, on) in enumerate(rows)]
    book = [*items, evidence("gone", usd, sd)]
    assert fold(PRIOR, [e for e in book if e.name != "gone"]) == fold(PRIOR, items)
