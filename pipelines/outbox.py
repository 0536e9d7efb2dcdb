"""Deliver what is stored and not yet delivered: never lost, never twice on purpose.

The ledger outside the database decides: a database that was made again sends nothing
that went out before. A mail server that died between the final dot and our note gets the
same Message-ID once more, and the note says so.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from pipelines.context import JobContext
from pipelines.digest_picture import picture_of
from tracker.digest.mail import (
    DeliveryError,
    SmtpPolicy,
    build_message,
    deliver_maildir,
    deliver_smtp,
    recipient_hash,
)
from tracker.model.errors import Problem
from tracker.model.ids import content_id
from tracker.model.signals import Delivery, Digest, Watchlist
from tracker.store.journal import note_delivery, noted_deliveries
from tracker.store.store import Store

COPIES_MORE = 1  # of a message whose arrival nobody knows
RETRY_AFTER = timedelta(minutes=45)
_NEVER = datetime.min.replace(tzinfo=UTC)
STALE = timedelta(days=3)  # what could not go out for so long is news no more


def deliver_waiting(
    ctx: JobContext, store: Store, watchlists: Sequence[Watchlist], *, at_once: bool
) -> tuple[int, tuple[Problem, ...]]:
    """How many digests went out now, and what hindered the others.

    What failed is tried again after a while; `at_once` for a person who has mended it.
    """
    noted = noted_deliveries(ctx.home)
    store.add(noted)  # notes whose rows an interruption kept from the database
    # A digest is for one reader: under a new address it is not news again.
    sent = {d.digest_id for d in noted if d.outcome == "sent"}
    unsure = Counter((d.digest_id, d.recipient_hash) for d in noted if d.outcome == "uncertain")
    settled = {recipient for recipient, times in unsure.items() if times > COPIES_MORE}
    failed_at = {(d.digest_id, d.recipient_hash): d.delivered_at for d in noted}
    pause = timedelta(0) if at_once else RETRY_AFTER
    emails = {w.watchlist_id: w.email for w in watchlists}
    delivered, problems = 0, []
    for digest in store.digests(ctx.now):
        email = emails.get(digest.watchlist_id)
        if email is None or ctx.now - digest.cut_at > STALE:
            continue
        recipient = (digest.digest_id, recipient_hash(email))
        if digest.digest_id in sent or recipient in settled:
            continue
        if ctx.now < failed_at.get(recipient, _NEVER) + pause:
            continue
        delivery = _deliver(ctx, digest, email)
        note_delivery(ctx.home, delivery)
        store.add([delivery])
        if delivery.outcome == "sent":
            delivered += 1
        else:
            problems.append(Problem("digest", digest.watchlist_id, delivery.message))
    return delivered, tuple(problems)


def _deliver(ctx: JobContext, digest: Digest, email: str) -> Delivery:
    mail = ctx.settings.mail
    message = build_message(digest, email, mail.sender, picture_of(ctx.home, digest))
    channel = "smtp" if mail.host else "maildir"
    outcome, words = "sent", ""
    try:
        if mail.host:
            deliver_smtp(message, _policy(ctx))
        else:
            deliver_maildir(message, ctx.home / "maildir")
    except DeliveryError as error:
        outcome, words = "uncertain" if error.uncertain else "failed", str(error)
    return Delivery(
        delivery_id=content_id(
            digest.digest_id, recipient_hash(email), ctx.now.isoformat(), outcome
        ),
        digest_id=digest.digest_id,
        recipient_hash=recipient_hash(email),
        message_id=str(message["Message-ID"]),
        channel=channel,
        outcome=outcome,
        message=words,
        delivered_at=ctx.now,
    )


def _policy(ctx: JobContext) -> SmtpPolicy:
    mail = ctx.settings.mail
    return SmtpPolicy(
        host=mail.host,
        port=mail.port,
        user=mail.user,
        password=mail.password.get_secret_value(),
        starttls=mail.starttls,
        ca_file=mail.ca_file,
        timeout_seconds=mail.timeout_seconds,
    )
