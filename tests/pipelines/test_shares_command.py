"""`tracker shares` on a home that has lived through the sample."""

import json
from pathlib import Path

import pytest

from tests.pipelines.run_tracker import tracker


def test_shares_are_printed_in_each_measure(lived: Path) -> None:
    """Dollars a year, gigawatts: rows with ranges, shares that sum to one."""
    for measure in ("usd", "gw"):
        done = tracker(lived, "shares", "--measure", measure, "--window", "365", "--json")
        assert done.returncode == 0, done.stderr
        rows = json.loads(done.stdout)
        assert sum(row["share"] for row in rows) == pytest.approx(1.0)
        assert all(row["low"] <= row["share"] <= row["high"] for row in rows)
        assert rows[0]["deal_ids"]


def test_a_bad_measure_is_named(lived: Path) -> None:
    """One clear line and exit status 2."""
    done = tracker(lived, "shares", "--measure", "barrels")
    assert done.returncode == 2
    assert "usd_per_year" in done.stderr
