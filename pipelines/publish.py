"""Write the analysts' file."""

from dataclasses import replace
from importlib.metadata import version

from pipelines.context import JobContext, JobReport
from pipelines.feeds import feeds_of
from pipelines.names import company_spellings
from tracker.model.feeds import Feed
from tracker.reference.load import Reference
from tracker.store.compaction import compact_bodies
from tracker.store.counts import first_answers
from tracker.store.publish import publish as publish_file
from tracker.store.store import Store
from tracker.watchlists import load_watchlists


def publish(ctx: JobContext, store: Store) -> JobReport:
    """Mirror the reference data and watchlists, then swap in a new analysts' file."""
    watchlists, problems = load_watchlists(ctx.home, company_spellings(ctx.reference.companies))
    answered = first_answers(store)
    feeds = tuple(
        replace(feed, verified_on=feed.verified_on or answered.get(feed.feed_id))
        for feed in feeds_of(ctx.home, ctx.reference)
    )
    changed = store.replace_reference(
        {**reference_tables(ctx.reference, feeds), "watchlists": watchlists}
    )
    compacted = compact_bodies(store, ctx.now)
    path = publish_file(store, ctx.home, ctx.now, version("compute-deal-tracker"))
    facts: dict[str, object] = {"bytes in the analysts' file": path.stat().st_size}
    if compacted:
        facts["parts of texts put together"] = compacted
    return JobReport("publish", len(changed), problems, facts)


def reference_tables(
    reference: Reference, feeds: tuple[Feed, ...]
) -> dict[str, tuple[object, ...]]:
    """The curated data as the analysts' file shows it, by table."""
    return {
        "companies": reference.companies.all,
        "company_aliases": tuple(reference.companies.aliases()),
        "products": reference.products.all,
        "accelerators": reference.market.accelerators,
        "prices": reference.market.prices,
        "stakes": reference.market.stakes,
        "company_facts": reference.market.company_facts,
        "feeds": feeds,
        "workloads": reference.market.workloads,
    }
