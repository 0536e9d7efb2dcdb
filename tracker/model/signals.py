"""What goes out: watchlists, signals, digests and their deliveries."""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What one reader follows, and when the digest is due at the reader's place.

    Empty `entities` means everything. Thresholds are in dollars of headline value.
    """

    watchlist_id: str
    owner: str
    email: str
    entities: tuple[str, ...]  # company ids
    products: tuple[str, ...]
    minimum_usd: Decimal
    time_zone: str
    send_at: time


@dataclass(frozen=True, slots=True)
class Signal:
    """One change worth a reader's attention; kept with its reason even when suppressed.

    `sort_key` orders alerts and digests alike, smallest first.
    """

    signal_id: str
    rule_id: str
    subject: str  # what changed, in words: "Meta Platforms rents TPU from Alphabet"
    company_ids: tuple[str, ...]
    products: tuple[str, ...]
    deal_id: str | None
    before: str | None
    after: str
    why: str
    headline_usd: Decimal | None
    expected_usd: Decimal | None
    sort_key: str
    suppressed: str | None  # the reason, when it does not go out
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """One rendered digest: what one watchlist is told at one cut-off."""

    digest_id: str
    watchlist_id: str
    period_start: datetime
    cut_at: datetime
    subject: str
    signal_ids: tuple[str, ...]
    html: str
    text: str
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One digest handed over to one recipient, who is kept as a hash only."""

    delivery_id: str
    digest_id: str
    recipient_hash: str
    message_id: str
    channel: str  # "maildir" or "smtp"
    outcome: str  # "sent", "failed", or "uncertain" when no answer came
    message: str
    delivered_at: datetime
