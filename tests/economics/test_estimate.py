"""Estimates as of a day: the published levels, ranges, token types, and what is cheapest."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.economics.estimate import (
    CHEAPEST,
    OWN,
    OWN_TOKENS,
    PFLOP,
    RENT,
    TOKENS,
    Key,
    PriceModel,
    View,
)
from tracker.economics.price_rows import available_on, data_as_of, rent_rows
from tracker.model.market import Accelerator
from tracker.reference.market import Market, load_market

MAY, NOVEMBER = date(2026, 5, 8), date(2026, 11, 22)


@pytest.fixture(scope="module")
def model(market: Market) -> PriceModel:
    return PriceModel(market)


@cache
def _market() -> Market:
    return load_market()


def test_the_published_levels_come_out(model: PriceModel) -> None:
    """The day after the May table, B200 rents at 2.90 and is owned at 1.95."""
    found = model.figures("nvda_b200_sxm", View(MAY, MAY))
    assert found[RENT, "nvda_b200_sxm", None].mid == pytest.approx(2.90)
    assert found[OWN, "nvda_b200_sxm", None].mid == pytest.approx(1.95)


@pytest.mark.parametrize(
    ("accelerator_id", "published"),
    [("nvda_b200_sxm", 0.0403), ("nvda_gb300_nvl72", 0.0406), ("nvda_h200_sxm", 0.1596)],
)
def test_owned_tokens_cost_what_is_published(
    model: PriceModel, accelerator_id: str, published: float
) -> None:
    """DeepSeek-R1 at highest throughput: the published dollars per million total tokens."""
    key = (OWN_TOKENS, accelerator_id, "deepseek-r1-8k-1k")
    found = model.figures(accelerator_id, View(MAY, MAY))[key]
    assert found.mid == pytest.approx(published, abs=1e-4)
    assert "total tokens" in found.assumptions


def test_every_estimate_is_an_ordered_range_with_inputs(model: PriceModel) -> None:
    """low <= mid <= high, inputs that exist, one line of assumptions, a date."""
    market = model.market
    known = {p.price_id for p in market.prices} | {t.throughput_id for t in market.throughput}
    known |= {row.parameter_id for row in market.tco}
    found = model.all_figures(View(NOVEMBER, NOVEMBER))
    assert {key[0] for key in found} == {RENT, OWN, PFLOP, TOKENS, OWN_TOKENS, CHEAPEST}
    for figure in found.values():
        assert figure.low <= figure.mid <= figure.high
        assert figure.input_ids
        assert set(figure.input_ids) <= known
        assert figure.assumptions
        assert figure.model_data_as_of[:4].isdigit()


def test_the_chances_of_a_workload_sum_to_one(model: PriceModel) -> None:
    """Somebody is the cheapest in each draw."""
    for workload_id in model.workloads:
        found = model.cheapest(workload_id, View(NOVEMBER, NOVEMBER))
        assert sum(figure.mid for figure in found.values()) == pytest.approx(1.0)


def test_output_tokens_stay_apart_from_total_tokens(model: PriceModel) -> None:
    """A workload's costs are all of its own token type, and say so."""
    found = model.all_figures(View(NOVEMBER, NOVEMBER))
    for (measure, _, workload_id), figure in found.items():
        if measure in (TOKENS, OWN_TOKENS):
            kind = model.workloads[workload_id or ""].token_type
            assert f"{kind} tokens" in figure.assumptions


def test_what_is_not_on_sale_cannot_be_cheapest(model: PriceModel) -> None:
    """TPU v7 came in November 2025: no chance in October, a chance in December."""
    key: Key = (CHEAPEST, "goog_tpu_v7", "qwen-3.5-397b-20-tok-s")
    before, after = date(2025, 10, 1), date(2025, 12, 1)
    assert key not in model.cheapest(key[2] or "", View(before, before))
    assert model.cheapest(key[2] or "", View(after, after))[key].mid > 0.3


def test_a_figure_from_later_says_so(model: PriceModel) -> None:
    """In February the May table stands in, with its date and a warning."""
    february = date(2026, 2, 27)
    found = model.figures("nvda_b200_sxm", View(february, february))
    said = found[RENT, "nvda_b200_sxm", None].model_data_as_of
    assert said.startswith("2026-05-07, later than the estimate")
    assert data_as_of(february, february) == "2026-02-27"


def test_vendors_without_a_price_have_no_rent(model: PriceModel) -> None:
    """Trainium3 has no price anywhere, so there is no figure rather than a guess."""
    found = model.figures("amzn_trainium3", View(NOVEMBER, NOVEMBER))
    assert found == {}


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2026-H2", date(2026, 7, 1)),
        ("2025-11", date(2025, 11, 1)),
        ("2025-05-15", date(2025, 5, 15)),
        ("2022", date(2022, 1, 1)),
        ("", None),
    ],
)
def test_on_sale_from_the_first_day_of_a_period(
    model: PriceModel, printed: str, day: date | None
) -> None:
    """A half, a month or a year begins with its first day."""
    accelerator: Accelerator = replace(model.accelerators["nvda_b200_sxm"], available=printed)
    assert available_on(accelerator) == day


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2026, 5, 7), date(2026, 11, 20)), st.integers(1, 400), st.floats(0.2, 20))
def test_later_rows_never_change_an_earlier_day(day: date, later: int, usd: float) -> None:
    """A price that becomes known after a day changes no rent on that day."""
    market = _market()
    row = next(price for price in market.prices if price.price_id == "P035")
    new = replace(row, price_id="NEW", mid=usd, low=None, known_on=day + timedelta(days=later))
    longer = replace(market, prices=(*market.prices, new))
    name, view = "nvda_b200_sxm", View(day, day)
    assert PriceModel(longer).figures(name, view) == PriceModel(market).figures(name, view)


def test_a_row_counts_from_its_day(market: Market) -> None:
    """A new contract price moves the rent from its day on."""
    row = next(price for price in market.prices if price.price_id == "P035")
    new = replace(row, price_id="NEW", mid=4.0, known_on=date(2026, 6, 15))
    model = PriceModel(replace(market, prices=(*market.prices, new)))
    name, day = "nvda_b200_sxm", date(2026, 6, 15)
    before = model.figures(name, View(day, day - timedelta(days=1)))[RENT, name, None]
    after = model.figures(name, View(day, day))[RENT, name, None]
    assert before.mid < after.mid < 4.0
    assert "NEW" in after.input_ids


def test_deals_are_left_to_themselves(market: Market) -> None:
    """Rows that were worked out of a deal are no prior: they would count twice."""
    gb300 = next(a for a in market.accelerators if a.accelerator_id == "nvda_gb300_nvl72")
    names = {name for row in rent_rows(market, gb300) for name in row.names}
    assert {"P044", "P059"} <= names
    assert not {"P088", "P096"} & names
