"""The market's reference data: complete, dated, and checked cell by cell."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker.reference.market as market_module
from tracker.model.errors import BadReference
from tracker.reference.market import Market, load_market
from tracker.reference.table import COMPILED_ON, period_end

SHIPPED = Path(market_module.__file__).parent
FILES = (
    "accelerators.toml", "prices.csv", "throughput.csv", "tco.csv", "stakes.csv",
    "company_facts.csv", "silicon_mix.toml", "families.toml", "rivals.toml",
)  # fmt: skip


@pytest.fixture(scope="module")
def market() -> Market:
    return load_market()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copy(SHIPPED / name, tmp_path)
    shutil.copytree(SHIPPED / "workloads", tmp_path / "workloads")
    return tmp_path


def spoil(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` of a file; the line it was on."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_market_is_whole(market: Market) -> None:
    """All accelerators load, and the mix of workloads has a point of every big supplier."""
    assert len(market.accelerators) == 33
    assert len(market.workloads) >= 3
    suppliers = {a.supplier_id for a in market.accelerators}
    assert {"nvidia", "amd", "alphabet", "amazon", "microsoft", "meta-platforms"} <= suppliers
    assert market.parameter("wacc_hyperscaler").centre == pytest.approx(0.08)


def test_rows_without_a_date_say_so_and_count_from_the_compilation(market: Market) -> None:
    """An unknown day is never taken for an early one."""
    undated = [price for price in market.prices if not price.dated]
    assert undated
    assert {price.known_on for price in undated} == {COMPILED_ON}
    assert all("day unknown" in price.note for price in undated)


def test_a_rack_price_is_divided_by_its_chips(market: Market) -> None:
    """3.4 million USD for 72 chips are 47,222 USD a chip."""
    rack = next(price for price in market.prices if price.price_id == "P093")
    assert rack.usd == pytest.approx(47_222, rel=1e-4)


def test_a_price_without_a_centre_has_the_geometric_middle(market: Market) -> None:
    """1.99 to 5.00 USD is centred on its geometric middle."""
    spread = next(price for price in market.prices if price.price_id == "P067")
    assert spread.usd == pytest.approx((1.99 * 5.0) ** 0.5)


@pytest.mark.parametrize(
    ("name", "old", "new", "column"),
    [
        ("prices.csv", "P002,goog_tpu_v6e", "P002,goog_tpu_v99", "accelerator_id"),
        ("prices.csv", "P002,", "P001,", "price_id"),
        ("prices.csv", "usd_per_chip_hour", "eur_per_chip_hour", "unit"),
        ("prices.csv", "usd_per_rack", "usd_per_chip_hour", "unit"),
        ("prices.csv", "2.7,2.7,3.24", "3.7,2.7,3.24", "mid"),
        ("prices.csv", "2.7,2.7,3.24", "cheap,2.7,3.24", "low"),
        ("prices.csv", "2.7,2.7,3.24", "-1,2.7,3.24", "low"),
        ("prices.csv", "2.7,2.7,3.24", "nan,2.7,3.24", "low"),
        ("prices.csv", "2026-05-07", "7 May 2026", "as_of"),
        ("prices.csv", "2026-05-07", "2026-02-30", "as_of"),
        ("throughput.csv", ",output,", ",tokens,", "token_type"),
        ("throughput.csv", "1105.05", "0", "tokens_per_s_per_chip"),
        ("tco.csv", "https://", "see https://", "source_url"),
        ("stakes.csv", "0.03,0.036", "3,3.6", "stake_low"),
        ("stakes.csv", "0.03,0.036", "0.05,0.036", "stake_low"),
        ("stakes.csv", "lapsed,", "gone,", "status"),
        ("company_facts.csv", "2025-04-27", "2025-04-31", "period_end"),
        ("tco.csv", "assumption,yes", "assumption,no", "imputed"),
        ("throughput.csv", "measured,no", "measured,maybe", "imputed"),
        ("stakes.csv", "amount over valuation,yes", ",yes", "basis"),
        ("accelerators.toml", "memory_gb = 80", 'memory_gb = "lots"', "memory_gb"),
        ("accelerators.toml", 'basis = "vendor"', 'basis = ""', "basis"),
        ("accelerators.toml", 'imputed = ["utility', 'imputed = ["futility', "imputed"),
        ("families.toml", "goog_tpu_v5e = 0.6", "goog_tpu_v5e = 0.5", "generations"),
        ("families.toml", "goog_tpu_v5e = 0.6", "goog_tpu_v5f = 0.6", "generations"),
        ("silicon_mix.toml", 'source_url = ""', 'source_url = "nowhere"', "source_url"),
    ],
)
def test_a_bad_cell_is_named(folder: Path, name: str, old: str, new: str, column: str) -> None:
    """The error names the file, the line and the column."""
    line = spoil(folder, name, old, new)
    with pytest.raises(BadReference, match=rf"^{name}:{line}: {column}: "):
        load_market(folder)


def test_a_missing_date_column_is_named(folder: Path) -> None:
    """A file without its `as_of` column is refused, not read as undated."""
    spoil(folder, "prices.csv", ",as_of,", ",")
    with pytest.raises(BadReference, match=r"prices\.csv:1: header: .*as_of"):
        load_market(folder)


def test_a_short_row_is_named(folder: Path) -> None:
    """A row with a cell too few is named with its line."""
    spoil(folder, "stakes.csv", "0.03,0.036", "0.03")
    with pytest.raises(BadReference, match=r"stakes\.csv:2: row: "):
        load_market(folder)


def test_token_types_never_mix(folder: Path) -> None:
    """A workload of output tokens cannot stand on points of total tokens."""
    name = "workloads/deepseek-r1-8k-1k.toml"
    spoil(folder, name, '"total"', '"output"')
    with pytest.raises(BadReference, match=r"token_type: throughput\.csv has total"):
        load_market(folder)


def test_the_mix_of_workloads_must_sum_to_one(folder: Path) -> None:
    """A workload more or less needs new weights."""
    (folder / "workloads" / "llama-2-70b-offline.toml").unlink()
    with pytest.raises(BadReference, match=r"weights sum to 0\.9"):
        load_market(folder)


def test_an_unknown_key_is_named(folder: Path) -> None:
    """A misspelt key of an accelerator is an error with its line, not a figure left out."""
    line = spoil(folder, "accelerators.toml", "memory_gb =", "memory_gib =")
    with pytest.raises(BadReference, match=rf"^accelerators\.toml:{line}: memory_gib: is"):
        load_market(folder)


def test_a_broken_toml_is_named(folder: Path) -> None:
    """TOML that does not parse is named with its file."""
    spoil(folder, "rivals.toml", "[[rivals]]", "[[rivals]")
    with pytest.raises(BadReference, match=r"rivals\.toml: cannot be read as TOML"):
        load_market(folder)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026", date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2026-02-24", date(2026, 2, 24)),
        ("2026-Q1", date(2026, 3, 31)),
        ("2026-H1", date(2026, 6, 30)),
    ],
)
def test_a_period_counts_from_its_end(printed: str, day: date) -> None:
    """A figure of a month is known when the month is over, not before."""
    assert period_end(printed) == day


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_none(text: str) -> None:
    """No text breaks the reading of dates."""
    day = period_end(text)
    assert day is None or str(day.year) == text[:4]
