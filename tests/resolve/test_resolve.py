"""Resolution as a whole: the founding story, both clocks, and what no order may change."""

import random
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import build_claim, on
from tracker.model.deals import Confirmation, Deal, DealClaim, DealType, Qualifier, Status
from tracker.reference.evidence import load_evidence
from tracker.resolve.resolve import Resolution, resolve

RENT, BUY = DealType.CLOUD_RENTAL, DealType.HARDWARE_PURCHASE


def live(resolution: Resolution) -> list[Deal]:
    """The latest version of each deal that was not merged away."""
    latest = {deal.deal_id: deal for deal in resolution.deals}
    return [deal for deal in latest.values() if deal.superseded_by is None]


def founding_story() -> list[DealClaim]:
    """Talks about renting and buying in November; in February one of them is signed."""
    billions = {"value_low": 2 * 10**9, "currency": "USD", "value_qualifier": Qualifier.VAGUE}
    return [
        build_claim(day="2025-11-25", status=Status.IN_TALKS, document_id="nov"),
        build_claim(
            day="2025-11-25", status=Status.IN_TALKS, deal_type=BUY, document_id="nov",
            start="2027", **billions,
        ),
        build_claim(day="2026-02-26", status=Status.SIGNED, document_id="feb", **billions),
        build_claim(
            day="2026-02-26", status=Status.IN_TALKS, deal_type=BUY, document_id="feb"
        ),
    ]  # fmt: skip


def test_the_founding_story_is_two_deals(scale):
    """The rental goes from talks to signed; the purchase stays in talks and apart."""
    deals = {deal.deal_type: deal for deal in live(resolve(founding_story(), scale))}
    assert set(deals) == {RENT, BUY}
    assert deals[RENT].status is Status.SIGNED
    assert deals[RENT].status_on == date(2026, 2, 26)
    assert deals[RENT].value_qualifier is Qualifier.VAGUE
    assert deals[BUY].status is Status.IN_TALKS
    assert deals[BUY].status_on == date(2025, 11, 25)
    assert deals[BUY].start == "2027"
    assert deals[RENT].relationship_id == deals[BUY].relationship_id


def test_the_founding_story_over_time(scale):
    """Each instant has the state of that instant, and the ladder has its two dates."""
    result = resolve(founding_story(), scale)
    rental = [deal for deal in result.deals if deal.deal_type is RENT]
    assert [(deal.known_at, deal.status) for deal in rental] == [
        (on("2025-11-25"), Status.IN_TALKS),
        (on("2026-02-26"), Status.SIGNED),
    ]
    assert rental[0].deal_id == rental[1].deal_id == rental[0].claim_ids[0]
    assert [
        (step.before, step.after, step.true_on)
        for step in result.steps
        if step.deal_id == rental[0].deal_id and step.field == "status"
    ] == [
        (None, "in_talks", date(2025, 11, 25)),
        ("in_talks", "signed", date(2026, 2, 26)),
    ]


def test_ten_reprints_are_one_origin(scale):
    """What ten papers copy from one report has one origin and the weight of one."""
    reprints = [
        build_claim(day="2026-02-26", document_id=f"paper {n}", origin_outlet=name)
        for n, name in enumerate(["The Information", "the information"] * 5)
    ]
    (deal,) = live(resolve(reprints, scale))
    assert deal.origins == ("The Information",)
    assert len(deal.claim_ids) == 10
    assert deal.confirmation is Confirmation.ONE_OUTLET


def test_names_of_one_company_meet_by_its_id(scale):
    """A subsidiary arrives with its parent's id, so its printed name makes no second deal."""
    claims = [
        build_claim(document_id="a"),
        build_claim(
            "Facebook", "Google Cloud", buyer_id="meta-platforms", supplier_id="alphabet",
            document_id="b",
        ),
    ]  # fmt: skip
    assert len(live(resolve(claims, scale))) == 1


def test_an_unnamed_buyer_is_named_later(scale):
    """The filing that names the tenant joins the deal of the article that did not."""
    unnamed = build_claim(
        None, "Applied Digital", deal_type=DealType.CAPACITY_LEASE, usd="5.2e9",
        day="2026-06-09", products=(),
    )  # fmt: skip
    naming = build_claim(
        "Oracle", "Applied Digital", deal_type=DealType.CAPACITY_LEASE, usd="5.2e9",
        day="2026-07-01", products=(), confirmation=Confirmation.FILED,
    )  # fmt: skip
    (deal,) = live(resolve([naming, unnamed], scale))
    assert deal.deal_id == unnamed.claim_id
    assert deal.buyer == "Oracle"
    assert deal.buyer_id == "oracle"
    steps = resolve([naming, unnamed], scale).steps
    assert ("buyer", None, "Oracle") in {(s.field, s.before, s.after) for s in steps}


def test_an_unnamed_buyer_that_fits_two_deals_stays_apart(scale):
    """Two tenants with the same amount: the unnamed one could be either, so it is neither."""
    lease = {"deal_type": DealType.CAPACITY_LEASE, "usd": "5e9", "products": ()}
    claims = [
        build_claim("Oracle", "IREN", day="2026-06-01", **lease),
        build_claim("Microsoft", "IREN", day="2026-06-02", **lease),
        build_claim(None, "IREN", day="2026-06-03", **lease),
    ]
    assert len(live(resolve(claims, scale))) == 3


