"""Rates of exchange: dated, sourced, pegs included, and none where there is none."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.errors import BadReference
from tracker.reference import fx
from tracker.reference.fx import load_rates, shipped_rates

HERE = Path(fx.__file__).parent


def test_a_rate_is_the_last_one_by_the_day() -> None:
    """In the middle of a month the month-end before it counts; before the table its first."""
    rates = shipped_rates()
    found = rates.at("EUR", date(2025, 11, 3))
    assert found
    assert found.on.isoformat()[:7] == "2025-10"
    assert found.usd == pytest.approx(1.155, abs=0.01)
    early = rates.at("EUR", date(2001, 1, 1))
    assert early
    assert early.on.year == 2023


def test_pegs_and_the_dollar_have_rates_and_strangers_none() -> None:
    """Riyal and dirham by their pegs, the dollar is one, Taiwan's dollar is not in the table."""
    rates, day = shipped_rates(), date(2026, 2, 27)
    dirham, dollar = rates.at("AED", day), rates.at("USD", day)
    assert dirham
    assert dollar
    assert dirham.usd == pytest.approx(1 / 3.6725)
    assert dollar.usd == 1.0
    assert rates.at("TWD", day) is None


@given(st.sampled_from(sorted(shipped_rates().by_currency)), st.integers(0, 1400))
def test_every_currency_has_a_rate_on_every_day(name: str, days: int) -> None:
    """There and back is the same amount, and no rate is from later than the day allows."""
    day = date(2023, 2, 28) + timedelta(days)
    found = shipped_rates().at(name, day)
    assert found
    assert 100 * found.usd / found.usd == pytest.approx(100)
    assert found.on <= day or found == shipped_rates().by_currency[name][0]


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("fx.csv", "1.0619,1.5760", "0,1.5760", "fx.csv:2: USD"),
        ("fx.csv", "2023-03-31", "2023-01-31", "fx.csv:3: as_of: must come after"),
        ("fx.csv", "units per EUR", "units per USD", "fx.csv:2: basis"),
        ("fx_pegs.csv", "AED", "EUR", "fx_pegs.csv:2: currency"),
        ("fx_pegs.csv", "3.64", "-3.64", "fx_pegs.csv:3: units_per_usd"),
    ],
)
def test_a_bad_rate_is_named(tmp_path: Path, name: str, old: str, new: str, place: str) -> None:
    """The error names file, line and column."""
    for each in ("fx.csv", "fx_pegs.csv"):
        shutil.copy(HERE / each, tmp_path)
    path = tmp_path / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadReference, match=place):
        load_rates(tmp_path)
