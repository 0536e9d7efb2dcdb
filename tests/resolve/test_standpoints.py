"""Who says what of each term, reprints counted once."""

from tests.builders import build_claim
from tests.resolve.test_resolve import live
from tracker.model.deals import Confirmation, DealClaim
from tracker.resolve.resolve import resolve
from tracker.resolve.standpoints import Standpoint, standpoints


def said(scale, *claims: DealClaim) -> list[Standpoint]:
    """The standpoints on the value of the one deal that the claims make."""
    (deal,) = live(resolve(claims, scale))
    return [one for one in standpoints(deal, claims, scale) if one.term == "value"]


def outlet(name: str, usd: str, day: str = "2026-02-26", **given: object) -> DealClaim:
    """What an outlet prints on a day."""
    return build_claim(
        usd=usd, day=day, origin_outlet=name, document_id=f"{name} {day} {given}", **given
    )


def test_the_deals_figure_comes_first_with_its_origins(scale):
    """Two origins for the one, a dissenter for the other; a reprint adds no origin."""
    claims = [
        outlet("Reuters", "10e9"),
        outlet("Bloomberg", "10e9"),
        outlet("Reuters", "10e9", "2026-02-27"),
        outlet("Example Wire", "12e9"),
    ]
    stands, other = said(scale, *claims)
    assert stands.stands
    assert stands.origins == ("Bloomberg", "Reuters")
    assert not other.stands
    assert other.origins == ("Example Wire",)


def test_the_figure_of_more_origins_stands_against_a_later_one(scale):
    """Ten reprints of one report are one origin; two outlets of their own are two."""
    two = [outlet("Reuters", "10e9"), outlet("Bloomberg", "10e9")]
    reprints = [outlet("Example Wire", "12e9", f"2026-03-0{day}") for day in range(1, 6)]
    (stands, _) = said(scale, *two, *reprints)
    assert stands.claim.value_high == 10 * 10**9


def test_who_corrects_a_figure_no_longer_says_the_old_one(scale):
    """An origin counts for its latest word."""
    (stands,) = said(scale, outlet("Reuters", "10e9"), outlet("Reuters", "12e9", "2026-02-28"))
    assert stands.claim.value_high == 12 * 10**9
    assert stands.origins == ("Reuters",)


def test_a_filing_stands_against_any_number_of_outlets(scale):
    """The stronger voice wins before the count of origins."""
    outlets = [outlet(f"Paper {n}", "12e9") for n in range(4)]
    filing = outlet("SEC filing", "10e9", confirmation=Confirmation.FILED)
    stands, other = said(scale, filing, *outlets)
    assert stands.voice is Confirmation.FILED
    assert len(other.origins) == 4
