"""The split of a change among deals: it adds up, is fair, and does not depend on order."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.economics.attribution import attribute

KEY = ("rent_usd_per_chip_hour", "x", None)


def game(worth: dict[str, float]):  # type: ignore[no-untyped-def]
    """A figure that the deals move together: the exponent of the sum of their worths."""
    return lambda some: {KEY: math.exp(sum(worth[name] for name in sorted(some)))}


worths = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.floats(-0.5, 0.5), min_size=1, max_size=7
)


@given(worths)
def test_the_parts_add_up(worth: dict[str, float]) -> None:
    """With few deals and with many, the sum is the whole change."""
    mids = game(worth)
    (moves,) = attribute(list(worth), mids).values()
    change = mids(frozenset(worth))[KEY] - mids(frozenset())[KEY]
    assert math.fsum(move.change for move in moves) == pytest.approx(change, abs=1e-12)
    assert {move.cause for move in moves} == set(worth)


def test_equals_get_equal_parts_and_nothing_gets_nothing() -> None:
    """Two deals of one effect share alike; one without any has no part."""
    parts = {m.cause: m.change for m in attribute("abc", game({"a": 0.2, "b": 0.2, "c": 0.0}))[KEY]}
    assert parts["a"] == pytest.approx(parts["b"])
    assert parts["c"] == pytest.approx(0.0, abs=1e-12)


@given(worths, st.randoms())
def test_the_order_of_deals_does_not_matter(worth: dict[str, float], random) -> None:  # type: ignore[no-untyped-def]
    """The same deals in another order have the same parts."""
    shuffled = list(worth)
    random.shuffle(shuffled)
    assert attribute(shuffled, game(worth)) == attribute(list(worth), game(worth))


def test_the_largest_part_comes_first() -> None:
    """The first is what a reader is told."""
    moves = attribute(["a", "b"], game({"a": 0.1, "b": -0.4}))[KEY]
    assert [move.cause for move in moves] == ["b", "a"]
