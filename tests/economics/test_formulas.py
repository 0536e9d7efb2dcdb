"""The pure formulas: published check figures, and identities that hold for any input."""

import itertools
import math
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.economics.capital import OwningModel, capital_charge, owning_model
from tracker.economics.comparison import capital_saving_share
from tracker.economics.dependence import (
    Bounds,
    effective_bounds,
    effective_suppliers,
    herfindahl,
    share_bounds,
)
from tracker.economics.energy import (
    chip_hour_from_gw_year,
    chips_in,
    gw_year_from_chip_hour,
    usd_per_gw_year,
)
from tracker.economics.leakage import leakage_range, leakage_usd, ownership
from tracker.economics.premium import premium_token_cost, premium_usd_per_chip
from tracker.economics.reinvestment import reinvestment, triangular
from tracker.economics.rent_or_buy import (
    break_even_utilisation,
    discounted_payback_months,
    payback_months,
    rent_then_buy_usd,
    waiting_pays_from,
)
from tracker.economics.renting import prepaid_usd_per_hour, rent_usd_per_hour
from tracker.economics.unit_costs import (
    Interval,
    MixedTokens,
    TokenCost,
    interval,
    pflop_hour_usd,
    query_usd,
    token_cost,
)
from tracker.reference.market import load_market

_market = cache(load_market)
amounts = st.lists(st.floats(1.0, 1e12), min_size=1, max_size=6)
prices = st.floats(1e3, 1e6)
rates = st.floats(0.0, 0.3)
kw = st.floats(0.5, 5.0)


@given(prices, rates, st.integers(1, 12))
def test_the_capital_charge_repays_the_price(price: float, rate: float, years: int) -> None:
    """The payments, discounted to today, add up to the price."""
    charge = capital_charge(price, life_years=years, discount_rate=rate)
    repaid = sum(charge / (1 + rate) ** year for year in range(1, years + 1))
    assert repaid == pytest.approx(price, rel=1e-6)


@pytest.mark.parametrize(
    ("it_capital", "utility_kw", "usd_per_hour"),
    [
        (40_000, 2.17, 1.934),
        (3.4e6 / 72, 2.10, 2.185),
        (30_000, 1.73, 1.473),
        (35_000, 1.73, 1.656),
    ],
    ids=["B200", "GB200", "H100", "H200"],
)
def test_owning_reproduces_the_table(
    it_capital: float, utility_kw: float, usd_per_hour: float
) -> None:
    """The reference set gives the model's own table to the last digit."""
    found = OwningModel().usd_per_hour(it_capital, utility_kw=utility_kw)
    assert found == pytest.approx(usd_per_hour, abs=5e-4)


@pytest.mark.parametrize(
    ("published", "utility_kw", "it_capital"),
    [(1.95, 2.17, 40_431), (2.21, 2.10, 47_913), (1.30, 1.73, 25_304), (1.12, 1.79, 20_057)],
)
def test_owning_inverts(published: float, utility_kw: float, it_capital: float) -> None:
    """The IT capital that matches a published owning cost is the one in the price table."""
    found = OwningModel().it_capital_usd(published, utility_kw=utility_kw)
    assert found == pytest.approx(it_capital, abs=1)


def test_the_shipped_assumptions_are_the_reference_set() -> None:
    """The centres of tco.csv are the parameters that the check figures were made with."""
    assert owning_model(load_market()) == OwningModel()


@given(prices, prices, kw, st.floats(0.1, 1.0), st.floats(0.1, 1.0))
def test_owning_rises_with_capital_and_falls_with_use(
    a: float, b: float, utility_kw: float, u: float, v: float
) -> None:
    """More capital never costs less, more use never costs more an hour."""
    model = OwningModel()
    cheap, dear = sorted((a, b))
    idle, busy = sorted((u, v))
    assert model.usd_per_hour(cheap, utility_kw=utility_kw) <= model.usd_per_hour(
        dear, utility_kw=utility_kw
    )
    assert model.usd_per_hour(a, utility_kw=utility_kw, utilisation=busy) <= model.usd_per_hour(
        a, utility_kw=utility_kw, utilisation=idle
    )


