"""Raw items for the tests of this room."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from tracker.model.feeds import Feed, RawItem

DATA = Path(__file__).with_name("data")
NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)


def raw_item(
    body: bytes | str,
    origin: str = "inbox/item",
    *,
    media_type: str = "",
    known_at: datetime | None = NOW,
    fetched_at: datetime = NOW,
) -> RawItem:
    """An item as if it had just been read from `origin`."""
    data = body.encode() if isinstance(body, str) else body
    return RawItem(hashlib.sha256(data).hexdigest(), origin, media_type, data, fetched_at, known_at)


def saved(name: str, *, known_at: datetime | None = NOW) -> RawItem:
    """A saved file of this folder."""
    return raw_item((DATA / name).read_bytes(), name, known_at=known_at)


def build_feed(url: str = "https://wire.example/rss", **given: object) -> Feed:
    """A curated source with free flags; everything can be overridden."""
    values: dict[str, object] = {
        "feed_id": "wire", "name": "Wire", "url": url, "kind": "feed", "outlet": "Wire",
        "document_kind": "news", "every_minutes": 30, "may_store": True, "may_quote": True,
        "may_redistribute": False, "retention_days": None, "verified_on": None, "note": "",
    }  # fmt: skip
    return Feed(**(values | given))  # type: ignore[arg-type]
