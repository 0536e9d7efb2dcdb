"""The message itself, and the maildir that takes it exactly once."""

import email
import os
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from tests.digest.founding import CUT, START, founding
from tracker.digest.compose import compose
from tracker.digest.mail import (
    PICTURE,
    DeliveryError,
    build_message,
    deliver_maildir,
    message_id,
    recipient_hash,
)
from tracker.digest.render import render
from tracker.model.signals import Digest

TO, SENDER = "analyst@example.com", "Deal Tracker <tracker@example.com>"


def digest(**given: object) -> Digest:
    """The founding story's digest, rendered."""
    rendered = render(compose(founding()))
    made = Digest("d1g357", "silicon", START, CUT, rendered.subject, ("s",), rendered.html,
                  rendered.text, CUT)  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]


def reread(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_message_survives_the_wire() -> None:
    """Text first, then HTML, both exactly as rendered, dated at the cut."""
    made = digest()
    message = reread(build_message(made, TO, SENDER).as_bytes())
    assert message.get_content_type() == "multipart/alternative"
    text, html = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert html.get_content_type() == "text/html"
    assert text.get_content() == made.text
    assert html.get_content() == made.html
    assert message["Subject"] == made.subject
    assert message["Date"].datetime == CUT
    assert message["Message-ID"] == message_id("d1g357", TO)
    assert "unsubscribe%20silicon" in message["List-Unsubscribe"]


def test_the_same_digest_gives_the_same_bytes() -> None:
    """Neither boundary nor id nor date depends on when or how often it is built."""
    first, second = (build_message(digest(), TO, SENDER).as_bytes() for _ in range(2))
    assert first == second


def test_the_id_is_of_digest_and_recipient_and_hides_the_address() -> None:
    """Another recipient is another message; a changed sender is not; no address shows."""
    assert message_id("d", "a@example.com") != message_id("d", "b@example.com")
    assert message_id("d", " A@Example.com ") == message_id("d", "a@example.com")
    assert "example" not in message_id("d", "a@example.com")
    assert recipient_hash("a@example.com") in message_id("d", "a@example.com")
    ids = {build_message(digest(), TO, s)["Message-ID"] for s in (SENDER, "other@host.example")}
    assert len(ids) == 1


def test_a_subject_cannot_add_a_header() -> None:
    """A line break in a subject is a space."""
    message = reread(build_message(digest(subject="a\r\nBcc: x@y"), TO, SENDER).as_bytes())
    assert message["Subject"] == "a Bcc: x@y"
    assert message["Bcc"] is None


def test_lines_on_the_wire_stay_short() -> None:
    """No encoded line is longer than mail allows, however long the text's."""
    made = digest(text="x" * 5000 + "\n", html="<p>" + "y" * 5000 + "</p>\n")
    data = build_message(made, TO, SENDER).as_bytes()
    assert max(map(len, data.splitlines())) <= 200


def test_a_maildir_gets_it_once(tmp_path: Path) -> None:
    """Delivered twice it lies there once, as a whole, in `new`."""
    message = build_message(digest(), TO, SENDER)
    path = deliver_maildir(message, tmp_path / "maildir")
    assert deliver_maildir(message, tmp_path / "maildir") == path
    assert path.parent.name == "new"
    assert path.read_bytes() == message.as_bytes()
    assert [p.name for p in (tmp_path / "maildir").rglob("*") if p.is_file()] == [path.name]


def test_what_was_read_is_not_delivered_again(tmp_path: Path) -> None:
    """A mail program that moved it to `cur`, with flags, has it already."""
    message = build_message(digest(), TO, SENDER)
    path = deliver_maildir(message, tmp_path)
    seen = tmp_path / "cur" / f"{path.name}:2,S"
    path.rename(seen)
    assert deliver_maildir(message, tmp_path) == seen
    assert not path.exists()


def test_a_draft_left_by_a_crash_does_not_count(tmp_path: Path) -> None:
    """Half a message in `tmp` is written over and delivered whole."""
    message = build_message(digest(), TO, SENDER)
    path = deliver_maildir(message, tmp_path)
    half = tmp_path / "tmp" / path.name
    path.rename(half)
    half.write_bytes(b"half")
    assert deliver_maildir(message, tmp_path).read_bytes() == message.as_bytes()
    assert not half.exists()


def test_two_recipients_are_two_files(tmp_path: Path) -> None:
    """Each recipient's copy has its own name."""
    for to in (TO, "second@example.com"):
        deliver_maildir(build_message(digest(), to, SENDER), tmp_path)
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_a_maildir_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """A file where the folder is due is named, and may be mended before the next try."""
    blocked = tmp_path / "maildir"
    blocked.write_text("a file")
    with pytest.raises(DeliveryError, match="maildir: cannot be written") as caught:
        deliver_maildir(build_message(digest(), TO, SENDER), blocked)
    assert caught.value.transient


def test_a_clock_elsewhere_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes do not depend on this machine's time zone."""
    before = build_message(digest(), TO, SENDER).as_bytes()
    monkeypatch.setitem(os.environ, "TZ", "Asia/Tokyo")
    cut = datetime(2026, 2, 27, 11, 30, tzinfo=UTC)
    assert build_message(digest(cut_at=cut), TO, SENDER).as_bytes() == before


def test_a_picture_travels_with_the_page_that_shows_it() -> None:
    """Text first, then the page and its PNG together; the same bytes each time."""
    shown = digest(html=f'<p><img src="{PICTURE}" alt="rents"></p>')
    message = build_message(shown, TO, SENDER, b"\x89PNG picture")
    text, related = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    page, picture = related.iter_parts()
    assert (page.get_content_type(), picture.get_content_type()) == ("text/html", "image/png")
    assert picture["Content-ID"] == "<price-picture>"
    assert picture.get_content() == b"\x89PNG picture"
    again = build_message(shown, TO, SENDER, b"\x89PNG picture")
    assert message.as_bytes() == again.as_bytes()
    without = build_message(digest(), TO, SENDER, b"\x89PNG picture")
    assert b"image/png" not in without.as_bytes()
