"""Raw items from the network: feeds that are due, and the filings that they list."""

import asyncio
import hashlib
import re
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Literal, TypeVar

from dateutil.parser import isoparse

from tracker.model.errors import Problem, SourceError
from tracker.model.feeds import Feed, Fetch, RawItem
from tracker.net.address import with_parameter
from tracker.net.client import BadAnswer, Client, ForbiddenAddress, Page, Unavailable
from tracker.sources.edgar import submission_url
from tracker.sources.edgar_pages import explain_error
from tracker.sources.kinds import STAGE, Link
from tracker.sources.unpack import head_of

Fetched = tuple[Fetch, RawItem | None, tuple[Problem, ...]]
Followed = tuple[Link, RawItem | None, tuple[Problem, ...]]
Outcome = Literal["read", "unchanged", "failed", "refused"]

LONGEST_WAIT = timedelta(days=1)
EDGAR_WAIT = timedelta(minutes=10)  # how long EDGAR shuts out who asks too often
EDGAR_PAGE = 100  # filings on one page, as our addresses ask
EDGAR_PAGES = 10
EARLY = timedelta(minutes=1)  # a schedule that wakes a moment early still finds its feed due

_T = TypeVar("_T")
_UPDATED = re.compile(rb"<entry>.{0,4000}?<updated>([^<]+)</updated>", re.DOTALL)


async def fetch_feeds(
    feeds: Iterable[Feed], last: Mapping[str, Fetch], client: Client, now: datetime
) -> AsyncIterator[Fetched]:
    """Each request made: what came of it, what came with it, what was wrong. Sorted by feed id.

    `last` holds the latest fetch of each feed id. A feed that is not due, or that backs
    off after failures, is passed over in silence. EDGAR's list is followed back to the
    last fetch, one result a page.
    """
    due = [
        feed
        for feed in sorted(feeds, key=lambda feed: feed.feed_id)
        if is_due(feed, last.get(feed.feed_id), now)
    ]
    jobs = [partial(_fetch, feed, last.get(feed.feed_id), client, now) for feed in due]
    async with aclosing(_in_order(jobs, client.policy.connections)) as found:
        async for results in found:
            for result in results:
                yield result


async def follow(links: Iterable[Link], client: Client, now: datetime) -> AsyncIterator[Followed]:
    """Each filing with its complete submission text, in the order given, none twice.

    One request a filing; of a very large one only the first `max_bytes`, where the main
    document and the exhibits are. Once EDGAR shuts us out, the rest comes back without an
    item and without being asked for: follow those links in the next run.
    """
    shut = asyncio.Event()
    unique = {submission_url(link): link for link in links}
    jobs = [partial(_follow, url, link, client, now, shut) for url, link in unique.items()]
    async with aclosing(_in_order(jobs, client.policy.connections)) as found:
        async for result in found:
            yield result


def is_due(feed: Feed, last: Fetch | None, now: datetime) -> bool:
    """Whether its interval, its back-off and what its server asked for have all passed."""
    if last is None:
        return True
    due_at = last.fetched_at + timedelta(minutes=feed.every_minutes)
    return now + EARLY >= max(due_at, last.retry_after or due_at)


async def _fetch(feed: Feed, last: Fetch | None, client: Client, now: datetime) -> list[Fetched]:
    if feed.kind == "edgar" and not client.policy.contact:
        message = "EDGAR wants to know who asks; set net.contact in settings.toml"
        return [_failed(feed, last, now, "refused", message)]
    try:
        page = await client.get(
            feed.url,
            etag=last.etag if last else None,
            last_modified=last.last_modified if last else None,
        )
    except ForbiddenAddress as error:
        return [_failed(feed, last, now, "refused", str(error))]
    except BadAnswer as error:
        explained = explain_error(head_of(error.body)) if feed.kind == "edgar" else None
        wait = now + EDGAR_WAIT if explained else None
        message = f"{error} ({explained})" if explained else str(error)
        return [_failed(feed, last, now, "failed", message, error.status, wait)]
    except Unavailable as error:
        wait = _come_back(error.retry_after, now)
        return [_failed(feed, last, now, "failed", str(error), error.status, wait)]
    fetch, raw, _ = _read(feed, last, now, page)
    if feed.kind != "edgar" or page.status == 304 or last is None:
        return [(fetch, raw, ())]
    older, problems = await _older_pages(feed, page, last, client, now)
    return [(fetch, raw, problems), *older]


def _read(feed: Feed, last: Fetch | None, now: datetime, page: Page) -> Fetched:
    unchanged = page.status == 304
    moved = "" if page.final_url == page.url else f"answered from {page.final_url}"
    fetch = Fetch(
        feed_id=feed.feed_id,
        url=page.url,
        fetched_at=now,
        status=page.status,
        outcome="unchanged" if unchanged else "read",
        etag=page.headers.get("etag") or (last.etag if unchanged and last else None),
        last_modified=page.headers.get("last-modified")
        or (last.last_modified if unchanged and last else None),
        bytes_read=len(page.body),
        message=moved,
        retry_after=None,
    )
    return fetch, None if unchanged else _raw(page, now), ()


