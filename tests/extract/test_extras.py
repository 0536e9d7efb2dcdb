"""What a leg says beside size and dates: parts, prepayment, notice, guarantor, change."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.extract.binding import says_option
from tracker.extract.changes import find_change
from tracker.extract.extras import Extras, read_extras
from tracker.extract.heard import Heard
from tracker.extract.money import find_money
from tracker.extract.parts_of_money import amounts_in, widened
from tracker.model.deals import AmendmentSign, Binding, DealClaim, DealType, Qualifier, Status

Claims = Callable[..., list[DealClaim]]
BILLION = 10**9


def read(text: str, status: Status = Status.SIGNED, **given: object) -> Extras:
    """The extras of a text that speaks of one lease only, its first amount being the value."""
    money = find_money(text)
    values: dict[str, object] = {"pair": frozenset(), "deal_type": DealType.CAPACITY_LEASE}
    return read_extras(
        text, [Heard(0, len(text))], money, money[0] if money else None,
        status=status, **values | given,  # type: ignore[arg-type]
    )  # fmt: skip


def sizes(extras: Extras) -> dict[str, int]:
    """The parts by name, in billions."""
    return {slot: int(amount.size / BILLION) for slot, amount in extras.parts.named()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It pays $12 billion firm and as much as $15 billion more.", {"firm": 12, "optional": 15}),
        ("A $9 billion lease, with an option for another $4 billion.", {"firm": 9, "optional": 4}),
        ("Up to $27bn: $12bn is firm, up to $15bn more is optional.", {"firm": 12, "optional": 15}),
        (
            "$5 billion immediately and a further $20 billion if milestones are met.",
            {"firm": 5, "contingent": 20},
        ),
        (
            "Worth up to $40 billion, with $30 billion contingent on growth.",
            {"contingent": 30},
        ),
        ("The lease is worth $9 billion, subject to approval.", {}),
        ("It is worth $20 billion, up from $9 billion first reported in May.", {}),
        ("It is worth $20 billion, against $9 billion today.", {}),
        ("A lease of $9 billion and a loan of $4 billion.", {}),
        ("A lease of up to $9 billion.", {}),
        (
            "It takes $50 billion, $15 billion of it at once and $35 billion on conditions.",
            {"firm": 15, "contingent": 35},
        ),
        (
            "Of the $50 billion it pays $15 billion first; the other $35 billion depends on terms.",
            {"firm": 15, "contingent": 35},
        ),
        ("It pays $5B today, maybe $20B later.", {"firm": 5, "optional": 20}),
    ],
)
def test_parts_are_those_that_the_words_set_apart(text: str, expected: dict[str, int]) -> None:
    """Firm, optional and contingent amounts; one amount alone has no parts."""
    assert sizes(read(text)) == expected


def test_a_part_may_stand_in_a_sentence_of_its_own() -> None:
    """One that is given to the leg though nothing else in its sentence speaks of it."""
    first = "A block of compute is sold for $12 billion."
    text = f"{first} On top of that sits a promise to take up to $15 billion of what is left."
    found = read_extras(
        text, [Heard(0, len(first))], find_money(text), find_money(text)[0],
        status=Status.SIGNED, pair=frozenset(), deal_type=DealType.CAPACITY_LEASE,
        aside=[Heard(len(first) + 1, len(text))],
    )  # fmt: skip
    assert sizes(found) == {"firm": 12, "optional": 15}


def test_the_sentence_of_a_further_sum_is_found(claims: Claims) -> None:
    """By the sum that is given to the leg, though no word of it speaks of the leg."""
    [claim] = claims(
        "Meta has agreed to rent TPUs from Google for $12 billion. On top of that sits a promise "
        "to take up to $15 billion of what is left."
    )
    assert (claim.firm_amount, claim.optional_amount) == (12 * BILLION, 15 * BILLION)
    assert (claim.value_low, claim.value_high) == (12 * BILLION, 27 * BILLION)


@given(firm=st.integers(1, 900), more=st.integers(1, 900), unit=st.sampled_from(["bn", "m"]))
def test_parts_keep_their_sizes(firm: int, more: int, unit: str) -> None:
    """Whatever the figures, each part is the one printed and the value runs from firm to sum."""
    text = f"It takes ${firm}{unit} firm and as much as ${more}{unit} more."
    scale = {"bn": 10**9, "m": 10**6}[unit]
    money, extras = find_money(text), read(text)
    assert {slot: amount.size for slot, amount in extras.parts.named()} == {
        "firm": firm * scale,
        "optional": more * scale,
    }
    value = widened(money[0], extras.parts)
    assert (value.low, value.high) == (firm * scale, (firm + more) * scale)
    assert value.qualifier is Qualifier.ABOUT


def test_an_option_to_extend_is_no_part_of_the_value() -> None:
    """The base value stays; so does a ceiling that is printed as one sum."""
    for text in (
        "A $9 billion lease, with an option for another $4 billion.",
        "Up to $27bn: $12bn is firm, up to $15bn more is optional.",
    ):
        first = find_money(text)[0]
        assert widened(first, read(text).parts) == first


@pytest.mark.parametrize(
    ("text", "amount", "share"),
    [
        ("A $6 billion lease with a prepayment of $1.2 billion.", 1_200_000_000, None),
        ("A $6 billion lease; $1.2 billion is paid up front.", 1_200_000_000, None),
        ("A $6 billion lease with a $500 million prepayment.", 500_000_000, None),
        ("A $6 billion lease, including a 20% prepayment.", None, 0.2),
        ("It rents for $6 billion, paying 25 per cent of the price up front.", None, 0.25),
        ("A $6 billion lease, of which 15% is payable in advance.", None, 0.15),
        ("A $6 billion lease without a prepayment of $1 billion.", None, None),
        ("A $6 billion lease at 20% below the market.", None, None),
    ],
)
def test_prepayment(text: str, amount: int | None, share: float | None) -> None:
    """What is paid ahead, as an amount or as a share."""
    extras = read(text)
    assert (extras.prepayment.size if extras.prepayment else None) == amount
    assert extras.prepayment_share == share


@given(share=st.integers(1, 100))
def test_a_share_is_a_share(share: int) -> None:
    """Between nothing and all, as printed."""
    assert read(f"A lease with a {share}% prepayment.").prepayment_share == share / 100


def test_shares_are_not_paid_ahead() -> None:
    """In a takeover "up front" is what is firm."""
    text = "$2 billion up front and up to $1 billion more if targets are met."
    extras = read(text, deal_type=DealType.ACQUISITION)
    assert extras.prepayment is None
    assert extras.parts.firm is not None
    assert extras.parts.firm.size == 2 * BILLION


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is a take-or-pay contract.", True),
        ("The contract is not take-or-pay.", False),
        ("A lease without take or pay.", False),
        ("It will take or reject the offer and pay.", None),
    ],
)
def test_take_or_pay(text: str, expected: bool | None) -> None:
    """Said, denied, or not mentioned."""
    assert read(text).take_or_pay is expected


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Either side may cancel on 90 days' notice.", 3.0),
        ("The tenant can terminate the lease with six months' written notice.", 6.0),
        ("It needs twelve months' prior notice to terminate.", 12.0),
        ("The notice period is 45 days.", 1.5),
        ("It may end the lease after a year.", None),
        ("It gave notice of a $3 billion lease.", None),
        ("It was cancelled in 2019, and 90 days later a notice went up.", None),
    ],
)
def test_cancellation_notice(text: str, months: float | None) -> None:
    """In months; a term is not a notice."""
    assert read(text).cancellation_notice_months == months


@given(days=st.integers(1, 999))
def test_a_notice_is_never_read_longer_than_printed(days: int) -> None:
    """Thirty days are a month."""
    found = read(f"Either side may cancel on {days} days' notice.").cancellation_notice_months
    assert found == round(days / 30, 2)


@pytest.mark.parametrize(
    ("text", "sign", "billions"),
    [
        ("The contract was expanded by $6 billion, to $22 billion in all.", "up", 6),
        ("They added $6 billion to the contract.", "up", 6),
        ("The contract was expanded to $22 billion.", "up", None),
        ("They lifted its value from $10 billion to $14 billion.", "up", 4),
        ("Its value is now put to $10 billion from $14 billion.", "down", 4),
        ("The order was trimmed by $3 billion.", "down", 3),
        ("They cut $3 billion from the order.", "down", 3),
        ("The lease was scaled back.", "down", None),
        ("The contract was restructured.", "re-cut", None),
        ("The contract was not cut.", None, None),
    ],
)
def test_amendments_have_a_sign_and_a_size(
    text: str, sign: str | None, billions: int | None
) -> None:
    """Only the change counts as its size, never the total."""
    extras = read(text, Status.AMENDED)
    assert extras.amendment_sign == sign
    expected = None if billions is None else Decimal(billions * BILLION)
    assert extras.amendment_amount == expected
    assert read(text).amendment_sign is None


@given(before=st.integers(1, 999), after=st.integers(1, 999))
def test_from_one_to_another_is_the_difference(before: int, after: int) -> None:
    """The sign follows from the figures, and the size is never negative."""
    text = f"Its value goes from ${before} billion to ${after} billion."
    amounts = list(amounts_in(text, 0, len(text), find_money(text)))
    sign, size = find_change(text, [Heard(0, len(text))], amounts)
    if before == after:
        assert (sign, size) == (None, None)
    else:
        assert sign is (AmendmentSign.UP if after > before else AmendmentSign.DOWN)
        assert size == abs(after - before) * BILLION


@given(text=st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text breaks it, and what it finds lies in the text."""
    extras = read(f"{text} $2bn take-or-pay, up to $1bn more {text}", Status.AMENDED)
    assert all(0 <= e.start < e.end <= 2 * len(text) + 40 for e in extras.evidence)


