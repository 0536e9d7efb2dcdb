"""How terms are worded on a terminal."""

from decimal import Decimal

from tests.builders import build_claim
from tracker.cli.words import further_of
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
