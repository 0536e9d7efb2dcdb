"""The founding story end to end: before -> after in bounds, prices untouched, both readings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.builders import build_deal
from tests.economics.deals import amd_purchase, tpu_purchase, tpu_rental
from tracker.economics.capital import owning_model
from tracker.economics.dependence import Bounds
from tracker.economics.implied import observations
from tracker.economics.levels import owning_level
from tracker.economics.move import (
    Books,
    Statement,
    tell_commitments,
    tell_price,
    tell_sizes,
)
from tracker.economics.move_money import ChipPrices, tell_leakage, tell_rent_then_buy
from tracker.economics.price_rows import capital_row
from tracker.economics.unit_costs import interval
from tracker.model.deals import Deal, DealType, Qualifier, Status
from tracker.reference.companies import load_companies
from tracker.reference.market import Market
from tracker.reference.products import load_products

DAY = date(2026, 2, 27)
META, GOOGLE, AMD, NVIDIA = "meta-platforms", "alphabet", "amd", "nvidia"


@pytest.fixture(scope="module")
def books(market: Market) -> Books:
    return Books(market, load_products(), load_companies())


def disclosed() -> list[Deal]:
    """What Meta had disclosed on the eve: AMD, and CoreWeave's clouds full of NVIDIA."""
    cloud = build_deal(
        "Meta Platforms", "CoreWeave", deal_id="cloud", deal_type=DealType.CLOUD_RENTAL,
        usd="14.2e9", value_qualifier=Qualifier.UP_TO, value_low=None, term_months=74,
        status=Status.SIGNED, day="2025-09-30", products=(),
    )  # fmt: skip
    return [amd_purchase(), cloud]


def bought(usd: str = "10e9") -> Deal:
    """The purchase leg as if it were signed, at a value that nobody has stated."""
    amount = Decimal(usd)
    return tpu_purchase(
        status=Status.SIGNED, value_low=amount, value_high=amount, headline_usd=amount,
        currency="USD", value_qualifier=Qualifier.EXACT,
    )  # fmt: skip


def rented() -> Deal:
    return tpu_rental(status=Status.SIGNED)


def by_topic(told: Sequence[Statement], topic: str) -> list[Statement]:
    return [one for one in told if one.topic == topic]


def of(told: Sequence[Statement], name: str) -> Statement:
    return next(one for one in by_topic(told, "commitments") if name in one.words)


def test_the_rental_leg_adds_a_floor_and_no_guess(books: Books) -> None:
    """Alphabet goes from nothing to the 2 billion that the words allow; the others stay."""
    told = tell_commitments(disclosed(), [rented()], META, books, DAY)
    google = of(told, "Alphabet")
    assert (google.before_low, google.before_high) == (0.0, 0.0)
    assert google.low == 2e9
    assert google.words.endswith("nothing disclosed -> at least $2.0B.")
    assert "(through CoreWeave)" in of(told, "NVIDIA").words
    assert google.words.startswith("Disclosed commitments of Meta Platforms to Alphabet: nothing")
    assert google.inputs == ("rental",)
    for name in ("AMD", "NVIDIA"):
        same = of(told, name)
        assert (same.before_low, same.before_high) == (same.low, same.high)
        assert "unchanged" in same.words
    assert "up to $60.0B" in of(told, "AMD").words


def test_the_effective_number_is_a_range_that_can_only_open(books: Books) -> None:
    """A third supplier raises the most that is possible; the range holds before and after."""
    (count,) = by_topic(tell_commitments(disclosed(), [rented()], META, books, DAY), "dependence")
    assert count.before_low is not None
    assert count.before_high is not None
    assert 1 <= count.low <= count.high
    assert count.high > count.before_high
    assert set(count.inputs) == {"amd", "cloud", "rental"}
    assert "Its own chips are not in it" in count.words


def test_a_hypothetical_purchase_moves_more_than_the_rental(books: Books) -> None:
    """With the purchase leg at 10 billion Alphabet's floor is 12, and no other line moves."""
    after_rental = [*disclosed(), rented()]
    told = tell_commitments(after_rental, [bought()], META, books, DAY)
    google = of(told, "Alphabet")
    assert (google.before_low, google.low) == (2e9, 12e9)
    talks = tell_commitments(after_rental, [tpu_purchase()], META, books, DAY)
    assert of(talks, "Alphabet").low == 2e9  # talks commit nobody


def test_the_rental_leaves_the_price_alone(books: Books) -> None:
    """Neither size nor term: no observation, and the sentence says what is missing."""
    held = (books.market, books.products, books.companies)
    assert observations(rented(), *held) == ()  # type: ignore[arg-type]
    found = tell_price(rented(), Bounds(0.9, 2.3), ("P054",))
    assert "does not state its size (chips or MW) and term" in found.words
    assert (found.low, found.high) == (found.before_low, found.before_high)
    assert "capital per chip" in tell_price(bought(), Bounds(0.9, 2.3), ()).words


