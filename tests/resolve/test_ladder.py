"""What moves a deal's status, and what only looks back."""

import pytest

from tests.builders import build_claim
from tracker.model.deals import Binding, Confirmation, DealClaim, Status
from tracker.resolve.ladder import climb, voice

TALKS, SIGNED, ANNOUNCED = Status.IN_TALKS, Status.SIGNED, Status.ANNOUNCED
OUTLET, PARTY, FILED = Confirmation.ONE_OUTLET, Confirmation.ONE_PARTY, Confirmation.FILED


def say(day: str, status: Status, voice_: Confirmation = OUTLET, **given: object) -> DealClaim:
    """A claim of that day and voice."""
    return build_claim(
        day=day, status=status, confirmation=voice_, document_id=f"{day} {status}", **given
    )


def statuses(scale, *claims: DealClaim) -> list[Status]:
    """The rungs that the claims make."""
    return [rung.status for rung in climb(claims, scale)]


def test_a_stale_article_steps_nothing_back(scale):
    """ "In talks" after "signed" by an equal voice is a recap."""
    claims = (say("2026-02-26", SIGNED), say("2026-03-02", TALKS))
    assert statuses(scale, *claims) == [SIGNED]


def test_a_party_that_says_still_talking_undoes_a_report(scale):
    """Calling talks signed is the worst error, so a party's own word takes it back."""
    claims = (say("2026-02-26", SIGNED), say("2026-02-28", TALKS, PARTY))
    assert statuses(scale, *claims) == [SIGNED, TALKS]


def test_a_filed_contract_is_not_undone_by_talk(scale):
    """No report or party steps a filed signing back to talks."""
    claims = (say("2026-02-26", SIGNED, FILED), say("2026-04-28", TALKS, PARTY))
    assert statuses(scale, *claims) == [SIGNED]


def test_a_letter_of_intent_can_cool(scale):
    """Announced as a letter, months later reported as only considered: a real step back."""
    letter = say("2025-09-22", ANNOUNCED, PARTY, binding=Binding.LETTER_OF_INTENT)
    assert statuses(scale, letter, say("2026-01-31", Status.CONSIDERING)) == [
        ANNOUNCED,
        Status.CONSIDERING,
    ]


def test_a_recap_does_not_warm_what_has_cooled(scale):
    """After the step back, background that recalls the announcement does not undo it; a
    filing does."""
    letter = say("2025-09-22", ANNOUNCED, PARTY, binding=Binding.LETTER_OF_INTENT)
    cooled = say("2025-11-19", Status.CONSIDERING, FILED)
    recap = say("2026-02-02", ANNOUNCED, PARTY)
    assert statuses(scale, letter, cooled, recap)[-1] is Status.CONSIDERING
    renewed = say("2026-02-10", ANNOUNCED, FILED)
    assert statuses(scale, letter, cooled, recap, renewed)[-1] is ANNOUNCED


def test_an_announcement_of_unknown_wording_cools_by_a_party_only(scale):
    """One outlet's doubt is not enough when nobody called it a letter; a party's word is."""
    announced = say("2025-09-22", ANNOUNCED, PARTY)
    report, own = (
        say("2026-01-31", Status.CONSIDERING),
        say("2026-02-02", Status.CONSIDERING, PARTY),
    )
    assert statuses(scale, announced, report) == [ANNOUNCED]
    assert statuses(scale, announced, report, own) == [ANNOUNCED, Status.CONSIDERING]


def test_an_announcement_settles_for_a_week(scale):
    """In its first days even a party that speaks of talks takes nothing back."""
    announced = say("2025-09-22", ANNOUNCED, PARTY)
    assert statuses(scale, announced, say("2025-09-25", TALKS, PARTY)) == [ANNOUNCED]
    assert statuses(scale, announced, say("2025-10-25", TALKS, PARTY)) == [ANNOUNCED, TALKS]


def test_a_binding_announcement_does_not_cool(scale):
    """A definitive agreement ends by termination, not by a mood."""
    firm = say("2025-09-22", ANNOUNCED, PARTY, binding=Binding.BINDING)
    assert statuses(scale, firm, say("2026-02-02", TALKS, PARTY)) == [ANNOUNCED]


def test_a_social_post_signs_nothing(scale):
    """A post moves only what rests on posts."""
    post = say("2026-02-27", SIGNED, Confirmation.SOCIAL)
    assert statuses(scale, say("2025-11-25", TALKS), post) == [TALKS]
    rumour = say("2025-11-25", Status.RUMORED, Confirmation.SOCIAL)
    assert statuses(scale, rumour, post) == [Status.RUMORED, SIGNED]


@pytest.mark.parametrize("denier", [OUTLET, PARTY, FILED])
def test_a_denial_outweighs_one_outlet(scale, denier):
    """A party's denial counts as the party's, even when an outlet carries it."""
    claims = (say("2025-06-27", Status.RUMORED), say("2025-06-29", Status.DENIED, denier))
    assert statuses(scale, *claims) == [Status.RUMORED, Status.DENIED]