RENT = "Mistral AI signed a $3 billion lease with Fluidstack for GPU capacity"


@pytest.mark.parametrize(
    ("text", "guarantor"),
    [
        (f"{RENT}, with Google guaranteeing part of the rent.", "Alphabet"),
        (f"{RENT}. The tenant's obligations are guaranteed by Google.", "Alphabet"),
        (f"{RENT}; Google will backstop the rent.", "Alphabet"),
        (f"{RENT}. The lease has a guarantee from Google.", "Alphabet"),
        (f"{RENT}. The lease has no guarantee from Google.", None),
        (f"{RENT}; Google may guarantee the rent.", None),
        (f"{RENT}. Fluidstack guarantees the delivery under the contract.", None),
        (f"{RENT}; Google guarantees uptime to any customer.", None),
        (f"{RENT} at Google's old site.", None),
    ],
)
def test_guarantor(text: str, guarantor: str | None, claims: Claims) -> None:
    """A third company that stands in for a party; never a party itself."""
    [claim] = [c for c in claims(text) if c.buyer == "Mistral AI"]
    assert claim.guarantor == guarantor
    assert (claim.guarantor_id is None) == (guarantor is None)


def test_a_claim_carries_them_with_evidence(claims: Claims) -> None:
    """Terms of the sentences after a leg are its own, and each has its characters."""
    text = (
        f"{RENT}, including a 20% prepayment. The contract is take-or-pay, and either party may "
        "cancel it on 90 days' notice."
    )
    [claim] = claims(text)
    assert claim.value_high == 3 * BILLION
    assert (claim.prepayment_share, claim.take_or_pay) == (0.2, True)
    assert claim.cancellation_notice_months == 3.0
    words = {e.slot: text[e.start : e.end] for e in claim.evidence}
    assert words["take_or_pay"] == "take-or-pay"
    assert "20% prepayment" in words["prepayment"]


