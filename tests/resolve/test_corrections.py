"""What an analyst corrects outweighs what documents say, and can be taken back."""

from datetime import date
from decimal import Decimal

import pytest

from tests.builders import build_claim, on
from tests.resolve.test_resolve import live
from tracker.model.corrections import Act, Correction
from tracker.model.deals import Confirmation, DealClaim, DealType, Qualifier, Status
from tracker.model.errors import BadInput
from tracker.reference.evidence import load_evidence
from tracker.resolve.desk import Resolution
from tracker.resolve.fields import parse_field
from tracker.resolve.resolve import resolve

LEASE = {"deal_type": DealType.CAPACITY_LEASE, "products": ()}


def correct(deal: DealClaim, *fields: str, act: Act = Act.SET, **given: object) -> Correction:
    """A correction of that claim's deal, of 1 March 2026 when nothing else is said."""
    values = {
        "correction_id": f"correction of {deal.claim_id} {act} {given}", "claim_ids": (),
        "other_ids": (), "why": "the filing says so", "who": "A", "number": 1,
        "known_at": on("2026-03-01"),
    } | given  # fmt: skip
    return Correction(act=act, deal_id=deal.claim_id, fields=fields, **values)  # type: ignore[arg-type]


def resolved(claims: list[DealClaim], *corrections: Correction) -> Resolution:
    """The deals of claims and corrections."""
    return resolve(claims, load_evidence(), corrections=corrections)


def test_a_set_value_stands_against_a_filing_known_later():
    """Documents go on to say otherwise; the deal keeps what the person set, and the claim."""
    report = build_claim(usd="10e9")
    filing = build_claim(day="2026-03-05", usd="12e9", confirmation=Confirmation.FILED)
    made = correct(report, "value=up to 11bn", "term_months=60")
    (deal,) = live(resolved([report, filing], made))
    assert (deal.value_low, deal.value_high) == (None, Decimal(11 * 10**9))
    assert deal.value_qualifier is Qualifier.UP_TO
    assert deal.term_months == 60
    assert deal.claim_ids == (report.claim_id, made.correction_id, filing.claim_id)
    assert deal.origins == ("The Information", "SEC filing") or len(deal.origins) == 1
    assert deal.confirmation is Confirmation.FILED


def test_an_amendment_after_the_correction_comes_on_top():
    """The person's figure is the new base of what is added later."""
    report = build_claim(usd="10e9", **LEASE)
    before = build_claim(day="2026-02-27", usd="1e9", status=Status.AMENDED, **LEASE)
    after = build_claim(day="2026-03-05", usd="2e9", status=Status.AMENDED, **LEASE)
    (deal,) = live(resolved([report, before, after], correct(report, "value=11bn")))
    assert deal.value_high == 13 * 10**9


def test_a_term_can_be_struck_out():
    """An empty value says that the term is not stated; the history has the step."""
    report = build_claim(usd="10e9", chips=5)
    result = resolved([report], correct(report, "chips="))
    (deal,) = live(result)
    assert deal.chips is None
    assert ("chips", "5", None) in {(s.field, s.before, s.after) for s in result.steps}


def test_a_set_status_is_moved_on_by_a_party_only():
    """ "Signed" is taken back by hand; another outlet's recap does not bring it back, the
    company's own word in May does."""
    report = build_claim()
    recap = build_claim(day="2026-03-10", document_id="recap")
    made = correct(report, "status=in_talks")
    result = resolved([report, recap], made)
    (deal,) = live(result)
    assert (deal.status, deal.status_on) == (Status.IN_TALKS, date(2026, 3, 1))
    assert deal.lead_claim_id == made.correction_id
    release = build_claim(day="2026-05-10", confirmation=Confirmation.ONE_PARTY)
    (deal,) = live(resolved([report, recap, release], made))
    assert deal.status is Status.SIGNED


def test_a_confirmed_status_holds_against_a_denial_of_before():
    """What was known before the correction does not move it, whenever it was published."""
    report = build_claim()
    denial = build_claim(
        day="2026-02-28", status=Status.DENIED, confirmation=Confirmation.ONE_PARTY
    )
    (deal,) = live(resolved([report, denial], correct(report, "status=signed")))
    assert deal.status is Status.SIGNED


def test_a_party_named_by_hand_draws_its_claims():
    """The tenant that a person names is found by the next article that names it."""
    unnamed = build_claim(None, "IREN", usd="5e9", **LEASE)
    named = build_claim("Oracle", "IREN", day="2026-03-05", **LEASE)
    (deal,) = live(resolved([unnamed, named], correct(unnamed, "buyer=Oracle")))
    assert (deal.buyer, deal.buyer_id) == ("Oracle", "oracle")
    assert deal.deal_id == unnamed.claim_id


