"""The rules about the model's outputs: thresholds, hysteresis, cool-down, sources."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.builders import build_deal, on
from tests.signals.test_deal_rules import held, told
from tracker.model.deals import Confirmation
from tracker.model.ids import content_id
from tracker.model.market import BuyerExposure, CostEstimate, SupplierShare
from tracker.reference.products import load_products
from tracker.signals.evaluate import evaluate
from tracker.signals.rules.supplier_share_shift import chance_of_shift

FLIP, SHIFT, DEPENDENCE = "cheapest_supplier_flip", "supplier_share_shift", "dependence_change"


def accelerator_of(product: str) -> str:
    """The datasheet of a product."""
    found = load_products().accelerator_id(product)
    assert found is not None
    return found


def chance(product: str, mid: float, day: str, **given: Any) -> CostEstimate:
    """The chance that a product is the cheapest for the chat workload."""
    values: dict[str, Any] = {
        "estimate_id": content_id(product, mid, day),
        "measure": "p_cheapest",
        "accelerator_id": accelerator_of(product),
        "workload_id": "chat",
        "low": mid, "mid": mid, "high": mid,
        "before_low": None, "before_mid": None, "before_high": None,
        "caused_by": None,
        "input_ids": (),
        "assumptions": "",
        "model_data_as_of": "2026-01-01",
        "as_of": date.fromisoformat(day),
        "known_at": on(day),
    }  # fmt: skip
    return CostEstimate(**(values | given))


def share(value: float, day: str, spread: float = 0.01, **given: Any) -> SupplierShare:
    """Alphabet's share of newly committed dollars in 90 days."""
    values: dict[str, Any] = {
        "share_id": content_id(value, day),
        "supplier_id": "alphabet",
        "window_days": 90,
        "headline_usd": 1e9,
        "expected_usd": 1e9,
        "share": value,
        "share_low": value - spread,
        "share_high": value + spread,
        "before_share": None,
        "caused_by": "some deal",
        "deal_ids": (),
        "known_at": on(day),
    }
    return SupplierShare(**(values | given))


def exposure(low: float, high: float, day: str, **given: Any) -> BuyerExposure:
    """Meta's commitment to one supplier, with its effective suppliers."""
    values: dict[str, Any] = {
        "exposure_id": content_id(low, high, day),
        "buyer_id": "meta-platforms",
        "supplier_id": "alphabet",
        "committed_low_usd": 0.0,
        "committed_high_usd": 2e9,
        "share_low": 0.0,
        "share_high": 0.1,
        "effective_suppliers_low": low,
        "effective_suppliers_high": high,
        "before_effective_low": None,
        "before_effective_high": None,
        "caused_by": None,
        "deal_ids": (),
        "known_at": on(day),
    }
    return BuyerExposure(**(values | given))


def test_a_clear_new_leader_is_told_once(changes):
    """Past 0.8 it flips; going on leading says nothing more."""
    rows = [
        chance("GB300", 0.7, "2026-01-01"), chance("Ironwood", 0.3, "2026-01-01"),
        chance("GB300", 0.15, "2026-02-01"), chance("Ironwood", 0.85, "2026-02-01"),
        chance("GB300", 0.05, "2026-03-01"), chance("Ironwood", 0.95, "2026-03-01"),
    ]  # fmt: skip
    (signal,) = told(evaluate(changes(estimates=rows)), FLIP)
    assert signal.before.startswith("NVIDIA")
    assert signal.after == "Alphabet (P 0.85)"
    assert signal.known_at == on("2026-02-01")
    assert signal.company_ids == ("alphabet", "nvidia")


def test_a_narrow_lead_is_no_flip(changes):
    """To lead with 0.6 is noise, and leading back with 0.9 then changed nothing."""
    rows = [
        chance("GB300", 0.9, "2026-01-01"), chance("Ironwood", 0.1, "2026-01-01"),
        chance("GB300", 0.4, "2026-02-01"), chance("Ironwood", 0.6, "2026-02-01"),
        chance("GB300", 0.9, "2026-03-01"), chance("Ironwood", 0.1, "2026-03-01"),
    ]  # fmt: skip
    assert evaluate(changes(estimates=rows)) == ()


