"""What is read: feeds, their entries, and documents."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Precision = Literal["second", "minute", "day", "month", "year", "unknown"]
DocumentKind = Literal["news", "press_release", "filing", "exhibit", "social"]
DuplicateKind = Literal["guid", "url", "title", "content", "near", "revision"]


@dataclass(frozen=True, slots=True)
class Feed:
    """One curated source; the flags say what its terms let us do with its text."""

    feed_id: str
    name: str
    url: str
    kind: Literal["feed", "edgar"]
    outlet: str
    document_kind: DocumentKind
    every_minutes: int
    may_store: bool
    may_quote: bool
    may_redistribute: bool
    retention_days: int | None
    verified_on: date | None  # None until it was seen to answer
    note: str = ""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One appearance of an item in a feed; the same item in three feeds is three entries."""

    entry_id: str
    feed_id: str
    guid: str | None
    url: str | None
    title: str
    published_at: datetime | None  # UTC; read it with its precision: a date is not midnight
    published_precision: Precision
    published_raw: str
    fetched_at: datetime
    document_id: str | None
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One text as one outlet or filer published it.

    `public_at` is when it could first be read (EDGAR acceptance, the feed's first sight),
    `known_at` the clock of the run that stored it. `duplicate_of` names the earliest
    document that it repeats, `duplicate_kind` by which key.
    """

    document_id: str
    url: str | None
    guid: str | None
    kind: DocumentKind
    form: str | None  # "8-K", "EX-99.1"; None outside filings
    outlet: str
    feed_id: str | None
    title: str
    text: str
    published_at: datetime | None
    published_precision: Precision
    published_raw: str
    public_at: datetime
    known_at: datetime
    filer_cik: int | None
    content_sha: str
    raw_id: str
    duplicate_of: str | None = None
    duplicate_kind: DuplicateKind | None = None


@dataclass(frozen=True, slots=True)
class RawItem:
    """Bytes as fetched or imported, kept unchanged under `home/raw/`."""

    raw_id: str  # sha256 of the body, hex
    origin: str  # URL, or the path that was named
    media_type: str
    body: bytes
    fetched_at: datetime
    known_at: datetime | None  # None: each item's own publication (`--known-at published`)


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request that was made, and how it ended."""

    feed_id: str
    url: str
    fetched_at: datetime
    status: int | None  # HTTP status; None when there was no answer
    outcome: Literal["read", "unchanged", "failed", "refused"]
    etag: str | None
    last_modified: str | None
    bytes_read: int
    message: str
    retry_after: datetime | None
