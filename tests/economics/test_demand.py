"""Shares and exposure: whose silicon, what counts, windows, and bounds."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import build_deal, on
from tests.economics.deals import amd_purchase, gpu_lease, tpu_purchase, tpu_rental
from tracker.economics.commitment import Commitment, commitment
from tracker.economics.demand_run import DemandRun
from tracker.economics.exposure import dependence_of
from tracker.economics.shares import Window
from tracker.economics.silicon import silicon_of
from tracker.model.deals import AssetLayer, Binding, Deal, DealType, Status
from tracker.reference.companies import Companies
from tracker.reference.market import Market
from tracker.reference.products import Products

DAY = date(2026, 2, 26)


class Books:
    """The curated data with the calls that tests repeat."""

    def __init__(self, market: Market, products: Products, companies: Companies) -> None:
        self.market, self.products, self.companies = market, products, companies

    def silicon(self, deal: Deal) -> dict[str, float]:
        mixes = self.market.mixes
        return dict(silicon_of(deal, self.products, self.companies, mixes, DAY))

    def commitment(self, deal: Deal) -> Commitment | None:
        return commitment(deal, DAY, self.products, self.companies, self.market.mixes)


@pytest.fixture
def books(market: Market, products: Products, companies: Companies) -> Books:
    return Books(market, products, companies)


def test_named_products_decide(books: Books) -> None:
    """A TPU at Google is Alphabet's, MI450 at Oracle is AMD's, GB300 at IREN is NVIDIA's."""
    assert books.silicon(tpu_rental()) == {"alphabet": 1.0}
    assert books.silicon(build_deal("Meta Platforms", "Oracle", products=("MI450",))) == {
        "amd": 1.0
    }
    assert books.silicon(gpu_lease()) == {"nvidia": 1.0}


def test_a_gpu_cloud_is_looked_through_with_an_unknown_rest(books: Books) -> None:
    """CoreWeave without a chip named counts as NVIDIA, but for what is not known."""
    found = books.silicon(build_deal("Meta Platforms", "CoreWeave", products=()))
    assert found["nvidia"] > 0.9
    assert 0 < found["unknown"] < 0.1
    assert sum(found.values()) == pytest.approx(1.0)


def test_a_cloud_with_chips_of_its_own_is_unknown(books: Books) -> None:
    """Google Cloud rents out NVIDIA's too: without a name it is not known whose."""
    assert books.silicon(build_deal(products=())) == {"unknown": 1.0}
    bought = build_deal("Meta Platforms", "AMD", deal_type=DealType.HARDWARE_PURCHASE, products=())
    assert books.silicon(bought) == {"amd": 1.0}


@pytest.mark.parametrize(
    "deal",
    [
        tpu_purchase(),
        tpu_rental(status=Status.RUMORED),
        tpu_rental(status=Status.CONSIDERING),
        tpu_rental(status=Status.TERMINATED),
        tpu_rental(status=Status.DENIED),
        tpu_rental(superseded_by="other"),
        gpu_lease(asset_layer=AssetLayer.SHELL),
        build_deal("NVIDIA", "OpenAI", deal_type=DealType.EQUITY_INVESTMENT, usd="100e9"),
        build_deal("NVIDIA", "CoreWeave", deal_type="capacity_lease", products=(), usd="6e9"),
        build_deal(
            "CoreWeave", "NVIDIA", deal_type="hardware_purchase", products=("GB300",), usd="9e9"
        ),
    ],
    ids=[
        "in talks", "rumoured", "considered", "terminated", "denied", "merged", "shell", "equity",
        "from itself", "bought to let",
    ],
)  # fmt: skip
def test_what_is_not_committed_demand_is_left_out(books: Books, deal: Deal) -> None:
    """Talks, rumours, ends, shells, shares, backstops and resale stock are no demand."""
    assert books.commitment(deal) is None


def test_only_what_is_firm_has_a_floor(books: Books) -> None:
    """Up to 60 billion announced is 0 to 60; a signed "multi-billion" is at least 2."""
    amd, tpu = books.commitment(amd_purchase()), books.commitment(tpu_rental())
    assert amd is not None
    assert tpu is not None
    assert (amd.floor_usd, amd.headline_usd) == (0.0, 60e9)
    assert (tpu.floor_usd, tpu.headline_usd) == (2e9, 2e9)
    letter = books.commitment(tpu_rental(binding=Binding.LETTER_OF_INTENT))
    assert letter is not None
    assert letter.floor_usd == 0.0


