"""A digest as a mail message, and its delivery into a maildir, exactly once."""

import os
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

from tracker.digest.smtp import DeliveryError as DeliveryError
from tracker.digest.smtp import SmtpPolicy as SmtpPolicy
from tracker.digest.smtp import deliver_smtp as deliver_smtp
from tracker.model.ids import content_id
from tracker.model.signals import Digest

# Not the sender's domain: a mended setting must not make a second message of a first.
_ID_DOMAIN = "compute-deal-tracker.invalid"


def recipient_hash(email: str) -> str:
    """What stands for a recipient wherever addresses are not to be seen."""
    return content_id("recipient", email.strip().lower())


def message_id(digest_id: str, email: str) -> str:
    """The one Message-ID of this digest for this recipient."""
    return f"<{digest_id}.{recipient_hash(email)}@{_ID_DOMAIN}>"


# What the HTML of a digest calls its picture.
PICTURE = "cid:price-picture"


def build_message(
    digest: Digest, recipient: str, sender: str, picture: bytes | None = None
) -> EmailMessage:
    """The digest as text and HTML; the same digest gives the same bytes at any time.

    A PNG travels with the HTML that shows it, so that nothing is fetched to see it.
    """
    message = EmailMessage()
    message["From"] = sender
    message["To"] = recipient
    subject = " ".join(digest.subject.split())
    message["Subject"] = subject
    message["Date"] = format_datetime(digest.cut_at)
    message["Message-ID"] = message_id(digest.digest_id, recipient)
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"<{digest.watchlist_id}.{_ID_DOMAIN}>"
    message["List-Unsubscribe"] = f"<mailto:{_address(sender)}?subject={_leaving(digest)}>"
    message.set_content(digest.text, cte="quoted-printable")
    message.add_alternative(digest.html, subtype="html", cte="quoted-printable")
    if picture is not None and PICTURE in digest.html:
        page = next(part for part in message.iter_parts() if part.get_content_subtype() == "html")
        assert isinstance(page, EmailMessage)  # noqa: S101 - it was made two lines above
        page.add_related(
            picture, "image", "png", cid=f"<{PICTURE.removeprefix('cid:')}>",
            filename="prices.png", disposition="inline",
        )  # fmt: skip
        page.set_boundary(f"=_{digest.digest_id}_page_=")
    message.set_boundary(f"=_{digest.digest_id}_=")
    if subject.isascii():
        # Folding would begin a subject on the second line, and some programs show the space.
        message.policy = message.policy.clone(max_line_length=998)
    return message


def _address(sender: str) -> str:
    bare = sender.rpartition("<")[2].rstrip("> ") if "<" in sender else sender.strip()
    return quote(bare, safe="@.+-_")


def _leaving(digest: Digest) -> str:
    return quote(f"unsubscribe {digest.watchlist_id}", safe="")


def deliver_maildir(message: EmailMessage, folder: Path) -> Path:
    """Where the message is in the maildir; a second call finds it there, read or unread.

    Raises DeliveryError when the folder cannot be written.
    """
    name = f"{content_id('message', message['Message-ID'])}.tracker"
    try:
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        return _present(folder, name) or _write(message, folder, name)
    except OSError as error:
        raise DeliveryError(
            f"{folder}: cannot be written ({error.strerror}); check the folder and the disk",
            transient=True,
        ) from error


def _present(folder: Path, name: str) -> Path | None:
    """The message as it lies in `new`, or in `cur` under the flags of a mail program."""
    delivered = folder / "new" / name
    if delivered.exists():
        return delivered
    return next(
        (p for p in sorted((folder / "cur").iterdir()) if p.name.split(":")[0] == name), None
    )


def _write(message: EmailMessage, folder: Path, name: str) -> Path:
    draft, delivered = folder / "tmp" / name, folder / "new" / name
    with draft.open("wb") as file:
        file.write(message.as_bytes())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(delivered)
    descriptor = os.open(folder / "new", os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return delivered