def test_chips_of_one_designer_count_together(changes):
    """GB300 giving way to GB200 is no change of the supplier."""
    rows = [
        chance("GB300", 0.9, "2026-01-01"), chance("GB200", 0.1, "2026-01-01"),
        chance("GB300", 0.1, "2026-02-01"), chance("GB200", 0.9, "2026-02-01"),
    ]  # fmt: skip
    assert evaluate(changes(estimates=rows)) == ()


def test_a_flip_by_one_report_waits_for_a_second_source(changes):
    """Kept back with the reason; told when the deal has a filing or a second origin."""
    deal = build_deal(usd="5e9", day="2026-02-01")
    rows = [
        chance("GB300", 0.9, "2026-01-01"), chance("Ironwood", 0.1, "2026-01-01"),
        chance("GB300", 0.1, "2026-02-01", caused_by=deal.deal_id),
        chance("Ironwood", 0.9, "2026-02-01", caused_by=deal.deal_id),
    ]  # fmt: skip
    assert "one source" in held(evaluate(changes(deal, estimates=rows)), FLIP)[0]
    filed = replace(deal, confirmation=Confirmation.FILED)
    (signal,) = told(evaluate(changes(filed, estimates=rows)), FLIP)
    assert signal.deal_id == deal.deal_id
    second = replace(deal, origins=("The Information", "Reuters"))
    assert len(told(evaluate(changes(second, estimates=rows)), FLIP)) == 1


def test_a_share_shift_needs_three_points(changes):
    """Two points are silent, two more are four since the last one told."""
    rows = [share(0.05, "2026-01-01"), share(0.07, "2026-01-10"), share(0.09, "2026-01-20")]
    assert evaluate(changes(shares=rows[:2])) == ()
    (signal,) = told(evaluate(changes(shares=rows)), SHIFT)
    assert (signal.before, signal.after[:2]) == ("5%", "9%")
    assert signal.subject == "Share of Alphabet in dollars newly committed, 90 days"


def test_a_share_known_loosely_does_not_shift(changes):
    """Four points within a range of forty are not above nine in ten."""
    loose = [share(0.25, "2026-01-01"), share(0.29, "2026-02-01", spread=0.2)]
    assert evaluate(changes(shares=loose)) == ()
    hardly = [share(0.0, "2026-01-01"), share(0.06, "2026-02-01", share_low=0, share_high=1)]
    assert evaluate(changes(shares=hardly)) == ()


def test_the_chance_of_a_shift_by_hand():
    """The part beyond 3 points over the half range: 1.645 standard deviations are 95 %."""
    assert chance_of_shift(share(0.32, "2026-02-01", spread=0.04), 0.25) == pytest.approx(0.95)
    assert chance_of_shift(share(0.28, "2026-02-01", spread=0.04), 0.25) == pytest.approx(0.5)
    assert chance_of_shift(share(0.29, "2026-02-01", spread=0.0), 0.25) == 1.0
    assert chance_of_shift(share(0.27, "2026-02-01", spread=0.0), 0.25) == 0.0
    lopsided = share(0.68, "2026-02-01", share_low=0.25, share_high=0.70)
    assert chance_of_shift(lopsided, 0.97) > 0.99
    assert chance_of_shift(lopsided, 0.39) < 0.9


def test_other_windows_are_silent(changes):
    """The yearly and the monthly window are read in the tables."""
    rows = [share(0.05, "2026-01-01", window_days=30), share(0.5, "2026-02-01", window_days=30)]
    assert evaluate(changes(shares=rows)) == ()


def test_a_share_cools_down_and_catches_up(changes):
    """A second shift within a week is kept back; what remains of it later is told."""
    rows = [
        share(0.05, "2026-01-01"), share(0.15, "2026-01-10"),
        share(0.25, "2026-01-12"), share(0.26, "2026-01-25"),
    ]  # fmt: skip
    signals = evaluate(changes(shares=rows))
    assert held(signals, SHIFT) == ["cool-down: the same cause was told on 10 Jan 2026"]
    assert [(s.before, s.after[:3]) for s in told(signals, SHIFT)] == [
        ("5%", "15%"),
        ("15%", "26%"),
    ]


