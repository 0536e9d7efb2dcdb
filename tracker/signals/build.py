"""Signals assembled: ids, company ids and the place in the order, in one way for all rules."""

from datetime import datetime

from tracker.model.deals import Deal
from tracker.model.ids import content_id
from tracker.model.signals import Signal
from tracker.signals.changes import Changes
from tracker.signals.order import BY_DOLLARS, THE_REST, sort_key
from tracker.signals.silicon import designers
from tracker.signals.wording import subject


def deal_signal(
    rule_id: str,
    deal: Deal,
    changes: Changes,
    *,
    before: str | None,
    after: str,
    why: str,
    suppressed: str | None,
    tier: int = BY_DOLLARS,
) -> Signal:
    """A signal about this version of a deal. Its companies include the silicon's designers."""
    parties = (deal.buyer_id, deal.supplier_id, *designers(deal, changes))
    return Signal(
        signal_id=content_id(rule_id, deal.deal_id, deal.known_at.isoformat(), after),
        rule_id=rule_id,
        subject=subject(deal),
        company_ids=tuple(dict.fromkeys(party for party in parties if party)),
        products=deal.products,
        deal_id=deal.deal_id,
        before=before,
        after=after,
        why=why,
        headline_usd=deal.headline_usd,
        expected_usd=deal.expected_usd,
        sort_key=sort_key(tier, deal.expected_usd, deal.relationship_id, deal.deal_id),
        suppressed=suppressed,
        known_at=deal.known_at,
    )


def market_signal(
    rule_id: str,
    subject_words: str,
    company_ids: tuple[str, ...],
    *,
    before: str,
    after: str,
    why: str,
    caused_by: str | None,
    suppressed: str | None,
    known_at: datetime,
) -> Signal:
    """A signal about an output of the model; `caused_by` is the deal whose news moved it."""
    return Signal(
        signal_id=content_id(rule_id, subject_words, known_at.isoformat(), after),
        rule_id=rule_id,
        subject=subject_words,
        company_ids=company_ids,
        products=(),
        deal_id=caused_by,
        before=before,
        after=after,
        why=why,
        headline_usd=None,
        expected_usd=None,
        sort_key=sort_key(THE_REST, None, rule_id, subject_words),
        suppressed=suppressed,
        known_at=known_at,
    )
