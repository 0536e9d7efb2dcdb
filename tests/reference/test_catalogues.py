"""Catalogues and filings: the layouts of skypilot-catalog, gpuhunt and EDGAR company facts."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model.errors import BadReference
from tracker.reference.catalogues import layout_of, listed, read_offers
from tracker.reference.company_filings import read_company_facts

SKYPILOT = """InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,\
SpotPrice
gpu_8x_b200,B200,8.0,208,2900,53.52,us-east-1,"{'Gpus': []}",
gpu_1x_b200,B200,1.0,26,360,6.99,us-west-1,,2.5
cpu_only,,,4,16,0.2,us-east-1,,
mystery,Abacus,8.0,4,16,9.9,us-east-1,,
TPU-VM,tpu-v5p-8,1.0,208,448,16.8,us-east5-a,tpu-v5p-8,5.2
TPU-VM,tpu-v6e-4,1.0,180,720,10.8,us-east5-b,tpu-v6e-4,
TPU-VM,tpu-v6e-8,1.0,180,720,700.0,us-east5-c,tpu-v6e-8,
broken,B200,eight,208,2900,53.52,us-east-1,,
"""
GPUHUNT = """instance_name,location,price,cpu,memory,gpu_vendor,gpu_count,gpu_name,gpu_memory,\
spot,disk_size
gpu_1x_h100,us-east-1,2.49,26,200,nvidia,1,H100,80,False,
gpu_8x_a100,us-east-1,14.32,124,1800,nvidia,8,A100,80,False,
gpu_1x_a100,us-east-1,1.29,30,200,nvidia,1,A100,40,False,
gpu_1x_h100,eu-1,1.2,26,200,nvidia,1,H100,80,True,
v5litepod-8,us-west4,9.6,24,48,google,1,v5litepod-8,16,False,
"""


def test_a_skypilot_price_is_of_one_chip() -> None:
    """Eight chips share an instance's price; a v5p slice counts cores, a v6e slice chips."""
    offers, problems = read_offers(SKYPILOT, "vms.csv")
    found = {(row.accelerator_id, row.commitment): row for row in listed(offers)}
    b200 = found["nvda_b200_sxm", "on_demand"]
    assert (b200.low, b200.high, b200.offers) == (6.69, 6.99, 2)
    assert b200.mid == pytest.approx(6.84)
    assert found["nvda_b200_sxm", "spot"].mid == 2.5
    assert found["goog_tpu_v5p", "on_demand"].mid == pytest.approx(4.2)
    assert found["goog_tpu_v6e", "on_demand"].mid == pytest.approx(2.7)
    assert found["goog_tpu_v6e", "on_demand"].offers == 1  # 700.0 stands for no price
    (problem,) = problems
    assert problem.origin == "vms.csv:9"
    assert "AcceleratorCount: 'eight'" in problem.message


def test_a_gpuhunt_price_is_of_one_chip() -> None:
    """The A100 with 40 GB is another chip than ours; spot is a commitment of its own."""
    offers, problems = read_offers(GPUHUNT, "lambda.csv")
    found = {(row.accelerator_id, row.commitment): row.mid for row in listed(offers)}
    assert found == {
        ("goog_tpu_v5e", "on_demand"): pytest.approx(1.2),
        ("nvda_a100_80g", "on_demand"): pytest.approx(1.79),
        ("nvda_h100_sxm", "on_demand"): 2.49,
        ("nvda_h100_sxm", "spot"): 1.2,
    }
    assert not problems


def test_another_file_is_refused() -> None:
    """A header of neither layout is an error with the file's name."""
    assert layout_of("a,b\n1,2\n") is None
    with pytest.raises(BadReference, match=r"^odd\.csv:1: header"):
        read_offers("a,b\n1,2\n", "odd.csv")


@given(st.text(max_size=300))
def test_no_text_breaks_the_catalogue_reader(text: str) -> None:
    """Whatever follows the header, lines are read or named, never an exception."""
    offers, problems = read_offers(SKYPILOT.splitlines()[0] + "\n" + text, "x.csv")
    assert all(0.05 <= offer.usd_per_chip_hour <= 50 for offer in offers)
    assert all(problem.origin.startswith("x.csv:") for problem in problems)


def entry(start: str, end: str, value: float, filed: str, form: str = "10-Q") -> dict[str, object]:
    return {"start": start, "end": end, "val": value, "filed": filed, "form": form}


def facts(**tags: list[dict[str, object]]) -> str:
    return json.dumps(
        {"cik": 1045810, "facts": {"us-gaap": {k: {"units": {"USD": v}} for k, v in tags.items()}}}
    )


def test_margins_come_from_profit_or_cost() -> None:
    """Gross profit over revenue where it is filed, else one less cost over revenue."""
    quarter = ("2026-01-26", "2026-04-26")
    text = facts(
        Revenues=[entry(*quarter, 81.6e9, "2026-05-28"),
                  entry("2025-01-27", "2026-01-25", 216e9, "2026-02-26", "10-K")],
        GrossProfit=[entry(*quarter, 61.1e9, "2026-05-28")],
        CostOfRevenue=[entry("2025-01-27", "2026-01-25", 62e9, "2026-02-26", "10-K")],
    )  # fmt: skip
    year, last = read_company_facts(text, "facts.json")
    assert (year.label, last.label) == ("2026-01-25 year", "2026-04-26 quarter")
    assert last.margin == pytest.approx(0.749, abs=1e-3)
    assert year.margin == pytest.approx(1 - 62 / 216)
    assert last.filed == date(2026, 5, 28)


def test_the_last_filing_of_a_period_counts() -> None:
    """A restated figure replaces the first one; half-years and losses of sense are left out."""
    quarter = ("2025-07-01", "2025-09-30")
    text = facts(
        Revenues=[entry(*quarter, 100e9, "2025-10-30"), entry(*quarter, 102e9, "2026-02-05"),
                  entry("2025-04-01", "2025-09-30", 190e9, "2025-10-30")],
        CostOfRevenue=[entry(*quarter, 41e9, "2026-02-05")],
    )  # fmt: skip
    (found,) = read_company_facts(text, "facts.json")
    assert found.revenue_usd == 102e9
    assert found.margin == pytest.approx(1 - 41 / 102)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cik": 1}', '{"cik": "x", "facts": {}}'])
def test_no_company_facts_are_refused(text: str) -> None:
    """A file of another kind is an error with its name."""
    with pytest.raises(BadReference, match=r"^odd\.json:1: no EDGAR company facts"):
        read_company_facts(text, "odd.json")
