"""Second thoughts on a leg: sums, prices of companies, counterparties, light verbs."""

import pytest


@pytest.mark.parametrize(
    ("text", "leg"),
    [
        (
            "CoreWeave has entered into an agreement with Dell under which it will purchase"
            " 5,000 GB300 servers.",
            ("hardware_purchase", "signed", "CoreWeave", "Dell"),
        ),
        (
            "Qualcomm has agreed to pay $2.4 billion in cash for Alphawave, a chip designer.",
            ("acquisition", "signed", "Qualcomm", "Alphawave"),
        ),
        (
            "AMD has granted OpenAI a warrant for up to 90 million shares.",
            ("warrant", "completed", "OpenAI", "AMD"),
        ),
        (
            "OpenAI, for its part, has been issued a warrant over 90 million AMD shares.",
            ("warrant", "completed", "OpenAI", "AMD"),
        ),
        (
            "Nvidia has also made an investment of $1 billion in CoreWeave.",
            ("equity_investment", "completed", "NVIDIA", "CoreWeave"),
        ),
    ],
)
def test_who_and_how_far(legs, text: str, leg: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    """The sides and the status that such a sentence gives."""
    assert legs(text) == [leg]


@pytest.mark.parametrize(
    "text",
    [
        "The halls will be used by Anthropic, which is not a party to the lease with Crusoe.",
        "If Nvidia ever sold GPUs to Huawei, we would raise our target by $6.",
        "The announcement adds to a web of arrangements between Oracle and OpenAI.",
        "She joins from Oracle, where she led the financing of a $3 billion data centre.",
    ],
)
def test_what_is_no_leg_after_all(legs, text: str) -> None:  # type: ignore[no-untyped-def]
    """Who is not a party, what is supposed, what is one of many, what a person did."""
    assert legs(text) == []


def test_close_to_is_not_closed(legs) -> None:  # type: ignore[no-untyped-def]
    """ "Close to" a purchase is talk, never done."""
    found = legs("Qualcomm is close to the purchase of chip designer Alphawave, Reuters reported.")
    assert {status for _, status, _, _ in found} <= {"in_talks"}


def test_whom_a_loan_serves_does_not_lend(legs) -> None:  # type: ignore[no-untyped-def]
    """A borrower's customer is no lender, and its contract is not closed with the loan."""
    found = legs(
        "Nscale announced it has closed a $2 billion financing facility to support its AI cloud"
        " contract with Microsoft."
    )
    assert ("financing", "completed", "Nscale", "Microsoft") not in found
    assert "completed" not in {status for kind, status, _, _ in found if kind != "financing"}
