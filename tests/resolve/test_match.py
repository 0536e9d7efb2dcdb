"""Which claims are one deal: each rule of matching by a pair that it joins or keeps apart."""

from decimal import Decimal

from tests.builders import build_claim
from tests.resolve.test_resolve import live
from tracker.model.deals import DealClaim, DealType, Qualifier, Status
from tracker.reference.evidence import load_evidence
from tracker.resolve.resolve import resolve

LEASE = {"deal_type": DealType.CAPACITY_LEASE, "products": ()}


def deals_of(*claims: DealClaim) -> int:
    """How many deals the claims make."""
    return len(live(resolve(claims, load_evidence())))


def test_an_expansion_is_the_same_deal():
    """An amended claim joins the contract of the pair, whatever its age: money on top that is
    less than what there was, or a new total that is more."""
    first = build_claim("Meta Platforms", "CoreWeave", day="2025-09-30", usd="14.2e9", **LEASE)
    more = build_claim(
        "Meta Platforms", "CoreWeave", day="2026-04-09", usd="6e9", status=Status.AMENDED, **LEASE
    )
    total = build_claim(
        "Meta Platforms", "CoreWeave", day="2026-05-09", usd="35e9", status=Status.AMENDED,
        quote="Meta raised its contract to $35 billion.", **LEASE,
    )  # fmt: skip
    assert deals_of(first, more, total) == 1


def test_more_money_than_the_contract_has_is_a_follow_on():
    """Another $21bn on a contract of $14.2bn is a contract of its own, and so counts beside it,
    however the papers name it."""
    first = build_claim("Meta Platforms", "CoreWeave", day="2025-09-30", usd="14.2e9", **LEASE)
    more = build_claim(
        "Meta Platforms", "CoreWeave", day="2026-04-09", usd="21e9", status=Status.AMENDED,
        quote="Meta takes additional capacity of $21 billion.", **LEASE,
    )  # fmt: skip
    paper = build_claim("Meta Platforms", "CoreWeave", day="2026-04-10", usd="21e9", **LEASE)
    recap = build_claim("Meta Platforms", "CoreWeave", day="2026-04-10", usd="14.2e9", **LEASE)
    assert deals_of(first, more) == 2
    assert deals_of(first, more, paper, recap) == 2


def test_an_enlarged_order_is_the_same_deal_half_a_year_later():
    """18,000 chips in May, "enlarges its order to 600,000" in November: one order, also when
    the paper calls the new one signed."""
    chips = {"deal_type": DealType.HARDWARE_PURCHASE, "products": ("GB300",)}
    first = build_claim("Humain", "NVIDIA", day="2025-05-13", chips=18_000, **chips)
    more = build_claim(
        "Humain", "NVIDIA", day="2025-11-19", chips=600_000,
        quote="Humain enlarges its order to 600,000 chips.", **chips,
    )  # fmt: skip
    another = build_claim("Humain", "NVIDIA", day="2025-11-19", chips=600_000, **chips)
    assert deals_of(first, more) == 1
    assert deals_of(first, another) == 2


def test_a_later_start_is_another_contract():
    """New capacity from 2027, agreed in April, is not last October's from 2026."""
    october = build_claim("Anthropic", "Alphabet", day="2025-10-23", chips=10**6, start="2026")
    april = build_claim("Anthropic", "Alphabet", day="2026-04-06", start="2027")
    mention = build_claim("Anthropic", "Alphabet", day="2026-04-08", products=())
    assert deals_of(october, april) == 2
    assert deals_of(october, april, mention) == 2


def test_a_second_contract_is_another_deal():
    """Signed months later for another amount, and not called an amendment."""
    first = build_claim("Meta Platforms", "Nebius", day="2025-11-11", usd="2.9e9", **LEASE)
    second = build_claim("Meta Platforms", "Nebius", day="2026-03-16", usd="27e9", **LEASE)
    assert deals_of(first, second) == 2


def test_a_recap_of_the_first_contract_finds_it():
    """An article on the second contract that mentions the first one's amount adds no third."""
    first = build_claim("Meta Platforms", "Nebius", day="2025-11-11", usd="2.9e9", **LEASE)
    second = build_claim(
        "Meta Platforms", "Nebius", day="2026-03-16", usd="27e9", document_id="x", **LEASE
    )
    recap = build_claim(
        "Meta Platforms", "Nebius", day="2026-03-16", usd="2.9e9", document_id="x", **LEASE
    )
    assert deals_of(first, second, recap) == 2


def test_outlets_that_disagree_speak_of_one_deal():
    """Different amounts within days are a dispute over one deal."""
    sixty = build_claim("Meta Platforms", "AMD", day="2026-02-24", usd="60e9")
    hundred = build_claim("Meta Platforms", "AMD", day="2026-02-25", usd="100e9")
    assert deals_of(sixty, hundred) == 1


