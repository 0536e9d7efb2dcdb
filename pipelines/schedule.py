"""The one table of jobs and times, and APScheduler's only door.

The scheduler decides when; what is done is handed in. Digests have no jitter: they are
due at a reader's hour. A job that was missed within its grace runs once when it can.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from tracker.model.signals import Watchlist

Runner = Callable[[tuple[str, ...], str], None]
Scheduler: TypeAlias = BackgroundScheduler


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the table: which jobs run, one after the other, and how often."""

    entry_id: str
    jobs: tuple[str, ...]
    every: timedelta
    grace: timedelta
    jitter: timedelta = timedelta(0)


TABLE = (
    Entry(
        "cycle",
        # Digests are in it to deliver what a mail server refused a while ago.
        ("pull", "extract", "resolve", "reprice", "alert", "due_digests", "publish"),
        every=timedelta(minutes=15),
        grace=timedelta(hours=1),
        jitter=timedelta(seconds=30),
    ),
)
DIGEST_JOBS = ("due_digests", "publish")
DIGEST_GRACE = timedelta(hours=6)


def build_scheduler(watchlists: tuple[Watchlist, ...], run: Runner) -> BackgroundScheduler:
    """A scheduler, not yet started, that calls `run(jobs, entry_id)` one call at a time.

    Every entry has an explicit id, coalesces what was missed and runs one instance.
    """
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1},
    )
    for entry in TABLE:
        _add(scheduler, run, entry.entry_id, entry.jobs, _interval(entry), entry.grace)
    update_digests(scheduler, watchlists, run)
    return scheduler


def run_soon(scheduler: Scheduler) -> None:
    """Bring the cycle forward to this moment: after a start nobody wants to wait."""
    scheduler.modify_job(TABLE[0].entry_id, next_run_time=datetime.now(UTC))


def update_digests(
    scheduler: BackgroundScheduler,
    watchlists: tuple[Watchlist, ...],
    run: Runner,
) -> None:
    """Make the digest entries those of `watchlists`: people edit them while we run."""
    wanted = {f"digest:{w.watchlist_id}": _daily(w) for w in watchlists}
    present = {job.id: job for job in scheduler.get_jobs() if job.id.startswith("digest:")}
    for gone in sorted(present.keys() - wanted.keys()):
        scheduler.remove_job(gone)
    for entry_id, trigger in sorted(wanted.items()):
        if entry_id not in present or repr(present[entry_id].trigger) != repr(trigger):
            _add(scheduler, run, entry_id, DIGEST_JOBS, trigger, DIGEST_GRACE)


def _add(
    scheduler: BackgroundScheduler,
    run: Runner,
    entry_id: str,
    jobs: tuple[str, ...],
    trigger: BaseTrigger,
    grace: timedelta,
) -> None:
    scheduler.add_job(
        run,
        trigger,
        args=(jobs, entry_id),
        id=entry_id,
        replace_existing=True,
        misfire_grace_time=int(grace.total_seconds()),
    )


def _interval(entry: Entry) -> IntervalTrigger:
    return IntervalTrigger(
        seconds=int(entry.every.total_seconds()),
        jitter=int(entry.jitter.total_seconds()) or None,
        timezone=UTC,
    )


def _daily(watchlist: Watchlist) -> CronTrigger:
    return CronTrigger(
        hour=watchlist.send_at.hour, minute=watchlist.send_at.minute, timezone=watchlist.time_zone
    )
