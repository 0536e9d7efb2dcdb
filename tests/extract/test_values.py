"""Which of several sums is a leg's value, and which of two legs a sum belongs to."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tracker.extract.drafts import Draft
from tracker.extract.money import find_money
from tracker.extract.parts_of_money import is_later
from tracker.extract.slots import Terms
from tracker.extract.values import settle_values
from tracker.model.deals import DealClaim, DealType

Claims = Callable[..., list[DealClaim]]


def judged(text: str, chances: dict[DealType, list[float]]) -> dict[DealType, Decimal | None]:
    """The values of legs between the same two, of whose sums a judge has thought so much."""
    drafts = [Draft(kind, None, None) for kind in chances]
    terms = [Terms() for _ in drafts]
    for one, own in zip(terms, chances.values(), strict=True):
        for quantity, chance in zip(find_money(text), own, strict=True):
            if chance:
                one.take("value", quantity, 0, chance)
            else:
                one.said.append(quantity)
    settle_values(drafts, terms, text)
    values = [one.slots.get("value") for one in terms]
    return {d.deal_type: v and v.headline for d, v in zip(drafts, values, strict=True)}


RENT, BUY = DealType.CLOUD_RENTAL, DealType.HARDWARE_PURCHASE


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("It talks over spending billions of dollars on tensor processing units.", BUY),
        ("It wants to buy $10 billion of chips, or to rent them.", BUY),
        ("It would rent processors worth $10 billion.", RENT),
        ("It would spend $10 billion on capacity.", RENT),
    ],
)
def test_money_spent_on_goods_is_of_the_purchase(text: str, owner: DealType) -> None:
    """Though a judge finds it a little likelier the rent's."""
    found = judged(text, {RENT: [0.9], BUY: [0.8]})
    assert [kind for kind, value in found.items() if value is not None] == [owner]


def test_what_may_follow_later_is_not_the_value() -> None:
    """The sum that is paid first is, though a judge sees only the other."""
    text = "It puts $5B into the lab today, maybe $20B later."
    assert judged(text, {DealType.EQUITY_INVESTMENT: [0.0, 0.9]}) == {
        DealType.EQUITY_INVESTMENT: 5_000_000_000
    }


@pytest.mark.parametrize(
    ("lead", "tail", "expected"),
    [
        ("today, maybe ", " later", True),
        ("and perhaps another ", " over time", True),
        ("it paid ", " later", False),
        ("maybe ", " in all", False),
    ],
)
def test_later(lead: str, tail: str, *, expected: bool) -> None:
    """It takes a word of doubt before the sum, and one of time after it."""
    assert is_later(lead, tail) is expected
