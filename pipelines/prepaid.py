"""What claims say is paid ahead: a deal's version knows its claims, the model asks what of them."""

from datetime import datetime

from tracker.economics.prepayment import Prepaid, prepaid_by_claim
from tracker.store.reading import Readings


def prepayments(readings: Readings, now: datetime) -> dict[str, Prepaid]:
    """Shares and amounts paid ahead by claim, of the claims that stand and say so by `now`."""
    return prepaid_by_claim(readings.prepaid_claims(now))
