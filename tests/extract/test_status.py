"""How far a leg has come: the worst error is to call talks signed."""

import pytest

from tests.extract.conftest import Legs
from tracker.extract.status import LADDER, strongest


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Meta has signed a contract to rent TPUs from Google.", "signed"),
        ("Meta is in talks to rent TPUs from Google.", "in_talks"),
        ("Meta is negotiating to rent TPUs from Google.", "in_talks"),
        ("Meta is considering renting TPUs from Google.", "considering"),
        ("Meta may rent TPUs from Google.", "considering"),
        ("Meta said it will rent TPUs from Google.", "announced"),
        ("Meta will rent TPUs from Google, Reuters reported, citing people familiar.", "rumored"),
        ("Meta has cancelled its contract to rent TPUs from Google.", "terminated"),
        ("Meta and Google have expanded their agreement for the rental of TPUs.", "amended"),
    ],
)
def test_ladder(text: str, status: str, legs: Legs) -> None:
    """One small text for each rung."""
    assert [found[1] for found in legs(text)] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "Meta is in talks to sign a contract to rent TPUs from Google.",
        "Meta and Google are in advanced talks over a contract that might be signed next month.",
        "Meta has signed a letter of intent to rent TPUs from Google.",
        "Meta and Google signed a non-binding memorandum under which Meta would rent TPUs.",
        "No agreement has been reached on the rental of TPUs by Meta from Google, and talks go on.",
        "Meta plans to rent TPUs from Google once a contract is signed.",
        "Meta denied a report that it had signed a contract to rent TPUs from Google.",
        "Meta could sign a contract to rent TPUs from Google as soon as next week.",
    ],
)
def test_never_signed(text: str, legs: Legs) -> None:
    """Talks, intentions, conditions and denials are never signed or done."""
    statuses = {found[1] for found in legs(text)}
    assert not statuses & {"signed", "completed", "amended"}


def test_a_denial_needs_a_claim(legs: Legs) -> None:
    """A bare denial of nothing in particular is no deal."""
    assert legs("TSMC said that it was not in talks with Intel about a joint venture.") == []


def test_a_later_denial_reaches_back(legs: Legs) -> None:
    """ "That is false" denies what the sentence before claimed."""
    text = "A newspaper reported that Meta had bought 9,000 H200 GPUs from Nvidia. That is false."
    assert [found[1] for found in legs(text)] == ["denied"]


def test_two_legs_keep_their_own_status(legs: Legs) -> None:
    """A signed rental and a purchase in talks are told apart."""
    text = (
        "Meta has signed a contract to rent TPUs from Google. "
        "It is also in talks to buy TPUs for its own data centres."
    )
    assert legs(text) == [
        ("cloud_rental", "signed", "Meta Platforms", "Alphabet"),
        ("hardware_purchase", "in_talks", "Meta Platforms", "Alphabet"),
    ]


def test_strongest_is_the_first_rung() -> None:
    """Of several words the first line of the ladder wins; a shield keeps talks below signed."""
    assert strongest(["announced", "signed"]) == "signed"
    assert strongest(["signed", "in_talks"], shield=True) == "in_talks"
    assert strongest([]) is None
    assert LADDER[0] == "terminated"
