"""One version from many claims: which value wins, who leads, what it is worth."""

from decimal import Decimal

import pytest

from tests.builders import build_claim
from tests.resolve.test_resolve import live
from tracker.model.deals import (
    Binding,
    Confirmation,
    Deal,
    DealClaim,
    DealType,
    Qualifier,
    Status,
)
from tracker.model.ids import content_id
from tracker.reference.evidence import load_evidence
from tracker.resolve.resolve import resolve

FILED, PARTY, OUTLET = Confirmation.FILED, Confirmation.ONE_PARTY, Confirmation.ONE_OUTLET
VAGUE = {
    "value_low": Decimal(2 * 10**9),
    "currency": "USD",
    "value_qualifier": Qualifier.VAGUE,
}


def the_deal(*claims: DealClaim) -> Deal:
    """The one deal that the claims make."""
    (deal,) = live(resolve(claims, load_evidence()))
    return deal


def test_a_filing_outweighs_a_later_report():
    """The stronger voice wins over the later one."""
    filed = build_claim(day="2026-02-24", usd="60e9", confirmation=FILED)
    report = build_claim(day="2026-02-26", usd="62e9")
    assert the_deal(filed, report).value_high == 60 * 10**9


@pytest.mark.parametrize("ids", ["ab", "ba"])
def test_of_equal_voices_the_later_wins(ids):
    """A corrected figure replaces the first one, whatever their ids."""
    first = build_claim(day="2026-02-24", usd="60e9", claim_id=ids[0])
    later = build_claim(day="2026-02-26", usd="62e9", claim_id=ids[1])
    assert the_deal(later, first).value_high == 62 * 10**9


def test_a_stated_value_survives_a_silent_claim():
    """A stronger claim without a value takes none away, nor does a vaguer one."""
    exact = build_claim(day="2026-02-24", usd="6e9")
    silent = build_claim(day="2026-02-26", confirmation=FILED, term_months=60)
    vague = build_claim(day="2026-02-27", confirmation=FILED, **VAGUE)
    deal = the_deal(exact, silent, vague)
    assert (deal.value_high, deal.value_qualifier) == (6 * 10**9, Qualifier.EXACT)
    assert deal.term_months == 60


def test_terms_of_the_signing_outrank_those_of_the_talks():
    """What was discussed does not stand beside what was signed, even in a later article."""
    signed = build_claim(day="2026-02-26", usd="6e9")
    talks = build_claim(day="2026-02-28", usd="10e9", status=Status.IN_TALKS)
    assert the_deal(signed, talks).value_high == 6 * 10**9


@pytest.mark.parametrize(
    ("usd", "quote", "total"),
    [
        ("6.5e9", "OpenAI enlarged the contract.", 18.4e9),
        ("6.5e9", "The contract was cut to $6.5bn.", 6.5e9),
        ("22e9", "The contract is now $22bn.", 22e9),
        ("22e9", "OpenAI raised it to $22bn.", 22e9),
        ("4e9", "OpenAI added another $4bn.", 15.9e9),
        ("9e9", "The contract totals $9bn after changes.", 9e9),
    ],
)
def test_an_amendment_adds_or_replaces_as_its_sentence_says(usd, quote, total):
    """New money comes on top, totals and cuts replace; without a word, less means more."""
    lease = {"deal_type": DealType.CAPACITY_LEASE, "products": ()}
    base = build_claim("OpenAI", "CoreWeave", day="2025-03-10", usd="11.9e9", **lease)
    change = build_claim(
        "OpenAI",
        "CoreWeave",
        day="2025-09-25",
        usd=usd,
        quote=quote,
        status=Status.AMENDED,
        **lease,
    )
    deal = the_deal(base, change)
    assert deal.status is Status.AMENDED
    assert deal.headline_usd == Decimal(str(total))


def test_an_amended_term_replaces_the_filed_one():
    """What an amendment says comes before what it amends, even from a weaker voice, and its
    thin evidence takes nothing from the contract's own."""
    filed = build_claim(day="2025-11-03", confirmation=FILED, term_months=60, usd="9.7e9")
    longer = build_claim(day="2026-02-26", status=Status.AMENDED, term_months=84)
    deal = the_deal(filed, longer)
    assert deal.term_months == 84
    assert deal.confirmation is OUTLET
    assert deal.p_execution == the_deal(filed).p_execution == 0.9


def test_a_letter_that_shrinks_leaves_nothing_of_itself():
    """Before anything is firm an amendment replaces: the letter's amount is gone."""
    equity = {"deal_type": DealType.EQUITY_INVESTMENT, "products": ()}
    letter = build_claim(
        "NVIDIA", "OpenAI", day="2025-09-22", status=Status.ANNOUNCED, confirmation=PARTY,
        value_high=Decimal(10**11), currency="USD", value_qualifier=Qualifier.UP_TO, **equity,
    )  # fmt: skip
    stake = build_claim(
        "NVIDIA", "OpenAI", day="2026-02-27", status=Status.AMENDED, usd="30e9", **equity
    )
    assert the_deal(letter, stake).headline_usd == 30 * 10**9


def test_the_lead_is_the_strongest_of_the_present_status_and_its_earliest():
    """The quote that stands for "signed" is a signing, the strongest, the first of equals."""
    talks = build_claim(day="2025-11-25", status=Status.IN_TALKS, confirmation=FILED)
    first = build_claim(day="2026-02-26", document_id="first")
    reprint = build_claim(day="2026-02-27", document_id="reprint")
    deal = the_deal(talks, reprint, first)
    assert deal.lead_claim_id == first.claim_id
    assert deal.confirmation is OUTLET
    release = build_claim(day="2026-02-28", confirmation=PARTY)
    assert the_deal(talks, reprint, first, release).lead_claim_id == release.claim_id


def test_a_letter_of_intent_ends_with_the_signing():
    """The wording of before does not hang on to the contract."""
    letter = build_claim(
        day="2025-11-25", status=Status.ANNOUNCED, binding=Binding.LETTER_OF_INTENT
    )
    assert the_deal(letter).binding is Binding.LETTER_OF_INTENT
    assert the_deal(letter, build_claim(day="2026-02-26")).binding is Binding.UNKNOWN


def test_products_are_precise_and_not_one_mans_mistake():
    """A family gives way to its member; what one report in four names is left out."""
    claims = [
        build_claim("OpenAI", "Oracle", products=products, document_id=str(n))
        for n, products in enumerate([("GB300",), ("NVIDIA GPU",), ("GB300",), ("H20",)])
    ]
    assert the_deal(*claims).products == ("GB300",)


def test_other_currencies_are_converted_for_the_headline():
    """The value stays as printed; the headline is in dollars of the day, or missing."""
    values = {"value_high": Decimal(375 * 10**7), "value_qualifier": Qualifier.UP_TO}
    riyals = the_deal(build_claim(**values, currency="SAR"))
    assert (riyals.value_high, riyals.currency) == (375 * 10**7, "SAR")
    assert riyals.headline_usd == 10**9
    unknown = the_deal(build_claim(**values, currency="XTS"))
    assert unknown.headline_usd is None
    assert unknown.expected_usd is None


def test_the_relationship_is_the_pair():
    """Legs of one story share the id of buyer and supplier."""
    assert the_deal(build_claim()).relationship_id == content_id("meta-platforms", "alphabet")
