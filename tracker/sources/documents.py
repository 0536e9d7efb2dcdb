"""A `Document` from what a reader found, with its clocks and ids worked out the same way."""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from tracker.model.errors import Problem
from tracker.model.feeds import Document, DocumentKind, Feed, RawItem
from tracker.model.ids import content_id
from tracker.net.address import url_key
from tracker.reference.feeds import load_feeds
from tracker.sources.kinds import problem
from tracker.sources.times import UNKNOWN, Moment

MAX_TEXT = 2_000_000
MAX_TITLE = 1_000
# What feeds add to the name of their outlet: "Continental Wire: latest".
_FEED_WORDS = re.compile(
    r"\s*[:|–—-]\s*(latest( news)?|all (news|stories|articles)|news|top stories|rss( feed)?|feed)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader knows of one text. `text` may be empty: then the title is the text."""

    title: str
    text: str
    outlet: str
    kind: DocumentKind
    url: str | None = None
    guid: str | None = None
    form: str | None = None
    feed_id: str | None = None
    moment: Moment = UNKNOWN
    seen_at: datetime | None = None  # EDGAR acceptance, or the first sight that was recorded
    filer_cik: int | None = None


def build(raw: RawItem, draft: Draft, line: int | None = None) -> tuple[Document, list[Problem]]:
    """The document, and what is doubtful about its date.

    With `known_at` None in the raw item the document is known at its publication: the
    last second that its date can mean (23:59:59 UTC for a date without a time of day), so
    that it is never known before it could be; without a date at its first sight.
    `public_at` is never later than `known_at`.
    """
    text = (draft.text or draft.title)[:MAX_TEXT]
    draft = replace(draft, title=draft.title[:MAX_TITLE])
    known_at, problems = _known_at(raw, draft, line)
    sha = content_sha(draft.title, text, draft.kind)
    document = Document(
        document_id=_document_id(draft, sha),
        url=draft.url,
        guid=draft.guid,
        kind=draft.kind,
        form=draft.form,
        outlet=draft.outlet,
        feed_id=draft.feed_id,
        title=draft.title,
        text=text,
        published_at=draft.moment.at,
        published_precision=draft.moment.precision,
        published_raw=draft.moment.raw,
        public_at=min(draft.seen_at or raw.fetched_at, known_at),
        known_at=known_at,
        filer_cik=draft.filer_cik,
        content_sha=sha,
        raw_id=raw.raw_id,
    )
    return document, problems


def document_id(url: str, sha: str) -> str:
    """Where it was published and what it says: neither when nor by which feed it was read."""
    return content_id("url", url_key(url), sha)


def _document_id(draft: Draft, sha: str) -> str:
    if draft.url:
        return document_id(draft.url, sha)
    if draft.guid:
        return content_id("guid", draft.outlet, draft.guid, sha)
    return content_id("title", draft.outlet, draft.title, draft.moment.raw, sha)


def content_sha(title: str, text: str, kind: DocumentKind) -> str:
    """A hash of the words alone: spacing, case and punctuation do not count.

    A filing's title is ours, so it does not count there.
    """
    said = text if kind in ("filing", "exhibit") else f"{title}\n{text}"
    words = " ".join(_WORD.findall(said.casefold()))
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def provenance(url: str | None, feed: Feed | None, named: str = "") -> tuple[str, DocumentKind]:
    """The outlet and kind: as the feed says, else as curated for the host, else as named."""
    if feed is not None:
        return feed.outlet, feed.document_kind
    host = _host(url)
    curated = _curated().get(host)
    if curated is not None:
        return curated
    return _FEED_WORDS.sub("", named.strip()) or host or "unknown", "news"


@lru_cache(maxsize=1)
def _curated() -> dict[str, tuple[str, DocumentKind]]:
    found: dict[str, tuple[str, DocumentKind]] = {}
    for feed in load_feeds():
        if feed.kind == "feed":
            found.setdefault(_host(feed.url), (feed.outlet, feed.document_kind))
    return found


def _host(url: str | None) -> str:
    return (urlsplit(url or "").hostname or "").removeprefix("www.").removeprefix("feeds.")


def _known_at(raw: RawItem, draft: Draft, line: int | None) -> tuple[datetime, list[Problem]]:
    doubts = [problem(raw, f"{_named(draft)}: {draft.moment.doubt}", line)] * bool(
        draft.moment.doubt
    )
    if raw.known_at is not None:
        return raw.known_at, doubts
    known_at = _publication(draft)
    if known_at is not None:
        return known_at, doubts
    message = f"{_named(draft)}: no date, so it counts as known when it was read"
    return raw.fetched_at, [*doubts, problem(raw, message, line)]


def _publication(draft: Draft) -> datetime | None:
    """The recorded sight where it is of the printed date or of a filing, else that date's end."""
    at, latest, seen_at = draft.moment.at, draft.moment.latest, draft.seen_at
    if seen_at is None or at is None or latest is None:
        return seen_at or latest
    exact = draft.kind in ("filing", "exhibit") or at <= seen_at <= latest
    return seen_at if exact else latest


def _named(draft: Draft) -> str:
    return repr(draft.title[:60] or draft.url or draft.guid or "untitled item")
