"""Ask the feeds for what is new, follow what EDGAR announces, and take it all in."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.context import JobContext, JobReport
from pipelines.feeds import feeds_to_ask
from pipelines.ingest import Tally, take_in, take_inbox
from pipelines.run import Work, open_store
from tracker.model.errors import Problem
from tracker.model.feeds import Feed, Fetch, RawItem
from tracker.net.client import Client, NetPolicy
from tracker.sources.edgar import submission_url, wanted
from tracker.sources.fetch import fetch_feeds, follow
from tracker.sources.read import Link, read_raw
from tracker.store.raw import read_journal
from tracker.store.store import Store


@dataclass(slots=True)
class Catch:
    """What one round of requests brought in."""

    fetches: list[Fetch] = field(default_factory=list)
    items: list[tuple[RawItem, Feed | None]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def prepare(ctx: JobContext) -> Work:
    """Ask the network, without the lock; what is returned stores what came.

    New documents of every feed that is due, and of what waits in the inbox.
    """
    with open_store(ctx.home) as store:
        last = store.last_fetches()
    catch = asyncio.run(_fetch(ctx, last))
    return lambda ctx, store: _take(ctx, store, catch)


def _take(ctx: JobContext, store: Store, catch: Catch) -> JobReport:
    origins = {item.origin: feed for item, feed in catch.items if feed is not None}
    items = (item for item, _ in catch.items)
    tally = take_in(ctx, store, items, feeds=origins, total=len(catch.items))
    store.add(catch.fetches)
    tally.add(take_inbox(ctx, store))
    return _report(catch, tally)


def _report(catch: Catch, tally: Tally) -> JobReport:
    answered = sum(fetch.outcome in ("read", "unchanged") for fetch in catch.fetches)
    asked = len(catch.fetches)
    silent = f"none of {asked} feeds answered; is the network there?"
    return JobReport(
        "pull",
        tally.documents,
        (*catch.problems, *tally.problems),
        {"feeds asked": asked, "answered": answered, "repeats": tally.repeats},
        silent if asked and not answered else None,
    )


async def _fetch(ctx: JobContext, last: Mapping[str, Fetch]) -> Catch:
    catch = Catch()
    policy = NetPolicy(**ctx.settings.net.model_dump())
    feeds = {feed.feed_id: feed for feed in feeds_to_ask(ctx)}
    links: list[Link] = []
    async with Client(policy) as client:
        async for fetch, item, problems in fetch_feeds(feeds.values(), last, client, ctx.now):
            catch.fetches.append(fetch)
            catch.problems.extend(problems)
            if item is not None:
                catch.items.append((item, feeds[fetch.feed_id]))
                links.extend(read_raw(item, feed=feeds[fetch.feed_id]).links)
            ctx.progress("asking feeds", len(catch.fetches), len(feeds))
        worth = _worth_following(ctx, links)
        async for _link, item, problems in follow(worth, client, ctx.now):
            catch.problems.extend(problems)
            if item is not None:
                catch.items.append((item, None))
    return catch


def _worth_following(ctx: JobContext, links: list[Link]) -> list[Link]:
    """Deal forms of curated filers that are not here yet: EDGAR lists thousands a day."""
    here = {entry.origin for entry in read_journal(ctx.home)[0]}
    chosen = wanted(links, ctx.reference.companies.by_cik)
    return [link for link in chosen if submission_url(link) not in here]