@given(st.floats(0.01, 0.2), st.floats(0.01, 0.2), st.floats(0.02, 0.3), st.floats(0.02, 0.3))
def test_owning_rises_with_interest_and_power(e: float, f: float, w: float, x: float) -> None:
    """Dearer money or dearer power never makes owning cheaper."""
    (low_e, high_e), (low_w, high_w) = sorted((e, f)), sorted((w, x))
    cost = [
        OwningModel(discount_rate=rate, usd_per_kwh=power).usd_per_hour(40_000, utility_kw=2.17)
        for rate, power in ((low_w, low_e), (high_w, low_e), (high_w, high_e))
    ]
    assert cost == sorted(cost)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (OwningModel(life_years=3), 0.20),
        (OwningModel(life_years=5), -0.12),
        (OwningModel(life_years=6), -0.20),
        (OwningModel(discount_rate=0.06), -0.05),
        (OwningModel(discount_rate=0.12), 0.10),
        (OwningModel(facility_usd_per_kw=17_500), 0.06),
        (OwningModel(opex_share=0.04), 0.05),
        (OwningModel(usd_per_kwh=0.05), -0.03),
        (OwningModel(usd_per_kwh=0.12), 0.05),
    ],
)
def test_sensitivities_are_those_of_the_table(model: OwningModel, change: float) -> None:
    """One parameter at a time moves the B200 owning cost by the stated percentage."""
    base = OwningModel().usd_per_hour(40_000, utility_kw=2.17)
    moved = model.usd_per_hour(40_000, utility_kw=2.17) / base - 1
    assert moved == pytest.approx(change, abs=0.02)


def test_a_rent_is_list_less_discount_over_use() -> None:
    """A list of 5.00 at 40 % off and half use costs 6.00 a used hour."""
    assert rent_usd_per_hour(5.0, discount=0.4, utilisation=0.5) == pytest.approx(6.0)


def test_prepayment_makes_a_contract_dearer() -> None:
    """A fifth prepaid two and a half years ahead at 12 % adds 6 %."""
    dearer = prepaid_usd_per_hour(2.914, prepaid_share=0.2, lead_years=2.5, cost_of_capital=0.12)
    assert dearer / 2.914 == pytest.approx(1.06)


@given(st.floats(1e9, 1e12), st.floats(1, 12), st.floats(1e4, 1e7), kw)
def test_gigawatt_years_and_chip_hours_are_one_price(
    value: float, years: float, power_kw: float, kappa: float
) -> None:
    """V/(T G) turned into a chip-hour is V over all chip-hours; and it turns back."""
    per_gw_year = usd_per_gw_year(value, years=years, power_kw=power_kw)
    per_hour = chip_hour_from_gw_year(per_gw_year, kw_per_chip=kappa)
    chips = chips_in(power_kw, kw_per_chip=kappa)
    assert per_hour == pytest.approx(value / (years * 8760 * chips))
    assert gw_year_from_chip_hour(per_hour, kw_per_chip=kappa) == pytest.approx(per_gw_year)


@given(st.floats(0.1, 20), st.floats(1, 1e5), st.floats(1, 1e5))
def test_tokens_cost_less_where_more_are_made(usd: float, slow: float, fast: float) -> None:
    """Cost per million tokens never rises with throughput."""
    slow, fast = sorted((slow, fast))
    dear = token_cost(usd, tokens_per_s=slow, token_type="total")
    cheap = token_cost(usd, tokens_per_s=fast, token_type="total")
    assert cheap.usd_per_million <= dear.usd_per_million


def test_token_types_are_never_compared() -> None:
    """A cost per output token over one per total token is an error, not a number."""
    with pytest.raises(MixedTokens, match="output tokens against total"):
        TokenCost(1.0, "output").over(TokenCost(0.1, "total"))
    assert TokenCost(1.0, "total").over(TokenCost(0.5, "total")) == 2.0


