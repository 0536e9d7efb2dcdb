"""What of an amount is firm."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import build_claim
from tracker.model.deals import Binding, Confirmation, Deal, DealClaim, Qualifier, Status
from tracker.reference.evidence import load_evidence
from tracker.resolve.consensus import view
from tracker.resolve.parts import Parts, parts_of

UNKNOWN, SIGNED = Binding.UNKNOWN, Status.SIGNED


@pytest.mark.parametrize(
    ("ends", "qualifier", "binding", "status", "parts"),
    [
        ((10, 10), Qualifier.EXACT, UNKNOWN, SIGNED, (10, 0, 0)),
        ((12, 27), Qualifier.UP_TO, UNKNOWN, SIGNED, (12, 15, 0)),
        ((None, 60), Qualifier.UP_TO, UNKNOWN, SIGNED, (0, 60, 0)),
        ((2, None), Qualifier.VAGUE, UNKNOWN, SIGNED, (2, 0, 0)),
        ((10, 10), Qualifier.EXACT, UNKNOWN, Status.IN_TALKS, (0, 0, 10)),
        ((5, 25), Qualifier.UP_TO, Binding.CONDITIONAL, SIGNED, (0, 20, 5)),
        ((10, 10), Qualifier.EXACT, Binding.OPTION, SIGNED, (0, 10, 0)),
        ((None, 100), Qualifier.UP_TO, Binding.LETTER_OF_INTENT, Status.ANNOUNCED, (0, 100, 0)),
        ((10, 10), Qualifier.EXACT, Binding.BINDING, Status.ANNOUNCED, (10, 0, 0)),
        ((10, 10), Qualifier.EXACT, UNKNOWN, Status.ANNOUNCED, (0, 0, 10)),
    ],
)
def test_parts_by_wording(ends, qualifier, binding, status, parts):
    """Firm, optional, contingent, by hand."""
    low, high = (None if end is None else Decimal(end) for end in ends)
    found = parts_of(low, high, qualifier, binding, status)
    assert (found.firm, found.optional, found.contingent) == parts


def test_without_an_amount_there_are_no_parts():
    """Nothing is made of nothing."""
    assert parts_of(None, None, None, UNKNOWN, SIGNED) == Parts(None, None, None)


@given(
    low=st.none() | st.integers(1, 100),
    more=st.none() | st.integers(0, 100),
    qualifier=st.sampled_from(list(Qualifier)),
    binding=st.sampled_from(list(Binding)),
    status=st.sampled_from(list(Status)),
)
def test_parts_add_up_to_the_headline(low, more, qualifier, binding, status):
    """Whatever the wording, nothing is lost or counted twice, and no part is negative."""
    high = None if more is None else Decimal((low or 0) + more)
    floor = None if low is None else Decimal(low)
    if floor is None and high is None:
        return
    found = parts_of(floor, high, qualifier, binding, status)
    parts = [found.firm, found.optional, found.contingent]
    assert all(part is not None and part >= 0 for part in parts)
    assert sum(part for part in parts if part) == (high if high is not None else floor)


BILLION = Decimal(10**9)


def deal_parts(*claims: DealClaim) -> tuple[Decimal | None, ...]:
    """Firm, optional and contingent billions of the deal that the claims make."""
    deal: Deal = view(claims, load_evidence()).deal
    found = (deal.firm_amount, deal.optional_amount, deal.contingent_amount)
    return tuple(None if part is None else part / BILLION for part in found)


def up_to(usd: int, **given: object) -> DealClaim:
    """A signed rental of up to so many billions."""
    ceiling = {"value_low": None, "value_qualifier": Qualifier.UP_TO}
    values = {"usd": usd * BILLION, "binding": Binding.BINDING, **ceiling, **given}
    return build_claim(**values)


@pytest.mark.parametrize(
    ("status", "binding", "expected"),
    [
        ("signed", "binding", (12, 15, 0)),
        ("in_talks", "none", (0, 15, 12)),
        ("signed", "letter_of_intent", (0, 15, 12)),
    ],
)
def test_printed_parts_count(status: str, binding: str, expected: tuple[int, ...]) -> None:
    """What a document calls firm is firm as soon as something obliges to it."""
    stated = {"firm_amount": 12 * BILLION, "optional_amount": 15 * BILLION}
    assert (
        deal_parts(up_to(27, status=Status(status), binding=Binding(binding), **stated)) == expected
    )


def test_a_condition_of_its_own_leaves_the_rest_firm() -> None:
    """Ten at once and thirty on targets is not forty on targets."""
    stated = {"firm_amount": 10 * BILLION, "contingent_amount": 30 * BILLION}
    assert deal_parts(up_to(40, binding=Binding.CONDITIONAL, **stated)) == (10, 0, 30)


def test_without_printed_parts_the_wording_decides() -> None:
    """Up to so much is all optional."""
    assert deal_parts(up_to(27)) == (0, 27, 0)
    assert deal_parts(build_claim()) == (None, None, None)


def test_parts_of_a_claim_that_is_not_behind_the_value_do_not_count() -> None:
    """A later, stronger figure brings its own parts."""
    weak = up_to(27, firm_amount=12 * BILLION, optional_amount=15 * BILLION)
    filed = build_claim(
        usd=20 * BILLION, binding=Binding.BINDING, confirmation=Confirmation.FILED, day="2026-03-02"
    )
    assert deal_parts(weak, filed) == (20, 0, 0)
