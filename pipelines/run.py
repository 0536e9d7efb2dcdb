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
from tracker.model.errors import Problem, StoreBusy, TrackerError
from tracker.model.ids import content_id
from tracker.model.jobs import JobRun
from tracker.store.store import Store

log = structlog.get_logger()

# "module:function", called as (ctx, store); those of PREPARED are preparations.
JOBS = {
    "pull": "pipelines.pull:prepare",
    "inbox": "pipelines.ingest:take_waiting",
    "extract": "pipelines.extract:extract",
    "resolve": "pipelines.resolve:resolve",
    "reprice": "pipelines.reprice:reprice",
    "alert": "pipelines.alert:alert",
    "digest": "pipelines.digest:digest",
    "due_digests": "pipelines.digest:due_digests",
    "publish": "pipelines.publish:publish",
}
PREPARED = {"pull"}
CYCLE = ("pull", "extract", "resolve", "reprice", "alert", "digest", "publish")
OFFLINE = ("inbox", *CYCLE[1:])  # a pull takes the inbox in as well
PATIENCE_SECONDS = 60.0  # for another writer of the same home

Work = Callable[[JobContext, Store], JobReport]
Preparation = Callable[[JobContext], Work]


def run_jobs(ctx: JobContext, names: Iterable[str] = CYCLE) -> list[JobReport]:
    """Run jobs one after the other; a failed one is reported and the next is tried."""
    return [run_job(ctx, name) for name in names]


def run_job(
    ctx: JobContext,
    name: str,
    prepare: Preparation | None = None,
    *,
    wait_seconds: float = PATIENCE_SECONDS,
    if_busy: Callable[[], JobReport] | None = None,
) -> JobReport:
    """One job under the writer's lock, recorded in `job_runs`, with its problems kept.

    `prepare` does what needs no lock (asking the network, say) and returns the rest;
    without one the job is the table's. `if_busy` is what is done instead while another
    process writes for longer than `wait_seconds`.
    """
    started = datetime.now(UTC)
    with structlog.contextvars.bound_contextvars(job=name):
        try:
            work = (prepare or _preparation(name))(ctx)
            with open_store(ctx.home, wait_seconds) as store:
                report = _guarded(name, lambda: work(ctx, store))
                _record(ctx, store, report, started)
        except StoreBusy as error:
            report = _guarded(name, if_busy) if if_busy else _failure(name, error)
        except Exception as error:  # the next job, and the next cycle, still have their chance
            report = _failure(name, error)
        _tell(ctx, report, started)
    return report


def _preparation(name: str) -> Preparation:
    """The job of the table; its module is loaded only now, for some are heavy."""
    module, _, function = JOBS[name].partition(":")
    found = getattr(import_module(module), function)
    return found if name in PREPARED else lambda _: found


def _guarded(name: str, work: Callable[[], JobReport]) -> JobReport:
    try:
        return work()
    except Exception as error:  # what it did not finish was rolled back
        return _failure(name, error)


def _failure(name: str, error: Exception) -> JobReport:
    if isinstance(error, TrackerError):
        return JobReport(name, failure=str(error))
    if isinstance(error, OSError) and error.filename:  # a folder of the home, a full disk
        words = f"{error.filename}: {error.strerror}; check the path and the disk"
        return JobReport(name, failure=words)
    log.exception("job broke")
    return JobReport(name, failure=f"{type(error).__name__}: {error}; this is a bug")


def _record(ctx: JobContext, store: Store, report: JobReport, started: datetime) -> None:
    store.add([_run_of(ctx, report, started)])
    store.add_problems(report.problems, ctx.now)


def _run_of(ctx: JobContext, report: JobReport, started: datetime) -> JobRun:
    return JobRun(
        run_id=content_id(report.job, started.isoformat(), ctx.now.isoformat()),
        job=report.job,
        started_at=started,
        ended_at=datetime.now(UTC),
        now=ctx.now,
        outcome="failed" if report.failure else "done",
        new_records=report.new,
        problems=len(report.problems),
        message=report.failure or "",
    )


def _tell(ctx: JobContext, report: JobReport, started: datetime) -> None:
    """In `status.json` and in the log."""
    try:
        write_status(ctx.home, _run_of(ctx, report, started), report.problems)
    except OSError as error:  # a home that cannot be written has failed the job already
        log.warning("status not written", why=str(error))
    if report.failure:
        log.error("job failed", why=report.failure)
    else:
        log.info("job done", new=report.new, problems=len(report.problems), **report.facts)


def open_store(home: Path, wait_seconds: float = PATIENCE_SECONDS) -> Store:
    """The store for one job; waits for another writer of the same home.

    Raises StoreBusy when that one does not end, StoreError when the store cannot be used.
    """
    return Store.open(home, wait_seconds=wait_seconds)


def has_store(home: Path) -> bool:
    """Whether anything was ever stored in this home."""
    return (home / "tracker.duckdb").exists()


def failed(reports: Iterable[JobReport]) -> bool:
    """Whether a job as a whole failed: the command's exit status is then 1."""
    return any(report.failure for report in reports)


def all_problems(reports: Iterable[JobReport]) -> tuple[Problem, ...]:
    """What could not be read or done, of all jobs in turn."""
    return tuple(problem for report in reports for problem in report.problems)