def test_two_amounts_in_one_text_are_two_deals():
    """A text that tells two contracts of one pair apart by their amounts means two."""
    one = build_claim("NVIDIA", "Lambda", usd="1.3e9", document_id="x", **LEASE)
    other = build_claim("NVIDIA", "Lambda", usd="0.2e9", document_id="x", **LEASE)
    assert deals_of(one, other) == 2


def test_new_talks_long_after_a_signing_are_a_new_deal():
    """A cloud contract of August is not what the companies negotiate in November."""
    cloud = build_claim(day="2025-08-21", usd="10e9", products=())
    talks = build_claim(day="2025-11-25", status=Status.IN_TALKS)
    signed = build_claim(day="2026-02-26")
    assert deals_of(cloud, talks, signed) == 2


def test_a_late_article_on_talks_is_the_signed_deal():
    """Days after a signing an article that still says "in talks" is about that deal."""
    signed = build_claim(day="2026-02-26")
    stale = build_claim(day="2026-03-02", status=Status.IN_TALKS)
    assert deals_of(signed, stale) == 1


def test_silicon_of_another_designer_is_another_deal():
    """A cloud's rental of NVIDIA chips and of its own are two contracts."""
    nvidia = build_claim("OpenAI", "Amazon", day="2025-11-03", products=("GB300",))
    trainium = build_claim("OpenAI", "Amazon", day="2025-11-20", products=("Trainium3",))
    assert deals_of(nvidia, trainium) == 2


def test_generations_of_one_designer_are_one_deal():
    """An outlet that says "NVIDIA GPU" and one that says GB300 speak of one deal."""
    general = build_claim("OpenAI", "Amazon", day="2025-11-03", products=("NVIDIA GPU",))
    precise = build_claim("OpenAI", "Amazon", day="2025-11-04", products=("GB300",))
    assert deals_of(general, precise) == 1


def test_a_rental_called_a_lease_is_one_deal():
    """Two kinds of renting of one pair within days, one without any terms, are one leg."""
    rental = build_claim("OpenAI", "Oracle", day="2025-09-11", usd="300e9", products=())
    lease = build_claim("OpenAI", "Oracle", day="2025-09-12", **LEASE)
    assert deals_of(rental, lease) == 1


def test_a_rental_and_a_purchase_never_meet():
    """Not even with the same amount on the same day."""
    rental = build_claim(usd="5e9")
    purchase = build_claim(usd="5e9", deal_type=DealType.HARDWARE_PURCHASE)
    assert deals_of(rental, purchase) == 2


def test_a_mention_without_terms_is_the_old_deal():
    """Background that only names a deal of last autumn opens none."""
    signed = build_claim("OpenAI", "AMD", day="2025-10-06", power_mw=6000.0)
    mention = build_claim("OpenAI", "AMD", day="2026-05-24", products=())
    assert deals_of(signed, mention) == 1


def test_terms_half_a_year_later_are_a_new_deal():
    """With terms of its own a signing more than half a year later is another contract."""
    signed = build_claim("OpenAI", "AMD", day="2025-10-06", power_mw=6000.0)
    another = build_claim("OpenAI", "AMD", day="2026-05-24", term_months=36, products=())
    assert deals_of(signed, another) == 2


def test_a_takeover_that_closes_late_is_one_deal():
    """From announcement to closing can take most of a year."""
    announced = build_claim(
        "SoftBank", "Ampere", deal_type=DealType.ACQUISITION, day="2025-03-19",
        status=Status.ANNOUNCED,
    )  # fmt: skip
    closed = build_claim(
        "SoftBank", "Ampere", deal_type=DealType.ACQUISITION, day="2025-11-26",
        status=Status.COMPLETED, usd="6.5e9",
    )  # fmt: skip
    assert deals_of(announced, closed) == 1


def test_a_denial_about_chips_leaves_a_plain_contract_alone():
    """Denying TPUs does not undo a cloud contract that named no chips."""
    cloud = build_claim("OpenAI", "Alphabet", day="2025-06-10", products=())
    denial = build_claim("OpenAI", "Alphabet", day="2025-06-30", status=Status.DENIED)
    assert deals_of(cloud, denial) == 2


def test_revived_talks_after_an_end_are_a_new_deal():
    """Talks two months after a termination are about something new."""
    ended = build_claim(day="2026-01-10", status=Status.TERMINATED)
    revived = build_claim(day="2026-03-20", status=Status.IN_TALKS)
    assert deals_of(ended, revived) == 2


def test_a_venture_has_no_order_of_partners():
    """Partners named the other way round make the same venture, in the first order."""
    one = build_claim("Blackstone", "Alphabet", deal_type=DealType.JOINT_VENTURE, day="2026-05-18")
    other = build_claim(
        "Alphabet", "Blackstone", deal_type=DealType.JOINT_VENTURE, day="2026-05-19"
    )
    (deal,) = live(resolve([one, other], load_evidence()))
    assert (deal.buyer, deal.supplier) == ("Blackstone", "Alphabet")


