"""Each step has what changed, the date it was true, the clock, and the claim."""

from datetime import date
from decimal import Decimal

from tests.builders import build_claim, on
from tracker.model.deals import Confirmation, Qualifier, Status
from tracker.resolve.resolve import resolve


def test_opening_terms_and_later_changes_are_steps(scale):
    """The opening status and terms come from nothing; a changed term names its claim."""
    first = build_claim(day="2026-02-24", usd="60e9", chips=100_000)
    filing = build_claim(
        day="2026-02-26", usd="66e9", confirmation=Confirmation.FILED, term_months=60
    )
    steps = resolve([filing, first], scale).steps
    told = {
        (s.field, s.before, s.after, s.true_on, s.known_at, s.claim_id)
        for s in steps
        if s.field != "confirmation"
    }
    opened = (date(2026, 2, 24), on("2026-02-24"), first.claim_id)
    changed = (date(2026, 2, 26), on("2026-02-26"), filing.claim_id)
    assert told == {
        ("status", None, "signed", *opened),
        ("value", None, "60000000000 USD", *opened),
        ("chips", None, "100000", *opened),
        ("value", "60000000000 USD", "66000000000 USD", *changed),
        ("term_months", None, "60", *changed),
    }
    (confirmed,) = [s for s in steps if s.field == "confirmation"]
    assert (confirmed.before, confirmed.after) == ("one_outlet", "filed")
    assert confirmed.claim_id == filing.claim_id


def test_terms_are_written_with_their_qualifier(scale):
    """ "Up to", "about" and ranges are in the words of the step."""
    claim = build_claim(
        value_low=Decimal(12 * 10**9), value_high=Decimal(27 * 10**9), currency="USD",
        value_qualifier=Qualifier.ABOUT, power_mw=1500.5, power_qualifier=Qualifier.UP_TO,
        rate_amount=Decimal("9.2e8"), rate_unit="month",
    )  # fmt: skip
    told = {step.field: step.after for step in resolve([claim], scale).steps}
    assert told["value"] == "about 12000000000 to 27000000000 USD"
    assert told["power_mw"] == "up to 1500.5"
    assert told["rate"] == "920000000 a month"


def test_a_reprint_is_a_version_but_no_step(scale):
    """A second paper with the same story changes who says so, not the history."""
    first = build_claim(day="2026-02-26", document_id="a")
    second = build_claim(day="2026-02-27", document_id="b")
    result = resolve([first, second], scale)
    assert len(result.deals) == 2
    assert {step.known_at for step in result.steps} == {first.known_at}


def test_an_earlier_true_date_learned_late_is_a_step(scale):
    """When a signing turns out to be older, the history gets the older date, known now."""
    report = build_claim(day="2026-02-26", document_id="a")
    older = build_claim(document_id="b", published_on=date(2026, 2, 20), known_at=on("2026-03-01"))
    steps = [s for s in resolve([report, older], scale).steps if s.field == "status"]
    assert [(s.after, s.true_on, s.known_at) for s in steps] == [
        (Status.SIGNED.value, date(2026, 2, 26), on("2026-02-26")),
        (Status.SIGNED.value, date(2026, 2, 20), on("2026-03-01")),
    ]