def test_a_stated_size_would_have_implied_a_price(books: Books) -> None:
    """2 to 9 billion over 100,000 or 500,000 chips and three years, and how that compares."""
    told = tell_sizes(rented(), [(100_000, 3), (500_000, 3)], Bounds(0.9, 2.3))
    few, many = told
    assert few.low == pytest.approx(2e9 / (100_000 * 3 * 8760))
    assert few.high == pytest.approx(9e9 / (100_000 * 3 * 8760))
    assert "in keeping with" in few.words
    assert many.high == pytest.approx(few.high / 5)
    assert "outside" in many.words
    assert tell_sizes(replace(rented(), value_low=None), [(1, 1)], Bounds(1, 2)) == ()


def test_leakage_does_not_end_with_the_move(books: Books) -> None:
    """10 billion at NVIDIA reach OpenAI and Anthropic; at Alphabet Anthropic, and Alphabet."""
    labs = ("openai", "anthropic")
    nvidia = tell_leakage(10e9, NVIDIA, META, labs, books)
    google = tell_leakage(10e9, GOOGLE, META, labs, books)
    reached = [s.high for s in by_topic(nvidia, "leakage")]
    assert sum(reached) == pytest.approx(1.6e9, abs=0.2e9)
    assert sum(s.low for s in by_topic(nvidia, "leakage")) == pytest.approx(0.6e9, abs=0.1e9)
    openai, anthropic = by_topic(google, "leakage")
    assert openai.high == 0
    assert "no stake is known" in openai.words
    assert 0.1e9 < anthropic.low < anthropic.high < 1.0e9
    assert "$40.0B with what is promised" in anthropic.words
    (direct,) = by_topic(google, "direct rival")
    assert direct.low > anthropic.high
    assert not by_topic(nvidia, "direct rival")
    assert "at least 2.8% of Anthropic" in by_topic(google, "ownership")[1].words
    for told in (nvidia, google):
        assert len(by_topic(told, "ownership")) == 2
        assert all(s.inputs for s in by_topic(told, "leakage"))


def test_a_missing_margin_is_held_and_the_rest_goes_on(books: Books) -> None:
    """Without a gross margin no dollars are printed, and why is said."""
    told = tell_leakage(10e9, "amazon", META, ("openai",), books)
    (held,) = by_topic(told, "leakage held")
    assert "gross margin of amazon is not known" in held.words
    assert not by_topic(told, "leakage")


def chip_prices(market: Market) -> ChipPrices:
    tpu = next(a for a in market.accelerators if a.accelerator_id == "goog_tpu_v7")
    model = owning_model(market)
    own, capital = owning_level(market, tpu, model, DAY), capital_row(market, tpu, DAY)
    assert own
    assert capital
    rent = interval(own.usd * 1.41, 0.25)
    owned = interval(own.usd, own.log_sd)
    return ChipPrices(
        "TPU7x", rent.low, rent.mid, rent.high, owned.low, owned.mid, owned.high,
        capital.usd, own.usd - model.usd_per_hour_of_it_dollar * capital.usd,
        (*own.names, *capital.names),
    )  # fmt: skip


def test_rent_then_buy_has_a_break_even(books: Books) -> None:
    """From which use on, after how many months, and what waiting a year must bring."""
    prices = chip_prices(books.market)
    use, payback, wait = tell_rent_then_buy(
        prices, rented_years=1, horizon_years=6, discount_rate=0.08
    )
    assert use.low < prices.own / prices.rent < use.high
    assert 0.4 < prices.own / prices.rent < 1
    assert 5 < payback.low < payback.high
    assert 0 <= wait.low < wait.high
    for one in (use, payback, wait):
        assert one.inputs
        assert one.words.endswith(".")


def test_every_sentence_reads_and_traces(books: Books) -> None:
    """A capital letter, a full stop, ordered ends, and ids that exist somewhere."""
    known = {p.price_id for p in books.market.prices} | {s.stake_id for s in books.market.stakes}
    known |= {f.fact_id for f in books.market.company_facts} | {"amd", "cloud", "rental"}
    told = [
        *tell_commitments(disclosed(), [rented()], META, books, DAY),
        *tell_leakage(10e9, NVIDIA, META, ("openai", "anthropic"), books),
        *tell_leakage(10e9, GOOGLE, META, ("openai", "anthropic"), books),
        *tell_rent_then_buy(chip_prices(books.market), rented_years=1, horizon_years=6,
                            discount_rate=0.08),
    ]  # fmt: skip
    for one in told:
        assert one.words[0].isupper() or one.words[0] == "$"
        assert one.words.endswith(".")
        assert one.low <= one.high
        assert set(one.inputs) <= known
