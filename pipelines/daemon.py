"""The long-running process: a schedule, one worker thread, and a clean end."""

import signal
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path
from types import FrameType

import filelock
import structlog

from pipelines import logs
from pipelines.context import JobContext
from pipelines.feeds import chosen_feeds
from pipelines.names import company_spellings
from pipelines.run import run_jobs
from pipelines.schedule import Runner, Scheduler, build_scheduler, run_soon, update_digests
from tracker.model.errors import StoreBusy, TrackerError
from tracker.model.signals import Watchlist
from tracker.reference.load import Reference, load_reference
from tracker.settings import load_settings
from tracker.watchlists import load_watchlists

log = structlog.get_logger()

REREAD_SECONDS = 30  # how soon an edited watchlist changes the schedule


def serve(home: Path, feeds: tuple[str, ...] = (), stop: threading.Event | None = None) -> None:
    """Run until SIGTERM, SIGINT or `stop`; the job under way is finished first.

    Raises StoreBusy when another daemon serves this home, BadReference for bad settings.
    """
    stop = stop or _stopped_by_signals()
    home.mkdir(parents=True, exist_ok=True)
    settings = load_settings(home)
    logs.configure(settings.log_format)
    reference = load_reference(home)
    chosen_feeds(home, reference, feeds)
    lock = filelock.FileLock(home / "daemon.lock")
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        raise StoreBusy(f"{home}: another daemon serves it; stop that one first") from None
    with lock:
        _serve(home, reference, feeds, stop)


def _serve(home: Path, reference: Reference, feeds: tuple[str, ...], stop: threading.Event) -> None:
    def run(jobs: tuple[str, ...], entry_id: str) -> None:
        if not stop.is_set():
            # The job under way is finished; those after it are for the next start.
            _run(home, feeds, takewhile(lambda _: not stop.is_set(), jobs), entry_id)

    told: set[str] = set()
    scheduler = build_scheduler(_watchlists(home, reference, told), run)
    scheduler.start()
    run_soon(scheduler)
    log.info("serving", home=str(home), entries=[job.id for job in scheduler.get_jobs()])
    while not stop.wait(REREAD_SECONDS):
        _reread(scheduler, home, reference, run, told)
    log.info("stopping, once the job under way is done")
    scheduler.shutdown(wait=True)
    log.info("stopped")


def _run(home: Path, feeds: tuple[str, ...], jobs: Iterable[str], entry_id: str) -> None:
    """One entry of the schedule; settings and own figures are read for it anew."""
    with structlog.contextvars.bound_contextvars(entry=entry_id):
        try:
            settings, reference = load_settings(home), load_reference(home)
        except TrackerError as error:  # the next cycle may find them mended
            log.error("settings not usable", why=str(error))
            return
        now = datetime.now(UTC).replace(microsecond=0)
        run_jobs(JobContext(home, settings, now, reference, only_feeds=feeds), jobs)


def _watchlists(home: Path, reference: Reference, told: set[str]) -> tuple[Watchlist, ...]:
    """The watchlists as they are now; a problem is logged when it comes up, not each time."""
    watchlists, problems = load_watchlists(home, company_spellings(reference.companies))
    words = {str(problem) for problem in problems}
    for problem in sorted(words - told):
        log.warning("watchlist not usable", why=problem)
    told.clear()
    told.update(words)
    return watchlists


def _reread(
    scheduler: Scheduler, home: Path, reference: Reference, run: Runner, told: set[str]
) -> None:
    try:
        update_digests(scheduler, _watchlists(home, reference, told), run)
    except Exception:  # an odd file must not end the process; the schedule stays as it was
        log.exception("watchlists not reread")


def _stopped_by_signals() -> threading.Event:
    """An event that SIGTERM and SIGINT set; a second one ends the process at once."""
    stop = threading.Event()

    def end(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return stop