def test_a_denial_does_not_undo_a_filing(scale):
    """What is filed stands against one party's word."""
    claims = (say("2025-06-27", SIGNED, FILED), say("2025-06-29", Status.DENIED, PARTY))
    assert statuses(scale, *claims) == [SIGNED]


def test_a_report_after_a_denial_needs_a_party(scale):
    """An outlet that repeats the story changes nothing; the party that signs does."""
    story = (say("2025-06-27", Status.RUMORED), say("2025-06-29", Status.DENIED, PARTY))
    assert statuses(scale, *story, say("2025-07-05", SIGNED))[-1] is Status.DENIED
    assert statuses(scale, *story, say("2025-07-05", SIGNED, PARTY))[-1] is SIGNED


def test_an_end_stays_an_end(scale):
    """Background that calls the ended contract signed does not revive it."""
    story = (say("2025-07-07", SIGNED, FILED), say("2025-10-30", Status.TERMINATED, PARTY))
    assert statuses(scale, *story, say("2025-11-02", SIGNED, PARTY))[-1] is Status.TERMINATED


def test_a_weak_voice_ends_nothing(scale):
    """A post that a filed contract is off is not believed; a named outlet is."""
    filed = say("2025-07-07", SIGNED, FILED)
    post = say("2025-10-30", Status.TERMINATED, Confirmation.SOCIAL)
    assert statuses(scale, filed, post) == [SIGNED]
    assert statuses(scale, filed, say("2025-10-30", Status.TERMINATED))[-1] is Status.TERMINATED


def test_two_amendments_are_two_rungs_and_their_reprints_none(scale):
    """Each new amount is a rung; an article that repeats one is not."""
    story = (
        say("2025-03-10", SIGNED, FILED, usd="11.9e9"),
        say("2025-05-15", Status.AMENDED, FILED, usd="4e9"),
        say("2025-09-25", Status.AMENDED, PARTY, usd="6.5e9"),
        say("2025-09-30", Status.AMENDED, OUTLET, usd="4e9"),
        say("2025-10-20", Status.AMENDED, OUTLET),
    )
    rungs = climb(story, scale)
    assert [rung.status for rung in rungs] == [SIGNED, Status.AMENDED, Status.AMENDED]
    assert [len(rung.claims) for rung in rungs] == [1, 2, 2]


def test_a_completed_expansion_is_not_expanded_by_its_recap(scale):
    """Background that repeats the amendment after the closing moves nothing."""
    story = (
        say("2025-05-15", Status.AMENDED, FILED, usd="4e9"),
        say("2025-09-25", Status.COMPLETED, FILED),
        say("2025-09-30", Status.AMENDED, OUTLET, usd="4e9"),
    )
    assert statuses(scale, *story) == [Status.AMENDED, Status.COMPLETED]


def test_no_rung_is_without_a_claim(scale):
    """Even an end that a stronger amendment takes back keeps a claim on every rung."""
    story = (
        say("2025-05-15", Status.AMENDED, OUTLET, usd="4e9"),
        say("2025-06-01", Status.TERMINATED, OUTLET),
        say("2025-06-10", Status.AMENDED, FILED, usd="4e9"),
    )
    rungs = climb(story, scale)
    assert [len(rung.claims) for rung in rungs] == [1, 1, 1]


def test_talks_and_signing_of_one_day_end_signed(scale):
    """On one date and clock the further status is taken as the later one."""
    claims = (
        build_claim(status=SIGNED, claim_id="a"),
        build_claim(status=TALKS, claim_id="b"),
    )
    assert statuses(scale, *claims) == [TALKS, SIGNED]


def test_two_parties_on_their_own_are_both():
    """The buyer's release and the supplier's release make a deal that both confirm."""
    buyer = say("2026-02-24", SIGNED, PARTY, origin_outlet="Meta Platforms")
    supplier = say("2026-02-25", SIGNED, PARTY, origin_outlet="alphabet")
    assert voice([buyer, buyer]) is PARTY
    assert voice([buyer, supplier]) is Confirmation.BOTH_PARTIES


def test_reported_talks_end_by_any_report(scale):
    """A wire that says they broke down ends them; what a party has signed it does not."""
    told = say("2026-01-22", Status.TERMINATED, Confirmation.OTHER_REPORT)
    assert statuses(scale, say("2025-12-12", TALKS), told) == [TALKS, Status.TERMINATED]
    assert statuses(scale, say("2025-12-12", SIGNED, PARTY), told) == [SIGNED]
    post = say("2026-01-22", Status.TERMINATED, Confirmation.SOCIAL)
    assert statuses(scale, say("2025-12-12", TALKS), post) == [TALKS]
