"""The jobs by name, and what stands around each: the lock, the clock, the record.

Only here is an exception of a job caught: one broken job never stops the cycle.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import structlog

from pipelines.context import JobContext, JobReport
from pipelines.status import write_status
from tracker.model.errors import Problem, TrackerError
from tracker.model.ids import content_id
from tracker.model.jobs import JobRun
from tracker.store.store import Store

log = structlog.get_logger()

# Loaded when first run, for some are heavy: "module:function".
JOBS = {
    "pull": "pipelines.pull:pull",
    "extract": "pipelines.extract:extract",
    "resolve": "pipelines.resolve:resolve",
    "reprice": "pipelines.reprice:reprice",
    "alert": "pipelines.alert:alert",
    "digest": "pipelines.digest:digest",
    "due_digests": "pipelines.digest:due_digests",
    "publish": "pipelines.publish:publish",
}
CYCLE = ("pull", "extract", "resolve", "reprice", "alert", "digest", "publish")
OFFLINE = CYCLE[1:]
Job = Callable[[JobContext], JobReport]


def job(name: str) -> Job:
    """The function of one job. Raises KeyError for a name that is not in the table."""
    module, _, function = JOBS[name].partition(":")
    found: Job = getattr(import_module(module), function)
    return found


def run_jobs(ctx: JobContext, names: Iterable[str] = CYCLE) -> list[JobReport]:
    """Run jobs one after the other; a failed one is reported and the next is tried."""
    return [run_job(ctx, name) for name in names]


def run_job(ctx: JobContext, name: str, work: Job | None = None) -> JobReport:
    """One job, done and recorded in `job_runs`, with its problems kept.

    `work` is its function; without one, the table's.
    """
    started = datetime.now(UTC)
    with structlog.contextvars.bound_contextvars(job=name):
        report = _guarded(ctx, name, work)
        _record(ctx, report, started)
        if report.failure:
            log.error("job failed", why=report.failure)
        else:
            log.info("job done", new=report.new, problems=len(report.problems), **report.facts)
    return report


def _guarded(ctx: JobContext, name: str, work: Job | None) -> JobReport:
    try:
        return (work or job(name))(ctx)
    except TrackerError as error:
        return JobReport(name, failure=str(error))
    except Exception as error:  # the next job, and the next cycle, still have their chance
        log.exception("job broke")
        return JobReport(name, failure=f"{type(error).__name__}: {error}; this is a bug")


def _record(ctx: JobContext, report: JobReport, started: datetime) -> None:
    ended = datetime.now(UTC)
    run = JobRun(
        run_id=content_id(report.job, started.isoformat(), ctx.now.isoformat()),
        job=report.job,
        started_at=started,
        ended_at=ended,
        now=ctx.now,
        outcome="failed" if report.failure else "done",
        new_records=report.new,
        problems=len(report.problems),
        message=report.failure or "",
    )
    try:
        with open_store(ctx.home) as store:
            store.add([run])
            store.add_problems(report.problems, ctx.now)
    except TrackerError as error:  # the job is done; that it cannot be noted is said
        log.error("run not recorded", why=str(error))
    write_status(ctx.home, run, report.problems)


def open_store(home: Path, wait_seconds: float = 60) -> Store:
    """The store for one job; waits for another writer of the same home.

    Raises StoreBusy when that one does not end, StoreError when the store cannot be used.
    """
    return Store.open(home, wait_seconds=wait_seconds)


def failed(reports: Iterable[JobReport]) -> bool:
    """Whether a job as a whole failed: the command's exit status is then 1."""
    return any(report.failure for report in reports)


def all_problems(reports: Iterable[JobReport]) -> tuple[Problem, ...]:
    """What could not be read or done, of all jobs in turn."""
    return tuple(problem for report in reports for problem in report.problems)
