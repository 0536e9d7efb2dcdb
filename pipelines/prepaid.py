"""What claims say is paid ahead: a deal's version knows its claims, the model asks what of them."""

from datetime import datetime

from tracker.economics.prepayment import Prepaid, prepaid_by_claim
from tracker.model.deals import DealClaim
from tracker.store.read import known
from tracker.store.reading import Readings

# hardly any claim says it, so the others stay where they are
_SAYS_SO = "(prepayment_share IS NOT NULL OR prepayment_amount IS NOT NULL)"


def prepayments(readings: Readings, now: datetime) -> dict[str, Prepaid]:
    """Shares and amounts paid ahead by claim, of the claims that stand and say so by `now`."""
    order = ("known_at", "claim_id")
    return prepaid_by_claim(known(readings.con, DealClaim, now, order=order, where=_SAYS_SO))
