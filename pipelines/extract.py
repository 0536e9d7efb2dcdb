"""Read the documents that nobody has read yet, batch by batch."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from pipelines.context import JobContext, JobReport
from tracker.extract.reader import Extraction, Reader
from tracker.model.errors import Problem
from tracker.model.feeds import Document
from tracker.reference.load import load_reference
from tracker.store.counts import unread_count
from tracker.store.store import Extracted, Store

BATCH = 200  # documents in memory, and in one transaction: a kill loses at most these


@cache
def reader(pipeline: str, recogniser: bool = False) -> Reader:
    """The reader of this process: loading the language model takes a second."""
    reference = load_reference()
    return Reader(reference.companies, reference.products, pipeline or None, recogniser=recogniser)


def extract(ctx: JobContext, store: Store) -> JobReport:
    """Claims and mentions of every unread document known by the run's clock."""
    chosen = ctx.settings.extract
    reading = reader(chosen.pipeline, chosen.recogniser)
    read, claims, parsed = 0, 0, 0
    problems: list[Problem] = []
    total = unread_count(store, ctx.now, reading.version)
    for batch in batches(store.documents_to_extract(ctx.now, reading.version)):
        extractions = list(reading.read(batch))
        _keep(store, batch, extractions, reading.version, ctx)
        read += len(batch)
        claims += sum(len(one.claims) for one in extractions)
        parsed += sum(one.parsed for one in extractions)
        problems.extend(problem for one in extractions for problem in one.problems)
        ctx.progress("reading", read, total)
    facts: dict[str, object] = {"documents read": read, "worth parsing": parsed}
    return JobReport("extract", claims, tuple(problems), facts)


def _keep(
    store: Store,
    batch: list[Document],
    extractions: list[Extraction],
    version: str,
    ctx: JobContext,
) -> None:
    """With what could not be read, for a document that counts as read is not tried again."""
    known = {document.document_id: document.known_at for document in batch}
    with store.transaction():
        store.add_extractions(
            (
                Extracted(
                    one.document_id, version, one.parsed, one.claims, one.mentions,
                    known[one.document_id],
                )
                for one in extractions
            ),
            ctx.now,
        )  # fmt: skip
        store.add_problems((problem for one in extractions for problem in one.problems), ctx.now)


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents in lists of at most `BATCH`, in their order."""
    rest = iter(documents)
    while batch := list(islice(rest, BATCH)):
        yield batch
