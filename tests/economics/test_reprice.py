"""The whole re-pricing: before and after, attribution, clocks, and traces of what ended."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import build_deal, on
from tests.economics.deals import amd_purchase, gpu_lease, tpu_purchase, tpu_rental
from tracker.economics.figures import Figure, Key
from tracker.economics.records import OPENING
from tracker.economics.reprice import BEFORE_ALL, Edition, Pricing, model_at, reprice
from tracker.model.deals import AssetLayer, Deal, DealType, Qualifier, Status
from tracker.model.market import CostEstimate
from tracker.reference.companies import Companies
from tracker.reference.market import Market
from tracker.reference.products import Products

CUT = datetime(2026, 2, 27, 11, 30, tzinfo=UTC)
Books = tuple[Market, Products, Companies]


@pytest.fixture(scope="module")
def books(market: Market, products: Products, companies: Companies) -> Books:
    return market, products, companies


def story() -> list[Deal]:
    """Talks, a priced lease, a purchase, then the signed rental: one story's versions."""
    talks = tpu_rental(day="2025-11-25", status=Status.IN_TALKS, p_execution=0.3)
    lease = gpu_lease(chips=76_000, chips_qualifier=Qualifier.EXACT)
    return [lease, talks, tpu_purchase(), amd_purchase(), tpu_rental()]


def run(books: Books, deals: Sequence[Deal], now: datetime = CUT) -> Pricing:
    return reprice(*books, deals, now)


def caused(pricing: Pricing, deal_id: str) -> list[CostEstimate]:
    return [e for e in pricing.estimates if e.caused_by == deal_id]


def test_a_priced_deal_moves_a_belief_and_is_named(books: Books) -> None:
    """The lease at 2.91 pulls GB300's rent down from 3.96, and its range narrows."""
    moved = {(e.measure, e.accelerator_id): e for e in caused(run(books, story()), "lease")}
    rent = moved["rent_usd_per_chip_hour", "nvda_gb300_nvl72"]
    assert rent.before_mid == pytest.approx(3.96)
    assert 2.914 < rent.mid < 3.96
    assert rent.before_low is not None
    assert rent.before_high is not None
    assert rent.high / rent.low < rent.before_high / rent.before_low
    assert rent.input_ids == ("P044", "lease")
    assert ("usd_per_million_tokens", "nvda_gb300_nvl72") in moved
    assert {name for measure, name in moved if measure == "p_cheapest"} > {"nvda_gb300_nvl72"}


def test_the_founding_rental_moves_no_price_but_exposure(books: Books) -> None:
    """Neither size nor term: no estimate is caused by it, dependence and shares are."""
    pricing = run(books, story())
    assert caused(pricing, "rental") == []
    assert not [o for o in pricing.observations if o.deal_id == "rental"]
    rows = {x.supplier_id: x for x in pricing.exposures if x.caused_by == "rental"}
    assert rows["alphabet"].committed_low_usd == 2e9
    assert rows["amd"].committed_high_usd == 60e9
    assert rows["amd"].before_effective_high == pytest.approx(1.0)
    assert rows["amd"].effective_suppliers_high == pytest.approx(2.0, abs=0.01)
    shares = [s for s in pricing.shares if s.caused_by == "rental"]
    assert {s.window_days for s in shares} == {30, 90, 365}


def test_talks_are_in_no_total(books: Books) -> None:
    """The purchase in talks moves nothing, and is in nobody's row."""
    pricing = run(books, story())
    assert not [x for x in pricing.exposures if "purchase" in x.deal_ids]
    assert not [s for s in pricing.shares if "purchase" in s.deal_ids]


def test_day_by_day_is_the_same_as_at_once(books: Books) -> None:
    """A later clock only adds rows: what an earlier run said stays as it was."""
    whole = run(books, story(), datetime(2026, 11, 22, tzinfo=UTC))
    for now in (OPENING, on("2025-11-03"), on("2026-02-20"), CUT):
        early = run(books, story(), now)
        assert early.estimates == tuple(e for e in whole.estimates if e.known_at <= now)
        assert early.shares == tuple(s for s in whole.shares if s.known_at <= now)
        assert early.exposures == tuple(x for x in whole.exposures if x.known_at <= now)
        assert early.observations == tuple(o for o in whole.observations if o.known_at <= now)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.permutations(story()))
def test_the_order_of_deals_does_not_matter(books: Books, deals: list[Deal]) -> None:
    """The same versions in any order give the same rows."""
    assert run(books, deals) == run(books, story())


def test_ids_are_unique(books: Books) -> None:
    """No two rows share an id."""
    pricing = run(books, story(), datetime(2026, 11, 22, tzinfo=UTC))
    for ids in (
        [e.estimate_id for e in pricing.estimates],
        [o.observation_id for o in pricing.observations],
        [s.share_id for s in pricing.shares],
        [x.exposure_id for x in pricing.exposures],
    ):
        assert len(ids) == len(set(ids))


