"""Talk that is said of a leg in another sentence, and what is nobody's deal in particular."""

import pytest


def _status(found, kind: str) -> list[str]:  # type: ignore[no-untyped-def]
    return [status for deal_type, status, _, _ in found if deal_type == kind]


@pytest.mark.parametrize(
    "lead", ["A second set of negotiations continues.", "The other half is still under discussion."]
)
def test_talk_colours_the_next_leg(legs, lead: str) -> None:  # type: ignore[no-untyped-def]
    """A wish that follows "talks go on" is in talks, and the signed rental stays signed."""
    found = legs(
        "Anthropic has signed a contract with Google to rent tensor processing units. "
        f"{lead} Anthropic would like to buy TPUs for its own data centres from 2028."
    )
    assert _status(found, "cloud_rental") == ["signed"]
    assert _status(found, "hardware_purchase") == ["in_talks"]


def test_what_is_on_the_table_is_not_settled(legs) -> None:  # type: ignore[no-untyped-def]
    """A clause behind "on the table" is in talks even with "would"."""
    found = legs("Still on the table is a lease: OpenAI would rent GPUs from CoreWeave.")
    assert found == [("capacity_lease", "in_talks", "OpenAI", "CoreWeave")]


def test_an_unnamed_partner_is_null(legs) -> None:  # type: ignore[no-untyped-def]
    """A fund without a name takes its side of a venture; nobody else is put there."""
    found = legs(
        "OpenAI rents servers from Oracle. Separately, Oracle and a large pension fund, whose"
        " name was not disclosed, have signed an agreement on a joint venture for data centres."
    )
    ventures = [leg for leg in found if leg[0] == "joint_venture"]
    assert [(status, {buyer, supplier}) for _, status, buyer, supplier in ventures] == [
        ("signed", {None, "Oracle"})
    ]


def test_letting_to_anybody_is_no_leg(legs) -> None:  # type: ignore[no-untyped-def]
    """ "Rent the chips to other customers" names nobody who takes them."""
    assert legs("With the money it will lease GPUs to other customers, CoreWeave said.") == []


def test_what_was_never_sold_is_no_deal(legs) -> None:  # type: ignore[no-untyped-def]
    """A habit or its absence is no transaction."""
    assert legs("Google has never sold its TPUs to Meta. Nvidia has so far supplied Meta.") == []


def test_what_others_expect_is_rumoured(legs) -> None:  # type: ignore[no-untyped-def]
    """ "Is expected to" is nobody's promise, and the verb before it does not govern it."""
    found = legs(
        "Nvidia has agreed to invest $3 billion in Nebius and is expected to put money into"
        " Crusoe, Reuters reported."
    )
    assert ("equity_investment", "signed", "NVIDIA", "Nebius") in found
    crusoe = [status for _, status, _, supplier in found if supplier == "Crusoe"]
    assert crusoe in (["rumored"], [])


def test_the_author_is_not_the_company(legs) -> None:  # type: ignore[no-untyped-def]
    """ "We" in a report that credits an outlet is whoever writes it."""
    found = legs("Reuters wrote about Oracle. We would put a purchase of Nvidia GPUs at even odds.")
    assert ("hardware_purchase", "announced", "Oracle", "NVIDIA") not in found