def test_a_query_needs_input_and_output_costs() -> None:
    """1,000 in at 1 USD and 100 out at 10 USD cost 0.2 cents; a cache halves the input."""
    cost_in, cost_out = TokenCost(1.0, "input"), TokenCost(10.0, "output")
    plain = query_usd(1000, 100, input_cost=cost_in, output_cost=cost_out)
    cached = query_usd(
        1000, 100, input_cost=cost_in, output_cost=cost_out, cached_share=0.5, cached_cost=0.0
    )
    assert plain == pytest.approx(0.002)
    assert cached == pytest.approx(0.0015)
    with pytest.raises(MixedTokens):
        query_usd(1000, 100, input_cost=TokenCost(1.0, "total"), output_cost=cost_out)


def test_a_pflop_hour_counts_only_what_is_done() -> None:
    """4,500 dense TFLOPS at 40 % are 1.8 PFLOPS: 1.80 USD an hour is 1 USD."""
    assert pflop_hour_usd(1.8, dense_tflops=4500, mfu=0.4) == pytest.approx(1.0)


@given(st.floats(1e-3, 1e3), st.floats(0, 2))
def test_an_interval_is_symmetric_in_logs(median: float, log_sd: float) -> None:
    """low x high = mid squared, and low <= mid <= high."""
    found = interval(median, log_sd)
    assert found.low <= found.mid <= found.high
    assert found.low * found.high == pytest.approx(median**2)


@pytest.mark.parametrize(
    ("rent", "use", "months"), [(2.9, 0.67, 23), (3.5, 0.55, 19), (5.5, 0.35, 11)]
)
def test_rent_or_buy_reproduces_the_text(rent: float, use: float, months: int) -> None:
    """B200 at three rents: break-even use and months to pay back as published."""
    own = OwningModel().usd_per_hour(40_000, utility_kw=2.17)
    assert break_even_utilisation(own, rent) == pytest.approx(use, abs=0.006)
    found = payback_months(40_000, rent_usd_per_hour=rent, running_usd_per_hour=0.56)
    assert found == pytest.approx(months, abs=0.6)


@given(prices, st.floats(0.1, 20), st.floats(0.0, 5), st.floats(0.001, 0.3))
def test_money_with_a_price_pays_back_later(
    capital: float, rent: float, running: float, rate: float
) -> None:
    """Discounting never shortens the pay-back; without saving there is none."""
    plain = payback_months(capital, rent_usd_per_hour=rent, running_usd_per_hour=running)
    later = discounted_payback_months(
        capital, rent_usd_per_hour=rent, running_usd_per_hour=running, discount_rate=rate
    )
    assert later >= plain * (1 - 1e-9)
    assert math.isinf(plain) == (rent <= running)


def test_the_premium_reproduces_the_text() -> None:
    """40,000 USD at 75 % margin: 20,000 premium, 0.735 an hour, 38 % of a B200 token."""
    premium = premium_usd_per_chip(40_000, gross_margin=0.75)
    factor = OwningModel().usd_per_hour_of_it_dollar
    cost = premium_token_cost(
        premium, usd_per_hour_of_dollar=factor, tokens_per_s=13_429.7, token_type="total"
    )
    whole = token_cost(1.95, tokens_per_s=13_429.7, token_type="total")
    assert premium == pytest.approx(20_000)
    assert factor == pytest.approx(3.675e-5, rel=1e-3)
    assert premium * factor == pytest.approx(0.735, abs=5e-4)
    assert cost.usd_per_million == pytest.approx(0.0152, abs=5e-5)
    assert cost.over(whole) == pytest.approx(0.38, abs=0.005)


@pytest.mark.parametrize(
    ("billions", "suppliers"), [((80, 40), 1.80), ((80, 40, 5), 1.95), ((80, 40, 20), 2.33)]
)
def test_dependence_reproduces_the_text(billions: tuple[float, ...], suppliers: float) -> None:
    """The illustration for one buyer: two suppliers, then a small and a larger third."""
    assert effective_suppliers(billions) == pytest.approx(suppliers, abs=0.006)