def test_a_buyers_dependence_is_a_range(books: Books) -> None:
    """AMD 0 to 60 beside a TPU floor: one supplier at worst, two at best."""
    amd, tpu = books.commitment(amd_purchase()), books.commitment(tpu_rental())
    assert amd is not None
    assert tpu is not None
    found = dependence_of([tpu, amd])
    assert (found.effective.low, found.effective.high) == pytest.approx((1.0, 2.0))
    alphabet = found.suppliers["alphabet"]
    assert alphabet.committed.low == 2e9
    assert alphabet.share.low == pytest.approx(2 / 62)
    assert alphabet.share.high == pytest.approx(1.0)
    assert dependence_of([amd, tpu]) == found


def test_a_deal_without_an_amount_is_named_not_counted(books: Books) -> None:
    """Millions of GPUs without a value put the deal on the row, and no dollars."""
    silent = build_deal(
        "Meta Platforms", "NVIDIA", deal_type=DealType.HARDWARE_PURCHASE, products=("Blackwell",)
    )
    held = books.commitment(silent)
    assert held is not None
    found = dependence_of([held])
    assert found.suppliers["nvidia"].deal_ids == (silent.deal_id,)
    assert found.suppliers["nvidia"].committed.high == 0
    assert found.effective.high == 0


def commit(name: str, supplier: str, usd: float, since: date, p: float = 0.9) -> Commitment:
    return Commitment(
        deal_id=name, buyer_id="meta-platforms", since=since, parts=((supplier, 1.0),),
        amount=None, p_execution=p, headline_usd=usd, expected_usd=usd * p, floor_usd=usd,
        low_usd=usd, high_usd=usd,
    )  # fmt: skip


def test_a_window_forgets() -> None:
    """A deal counts on the thirtieth day, and not on the thirty-first."""
    window = Window(30)
    window.put(commit("a", "amd", 60e9, DAY), DAY)
    window.move_to(DAY + timedelta(30))
    assert window.holds("a")
    window.move_to(DAY + timedelta(31))
    assert window.shares() == {}


def test_old_deals_never_enter_a_short_window() -> None:
    """What was committed a year ago is not new in the last month."""
    window = Window(30)
    window.put(commit("a", "amd", 60e9, DAY - timedelta(300)), DAY)
    assert not window.holds("a")


events = st.lists(
    st.tuples(
        st.integers(0, 7), st.sampled_from(["nvidia", "amd", "alphabet"]),
        st.floats(1e6, 1e11), st.floats(0.05, 0.97),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@given(events)
def test_shares_sum_to_one_within_their_ranges(rows: list[tuple[int, str, float, float]]) -> None:
    """Shares add up to 1, and each lies in its own range."""
    window = Window(365)
    for number, supplier, usd, p in rows:
        window.put(commit(f"d{number}", supplier, usd, DAY, p), DAY)
    found = window.shares()
    assert sum(share.share for share in found.values()) == pytest.approx(1.0)
    for share in found.values():
        assert 0 <= share.low <= share.share <= share.high <= 1
        assert share.expected_usd <= share.headline_usd + 1


@given(events, st.integers(0, 7))
def test_what_leaves_a_window_leaves_no_trace(
    rows: list[tuple[int, str, float, float]], gone: int
) -> None:
    """Taking a deal out gives the same shares as never having put it in."""
    full, lean = Window(365), Window(365)
    for number, supplier, usd, p in rows:
        full.put(commit(f"d{number}", supplier, usd, DAY, p), DAY)
        if number != gone:
            lean.put(commit(f"d{number}", supplier, usd, DAY, p), DAY)
    full.remove(f"d{gone}")
    assert full.shares() == lean.shares()


def test_the_rest_of_an_upper_bound_is_not_expected_twice(books: Books) -> None:
    """Expected dollars are the deal's own, not headline times probability again."""
    deal = replace(amd_purchase(), expected_usd=Decimal(20_000_000_000))
    held = books.commitment(deal)
    assert held is not None
    assert held.expected_usd == 20e9


def test_the_last_rows_of_a_window_still_sum_to_one(
    market: Market, products: Products, companies: Companies
) -> None:
    """What leaves a window by age gets a row of its own, caused by no deal."""
    run = DemandRun(market, products, companies)
    for deal, day in (
        (tpu_rental(status=Status.SIGNED), "2026-01-01"),
        (gpu_lease(), "2026-03-20"),
    ):
        public = date.fromisoformat(day)
        run.deals([replace(deal, known_at=on(day), status_on=public, first_public_on=public)])
    last = {row.supplier_id: row for row in run.shares if row.window_days == 30}
    assert sum(row.share for row in last.values()) == pytest.approx(1.0)
    assert last["alphabet"].share == 0.0
    assert last["alphabet"].before_share == pytest.approx(1.0)
    assert last["alphabet"].caused_by is None
