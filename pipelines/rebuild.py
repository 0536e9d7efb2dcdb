"""Make the database again from what is kept outside it; nothing is sent."""

from pipelines.context import JobContext, JobReport
from pipelines.ingest import take_again
from pipelines.run import PATIENCE_SECONDS, run_job
from tracker.model.errors import Problem, TrackerError
from tracker.store.digests import take_kept_digests
from tracker.store.journal import read_deliveries
from tracker.store.raw import mark_taken, read_journal
from tracker.store.rebuilding import carry_over, counted, rebuilding
from tracker.store.store import Store


def rebuild(ctx: JobContext) -> list[JobReport]:
    """Documents, corrections, digests and deliveries with their original clocks, and all
    that follows from them; then a new analysts' file.

    The old database stays until the new one is whole. Raises StoreBusy when another
    process keeps the lock.
    """
    problems: list[Problem] = []
    with rebuilding(ctx.home, PATIENCE_SECONDS) as store:
        carried = carry_over(store, ctx.home)
        problems += _take_documents(ctx, store)
        problems += _take_ledgers(ctx, store)
        for report in _derive(ctx, store):
            problems += report.problems
        facts = counted(store)
    mark_taken(ctx.home)
    if carried:
        facts["tables carried over"] = ", ".join(carried)
    done = JobReport("rebuild", int(str(facts["documents"])), tuple(problems), facts)
    return [done, run_job(ctx, "publish")]


def _take_documents(ctx: JobContext, store: Store) -> list[Problem]:
    """Every kept item as of its own clock, in the order in which they came."""
    entries, problems = read_journal(ctx.home)
    for tally in take_again(ctx, store, entries):
        problems += tally.problems
    store.add_problems(problems, ctx.now)
    return problems


def _take_ledgers(ctx: JobContext, store: Store) -> list[Problem]:
    """What was told and what went out, so that neither happens again."""
    _, lost = take_kept_digests(store, ctx.home)
    deliveries, unread = read_deliveries(ctx.home)
    store.add(deliveries)
    return [*lost, *unread]


def _derive(ctx: JobContext, store: Store) -> list[JobReport]:
    """What follows from the documents, and from the corrections in `resolve`'s journal."""
    from pipelines.alert import alert
    from pipelines.extract import extract
    from pipelines.reprice import reprice
    from pipelines.resolve import resolve

    reports = [job(ctx, store) for job in (extract, resolve, reprice, alert)]
    for report in reports:
        if report.failure:
            raise TrackerError(f"{report.job}: {report.failure}; the old database stays")
    return reports
