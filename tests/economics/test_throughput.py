"""Tokens per second at other speeds per user: sweeps, the roofline, and what is carried over."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.economics.throughput import operating_at, roofline_shift, tokens_at
from tracker.reference.figures import Throughput
from tracker.reference.market import Market


def sweep(market: Market, accelerator_id: str) -> list[Throughput]:
    return [
        p for p in market.throughput
        if p.accelerator_id == accelerator_id and "sweep" in p.scenario
    ]  # fmt: skip


def test_a_sweep_is_read_between_its_points(market: Market) -> None:
    """At a measured speed the measured tokens; between two speeds something between."""
    points = sweep(market, "nvda_b200_sxm")
    assert tokens_at(points, 56.93) == pytest.approx(952.7)
    between = tokens_at(points, 45)
    assert between
    assert 952.7 < between < 1296.8
    assert tokens_at(points, 150) is None
    assert tokens_at([], 50) is None


@given(st.floats(11.9, 100.0), st.floats(11.9, 100.0))
def test_faster_users_leave_fewer_tokens(a: float, b: float) -> None:
    """Along the B200 sweep throughput never rises with the speed per user."""
    from tracker.reference.market import load_market

    points = sweep(load_market(), "nvda_b200_sxm")
    slow, fast = sorted((a, b))
    assert (tokens_at(points, slow) or 0) >= (tokens_at(points, fast) or 0) * (1 - 1e-9)


def test_the_roofline_goes_from_arithmetic_to_memory(market: Market) -> None:
    """MI355X has more arithmetic for its memory than B200, so it loses at high speeds.

    The measured loss between 24 and 55 tokens/s a user is larger than the predicted one.
    """
    by_id = {a.accelerator_id: a for a in market.accelerators}
    amd, nvidia = by_id["amd_mi355x"], by_id["nvda_b200_sxm"]
    shift = roofline_shift(amd, nvidia, "fp8", 24, 55)
    measured = [
        (tokens_at(sweep(market, "amd_mi355x"), v) or 0)
        / (tokens_at(sweep(market, "nvda_b200_sxm"), v) or 1)
        for v in (25, 54.59)
    ]
    assert measured[1] / measured[0] < shift < 1
    assert roofline_shift(amd, nvidia, "fp8", 55, 100) == 1.0
    assert roofline_shift(amd, replace(nvidia, memory_tb_per_s=None), "fp8", 20, 100) == 1.0


def test_a_point_is_carried_along_another_sweep(market: Market) -> None:
    """A B200 point at 20 tokens/s a user falls to 100 as the B200 sweep falls."""
    points = [
        p for p in market.throughput
        if p.accelerator_id == "nvda_b200_sxm" and p.scenario == "8k/1k iso-interactivity"
    ]  # fmt: skip
    sweeps = [sweep(market, "nvda_b200_sxm"), sweep(market, "amd_mi355x")]
    by_id = {a.accelerator_id: a for a in market.accelerators}
    found = operating_at(points, sweeps, by_id, 100)
    assert found
    assert found.how == "carried"
    assert found.tokens_per_s == pytest.approx(8903 * 0.2495, rel=0.01)
    assert operating_at(points, sweeps, by_id, 500) is None
    assert operating_at([], sweeps, by_id, 50) is None
    measured = operating_at(points, sweeps, by_id, 20)
    assert measured
    assert (measured.how, measured.tokens_per_s) == ("measured", 8903)