def test_a_prepayment_alone_is_not_the_value(claims: Claims) -> None:
    """It is a part of a contract whose size nobody states."""
    [claim] = claims("Meta signed a contract with Google to rent TPUs, prepaying $500 million.")
    assert (claim.value_low, claim.value_high) == (None, None)
    assert (claim.prepayment_amount, claim.currency) == (Decimal(500_000_000), "USD")


def test_two_legs_of_a_sentence_keep_their_own_terms(claims: Claims) -> None:
    """What is said of one is not said of the other."""
    text = (
        "Meta signed a take-or-pay contract to rent TPUs from Google and agreed to buy "
        "20,000 MI450 chips from AMD."
    )
    found = {claim.supplier: claim.take_or_pay for claim in claims(text)}
    assert found == {"Alphabet": True, "AMD": None}


@pytest.mark.parametrize(
    ("text", "binding"),
    [
        ("CoreWeave has an option to lease another 100 MW from Core Scientific.", Binding.OPTION),
        (f"{RENT}, with an option to extend it.", Binding.BINDING),
        (f"{RENT}, with hardware provided by Dell.", Binding.BINDING),
        (f"{RENT}, provided milestones are met.", Binding.CONDITIONAL),
    ],
)
def test_only_a_leg_that_is_one_is_an_option(text: str, binding: Binding, claims: Claims) -> None:
    """An option beside a contract leaves the contract binding."""
    assert claims(text)[0].binding is binding


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("It has an option to ", "lease 100 MW", True),
        ("It holds the right to ", "buy more chips", True),
        ("It exercised its option to ", "lease 100 MW", False),
        ("Its option to ", "lease 100 MW was exercised", False),
        ("It has agreed to ", "lease 100 MW", False),
    ],
)
def test_an_option_is_open(before: str, after: str, *, expected: bool) -> None:
    """One that was exercised is a contract."""
    assert says_option(before + after, len(before)) is expected
