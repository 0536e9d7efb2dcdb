"""`kill -9` at random points of a run, ten times, and at some chosen ones; more in `make soak`."""

from pathlib import Path

import pytest

from tests.soak import kill_points, kill_run


@pytest.mark.check
def test_a_run_that_is_killed_ten_times_ends_the_same(tmp_path: Path) -> None:
    """Views, digests and mail equal those of an undisturbed run; nothing kept is lost."""
    assert kill_run.compare(tmp_path, kills=10, days=("2026-02-26", "2026-03-12"))["kills"] == 10


@pytest.mark.check
def test_a_run_that_is_killed_after_chosen_steps_ends_the_same(tmp_path: Path) -> None:
    """One in nineteen of all transactions, swaps of files and syncs of two days."""
    assert kill_points.compare(tmp_path, ("2026-02-26", "2026-02-27"), every=19) > 5
