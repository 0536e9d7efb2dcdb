"""`kill -9` at random points of a run: ten times here, a hundred in `make soak`."""

from pathlib import Path

import pytest

from tests.soak.kill_run import compare


@pytest.mark.check
def test_a_run_that_is_killed_ten_times_ends_the_same(tmp_path: Path) -> None:
    """Views, digests and mail equal those of an undisturbed run; nothing kept is lost."""
    assert compare(tmp_path, kills=10, days=("2026-02-26", "2026-03-12"))["kills"] == 10
