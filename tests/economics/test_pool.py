"""Beliefs together: siblings, drift, order, and the same steps as one belief alone."""

import itertools
import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.economics.beliefs import Belief, Evidence, fold
from tracker.economics.pool import Pool, Prior
from tracker.economics.rent_levels import prior_of

DAY = date(2026, 1, 1)
HOUSES = {"a": "old", "b": "old", "c": "new"}


def prior(supplier: str = "amd", **usd: float) -> Prior:
    beliefs = {n: Belief(math.log(p), 0.25**2, DAY, (n,)) for n, p in usd.items()}
    return prior_of(supplier, beliefs, HOUSES, 0.25)


def seen(name: str, usd: float, *parts: str, sd: float = 0.2, on: date = DAY) -> Evidence:
    return Evidence(name, on, math.log(usd), sd, parts)


def test_alone_it_is_the_belief_of_one() -> None:
    """A pool of one product folds as a single belief does, drift and staleness included."""
    items = [
        seen("d1", 2.5, "a", on=DAY - timedelta(days=90)),
        seen("d2", 3.5, "a", on=DAY + timedelta(days=60)),
        seen("d3", 30.0, "a", on=DAY + timedelta(days=80)),
    ]
    one, held = fold(Belief(math.log(3.0), 0.25**2, DAY, ()), items)
    pool = Pool(prior(a=3.0))
    state = pool.fold(items)
    assert state.mean[0] == pytest.approx(one.mean)
    assert state.covariance[0, 0] == pytest.approx(one.later(DAY + timedelta(days=80)).variance)
    assert pool.held(items) == set(held) == {"d3"}


def test_a_deal_moves_its_siblings_by_half_or_more() -> None:
    """0.5 of the move for another architecture of the supplier, 0.7 for the same one."""
    pool = Pool(prior(a=3.0, b=4.0, c=5.0))
    state = pool.fold([seen("d1", 2.4, "a")])
    moves = state.mean - pool.prior.mean
    assert moves[1] / moves[0] == pytest.approx(0.7)
    assert moves[2] / moves[0] == pytest.approx(0.5)
    assert np.all(np.diag(state.covariance) < 0.25**2)


def test_a_row_of_its_own_makes_a_product_less_alike() -> None:
    """What an observation of `a` leaves of the covariance with `b` is what the prior has of it."""
    wide, noise = 0.25**2, 0.15**2
    kept = noise / (wide + noise)  # 1 - K of a Kalman step on a alone
    beliefs = {
        "a": Belief(math.log(3.0), wide * kept, DAY, ("a",)),
        "b": Belief(math.log(4.0), wide, DAY, ("b",)),
    }
    found = prior_of("amd", beliefs, HOUSES, 0.25).covariance
    assert found[0, 1] == pytest.approx(0.7 * wide * kept)
    assert found[0, 0] == pytest.approx(wide * kept)


@given(st.lists(st.floats(0.01, 2.0), min_size=2, max_size=3))
def test_any_spreads_make_a_covariance(sds: list[float]) -> None:
    """No direction has a negative variance, however sure some levels are."""
    beliefs = {n: Belief(0.0, sd**2, DAY, (n,)) for n, sd in zip("abc", sds, strict=False)}
    found = prior_of("amd", beliefs, HOUSES, 0.25).covariance
    assert np.linalg.eigvalsh(found).min() > 0


def test_several_products_share_what_is_said_of_them() -> None:
    """A deal of two products is one observation of their mean, not two."""
    twice = Pool(prior(a=3.0, b=3.0)).fold([seen("d1", 2.4, "a"), seen("d2", 2.4, "b")])
    once = Pool(prior(a=3.0, b=3.0)).fold([seen("d1", 2.4, "a", "b")])
    assert once.mean[0] == pytest.approx(once.mean[1])
    assert once.covariance[0, 0] > twice.covariance[0, 0]


def test_drift_is_shared() -> None:
    """After a year all are wider, and what they share has grown with it."""
    pool = Pool(prior(a=3.0, b=4.0))
    later = pool.on((), DAY + timedelta(days=365))
    grown = later.covariance - pool.prior.covariance
    assert grown[0, 0] == pytest.approx(12 * 0.05**2, rel=1e-3)
    assert grown[0, 1] == pytest.approx(0.7 * grown[0, 0])


items = st.lists(
    st.tuples(
        st.floats(1, 12), st.floats(0.1, 0.6), st.integers(-300, 300),
        st.sampled_from([("a",), ("b",), ("c",), ("a", "c")]),
        st.sampled_from(["exact", "at_most", "at_least"]),
    ),
    max_size=4,
)  # fmt: skip


def evidence_of(rows: list) -> list[Evidence]:  # type: ignore[type-arg]
    return [
        Evidence(f"d{i}", DAY + timedelta(days=day), math.log(usd), sd, parts, bound)
        for i, (usd, sd, day, parts, bound) in enumerate(rows)
    ]


@settings(max_examples=40)
@given(items)
def test_order_of_arrival_and_memory_do_not_matter(rows: list) -> None:  # type: ignore[type-arg]
    """Any order, and any folds before, give the same belief to the last bit."""
    found = evidence_of(rows)
    plain = Pool(prior(a=2.0, b=3.0, c=5.0)).fold(found)
    used = Pool(prior(a=2.0, b=3.0, c=5.0))
    for order in itertools.permutations(found):
        used.fold(order[1:])  # without one of them in between: no trace is left
        state = used.fold(order)
        assert state.mean.tobytes() == plain.mean.tobytes()
        assert state.covariance.tobytes() == plain.covariance.tobytes()


@settings(max_examples=60)
@given(items)
def test_a_covariance_stays_one(rows: list) -> None:  # type: ignore[type-arg]
    """Whatever comes, no combination of prices gets a variance below zero."""
    pool = Pool(prior(a=2.0, b=3.0, c=5.0))
    state = pool.on(evidence_of(rows), DAY + timedelta(days=400))
    assert np.linalg.eigvalsh(state.covariance).min() > 0
