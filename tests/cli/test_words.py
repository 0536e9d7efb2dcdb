"""How terms are worded on a terminal."""

from decimal import Decimal

import pytest

from tests.builders import build_claim, build_deal
from tracker.cli.words import further_of, parts_words
from tracker.model.deals import AmendmentSign


def test_further_terms_in_one_line() -> None:
    """Only what the document states, each in a few words."""
    claim = build_claim(
        usd="27e9", firm_amount=Decimal("12e9"), optional_amount=Decimal("15e9"),
        prepayment_share=0.2, take_or_pay=True, cancellation_notice_months=1.5,
        guarantor="Alphabet", amendment_sign=AmendmentSign.UP, amendment_amount=Decimal("6.5e9"),
    )  # fmt: skip
    assert further_of(claim) == (
        "firm $12bn; optional $15bn; 20% paid ahead; take-or-pay; 1.5 months' notice; "
        "guaranteed by Alphabet; amended: up by $6.5bn"
    )


def test_a_silent_claim_has_no_such_line() -> None:
    """What nobody says is not shown; what is denied is."""
    assert further_of(build_claim(usd="9e9")) == ""
    assert further_of(build_claim(take_or_pay=False)) == "not take-or-pay"


@pytest.mark.parametrize(
    ("usd", "firm", "optional", "contingent", "words"),
    [
        ("27e9", "12e9", "15e9", "0", "of it firm $12bn, optional $15bn"),
        ("60e9", "0", "60e9", "0", "of it optional $60bn"),
        ("12e9", "12e9", "5e9", "0",
         "all of it firm; beside it, not in the headline, optional $5bn"),
        ("50e9", "0", "0", "85e9",
         "as printed contingent $85bn; these do not add up to the headline"),
        ("12e9", None, None, None, ""),
    ],
)  # fmt: skip
def test_parts_are_of_the_value_or_beside_it(
    usd: str, firm: str | None, optional: str | None, contingent: str | None, words: str
) -> None:
    """An option beside a base value is not called a part of it."""
    parts = [None if part is None else Decimal(part) for part in (firm, optional, contingent)]
    deal = build_deal(
        usd=usd, firm_amount=parts[0], optional_amount=parts[1], contingent_amount=parts[2]
    )
    assert parts_words(deal) == words
