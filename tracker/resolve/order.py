"""The orders in which claims are taken: by what was known, and by what was true."""

from datetime import date

from tracker.model.deals import DealClaim, Status

ANALYST = "analyst"  # the rule of claims that people make

# Talks come before signing on one and the same day; a way out comes last.
LADDER = {
    Status.RUMORED: 0,
    Status.CONSIDERING: 1,
    Status.IN_TALKS: 2,
    Status.ANNOUNCED: 3,
    Status.SIGNED: 4,
    Status.AMENDED: 5,
    Status.COMPLETED: 6,
    Status.TERMINATED: 7,
    Status.DENIED: 8,
}
BEFORE_AGREEMENT = frozenset({Status.RUMORED, Status.CONSIDERING, Status.IN_TALKS})
FIRM = frozenset({Status.SIGNED, Status.AMENDED, Status.COMPLETED})
AGREED = FIRM | {Status.ANNOUNCED}
EXITS = frozenset({Status.TERMINATED, Status.DENIED})


def true_date(claim: DealClaim) -> date:
    """The day the claim speaks from: its publication, or else the day it became known."""
    return claim.published_on or claim.known_at.date()


def known_order(claim: DealClaim) -> tuple[object, ...]:
    """Sorts claims as they became known; those known at once, as they were published.

    What a person corrects comes after what was known at the same instant.
    """
    is_late = claim.rule_id == ANALYST
    return (claim.known_at, is_late, true_date(claim), LADDER[claim.status], claim.claim_id)


def true_order(claim: DealClaim) -> tuple[object, ...]:
    """Sorts claims as they were published, whenever they became known."""
    return (true_date(claim), claim.known_at, LADDER[claim.status], claim.claim_id)