def test_merged_by_hand_the_later_known_points_onward():
    """Both deals are kept; the one known first goes on, with the step that says why."""
    first = build_claim(usd="10e9")
    other = build_claim(deal_type=DealType.HARDWARE_PURCHASE, day="2026-02-27", document_id="other")
    made = correct(other, act=Act.MERGE, other_ids=(first.claim_id,))
    result = resolved([first, other], made)
    (deal,) = live(result)
    assert deal.deal_id == first.claim_id
    (gone,) = [d for d in result.deals if d.superseded_by]
    assert (gone.deal_id, gone.superseded_by) == (other.claim_id, first.claim_id)
    (step,) = [s for s in result.steps if s.field == "superseded_by"]
    assert step.claim_id == made.correction_id


def test_split_by_hand_stays_split():
    """A claim taken out opens a deal of its own, and no claim joins the two again."""
    lease = {**LEASE, "usd": "5.2e9"}
    named = build_claim("Oracle", "IREN", day="2026-02-20", **lease)
    unnamed = build_claim(None, "IREN", day="2026-02-21", **lease)
    parted = correct(
        named, act=Act.SPLIT, claim_ids=(named.claim_id, unnamed.claim_id),
        other_ids=(unnamed.claim_id,),
    )  # fmt: skip
    bridge = build_claim("Oracle", "IREN", day="2026-03-05", **lease)
    result = resolved([named, unnamed, bridge], parted)
    kept, new = sorted(live(result), key=lambda deal: deal.known_at, reverse=True)
    assert kept.claim_ids == (named.claim_id, bridge.claim_id)
    assert new.claim_ids == (unnamed.claim_id,)
    (step,) = [s for s in result.steps if s.field == "split_from"]
    assert (step.deal_id, step.after) == (unnamed.claim_id, named.claim_id)


def test_a_split_can_be_taken_back_by_a_merge():
    """What one correction parts another joins."""
    claims = [build_claim(document_id=name) for name in "ab"]
    first, second = sorted(claims, key=lambda claim: claim.claim_id)
    ids = (first.claim_id, second.claim_id)
    parted = correct(first, act=Act.SPLIT, claim_ids=ids, other_ids=ids[1:])
    joined = correct(first, act=Act.MERGE, other_ids=ids[1:], number=2)
    assert len(live(resolved(claims, parted))) == 2
    (deal,) = live(resolved(claims, parted, joined))
    assert deal.claim_ids == ids


def test_corrections_do_not_depend_on_their_order_of_arrival():
    """Given in any order they apply in the order in which they were made."""
    report = build_claim(usd="10e9")
    one = correct(report, "value=11bn", number=1)
    two = correct(report, "value=12bn", number=2, correction_id="two")
    assert resolved([report], one, two) == resolved([report], two, one, one)
    (deal,) = live(resolved([report], two, one))
    assert deal.value_high == 12 * 10**9


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier", "currency"),
    [
        ("value=9.7bn", "9.7e9", "9.7e9", "exact", "USD"),
        ("value=$9.7bn", "9.7e9", "9.7e9", "exact", "USD"),
        ("value = up to 27bn USD", None, "27e9", "up_to", "USD"),
        ("value=at least 840m EUR", "840e6", None, "at_least", "EUR"),
        ("value=12 to 27bn", "12e9", "27e9", "about", "USD"),
        ("value=12e9", "12e9", "12e9", "exact", "USD"),
        ("value=vague 2bn", "2e9", None, "vague", "USD"),
        ("value=1,250,000", "1.25e6", "1.25e6", "exact", "USD"),
    ],
)
def test_amounts_are_read_as_people_type_them(text, low, high, qualifier, currency):
    """Scales, ranges, qualifiers and currencies."""
    slot, values = parse_field(text)
    assert slot == "value"
    assert values == {
        "value_low": None if low is None else Decimal(low),
        "value_high": None if high is None else Decimal(high),
        "currency": currency,
        "value_qualifier": Qualifier(qualifier),
    }


def test_other_fields_are_read():
    """Chips, power, months, dates, rates, products, parties, enumerations."""
    said = ("chips=about 20k", "power_mw=1,200", "rate=920m a month", "start=2026-07",
            "products=TPU, GB300", "buyer=Mistral AI", "status=signed")  # fmt: skip
    values = {name: value for text in said for name, value in parse_field(text)[1].items()}
    assert (values["chips"], values["chips_qualifier"]) == (20_000, Qualifier.ABOUT)
    assert (values["power_mw"], values["power_qualifier"]) == (1200.0, Qualifier.EXACT)
    assert (values["rate_amount"], values["rate_unit"]) == (Decimal("920e6"), "month")
    assert values["start"] == "2026-07"
    assert values["products"] == ("GB300", "TPU")
    assert (values["buyer"], values["buyer_id"]) == ("Mistral AI", "mistral-ai")
    assert values["status"] is Status.SIGNED


@pytest.mark.parametrize(
    "text",
    ["value", "price=1", "value=much", "status=", "status=done", "chips=1 to 2", "chips=5 EUR",
     "value=27bn to 12bn", "term_months=five", "start=July", "rate=9", "value=0", "value=1e99",
     "power_mw=-4", "products="],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_with_its_text(text):
    """One clear line that repeats what was typed."""
    with pytest.raises(BadInput, match=text.split("=")[0]):
        parse_field(text)
