"""The feeds of a home: the curated ones, and those of its own `feeds.toml`."""

from pathlib import Path

from pipelines.context import JobContext
from tracker.model.errors import BadInput
from tracker.model.feeds import Feed
from tracker.reference.feeds import load_feeds
from tracker.reference.load import Reference


def feeds_to_ask(ctx: JobContext) -> tuple[Feed, ...]:
    """The feeds of this run. Raises BadInput for one that there is not."""
    return chosen_feeds(ctx.home, ctx.reference, ctx.only_feeds)


def chosen_feeds(home: Path, reference: Reference, only: tuple[str, ...]) -> tuple[Feed, ...]:
    """The feeds named, all if none is. Raises BadInput for one that there is not."""
    feeds = feeds_of(home, reference)
    unknown = sorted(set(only) - {feed.feed_id for feed in feeds})
    if unknown:
        raise BadInput(f"no feed {unknown[0]!r}; the table feeds of tracker sql lists them")
    return tuple(feed for feed in feeds if not only or feed.feed_id in only)


def feeds_of(home: Path, reference: Reference) -> tuple[Feed, ...]:
    """Every feed by id; a block of `home/feeds.toml` takes the place of a curated one.

    Raises BadReference with the file and the block that is wrong.
    """
    own = home / "feeds.toml"
    feeds = {feed.feed_id: feed for feed in reference.feeds}
    if own.exists():
        feeds |= {feed.feed_id: feed for feed in load_feeds(own)}
    return tuple(feeds[key] for key in sorted(feeds))
