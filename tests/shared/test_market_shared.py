"""The model against the published outputs and the price files that it was made from.

The published file's own check formulas are not read: each row is predicted from our
reference data, and compared.
"""

import csv
import math
from pathlib import Path

import pytest

from tests.builders import build_deal
from tracker.economics.capital import OwningModel
from tracker.economics.energy import usd_per_gw_year
from tracker.economics.implied import observations
from tracker.economics.unit_costs import token_cost
from tracker.model.deals import DealType, Qualifier
from tracker.reference.companies import load_companies
from tracker.reference.market import Market, load_market
from tracker.reference.products import load_products

pytestmark = pytest.mark.shared
SHARED = Path(__file__).resolve().parents[3] / "shared" / "economics"


@pytest.fixture(scope="module")
def market() -> Market:
    return load_market()


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def outputs(kind: str) -> list[dict[str, str]]:
    return [row for row in rows("published_outputs.csv") if row["kind"] == kind]


def numbers(row: dict[str, str], *names: str) -> list[float | None]:
    return [float(row[name]) if row.get(name) else None for name in names]


def test_every_price_came_over_unchanged(market: Market) -> None:
    """Each figure of the price file with a known accelerator and unit is ours, digit for digit.

    Ours has second routes to some derived figures beside them.
    """
    known = {a.accelerator_id for a in market.accelerators}
    ours = {p.price_id: (p.low, p.mid, p.high) for p in market.prices}
    theirs = {
        row["price_id"]: tuple(numbers(row, "low", "mid", "high"))
        for row in rows("prices.csv")
        if row["accelerator_id"] in known
        and any((row["low"], row["mid"], row["high"]))
        and row["unit"] != "usd_per_neuroncore_hour"
    }
    assert ours.items() >= theirs.items()
    assert sorted(set(ours) - set(theirs)) == ["P110", "P111", "P112", "P113"]


def test_every_benchmark_point_came_over_unchanged(market: Market) -> None:
    """Tokens per second, their type and interactivity, for every known accelerator."""
    known = {a.accelerator_id for a in market.accelerators}
    ours = {
        t.throughput_id: (t.tokens_per_s_per_chip, t.token_type, t.interactivity_tok_s_user)
        for t in market.throughput
    }
    theirs = {
        row["row_id"]: (
            float(row["tokens_per_s_per_chip"]),
            row["token_type"].split()[0],
            *numbers(row, "interactivity_tok_s_user"),
        )
        for row in rows("throughput.csv")
        if row["accelerator_id"] in known
    }
    assert ours == theirs


def test_every_accelerator_came_over_unchanged(market: Market) -> None:
    """Dense TFLOPS, memory and power of all of them."""
    ours = {
        a.accelerator_id: (
            a.memory_gb,
            a.bf16_tflops,
            a.fp8_tflops,
            a.fp4_tflops,
            a.utility_power_w,
        )
        for a in market.accelerators
    }
    names = ("memory_gb", "bf16_dense_tflops", "fp8_dense_tflops", "fp4_dense_tflops")
    theirs = {
        row["accelerator_id"]: tuple(numbers(row, *names, "allin_w_per_chip"))
        for row in rows("accelerators.csv")
    }
    assert ours == theirs


def test_published_token_costs_are_predicted(market: Market) -> None:
    """Owning cost over the point's throughput: the published digits, or within 5 %."""
    owning = {
        p.accelerator_id: p.usd
        for p in market.prices
        if p.kind == "owning_tco" and p.commitment == "hyperscaler_owned"
    }
    wrong, seen = [], 0
    for row in outputs("cost_per_mtok"):
        point = _point(market, row)
        if point is None or row["accelerator_id"] not in owning:
            continue
        seen += 1
        cost = token_cost(
            owning[row["accelerator_id"]], tokens_per_s=point, token_type="total"
        ).usd_per_million
        published = float(row["value"])
        digits = len(row["value"].partition(".")[2])
        near = abs(cost - published) <= 0.5 * 10**-digits * 1.01
        if not near and abs(cost / published - 1) > 0.05:
            wrong.append((row["row_id"], published, cost))
    assert seen >= 12
    assert not wrong


