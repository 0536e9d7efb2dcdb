"""Amounts go to the legs that a judge gives them to, however near another leg stands."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tracker.extract.drafts import Draft
from tracker.extract.judged_terms import LEAST_AGAINST, LEAST_AGREED, LEAST_TERM, take_judged
from tracker.extract.quantity import Quantity
from tracker.extract.slots import Terms
from tracker.extract.values import settle_values
from tracker.model.deals import DealType


def money(at: int, number: int) -> Quantity:
    """A sum at a character."""
    return Quantity("money", at, at + 5, high=Decimal(number), currency="USD")


def taken(
    quantities: list[Quantity],
    judged: Mapping[int, tuple[float, float]],
    kind: DealType = DealType.CAPACITY_LEASE,
    *,
    owners: tuple[int, ...] = (),
    refused: bool = False,
) -> Terms:
    """The terms of one leg after all quantities were offered to it."""
    draft, terms = Draft(kind, None, None), Terms()
    draft.judged = judged
    for quantity in quantities:
        take_judged(quantity, 0, [draft], [terms], owners, refused=refused)
    return terms


def test_the_likelier_sum_comes_first() -> None:
    """However late in the text."""
    sums = [money(0, 10**9), money(50, 2 * 10**9), money(90, 3 * 10**9)]
    terms = taken(sums, {0: (0.7, 0), 50: (0.9, 0), 90: (0.8, 0)})
    assert [quantity.start for _, quantity in terms.money] == [50, 90, 0]


@pytest.mark.parametrize("refused", [False, True])
def test_less_likely_ones_are_left(refused: bool) -> None:
    """More is asked of an amount that the rules take for something else."""
    least = LEAST_AGAINST if refused else LEAST_TERM
    assert taken([money(0, 10**9)], {0: (least - 0.01, 0)}, refused=refused).money == []
    assert taken([money(0, 10**9)], {0: (least, 0)}, refused=refused).money


def test_agreement_asks_for_less() -> None:
    """What the rules give to the leg as well."""
    doubtful = {0: (LEAST_AGREED, 0.0)}
    assert taken([money(0, 10**9)], doubtful).money == []
    assert taken([money(0, 10**9)], doubtful, owners=(0,)).money


def test_an_unjudged_amount_is_left_to_the_rules() -> None:
    """Nothing is known of it."""
    assert taken([money(0, 10**9)], {}).money == []


def test_a_date_is_start_or_end() -> None:
    """The likelier, never both."""
    date = Quantity("date", 7, 11, date_value="2031")
    assert set(taken([date], {7: (0.6, 0.8)}).slots) == {"end"}
    assert set(taken([date], {7: (0.8, 0.6)}).slots) == {"start"}


def test_a_length_without_a_number_fills_nothing() -> None:
    """ "Multi-year" beside "five-year"."""
    five = Quantity("term", 3, 12, low=Decimal(60), high=Decimal(60), unit="months")
    many = Quantity("term", 30, 40, role="multi_year")
    terms = taken([five, many], {3: (0.7, 0), 30: (0.9, 0)})
    assert terms.slots["term"] is five


def test_shares_have_no_megawatts() -> None:
    """Whatever the judge says."""
    power = Quantity("power", 5, 9, low=Decimal(300), high=Decimal(300), unit="MW")
    assert taken([power], {5: (0.99, 0)}, DealType.EQUITY_INVESTMENT).slots == {}


def test_one_sum_is_of_one_leg_between_two() -> None:
    """The likelier one's; a leg of the same type may have the same again."""
    sums = [money(0, 10**9)]
    lease, shares = DealType.CAPACITY_LEASE, DealType.EQUITY_INVESTMENT
    for other, left in ((shares, [True, False]), (lease, [True, True])):
        drafts = [Draft(lease, None, None), Draft(other, None, None)]
        terms = [taken(sums, {0: (0.9, 0)}), taken(sums, {0: (0.8, 0)}, other)]
        settle_values(drafts, terms, "$1 bn is told of it.")
        assert ["value" in one.slots for one in terms] == left
