"""The founding story as people post it: a signed rental, a purchase in talks, nothing else."""

from decimal import Decimal

import pytest

from tests.builders import build_document, on
from tracker.extract.reader import Reader
from tracker.model.deals import DealType, Qualifier, Status

POSTS = [
    "Meta just signed a multi-billion deal to rent Google's TPUs, The Information says. It is also "
    "in talks to buy TPUs for its own data centers next year. The point is to depend less on "
    "Nvidia, whose margins are fat and whose investments fund OpenAI and Anthropic.",
    "Meta signed a multi-billion dollar deal with Google to rent TPUs. They're also in talks to "
    "buy TPUs for their own data centers next year. Meta wants to be less dependent on NVIDIA. "
    "NVIDIA's margins are huge, and it invests in OpenAI and Anthropic.",
    "$META has signed a contract worth billions with $GOOGL to rent its TPUs, and is separately in "
    "talks about buying TPUs for its own data centres from next year. Less reliance on $NVDA, "
    "whose gross margins pay for its stakes in OpenAI and Anthropic.",
    "Meta has agreed to rent tensor processing units from Google in a multi-billion-dollar deal, "
    "per The Information. Negotiations over a purchase of TPUs for Meta's data centers next year "
    "are ongoing. Everyone wants out of the Nvidia tax; Nvidia plows its profits into OpenAI and "
    "Anthropic.",
]


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("which", ["reader", "shipped"])
def test_two_legs_and_nothing_else(post: str, which: str, request: pytest.FixtureRequest) -> None:
    """By rules and by weights: the rental is signed with a vague value, the purchase in talks."""
    reading: Reader = request.getfixturevalue(which)
    document = build_document(post, title="", kind="social", known_at=on("2026-02-27"))
    [extraction] = reading.read([document])
    assert len(extraction.claims) == 2
    found = {claim.deal_type: claim for claim in extraction.claims}
    assert set(found) == {DealType.CLOUD_RENTAL, DealType.HARDWARE_PURCHASE}
    for claim in found.values():
        assert (claim.buyer_id, claim.supplier_id) == ("meta-platforms", "alphabet")
        assert claim.products == ("TPU",)
    rental, purchase = found[DealType.CLOUD_RENTAL], found[DealType.HARDWARE_PURCHASE]
    assert rental.status is Status.SIGNED
    assert rental.value_low == Decimal(2_000_000_000)
    assert (rental.value_high, rental.value_qualifier) == (None, Qualifier.VAGUE)
    assert purchase.status is Status.IN_TALKS
    assert purchase.start == "2027"
    assert (purchase.value_low, purchase.value_high) == (None, None)