@given(amounts)
def test_hhi_lies_between_equal_and_alone(spent: list[float]) -> None:
    """1/n <= HHI <= 1, and scaling all amounts changes nothing."""
    index = herfindahl(spent)
    assert 1 / len(spent) - 1e-9 <= index <= 1 + 1e-9
    assert herfindahl([amount * 7 for amount in spent]) == pytest.approx(index)


@st.composite
def boxes(draw: st.DrawFn) -> list[Bounds]:
    ends = st.floats(0, 100)
    pairs = draw(st.lists(st.tuples(ends, ends), min_size=1, max_size=4))
    return [Bounds(*sorted(pair)) for pair in pairs]


@given(boxes(), st.data())
def test_bounds_hold_for_any_amount_within(box: list[Bounds], data: st.DataObject) -> None:
    """No choice of amounts within their bounds leaves the bounds of count and shares."""
    inside = [data.draw(st.floats(b.low, b.high)) for b in box]
    if sum(inside) < 1e-6:
        return
    count = effective_suppliers(inside)
    bounds = effective_bounds(box)
    assert bounds.low - 1e-6 <= count <= bounds.high + 1e-6
    for amount, share in zip(inside, share_bounds(box), strict=True):
        assert share.low - 1e-9 <= amount / sum(inside) <= share.high + 1e-9


def test_bounds_are_reached() -> None:
    """0 to 60 beside a firm 2: one supplier at worst, two equal ones at best."""
    bounds = effective_bounds([Bounds(0, 60), Bounds(2, 2)])
    assert (bounds.low, bounds.high) == pytest.approx((1.0, 2.0))
    assert effective_bounds([Bounds(0, 0)]) == Bounds(0.0, 0.0)


@given(boxes())
def test_bounds_are_tight(box: list[Bounds]) -> None:
    """Some corner and some common level reach the bounds, so they are not too wide."""
    corners = [effective_suppliers(c) for c in itertools.product(*((b.low, b.high) for b in box))]
    levels = (max(b.high for b in box) * i / 4000 for i in range(1, 4001))
    levelled = [effective_suppliers([min(max(x, b.low), b.high) for b in box]) for x in levels]
    bounds = effective_bounds(box)
    assert bounds.low == pytest.approx(min([c for c in corners if c > 0], default=0.0))
    if max(b.high for b in box) < 400 * min(b.high for b in box):
        assert bounds.high - max(levelled) < 0.02


def test_leakage_reproduces_the_text() -> None:
    """10 billion at NVIDIA: 1.4, from 0.6 to 1.7 billion with a triangular share."""
    point = leakage_usd(10e9, gross_margin=0.75, reinvested_share=0.19, to_rivals=1.0)
    spread = leakage_range(10e9, gross_margin=0.75, to_rivals=1.0)
    assert point == pytest.approx(1.4e9, abs=0.05e9)
    assert spread.low == pytest.approx(0.6e9, abs=0.07e9)
    assert spread.high == pytest.approx(1.7e9, abs=0.05e9)
    assert leakage_usd(10e9, gross_margin=0.75, reinvested_share=0.19, to_rivals=0.0) == 0


def test_ownership_leaves_promises_out() -> None:
    """The lapsed letter of 100 billion is in no holding; paid stakes are."""
    held = ownership(load_market().stakes, {"openai", "anthropic"})
    by_pair = {(o.investor_id, o.investee_id): o for o in held}
    nvidia = by_pair["nvidia", "openai"]
    assert nvidia.stake_ids == ("K01",)
    assert (nvidia.stake_low, nvidia.stake_high) == (0.03, 0.036)
    assert ownership(load_market().stakes, set()) == ()


