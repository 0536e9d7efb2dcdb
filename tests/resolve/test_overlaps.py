"""Deals that tell of one capacity are linked, and follow-ons belong to one programme."""

import pytest

from tests.builders import build_claim
from tests.resolve.test_resolve import live
from tracker.model.deals import Deal, DealClaim, DealType, Status
from tracker.resolve.resolve import resolve

BUY, LEASE = DealType.HARDWARE_PURCHASE, DealType.CAPACITY_LEASE


def by_supplier(scale, *claims: DealClaim) -> dict[str | None, Deal]:
    """The live deals by supplier."""
    return {deal.supplier: deal for deal in live(resolve(claims, scale))}


def told(buyer: str, supplier: str, deal_type: DealType, **given: object) -> DealClaim:
    """A claim of the one document."""
    given = {"document_id": "one", "products": ()} | given
    return build_claim(buyer, supplier, deal_type=deal_type, **given)


def test_what_a_cloud_buys_to_rent_out_counts_once(scale):
    """Microsoft rents from IREN what IREN buys from Dell: linked both ways, one programme."""
    deals = by_supplier(
        scale, told("Microsoft", "IREN", LEASE), told("IREN", "Dell", BUY, products=("GB300",))
    )
    iren, dell = deals["IREN"], deals["Dell"]
    assert iren.overlaps_with == (dell.deal_id,)
    assert dell.overlaps_with == (iren.deal_id,)
    assert iren.programme_id == dell.programme_id
    assert iren.programme_id in (iren.deal_id, dell.deal_id)


def test_capacity_taken_through_a_designer_counts_once(scale):
    """Anthropic's gigawatts of TPUs from Google come through Broadcom."""
    deals = by_supplier(
        scale,
        told("Anthropic", "Alphabet", DealType.CLOUD_RENTAL, other_parties=("Broadcom",)),
        told("Anthropic", "Broadcom", DealType.SUPPLY_AGREEMENT, products=("TPU",)),
    )
    assert deals["Alphabet"].overlaps_with == (deals["Broadcom"].deal_id,)


@pytest.mark.parametrize(
    "other",
    [
        told("IREN", "Dell", BUY, document_id="another"),
        told("Oracle", "Dell", BUY),
        told("IREN", "Microsoft", LEASE),
        told("NVIDIA", "IREN", DealType.EQUITY_INVESTMENT),
    ],
)
def test_other_deals_are_not_linked(scale, other):
    """Another text, another chain, a lease back, money: nothing is counted twice there."""
    deals = live(resolve([told("Microsoft", "IREN", LEASE), other], scale))
    assert [deal.overlaps_with for deal in deals] == [(), ()]
    assert {deal.programme_id for deal in deals} == {None}


def test_a_follow_on_is_of_the_programme_and_adds_up(scale):
    """Another $21bn on top of $14.2bn: one programme, no overlap, both headlines count."""
    first = build_claim("Meta Platforms", "CoreWeave", day="2025-09-30", usd="14.2e9",
                        deal_type=LEASE, products=())  # fmt: skip
    more = build_claim(
        "Meta Platforms", "CoreWeave", day="2026-04-09", usd="21e9", status=Status.AMENDED,
        deal_type=LEASE, products=(), quote="Meta takes another $21 billion.",
    )  # fmt: skip
    one, two = live(resolve([first, more], scale))
    assert one.programme_id == two.programme_id == first.claim_id
    assert one.overlaps_with == two.overlaps_with == ()
    assert one.headline_usd + two.headline_usd == 35.2e9


def test_what_an_unnamed_buyer_enlarges_is_nobodys_contract(scale):
    """Two unnamed buyers of one landlord, ten months apart, need not be one programme."""
    first = build_claim(None, "IREN", day="2025-05-01", usd="5e9", deal_type=LEASE, products=())
    more = build_claim(
        None, "IREN", day="2026-03-01", usd="9e9", status=Status.AMENDED, deal_type=LEASE,
        products=(), quote="The tenant takes another $9 billion.",
    )  # fmt: skip
    assert [deal.programme_id for deal in live(resolve([first, more], scale))] == [None, None]
