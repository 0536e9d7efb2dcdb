"""Import what is on disk, and the part that every import shares: from raw items to facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import cast

from pipelines.context import JobContext, JobReport
from pipelines.feeds import feeds_of
from pipelines.inbox import finish, leave_for_writer, waiting
from pipelines.run import run_job
from tracker.model.errors import Problem
from tracker.model.feeds import Document, DuplicateKind, Feed, FeedEntry, RawItem
from tracker.sources.disk import count_files, read_paths
from tracker.sources.edgar import complete
from tracker.sources.identity import KnownDocument, KnownDocuments, keys, link_duplicates, signature
from tracker.sources.read import Link, read_raw
from tracker.store.known import known_keys
from tracker.store.raw import RawEntry, RawStore, mark_taken, raw_item, untaken
from tracker.store.store import Store
from tracker.store.tables import DocumentKey, DocumentSignature

PATIENCE_SECONDS = 2  # for another writer, before an import is left in its inbox
BATCH = 500  # documents a transaction
NEAR_WITHIN = timedelta(days=14)  # how far back near copies are looked for


@dataclass(slots=True)
class Tally:
    """What an import came to; the one value here that grows."""

    items: int = 0
    documents: int = 0
    repeats: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    at_publication: bool = False  # whether documents count as known when published
    problems: list[Problem] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Count what another import came to with this one."""
        self.items += other.items
        self.documents += other.documents
        self.repeats += other.repeats
        for kind, count in other.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + count
        self.problems.extend(other.problems)

    def facts(self) -> dict[str, object]:
        """For the report: everything is accounted for."""
        return {
            "files or pages": self.items,
            "repeats": self.repeats,
            **{f"as {kind}": count for kind, count in sorted(self.kinds.items())},
        }


def ingest(ctx: JobContext, paths: Sequence[Path], *, known_at: datetime | None) -> JobReport:
    """Take in files and folders; `known_at` None means each item's own publication.

    While another process writes, the bytes are kept and a note is left in the inbox.
    """

    def work(ctx: JobContext, store: Store) -> JobReport:
        found = read_paths(paths, known_at=known_at, now=ctx.now)
        tally = take_in(ctx, store, found, total=count_files(paths))
        return JobReport("ingest", tally.documents, tuple(tally.problems), tally.facts())

    def leave() -> JobReport:
        return leave_for_writer(ctx, read_paths(paths, known_at=known_at, now=ctx.now))

    return run_job(ctx, "ingest", lambda _: work, wait_seconds=PATIENCE_SECONDS, if_busy=leave)


def take_waiting(ctx: JobContext, store: Store) -> JobReport:
    """Take in what people left while another process was writing."""
    tally = take_inbox(ctx, store)
    return JobReport("inbox", tally.documents, tuple(tally.problems), tally.facts())


def take_inbox(ctx: JobContext, store: Store) -> Tally:
    """What the notes of the inbox came to; each is taken away once it is stored."""
    tally = Tally()
    for note, found in waiting(ctx.home):
        tally.add(take_in(ctx, store, found))
        if note is not None:
            finish(ctx.home, note)
    return tally


def take_in(
    ctx: JobContext,
    store: Store,
    found: Iterable[RawItem | Problem],
    *,
    feeds: Mapping[str, Feed] | None = None,
    total: int = 0,
) -> Tally:
    """Keep each raw item, read it, and store its entries and documents batch by batch.

    `feeds` names the curated source of a raw item by its origin. The bytes are on the
    disk before anything is read from them, so that nothing fetched is ever lost; what an
    earlier run kept and could not store any more is taken in first, as of its own clock.
    """
    tally = Tally()
    for earlier in take_again(ctx, store, untaken(ctx.home)):
        tally.add(earlier)
    raw = RawStore(ctx.home)

    def kept() -> Iterator[tuple[RawItem | Problem, Feed | None]]:
        for item in found:
            feed = None
            if isinstance(item, RawItem):
                feed = (feeds or {}).get(item.origin)
                raw.keep(item, feed.feed_id if feed else None)
            yield item, feed

    tally.add(read_in(ctx, store, kept(), total=total))
    store.add_problems(tally.problems, ctx.now)  # what counts as taken in is not tried again
    mark_taken(ctx.home)
    return tally


def take_again(ctx: JobContext, store: Store, entries: Iterable[RawEntry]) -> Iterator[Tally]:
    """Read kept items in once more: a tally for each run that had brought some in."""
    feeds = {feed.feed_id: feed for feed in feeds_of(ctx.home, ctx.reference)}

    def named(entry: RawEntry) -> tuple[RawItem | Problem, Feed | None]:
        return raw_item(ctx.home, entry), feeds.get(entry.feed_id or "")

    for _, of_a_run in groupby(entries, key=lambda entry: (entry.fetched_at, entry.known_at)):
        yield read_in(ctx, store, map(named, of_a_run))


def read_in(
    ctx: JobContext,
    store: Store,
    kept: Iterable[tuple[RawItem | Problem, Feed | None]],
    *,
    total: int = 0,
) -> Tally:
    """Read raw items, each with its curated source, and store what they hold."""
    tally = Tally()
    waiting: list[Document] = []
    entries: list[FeedEntry] = []
    for item, feed in kept:
        tally.items += 1
        if isinstance(item, Problem):
            tally.problems.append(item)
            continue
        tally.at_publication = item.known_at is None
        reading = read_raw(item, feed=feed)
        tally.kinds[reading.kind] = tally.kinds.get(reading.kind, 0) + 1
        tally.problems.extend(reading.problems)
        tally.links.extend(reading.links)
        waiting.extend(reading.documents)
        entries.extend(reading.entries)
        if len(waiting) >= BATCH:
            _flush(store, waiting, entries, tally)
        ctx.progress("taking in", tally.items, total)
    _flush(store, waiting, entries, tally)
    return tally


def _flush(store: Store, waiting: list[Document], entries: list[FeedEntry], tally: Tally) -> None:
    """Store what is waiting in one transaction, and empty the lists."""
    whole = complete(waiting, tally.links, at_publication=tally.at_publication)
    linked = link_duplicates(whole, _known(store, whole)) if whole else ()
    new = [d for d in linked if d.duplicate_kind is None or d.duplicate_kind == "revision"]
    tally.repeats += len(waiting) - len(new)
    with store.transaction():
        tally.documents += store.add_documents(linked)
        store.add(entries)
        store.add(row for document in linked for row in _identity(document))
    waiting.clear()
    entries.clear()


def _identity(document: Document) -> Iterator[object]:
    """The rows by which later documents are recognised as this one again, or as its copy."""
    for key in keys(document):
        yield DocumentKey(key, document.document_id, document.content_sha, document.known_at)
    stands_for_itself = document.duplicate_kind in (None, "revision")
    if stands_for_itself and (signed := signature(document)):
        yield DocumentSignature(document.document_id, signed, document.known_at)


def _known(store: Store, documents: Sequence[Document]) -> KnownDocuments:
    """What is stored of the documents' names, and of the texts known about the same time."""
    found = known_keys(store, (key for document in documents for key in keys(document)))
    since = min(document.known_at for document in documents) - NEAR_WITHIN
    return KnownDocuments(
        keys={
            key: KnownDocument(
                row.document_id, row.known_at, row.outlet, row.guid, row.content_sha,
                row.length, row.duplicate_of, cast("DuplicateKind | None", row.duplicate_kind),
            )
            for key, row in found.items()
        },
        signatures=store.signatures(since),
    )  # fmt: skip