def _failed(
    feed: Feed,
    last: Fetch | None,
    now: datetime,
    outcome: Outcome,
    message: str,
    status: int | None = None,
    asked: datetime | None = None,
) -> Fetched:
    """What a failure leaves: the next try twice as far off as the one before, a day at most."""
    every = timedelta(minutes=feed.every_minutes)
    again = last is not None and last.outcome in ("failed", "refused")
    wait = _last_wait(last, every) * 2 if last is not None and again else every
    until = now + min(max(wait, every), LONGEST_WAIT)
    fetch = Fetch(
        feed_id=feed.feed_id,
        url=feed.url,
        fetched_at=now,
        status=status,
        outcome=outcome,
        etag=last.etag if last else None,
        last_modified=last.last_modified if last else None,
        bytes_read=0,
        message=message,
        retry_after=max(until, asked) if asked else until,
    )
    return fetch, None, (Problem(STAGE, feed.feed_id, message),)


def _last_wait(last: Fetch, every: timedelta) -> timedelta:
    return (last.retry_after - last.fetched_at) if last.retry_after else every


async def _older_pages(
    feed: Feed, page: Page, last: Fetch, client: Client, now: datetime
) -> tuple[list[Fetched], tuple[Problem, ...]]:
    """The further pages of EDGAR's list, back to what was seen last; a busy hour has several."""
    since = _seen_until(feed, last)
    found: list[Fetched] = []
    for number in range(1, EDGAR_PAGES + 1):
        listed = [_instant(stamp) for stamp in _UPDATED.findall(page.body)]
        if len(listed) < EDGAR_PAGE or min(listed) <= since:
            return found, ()
        if number == EDGAR_PAGES:
            break
        url = with_parameter(feed.url, "start", str(number * EDGAR_PAGE))
        try:
            page = await client.get(url)
        except SourceError as error:
            message = f"older filings may be missing: {error}"
            return found, (Problem(STAGE, feed.feed_id, message),)
        found.append(_read(feed, last, now, page))
    message = f"more than {EDGAR_PAGES * EDGAR_PAGE:,} filings since {since:%Y-%m-%d %H:%M} UTC"
    return found, (
        Problem(STAGE, feed.feed_id, f"{message}; older ones are missing; poll more often"),
    )


def _seen_until(feed: Feed, last: Fetch) -> datetime:
    """When the list was last seen; after failures far enough back to cover all of them."""
    every = timedelta(minutes=feed.every_minutes)
    if last.outcome in ("read", "unchanged"):
        return last.fetched_at
    return last.fetched_at - 2 * _last_wait(last, every) - every


async def _follow(
    url: str, link: Link, client: Client, now: datetime, shut: asyncio.Event
) -> Followed:
    if shut.is_set():
        return link, None, ()
    try:
        page = await client.get(url, truncate=True)
    except BadAnswer as error:
        if explain_error(head_of(error.body)) and error.status in (403, 429):
            shut.set()
        return link, None, (Problem(STAGE, url, str(error).removeprefix(f"{url}: ")),)
    except Unavailable as error:
        if error.status == 429:
            shut.set()
        return link, None, (Problem(STAGE, url, str(error).removeprefix(f"{url}: ")),)
    except SourceError as error:
        return link, None, (Problem(STAGE, url, str(error).removeprefix(f"{url}: ")),)
    return link, _raw(page, now), ()


def _raw(page: Page, now: datetime) -> RawItem:
    return RawItem(
        raw_id=hashlib.sha256(page.body).hexdigest(),
        origin=page.url,
        media_type=page.headers.get("content-type", "application/octet-stream"),
        body=page.body,
        fetched_at=now,
        known_at=now,
    )


def _come_back(asked: str | None, now: datetime) -> datetime | None:
    """The instant that a Retry-After header names, at most a day away."""
    if not asked:
        return None
    try:
        wait = timedelta(seconds=int(asked))
    except (ValueError, OverflowError):
        try:
            named = parsedate_to_datetime(asked)
        except (ValueError, TypeError):
            return None
        wait = (named if named.tzinfo else named.replace(tzinfo=UTC)) - now
    return now + min(max(wait, timedelta()), LONGEST_WAIT)


def _instant(stamp: bytes) -> datetime:
    try:
        found = isoparse(stamp.decode("ascii", "replace").strip())
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def _in_order(
    jobs: Iterable[Callable[[], Awaitable[_T]]], ahead: int
) -> AsyncGenerator[_T, None]:
    """Results in the order of `jobs`, which run `ahead` at a time: few bodies are in memory."""
    waiting: deque[asyncio.Future[_T]] = deque()
    try:
        for job in jobs:
            waiting.append(asyncio.ensure_future(job()))
            if len(waiting) >= ahead:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for future in waiting:
            future.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
