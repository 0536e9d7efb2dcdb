"""Ranges against truth: a small run of what `make validate` does with 1,000 histories."""

import math

import numpy as np
import pytest

from pipelines.calibration.__main__ import maker, simulated
from pipelines.calibration.real import crps, forecasts, real_lines
from pipelines.calibration.world import DAYS, Nature
from tracker.reference.load import load_reference


def test_the_ranges_hold_nine_times_in_ten() -> None:
    """120 histories: 90 % within three standard errors of so few, and 86 to 94 %."""
    found = simulated(load_reference(), Nature(), 120)
    assert found.n == 120 * 2 * 8
    assert abs(found.share - 0.90) < max(0.04, 3 * found.error_of_share)
    assert {"own deals", "siblings' deals", "no deal"} == set(found.seen)


def test_too_sure_a_model_would_be_found_out() -> None:
    """In a world that drifts twice as fast the same ranges hold clearly less often."""
    found = simulated(load_reference(), Nature(drift_a_month=0.10), 60)
    assert found.share < 0.80


def test_worlds_are_what_they_say() -> None:
    """The truth drifts as told, and a seed gives one world."""
    made = maker(load_reference(), Nature())
    steps = np.concatenate([
        np.diff(path) for seed in range(20) for path in made.world(seed).truth.values()
    ])  # fmt: skip
    assert steps.std() * math.sqrt(365.25 / 12) == pytest.approx(0.05, rel=0.05)
    assert len(next(iter(made.world(1).truth.values()))) == DAYS
    assert made.world(1).deals == made.world(1).deals
    assert made.world(1).deals != made.world(2).deals


def test_a_sharp_right_forecast_scores_best() -> None:
    """CRPS is the absolute error without a spread, and rewards an honest one."""
    assert crps(0.3, 0.0) == pytest.approx(0.3)
    assert crps(0.0, 0.1) < crps(0.0, 0.4) < crps(1.0, 0.1)
    grid = np.linspace(-6, 6, 24_001)
    ndtr = np.vectorize(lambda x: 0.5 * math.erfc(-x / math.sqrt(2)))(grid / 0.5)
    squared = (ndtr - (grid >= 0.7)) ** 2
    assert crps(0.7, 0.5) == pytest.approx(float(squared.sum() * (grid[1] - grid[0])), abs=1e-3)


def test_real_rows_are_foretold_from_before_them() -> None:
    """Each forecast used earlier rows only, and the report prints n."""
    found = forecasts(load_reference().market)
    assert len(found) >= 15
    assert any(f.siblings_only for f in found)
    assert all(f.log_sd > 0 for f in found)
    assert "n = " in list(real_lines(load_reference()))[-1]