def _point(market: Market, row: dict[str, str]) -> float | None:
    """The throughput that a published best-point cost speaks of, by model name."""
    models = {
        "DeepSeek-R1 8k/1k best": "deepseek-r1-0528", "gpt-oss-120b 8k/1k best": "gpt-oss-120b",
        "Llama-3.3-70B best": "llama-3.3-70b", "Qwen-3.5-397B best": "qwen-3.5-397b",
        "Kimi-K2.5 best": "kimi-k2.5",
    }  # fmt: skip
    model = next((name for words, name in models.items() if words in row["subject"]), None)
    points = [
        t.tokens_per_s_per_chip
        for t in market.throughput
        if t.model == model
        and t.accelerator_id == row["accelerator_id"]
        and t.scenario == "8k/1k max-throughput"
    ]
    return max(points, default=None)


def test_published_owning_costs_are_predicted_from_capital_and_power(market: Market) -> None:
    """From street prices: Blackwell within 2 %, Hopper within 20 % as the model admits."""
    kw = {a.accelerator_id: (a.utility_power_w or math.nan) / 1000 for a in market.accelerators}
    street = {
        p.accelerator_id: p.usd
        for p in market.prices
        if p.kind in ("capex_unit", "capex_rack") and p.use and p.price_id in
        ("P090", "P091", "P092", "P093")
    }  # fmt: skip
    checked = 0
    for row in outputs("tco_per_chip_hr"):
        name = row["accelerator_id"]
        if name not in street or "derived" in row["subject"]:
            continue
        found = OwningModel().usd_per_hour(street[name], utility_kw=kw[name])
        within = 0.02 if name.startswith(("nvda_b200", "nvda_gb200")) else 0.20
        assert abs(found / float(row["value"]) - 1) <= within, (name, found, row["value"])
        checked += 1
    assert checked == 4


def test_deals_with_chip_counts_imply_the_published_price(market: Market) -> None:
    """Value, term and chips as published: within 15 % of the published USD/chip-hour."""
    books = (market, load_products(), load_companies())
    deals = {
        "IREN to Microsoft": (("GB300",), 76_000),
        "SpaceX/xAI Colossus to Anthropic": (("GB200",), 325_000),
    }
    for row in outputs("deal"):
        if row["subject"] not in deals or not row["derived_usd_per_chip_hr"]:
            continue
        names, chips = deals.pop(row["subject"])
        deal = build_deal(
            "Buyer", "Cloud", deal_type=DealType.CAPACITY_LEASE, products=names, chips=chips,
            usd=float(row["deal_value_usd_b"]) * 1e9,
            chips_qualifier=Qualifier.EXACT, term_months=round(float(row["term_years"]) * 12),
        )  # fmt: skip
        (found,) = observations(deal, *books)
        published = float(row["derived_usd_per_chip_hr"])
        assert found.usd_per_chip_hour == pytest.approx(published, rel=0.15)
    assert not deals


def test_the_ladder_of_gigawatt_years_is_reproduced() -> None:
    """Every deal with value, power and term gives the published billions per GW-year."""
    checked = 0
    for row in outputs("deal"):
        value, gw, term = numbers(row, "deal_value_usd_b", "gw", "term_years")
        if value and gw and term and row["derived_usd_b_per_gw_yr"]:
            found = usd_per_gw_year(value * 1e9, years=term, power_kw=gw * 1e6) / 1e9
            assert found == pytest.approx(float(row["derived_usd_b_per_gw_yr"]), abs=0.01)
            checked += 1
    assert checked >= 6


def test_power_only_deals_are_within_a_third_of_chip_counts(market: Market) -> None:
    """IREN's 200 MW without its chip count gives nearly the price that the count gives."""
    books = (market, load_products(), load_companies())
    lease = build_deal(
        "Microsoft", "IREN", deal_type=DealType.CAPACITY_LEASE, products=("GB300",), usd=9.7e9,
        power_mw=200.0, power_qualifier=Qualifier.EXACT, term_months=60,
    )  # fmt: skip
    (found,) = observations(lease, *books)
    assert found.usd_per_chip_hour == pytest.approx(2.914, rel=0.35)


def test_tpu_against_gb200_owning_cost_agrees_with_the_claim(market: Market) -> None:
    """The external TPU owning cost is about 45 % below GB200's, where 44 % is claimed."""
    usd = {p.price_id: p.usd for p in market.prices}
    (claim,) = [row for row in outputs("relative_claim") if row["row_id"] == "O118"]
    saving = (1 - usd["P057"] / usd["P039"]) * 100
    assert saving == pytest.approx(float(claim["value"]), abs=10)