def test_the_opening_knows_no_deal(books: Books) -> None:
    """Opening rows stand at a fixed instant, with nothing before them."""
    opening = [e for e in run(books, story()).estimates if e.known_at == OPENING]
    assert len(opening) > 50
    assert all(e.before_mid is None and e.caused_by is None for e in opening)


def test_rows_chain_from_one_to_the_next(books: Books) -> None:
    """What one row says after, the next of its key says before (but for drift in range)."""
    last: dict[tuple[str, str, str | None], float] = {}
    for e in run(books, story(), datetime(2026, 11, 22, tzinfo=UTC)).estimates:
        key = (e.measure, e.accelerator_id, e.workload_id)
        if e.before_mid is not None and e.measure != "p_cheapest":
            assert e.before_mid == pytest.approx(last[key])
        last[key] = e.mid


def test_a_terminated_deal_leaves_no_trace(books: Books) -> None:
    """After the end of the lease, rent, shares and exposure are as if it had never been."""
    ended = gpu_lease(status=Status.TERMINATED, day="2026-01-15")
    others = [d for d in story() if d.deal_id != "lease"]
    without, after = run(books, others), run(books, [*story(), ended])
    (rent,) = (e for e in caused(after, "lease")[-30:] if e.measure.startswith("rent")
               and e.known_at == ended.known_at)  # fmt: skip
    opening = next(
        e for e in without.estimates
        if (e.measure, e.accelerator_id) == (rent.measure, rent.accelerator_id)
    )  # fmt: skip
    assert rent.mid == pytest.approx(opening.mid)
    assert "lease" not in rent.input_ids
    withdrawn = [o for o in after.observations if o.deal_id == "lease"][-1]
    assert not withdrawn.used
    assert "terminated" in withdrawn.formula
    (microsoft,) = (x for x in after.exposures if x.known_at == ended.known_at)
    assert (microsoft.committed_low_usd, microsoft.deal_ids) == (0.0, ())
    last = [s for s in after.shares if s.caused_by == "rental"]
    assert last == [s for s in without.shares if s.caused_by == "rental"]


def test_the_lapsed_letter_is_in_nothing(books: Books) -> None:
    """The letter of 2025, 100 billion for 10 GW, moves no share once it is only considered."""
    letter = build_deal(
        "OpenAI", "NVIDIA", deal_id="letter", day="2025-09-22", products=("Vera Rubin",),
        deal_type=DealType.HARDWARE_PURCHASE, status=Status.ANNOUNCED, usd="100e9",
        power_mw=10_000.0, power_qualifier=Qualifier.AT_LEAST,
    )  # fmt: skip
    lapsed = replace(letter, status=Status.TERMINATED, known_at=on("2026-02-02"))
    pricing = run(books, [letter, lapsed, *story()])
    assert [s for s in pricing.shares if "letter" in s.deal_ids]
    late = [s for s in pricing.shares if s.known_at >= lapsed.known_at]
    assert late
    assert not [s for s in late if "letter" in s.deal_ids]
    assert not [x for x in pricing.exposures[-5:] if "letter" in x.deal_ids]


def test_an_amendment_replaces_what_was_seen(books: Books) -> None:
    """Half the price at the same size: the belief is folded from the new terms only."""
    amended = gpu_lease(
        status=Status.AMENDED, day="2026-01-15", usd="4.85e9",
        chips=76_000, chips_qualifier=Qualifier.EXACT,
    )  # fmt: skip
    both = run(books, [*story(), amended])
    only = run(books, [amended, *story()[1:]])
    key = "rent_usd_per_chip_hour"
    after_both = [e for e in caused(both, "lease") if e.measure == key][-1]
    after_only = [e for e in caused(only, "lease") if e.measure == key][-1]
    assert after_both.mid == pytest.approx(after_only.mid)
    assert after_both.before_mid is not None
    assert after_both.mid < after_both.before_mid


def test_a_status_step_without_new_terms_moves_no_price(books: Books) -> None:
    """The lease completed, all else alike: no second estimate."""
    done = replace(story()[0], status=Status.COMPLETED, known_at=on("2026-01-15"))
    assert caused(run(books, [*story(), done]), "lease") == caused(run(books, story()), "lease")


def test_absurd_and_unreadable_terms_are_reported_and_move_nothing(books: Books) -> None:
    """Each is a line that names the deal; the run goes on."""
    cheap = gpu_lease(deal_id="cheap", usd="1e6", power_mw=20_000.0)
    negative = gpu_lease(deal_id="negative", term_months=-3)
    yen = gpu_lease(deal_id="yen", currency="TWD", headline_usd=None)
    pricing = run(books, [cheap, negative, yen, *story()])
    said = {p.origin: p.message for p in pricing.problems}
    assert "held for review" in said["cheap"]
    assert "-3 months" in said["negative"]
    assert "no rate from TWD" in said["yen"]
    assert not any(caused(pricing, name) for name in said)
    assert caused(pricing, "lease")