def test_a_bridge_merges_two_deals_and_points_onward(scale):
    """Two deals that a later claim shows to be one: the later known points to the earlier."""
    lease = {"deal_type": DealType.CAPACITY_LEASE, "products": ()}
    unnamed = build_claim(None, "IREN", day="2026-06-01", usd="5.2e9", **lease)
    named = build_claim("Oracle", "IREN", day="2026-06-02", **lease)
    bridge = build_claim("Oracle", "IREN", day="2026-06-05", usd="5.2e9", **lease)
    result = resolve([bridge, named, unnamed], scale)
    (deal,) = live(result)
    assert deal.deal_id == unnamed.claim_id
    assert set(deal.claim_ids) == {unnamed.claim_id, named.claim_id, bridge.claim_id}
    gone = [d for d in result.deals if d.deal_id == named.claim_id]
    assert [d.superseded_by for d in gone] == [None, unnamed.claim_id]
    assert gone[-1].known_at == bridge.known_at
    (step,) = [s for s in result.steps if s.field == "superseded_by"]
    assert (step.deal_id, step.after) == (named.claim_id, unnamed.claim_id)


def test_a_late_fact_takes_its_place_by_date(scale):
    """An old article imported late adds its rung with its own date, and steps nothing back."""
    signed = build_claim(day="2026-02-26", document_id="feb")
    talks = build_claim(
        status=Status.IN_TALKS, document_id="nov", published_on=date(2025, 11, 25),
        known_at=on("2026-03-05"),
    )  # fmt: skip
    result = resolve([talks, signed], scale)
    (deal,) = live(result)
    assert deal.deal_id == signed.claim_id
    assert (deal.status, deal.status_on) == (Status.SIGNED, date(2026, 2, 26))
    assert deal.first_public_on == date(2025, 11, 25)
    late = {(s.before, s.after) for s in result.steps if s.known_at == on("2026-03-05")}
    assert (None, "in_talks") in late
    assert ("in_talks", "signed") in late


def test_nothing_to_resolve_is_nothing(scale):
    """No claims, no deals."""
    assert resolve([], scale) == Resolution((), ())


PARTIES = ["Meta Platforms", "OpenAI", None]
SUPPLIERS = ["Alphabet", "IREN", None]
TYPES = [RENT, BUY, DealType.CAPACITY_LEASE, DealType.JOINT_VENTURE]


@st.composite
def claim_lists(draw: st.DrawFn) -> list[DealClaim]:
    """Up to a dozen claims of few parties, half the time of one pair, so that many meet."""
    claims = []
    is_one_pair = draw(st.booleans())
    for number in range(draw(st.integers(1, 12))):
        buyer, supplier = draw(st.sampled_from(PARTIES)), draw(st.sampled_from(SUPPLIERS))
        if is_one_pair:
            buyer, supplier = "Meta Platforms", "Alphabet"
        published = date(2025, 6, 1) + timedelta(days=draw(st.integers(0, 300)))
        known = on("2025-07-01") + timedelta(days=draw(st.sampled_from([0, 40, 90, 200, 400])))
        claims.append(
            build_claim(
                buyer,
                supplier if buyer or supplier else "Alphabet",
                deal_type=RENT if is_one_pair else draw(st.sampled_from(TYPES)),
                status=draw(st.sampled_from(list(Status))),
                usd=draw(st.sampled_from([None, "5e9", "5.05e9", "20e9"])),
                power_mw=draw(st.sampled_from([None, 200.0, 900.0])),
                products=draw(st.sampled_from([(), ("TPU",), ("GB300", "NVIDIA GPU")])),
                confirmation=draw(st.sampled_from(list(Confirmation))),
                origin_outlet=draw(st.sampled_from(["Reuters", "The Information"])),
                published_on=draw(st.sampled_from([published, None])),
                known_at=known,
                document_id=f"document {draw(st.integers(0, 8))}",
                claim_id=f"claim {number:02}",
            )
        )
    return claims


@given(claims=claim_lists(), seed=st.integers(0, 10**6))
@settings(deadline=None, max_examples=150)
def test_order_and_repetition_change_nothing(claims, seed):
    """Shuffled and doubled input gives the same versions and the same steps."""
    shuffled = claims + claims[::2]
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    assert resolve(shuffled, load_evidence()) == resolve(claims, load_evidence())


@given(claims=claim_lists())
@settings(deadline=None, max_examples=100)
def test_what_was_known_is_not_rewritten(claims):
    """A run at any earlier instant stored exactly the rows that the whole run has for it."""
    whole = resolve(claims, load_evidence())
    for instant in {claim.known_at for claim in claims}:
        then = resolve([c for c in claims if c.known_at <= instant], load_evidence())
        assert then.deals == tuple(d for d in whole.deals if d.known_at <= instant)
        assert then.steps == tuple(s for s in whole.steps if s.known_at <= instant)


@given(claims=claim_lists())
@settings(deadline=None, max_examples=100)
def test_every_claim_is_in_one_live_deal(claims):
    """Nothing is lost, nothing counted twice; ids are first claims; versions differ."""
    result = resolve(claims, load_evidence())
    held = [claim_id for deal in live(result) for claim_id in deal.claim_ids]
    assert sorted(held) == sorted(claim.claim_id for claim in claims)
    latest = {deal.deal_id: deal for deal in result.deals}
    for deal in latest.values():
        assert deal.deal_id == deal.claim_ids[0]
        assert deal.superseded_by is None or deal.superseded_by in latest
        versions = [d for d in result.deals if d.deal_id == deal.deal_id]
        assert all(a.known_at < b.known_at for a, b in pairwise(versions))


def test_many_claims_of_many_pairs_stay_apart(scale):
    """Five thousand claims of 900 pairs: a claim meets its block only (see the bench)."""
    claims = [
        build_claim(
            f"Buyer {n % 900}", f"Supplier {n % 17}", claim_id=f"c{n}", document_id=f"d{n}",
            known_at=on("2025-01-01") + timedelta(hours=n), published_on=None,
        )
        for n in range(5000)
    ]  # fmt: skip
    result = resolve(claims, scale)
    assert len(result.deals) == 5000