def test_the_share_before_the_first_row_counts(changes):
    """A first row that says what was before can be a shift by itself."""
    (signal,) = told(evaluate(changes(shares=[share(0.2, "2026-01-01", before_share=0.1)])), SHIFT)
    assert signal.before == "10%"


def test_what_only_ages_out_of_the_window_is_no_news(changes):
    """A share that fell because old deals left the window is not told, but counted from."""
    aged = share(0.05, "2026-01-10", before_share=0.6, caused_by=None)
    assert evaluate(changes(shares=[share(0.6, "2026-01-01"), aged])) == ()
    rows = [share(0.6, "2026-01-01"), aged, share(0.3, "2026-01-20")]
    (signal,) = told(evaluate(changes(shares=rows)), SHIFT)
    assert (signal.before, signal.after[:3]) == ("5%", "30%")


def test_dependence_is_told_as_bounds(changes):
    """Rows of several suppliers at one instant are one signal of the buyer."""
    rows = [
        exposure(1.0, 1.9, "2026-02-01"),
        exposure(1.1, 2.3, "2026-02-27"),
        exposure(1.1, 2.3, "2026-02-27", supplier_id="amd"),
    ]
    (signal,) = told(evaluate(changes(exposures=rows)), DEPENDENCE)
    assert signal.before == "1.0 to 1.9 effective suppliers"
    assert signal.after == "1.1 to 2.3 effective suppliers"
    assert signal.subject == "Dependence of Meta Platforms on its silicon suppliers"
    assert signal.company_ids == ("meta-platforms", "alphabet", "amd")


def test_dependence_that_hardly_moves_is_silent(changes):
    """Half a tenth of a supplier at both bounds is nothing; nothing disclosed is no bound."""
    rows = [exposure(1.0, 1.9, "2026-02-01"), exposure(1.05, 1.95, "2026-02-27")]
    assert evaluate(changes(exposures=rows)) == ()
    first = exposure(1.0, 1.0, "2026-02-01", before_effective_low=0.0, before_effective_high=0.0)
    assert evaluate(changes(exposures=[first])) == ()
    assert evaluate(changes(exposures=[exposure(0.0, 0.0, "2026-01-01"), *rows])) == ()


def test_another_deal_is_told_at_once(changes):
    """The cool-down holds back one deal's echoes, not the next deal two days later."""
    rows = [
        exposure(1.0, 1.9, "2026-02-01"),
        exposure(1.0, 3.0, "2026-02-24", caused_by="amd deal"),
        exposure(1.0, 2.5, "2026-02-25", caused_by="amd deal"),
        exposure(1.1, 4.0, "2026-02-26", caused_by="tpu deal"),
    ]
    signals = evaluate(changes(exposures=rows))
    assert [s.deal_id for s in told(signals, DEPENDENCE)] == ["amd deal", "tpu deal"]
    assert held(signals, DEPENDENCE) == ["cool-down: the same cause was told on 24 Feb 2026"]


def test_silicon_that_nobody_can_name_is_no_subject(changes):
    """What a cloud delivers unseen has a share, but nobody to tell of."""
    rows = [
        share(0.05, "2026-01-01", supplier_id="unknown"),
        share(0.5, "2026-02-01", supplier_id="unknown"),
    ]
    assert evaluate(changes(shares=rows)) == ()
    unseen = [
        exposure(1.0, 1.9, "2026-02-01"),
        exposure(1.1, 2.3, "2026-02-27", supplier_id="unknown"),
    ]
    (signal,) = evaluate(changes(exposures=unseen))
    assert signal.company_ids == ("meta-platforms",)


def test_dependence_cools_down(changes):
    """A change on the next day is kept back."""
    rows = [
        exposure(1.0, 1.9, "2026-02-01"),
        exposure(1.1, 2.3, "2026-02-27"),
        exposure(1.4, 2.8, "2026-02-28"),
    ]
    signals = evaluate(changes(exposures=rows))
    assert len(told(signals, DEPENDENCE)) == 1
    assert held(signals, DEPENDENCE) == ["cool-down: the same cause was told on 27 Feb 2026"]