@settings(max_examples=40, deadline=None)
@given(boxes(), st.floats(0, 100), st.floats(0, 100), st.data())
def test_bounds_hold_wherever_the_unknown_goes(
    box: list[Bounds], low: float, more: float, data: st.DataObject
) -> None:
    """Money in silicon that nobody names, split in any way over up to eight suppliers."""
    unknown = Bounds(low, low + more)
    inside = [data.draw(st.floats(b.low, b.high)) for b in box]
    extra = data.draw(st.floats(unknown.low, unknown.high))
    weights = data.draw(st.lists(st.floats(0, 1), min_size=8, max_size=8))
    if sum(inside) + extra < 1e-3 or (extra and sum(weights) < 1e-3):
        return
    amounts = [*inside, *[0.0] * (8 - len(inside))]
    if extra:
        amounts = [a + extra * w / sum(weights) for a, w in zip(amounts, weights, strict=True)]
    count = effective_suppliers(amounts)
    bounds = effective_bounds(box, unknown)
    assert bounds.low - 1e-6 <= count <= bounds.high * 1.001 + 1e-6


def test_the_unknown_is_not_one_supplier_of_that_name() -> None:
    """80 of one and 20 unknown: between one supplier and many, where it was 1.47 exactly."""
    found = effective_bounds([Bounds(80, 80)], Bounds(20, 20))
    assert found.low == pytest.approx(1.0)
    assert found.high == pytest.approx(1 / (0.8**2 + 7 * (0.2 / 7) ** 2), rel=1e-6)
    only = effective_bounds([], Bounds(5, 9))
    assert (only.low, only.high) == pytest.approx((1.0, 8.0))


@given(st.floats(1, 1e12), st.sampled_from(["openai", "anthropic", "xai", "nobody"]))
def test_without_stakes_nothing_leaks(spend: float, lab: str) -> None:
    """A supplier that holds nothing passes nothing on, whatever is spent there."""
    found = reinvestment(replace(_market(), stakes=()), "nvidia", lab)
    assert not isinstance(found, str)
    assert found.leakage(spend) == Interval(0.0, 0.0, 0.0)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_triangular_quantile_rises_within_its_ends(
    a: float, b: float, c: float, p: float, q: float
) -> None:
    """From the least at 0 to the most at 1, never falling."""
    low, mode, high = sorted((a, b, c))
    first, second = (triangular(x, low, mode, high) for x in sorted((p, q)))
    assert low - 1e-9 <= first <= second + 1e-9 <= high + 2e-9


@given(st.floats(0.5, 10), st.floats(0.5, 10), st.floats(0.1, 5), st.floats(0, 0.2))
def test_waiting_pays_from_where_it_costs_the_same(
    rent: float, own: float, years: float, rate: float
) -> None:
    """At the break-even gain, renting first costs what buying now does; beyond it less."""
    terms = {"rented_years": years, "horizon_years": 6.0, "discount_rate": rate}
    gain = waiting_pays_from(rent, own, **terms)
    now = rent_then_buy_usd(rent, own, **{**terms, "rented_years": 0.0}, better_a_year=0.0)
    if gain == 0.0:
        assert rent_then_buy_usd(rent, own, **terms, better_a_year=0.0) <= now * (1 + 1e-9)
    elif math.isfinite(gain):
        same = rent_then_buy_usd(rent, own, **terms, better_a_year=gain)
        assert same == pytest.approx(now, rel=1e-3)
        assert rent_then_buy_usd(rent, own, **terms, better_a_year=gain * 2 + 0.01) < now
    else:
        assert rent > own


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_capital_is_saved_only_from_a_lower_margin(share: float, m: float, r: float) -> None:
    """No saving at the same margin, one within the share at a lower, a loss at a higher."""
    saved = capital_saving_share(share, m, r)
    assert (saved > 1e-12) == (m > r + 1e-12) or abs(m - r) < 1e-9
    assert saved <= share
    assert capital_saving_share(share, m, m) == pytest.approx(0.0)
    assert capital_saving_share(0.39, 0.75, 0.5) == pytest.approx(0.195)