def test_a_price_far_from_belief_is_held(books: Books) -> None:
    """15 USD an hour, well evidenced, waits for a person instead of moving the rent."""
    odd = gpu_lease(
        deal_id="odd", usd="50e9", chips=76_000, chips_qualifier=Qualifier.EXACT,
        confirmation="filed", day="2026-01-15",
    )  # fmt: skip
    pricing = run(books, [odd, *story()])
    (held,) = (o for o in pricing.observations if o.deal_id == "odd")
    assert not held.used
    assert "held for review" in held.formula
    assert caused(pricing, "odd") == []


def test_a_purchase_of_systems_moves_owning_not_rent(books: Books) -> None:
    """76,316 USD a chip is above the street's 41,667: owning GB300 gets dearer."""
    bought = build_deal(
        "IREN", "Dell", deal_id="bought", deal_type=DealType.HARDWARE_PURCHASE, day="2025-11-04",
        products=("GB300",), usd="5.8e9", chips=76_000, chips_qualifier=Qualifier.EXACT,
    )  # fmt: skip
    moved = caused(run(books, [bought]), "bought")
    assert {e.measure for e in moved} == {"own_usd_per_chip_hour", "own_usd_per_million_tokens"}
    own = next(e for e in moved if e.measure == "own_usd_per_chip_hour")
    assert own.before_mid is not None
    assert own.mid > own.before_mid


def test_one_instant_has_one_row_a_figure(books: Books) -> None:
    """Two leases read in one run give one step of the rent, which names both."""
    one = gpu_lease(deal_id="a", known_at=CUT)
    two = gpu_lease(deal_id="b", known_at=CUT, usd="8e9")
    pricing = run(books, [two, one])
    (rent,) = (
        e for e in pricing.estimates
        if e.caused_by and e.measure.startswith("rent") and e.accelerator_id == "nvda_gb300_nvl72"
    )  # fmt: skip
    assert rent.caused_by == "b"
    assert rent.assumptions.endswith("moved less by a")
    assert {"a", "b"} <= set(rent.input_ids)
    at_cut = [(s.supplier_id, s.window_days) for s in pricing.shares if s.known_at == CUT]
    assert len(at_cut) == len(set(at_cut))


def test_the_biggest_deal_of_an_instant_is_the_cause(books: Books) -> None:
    """AMD's 60 billion and the TPU floor in one run: each supplier's row names its own deal."""
    deals = [replace(amd_purchase(), known_at=CUT), replace(tpu_rental(), known_at=CUT)]
    rows = {x.supplier_id: x for x in run(books, deals).exposures}
    assert (rows["amd"].caused_by, rows["alphabet"].caused_by) == ("amd", "rental")
    assert rows["amd"].before_effective_high is None


def test_many_versions_each_cause_something(books: Books) -> None:
    """400 versions, a third of them priced (see the bench for how long 2,000 take)."""
    deals = []
    for i in range(400):
        source = story()[i % 5]
        known_at = on("2025-06-01") + timedelta(hours=12 * i)
        deals.append(replace(source, deal_id=f"{source.deal_id}-{i}", known_at=known_at))
    pricing = run(books, deals, datetime(2026, 11, 22, tzinfo=UTC))
    assert len({e.caused_by for e in pricing.estimates}) > 50


def test_headlines_and_expected_dollars_are_apart(books: Books) -> None:
    """A share carries what is claimed and what is expected of it."""
    deal = replace(amd_purchase(), expected_usd=Decimal(20_000_000_000))
    share = next(s for s in run(books, [deal]).shares if s.supplier_id == "amd")
    assert (share.headline_usd, share.expected_usd) == (60e9, 20e9)
    assert share.share == 1.0
    assert share.before_share is None


@pytest.mark.parametrize("how", ["lapsed", "superseded", "denied"])
def test_what_is_gone_leaves_no_trace_to_the_last_bit(books: Books, how: str) -> None:
    """The letter of 2025 as if it had stated a price: gone, every figure is as without it."""
    letter = gpu_lease(
        deal_id="letter", day="2025-09-22", usd="50e9", chips=400_000,
        chips_qualifier=Qualifier.EXACT, products=("GB300", "GB200"), confirmation="one_party",
    )  # fmt: skip
    gone = {
        "lapsed": {"status": Status.TERMINATED},
        "superseded": {"superseded_by": "lease"},
        "denied": {"status": Status.DENIED},
    }[how]
    ended = replace(letter, known_at=on("2026-02-02"), **gone)
    editions = [Edition(BEFORE_ALL, books[0])]

    def figures(*deals: Deal) -> dict[Key, Figure]:
        model, view = model_at(editions, books[1], books[2], [*deals, *story()], CUT)
        return model.all_figures(view)

    assert figures(letter) != figures()
    assert figures(letter, ended) == figures()
    pricing = run(books, [letter, ended, *story()])
    late = [e for e in pricing.estimates if e.known_at >= ended.known_at]
    assert late
    assert not [e for e in late if "letter" in e.input_ids]
    (row,) = [o for o in pricing.observations if o.known_at == ended.known_at][-1:]
    assert not row.used


