"""A watchlist is told what it asks for, in the order of the sort key."""

from dataclasses import replace
from decimal import Decimal

from tests.builders import build_deal
from tests.digest.founding import founding, signal
from tracker.digest.choose import ELSEWHERE, HELD, SMALL, choose, reason_against, wanted

WATCH = replace(founding().watchlist, entities=(), products=(), minimum_usd=Decimal(0))
SMALL_DEAL = build_deal(usd="50e6")
VAGUE_DEAL = build_deal()


def test_an_empty_watchlist_follows_everything() -> None:
    """Without companies and products there is nothing to leave out."""
    assert wanted(signal("new_leg", VAGUE_DEAL, "1"), WATCH)


def test_companies_and_products_widen_each_other() -> None:
    """A signal of a followed company or of a followed product goes out, others stay."""
    told = signal("new_leg", VAGUE_DEAL, "1", company_ids=("alphabet",), products=("TPU v7",))
    by_company = replace(WATCH, entities=("alphabet",), products=("Trainium",))
    by_family = replace(WATCH, entities=("amd",), products=("TPU",))
    families = {"TPU v7": ("TPU v7", "TPU")}
    assert wanted(told, by_company)
    assert wanted(told, by_family, families)
    assert reason_against(told, by_family, {}) == ELSEWHERE


def test_an_unstated_amount_is_not_small() -> None:
    """The minimum leaves out what is known to be smaller, not what nobody has stated."""
    watch = replace(WATCH, minimum_usd=Decimal(100_000_000))
    assert reason_against(signal("new_leg", SMALL_DEAL, "1"), watch, {}) == SMALL
    assert reason_against(signal("new_leg", VAGUE_DEAL, "1"), watch, {}) is None


def test_suppressed_signals_stay_behind_and_are_counted() -> None:
    """What a rule holds back is not told, but its number is."""
    held = signal("new_leg", VAGUE_DEAL, "1", suppressed="cool-down")
    choice = choose([held, replace(held, signal_id="other")], WATCH, {})
    assert choice.told == ()
    assert choice.left_out == ((HELD, 2),)


def test_the_order_is_the_sort_key_whatever_came_first() -> None:
    """Signals come out by sort key, then by id, from any order."""
    signals = [signal("new_leg", VAGUE_DEAL, rank) for rank in ("2", "1", "3")]
    told = choose(signals, WATCH, {}).told
    assert [s.sort_key for s in told] == ["1", "2", "3"]
    assert choose(reversed(signals), WATCH, {}).told == told
