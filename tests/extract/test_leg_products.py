"""Which products are the goods of a leg."""

from collections.abc import Callable

import pytest

from tracker.model.deals import DealClaim, DealType

Claims = Callable[..., list[DealClaim]]
RENT = "CoreWeave has signed a deal to rent computing capacity to Meta for $14 billion."
BUY = "Meta has agreed to buy accelerators from AMD for $10 billion."


@pytest.mark.parametrize(
    ("text", "goods"),
    [
        (f"{RENT} The racks are Vera Rubin.", ("Vera Rubin",)),
        (f"{RENT} It gives the buyer access to Nvidia's GB300 servers.", ("GB300",)),
        (f"{BUY} The first of them are MI450s, in Helios racks.", ("MI450",)),
        (f"{RENT} It does not cover GB300 servers.", ()),
        (f"{RENT} The racks are MI450s instead of GB300s.", ("MI450",)),
        (RENT, ()),
    ],
)
def test_goods_may_be_named_after_the_deal(
    text: str, goods: tuple[str, ...], claims: Claims
) -> None:
    """In a sentence that speaks of nobody else; a chip says more than what it is mounted in."""
    assert [claim.products for claim in claims(text)] == [goods]


def test_what_another_company_has_is_not_sold(claims: Claims) -> None:
    """A sentence on somebody else's chips says nothing of the leg."""
    text = f"{RENT} Microsoft's own halls are full of GB300s."
    assert [claim.products for claim in claims(text)] == [()]


def test_an_exact_name_stands_for_its_family(claims: Claims) -> None:
    """And a name of the deal's own sentence is not joined by those of others."""
    text = "Meta has agreed to buy Instinct GPUs from AMD for $10 billion. The first is the MI450."
    assert [claim.products for claim in claims(text)] == [("MI450",)]
    text = "Meta has agreed to rent TPUs from Google for $10 billion. It also has GB300 servers."
    assert [claim.products for claim in claims(text)] == [("TPU",)]


def test_shares_are_no_chips(claims: Claims) -> None:
    """The same sentence may tell of both."""
    text = (
        "Nvidia will invest $10 billion in OpenAI, which has agreed to buy GB300s from Nvidia for "
        "$20 billion."
    )
    found = {claim.deal_type: claim.products for claim in claims(text)}
    assert found[DealType.EQUITY_INVESTMENT] == ()
    assert found[DealType.HARDWARE_PURCHASE] == ("GB300",)