def test_the_split_among_deals_adds_up(books: Books) -> None:
    """Three leases and their end in one instant: the parts are the change, for every figure."""
    names = ("a", "b", "c")
    deals = [gpu_lease(deal_id=n, known_at=CUT, usd=f"{8 + i}e9") for i, n in enumerate(names)]
    old = gpu_lease(deal_id="old", usd="9e9")
    over = replace(old, status=Status.TERMINATED, known_at=CUT)
    pricing = run(books, [old, over, *deals])
    rows = [e for e in pricing.estimates if e.known_at == CUT]
    assert {e.measure for e in rows} > {"rent_usd_per_chip_hour", "p_cheapest"}
    for e in rows:
        assert e.before_mid is not None
        parts = [move.change for move in e.moves]
        assert math.fsum(parts) == pytest.approx(e.mid - e.before_mid, abs=1e-12)
        assert {move.cause for move in e.moves} == {*names, "old"}
        assert e.caused_by == e.moves[0].cause


def test_a_later_run_goes_on_from_an_earlier_one(books: Books) -> None:
    """What `since` leaves out is exactly what the earlier run had said."""
    whole = run(books, story())
    for since in (OPENING, on("2025-11-25"), on("2026-02-24")):
        rest = reprice(*books, story(), CUT, since)
        assert rest.estimates == tuple(e for e in whole.estimates if e.known_at > since)
        assert rest.shares == tuple(s for s in whole.shares if s.known_at > since)
        assert rest.exposures == tuple(x for x in whole.exposures if x.known_at > since)
        assert rest.observations == tuple(o for o in whole.observations if o.known_at > since)


def test_past_figures_keep_their_inputs(books: Books) -> None:
    """Another price table from January on changes nothing before, and says what it changed."""
    market = books[0]
    prices = tuple(replace(p, mid=p.usd * 2, low=None, high=None) for p in market.prices)
    since = on("2026-01-05")
    editions = [Edition(BEFORE_ALL, market), Edition(since, replace(market, prices=prices))]
    both = reprice(editions, books[1], books[2], story(), CUT)
    only = run(books, story())
    early = tuple(e for e in only.estimates if e.known_at < since)
    assert tuple(e for e in both.estimates if e.known_at < since) == early
    changed = [e for e in both.estimates if e.known_at == since and e.before_mid]
    assert {move.cause for e in changed for move in e.moves} == {"reference data"}
    assert all(e.caused_by is None for e in changed)
    assert any(e.measure.startswith("rent") and e.mid > e.before_mid for e in changed)


def test_a_site_makes_owning_dearer_and_no_rent(books: Books) -> None:
    """A shell at 15,354 USD a kW, above the table's 12,500, moves every owning cost a little."""
    site = build_deal(
        "Fluidstack", "Hut 8", deal_id="site", deal_type=DealType.CAPACITY_LEASE, products=(),
        usd="7e9", term_months=180, power_mw=245.0, asset_layer=AssetLayer.SHELL, day="2025-12-17",
    )  # fmt: skip
    moved = caused(run(books, [site]), "site")
    assert {e.measure for e in moved} == {"own_usd_per_chip_hour", "own_usd_per_million_tokens"}
    assert all(e.before_mid and 1 < e.mid / e.before_mid < 1.05 for e in moved)


def test_a_price_of_a_sibling_tells_of_one_without(books: Books) -> None:
    """Nobody quotes Trainium; once a deal prices one generation, the next has a figure too."""
    deal = gpu_lease(
        deal_id="trn", products=("Trainium2",), usd="9e9", chips=500_000, term_months=48,
        chips_qualifier=Qualifier.EXACT,
    )  # fmt: skip
    rows = [e for e in run(books, [deal]).estimates if e.measure == "rent_usd_per_chip_hour"]
    found = {e.accelerator_id: e for e in reversed(rows) if e.accelerator_id[:4] == "amzn"}
    assert found["amzn_trainium2"].before_mid is None
    assert pytest.approx(found["amzn_trainium2"].mid, rel=0.25) == 9e9 / 4 / 8760 / 500_000
    own, sibling = (found[n].high / found[n].low for n in ("amzn_trainium2", "amzn_trainium3"))
    assert sibling > own
    assert "no price of its own" in found["amzn_trainium3"].assumptions