def test_unnamed_partners_of_one_supplier_meet_without_amounts():
    """The venture with "a large investment firm" is one, in every paper that tells of it."""
    claims = [
        build_claim(None, "Alphabet", deal_type=DealType.JOINT_VENTURE, day=day, document_id=day)
        for day in ("2026-02-26", "2026-02-27", "2026-03-01")
    ]
    assert deals_of(*claims) == 1


def test_vague_floors_identify_nothing():
    """Two unnamed buyers of "billions" and a named one: a floor by convention is no key."""
    vague = {"value_low": 2 * 10**9, "currency": "USD", "value_qualifier": Qualifier.VAGUE}
    unnamed = build_claim(None, "IREN", day="2026-06-01", **LEASE, **vague)
    named = build_claim("Oracle", "IREN", day="2026-06-02", **LEASE, **vague)
    assert deals_of(unnamed, named) == 2


def test_a_tenant_named_months_later_needs_two_figures():
    """A quarter on, an amount alone may be chance; amount and power together are not."""
    site = {"usd": "5.2e9", "power_mw": 210.0, **LEASE}
    unnamed = build_claim(None, "Applied Digital", day="2026-03-01", **site)
    named = build_claim("Oracle", "Applied Digital", day="2026-06-10", **site)
    assert deals_of(unnamed, named) == 1
    other_site = build_claim(
        "Oracle", "Applied Digital", day="2026-06-10", **{**site, "power_mw": None}
    )
    assert deals_of(unnamed, other_site) == 2


def test_one_text_that_names_one_tenant_and_not_the_other_means_two():
    """The same amount from a named and an unnamed buyer in one article is two leases."""
    named = build_claim("Oracle", "IREN", usd="5e9", document_id="x", **LEASE)
    unnamed = build_claim(None, "IREN", usd="5e9", document_id="x", **LEASE)
    assert deals_of(named, unnamed) == 2


def test_a_takeover_rumoured_long_before_is_one_deal():
    """A company is bought once, however long the courtship."""
    bid = {"deal_type": DealType.ACQUISITION, "products": ()}
    rumour = build_claim("AMD", "ZT Systems", day="2025-01-10", status=Status.RUMORED, **bid)
    signed = build_claim("AMD", "ZT Systems", day="2025-12-01", usd="4.9e9", **bid)
    assert deals_of(rumour, signed) == 1


def test_what_is_enlarged_is_not_what_is_talked_of_under_another_name():
    """Talks about packaging and an expanded chip partnership of the same two are two deals."""
    talks = build_claim(
        "Alphabet", "Intel", deal_type=DealType.SUPPLY_AGREEMENT, status=Status.IN_TALKS,
        day="2026-04-06", products=(),
    )  # fmt: skip
    larger = build_claim(
        "Alphabet", "Intel", deal_type=DealType.CUSTOM_SILICON, status=Status.AMENDED,
        day="2026-04-09", products=(),
    )  # fmt: skip
    assert deals_of(talks, larger) == 2


def test_one_contract_in_two_currencies_is_one_deal():
    """A filing in won that names nobody, and the article in dollars that names the customer."""
    chips = {"deal_type": DealType.CUSTOM_SILICON, "products": ("AI6",)}
    filing = build_claim(
        None, "Samsung", day="2025-07-28", value_low=Decimal("22.8e12"),
        value_high=Decimal("22.8e12"), currency="KRW", value_qualifier=Qualifier.EXACT, **chips,
    )  # fmt: skip
    article = build_claim("Tesla", "Samsung", day="2025-07-29", usd="16.5e9", **chips)
    assert deals_of(filing, article) == 1


def test_a_margin_loan_is_not_the_bridge_loan():
    """Loans of two kinds are two contracts; one whose kind nobody names can be either's."""
    money = {"deal_type": DealType.FINANCING, "products": (), "status": Status.RUMORED}
    bridge = build_claim(
        "SoftBank", "JPMorgan", day="2026-03-06", usd="40e9",
        quote="SoftBank wants $40B as a bridge loan.", **money,
    )  # fmt: skip
    plain = build_claim(
        "SoftBank", "JPMorgan", day="2026-04-01", usd="40e9",
        quote="Further banks are asked into SoftBank's $40B loan.", **money,
    )  # fmt: skip
    margin = build_claim(
        "SoftBank", "JPMorgan", day="2026-04-20",
        quote="SoftBank would pledge shares for a margin loan of $10B over two years.", **money,
    )  # fmt: skip
    assert deals_of(bridge, plain) == 1
    assert deals_of(bridge, plain, margin) == 2
