"""RSS and Atom: entries, and the documents that they carry."""

import codecs
from datetime import datetime
from io import BytesIO
from typing import Any

import feedparser

from tracker.model.errors import Problem
from tracker.model.feeds import Document, FeedEntry, RawItem
from tracker.model.ids import content_id, entity_id
from tracker.net.address import canonical_url
from tracker.sources.documents import MAX_TITLE, Draft, build, provenance
from tracker.sources.kinds import Reading, Sample, problem, source
from tracker.sources.text import one_line, to_text
from tracker.sources.times import UNKNOWN, Moment, read_moment

MAX_ITEMS = 5_000
MOST_UNCLOSED = 50_000  # beyond that feedparser takes minutes and gigabytes to give up
_ROOTS = ("<rss", "<feed", "<rdf:rdf", "<atom:feed", "<channel")
_HARMLESS = ("NonXMLContentType", "CharacterEncodingOverride")


def looks_like_feed(sample: Sample) -> bool:
    """Whether a feed's root element shows up before any HTML does."""
    found = [at for at in map(sample.head.find, _ROOTS) if at >= 0]
    page = min(
        (at for at in map(sample.head.find, ("<html", "<!doctype html")) if at >= 0), default=-1
    )
    return bool(found) and (page < 0 or min(found) < page)


@source("feed", rank=40, when=looks_like_feed)
def read_feed(sample: Sample) -> Reading:
    """Entries and documents in feed order; what could not be read is a problem."""
    if sample.body.count(b"<") - sample.body.count(b">") > MOST_UNCLOSED:
        return Reading("feed", problems=(problem(sample, "tags without end; fetch it again"),))
    parsed = parse(sample)
    items = _whole(sample, parsed)
    problems = _flaws(sample, parsed, len(items))
    entries: list[FeedEntry] = []
    documents: list[Document] = []
    channel = parsed.get("feed") or {}
    for item in items[:MAX_ITEMS]:
        draft, doubts = _draft(sample, channel, item)
        problems += doubts
        if draft is None:
            continue
        document, doubts = build(sample.raw, draft)
        problems += doubts
        documents.append(document)
        entries.append(entry(sample, draft, document.document_id, document.known_at))
    return Reading("feed", tuple(entries), tuple(documents), problems=tuple(problems))


def parse(sample: Sample) -> Any:
    """feedparser's reading; bytes go in as a stream, for bytes that spell a path get opened."""
    headers = {"content-type": sample.raw.media_type} if "charset" in sample.raw.media_type else {}
    return feedparser.parse(
        BytesIO(_body_of(sample)),
        response_headers=headers,
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _body_of(sample: Sample) -> bytes:
    """The bytes from the first tag on; wide text as UTF-8, for not all of it is expected."""
    body = sample.body
    wide = {
        b"<\x00": "utf-16-le",
        b"\x00<": "utf-16-be",
        codecs.BOM_UTF16_LE: "utf-16",
        codecs.BOM_UTF16_BE: "utf-16",
    }.get(body[:2])
    if wide:
        return codecs.BOM_UTF8 + body.decode(wide, "replace").encode("utf-8", "replace")
    return body if body.startswith(codecs.BOM_UTF8) else body[max(body.find(b"<"), 0) :]


def entry(sample: Sample, draft: Draft, document_id: str | None, known_at: datetime) -> FeedEntry:
    """One appearance of an item in this feed."""
    feed_id = draft.feed_id or f"import:{entity_id(draft.outlet)}"
    identity = draft.guid or draft.url or f"{draft.title}|{draft.moment.raw}"
    return FeedEntry(
        entry_id=content_id(feed_id, identity, draft.title, document_id),
        feed_id=feed_id,
        guid=draft.guid,
        url=draft.url,
        title=draft.title[:MAX_TITLE],
        published_at=draft.moment.at,
        published_precision=draft.moment.precision,
        published_raw=draft.moment.raw,
        fetched_at=sample.raw.fetched_at,
        document_id=document_id,
        known_at=known_at,
    )


def moment_of(item: Any, raw: RawItem) -> Moment:
    """When the item says that it was published; the date of its last change if it only has that."""
    for name in ("published", "updated", "created"):
        said = item.get(name)
        if said:
            return read_moment(
                said,
                seen_at=raw.fetched_at,
                parsed=item.get(f"{name}_parsed"),
                ahead=raw.known_at is None,
            )
    return UNKNOWN


def _draft(sample: Sample, channel: Any, item: Any) -> tuple[Draft | None, list[Problem]]:
    feed = sample.feed
    title = one_line(str(item.get("title") or ""))
    text = _body(item)
    said = str(item.get("feedburner_origlink") or item.get("link") or "").strip()
    base = feed.url if feed else str(channel.get("link") or "") or None
    url = canonical_url(said, base)
    problems = []
    if said and url is None:
        problems.append(
            problem(sample, f"{title[:60]!r}: link {said[:80]!r} is not http(s); left out")
        )
    guid = str(item.get("id") or "").strip() or None
    if not (title or text):
        nothing = f"item {guid or url or 'without link'} has neither title nor text; left out"
        return None, [*problems, problem(sample, nothing)]
    channel_url = canonical_url(str(channel.get("link") or ""))
    outlet, kind = provenance(channel_url, feed, one_line(str(channel.get("title") or "")))
    if feed is not None and not feed.may_store:
        text = ""
    draft = Draft(
        title=title,
        text=text,
        outlet=outlet,
        kind=kind,
        url=url,
        guid=guid,
        feed_id=feed.feed_id if feed else None,
        moment=moment_of(item, sample.raw),
    )
    return draft, problems


def _body(item: Any) -> str:
    """The longest text that the item carries: full content when there is any."""
    values = [str(part.get("value") or "") for part in item.get("content") or ()]
    values.append(str(item.get("summary") or ""))
    return max((to_text(value) for value in values), key=len)


def _whole(sample: Sample, parsed: Any) -> list[Any]:
    """The items without a last one that was cut off: half a link leads elsewhere."""
    items = list(parsed.entries)
    body = _body_of(sample)
    ended = sum(body.count(end) for end in (b"</item>", b"</entry>", b":item>", b":entry>"))
    broken = hasattr(parsed.get("bozo_exception"), "getLineNumber")
    return items[:-1] if broken and ended < len(items) else items


def _line(sample: Sample, error: Any) -> int | None:
    """The line of the damage; feedparser adds a first line where there is no declaration."""
    if not hasattr(error, "getLineNumber"):
        return None
    added = 0 if sample.head.startswith("<?xml") else 1
    return max(int(error.getLineNumber()) - added, 1)


def _flaws(sample: Sample, parsed: Any, whole: int) -> list[Problem]:
    problems = []
    error = parsed.get("bozo_exception")
    kind = type(error).__name__
    if parsed.get("bozo") and kind == "CharacterEncodingOverride":
        problems.append(problem(sample, f"{error}; the sender should declare the encoding it uses"))
    elif parsed.get("bozo") and kind not in _HARMLESS:
        line = _line(sample, error)
        what = error.getMessage() if hasattr(error, "getMessage") else str(error)
        cut = ", one was cut off" if whole < len(parsed.entries) else ""
        message = f"damaged XML ({what}); {whole} of its items could be read{cut}; fetch it again"
        problems.append(problem(sample, message, line))
    if not parsed.entries and not problems:
        problems.append(problem(sample, "a feed without items; check its address if that stays so"))
    if len(parsed.entries) > MAX_ITEMS:
        message = f"{len(parsed.entries):,} items, the first {MAX_ITEMS:,} were read; split it"
        problems.append(problem(sample, message))
    return problems
