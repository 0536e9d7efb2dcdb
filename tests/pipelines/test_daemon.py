"""The daemon among people who edit its files, and when it is told to stop."""

import threading
from datetime import time
from pathlib import Path

import pytest

from pipelines import daemon
from pipelines.context import JobContext, JobReport
from pipelines.schedule import build_scheduler
from tracker.reference.load import load_reference
from tracker.watchlists import folder, write_watchlist


def test_the_schedule_follows_the_watchlists(tmp_path: Path) -> None:
    """Added, moved to another hour, broken, removed: each is in the schedule at the next look."""
    reference, told = load_reference(), set[str]()

    def run(_jobs: tuple[str, ...], _entry: str) -> None:
        raise AssertionError("nothing is due in this test")

    scheduler = build_scheduler((), run)
    scheduler.start(paused=True)

    def look() -> dict[str, str]:
        daemon._reread(scheduler, tmp_path, reference, run, told)
        jobs = (job for job in scheduler.get_jobs() if job.id.startswith("digest:"))
        return {job.id: str(job.trigger) for job in jobs}

    assert set(look()) == {"digest:everything"}
    write_watchlist(tmp_path, "tpu", {"send_at": time(6, 30)})
    early = look()
    assert set(early) == {"digest:tpu"}
    write_watchlist(tmp_path, "tpu", {"send_at": time(9, 15)})
    assert look()["digest:tpu"] != early["digest:tpu"]
    (folder(tmp_path) / "odd.toml").write_text("minimum_usd = nan\n")
    assert set(look()) == {"digest:tpu"}
    assert len(told) == 1
    (folder(tmp_path) / "tpu.toml").unlink()
    (folder(tmp_path) / "odd.toml").unlink()
    assert set(look()) == {"digest:everything"}
    scheduler.shutdown()


def test_told_to_stop_it_ends_after_the_job_under_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The later jobs of the cycle are left to the next start."""
    stop = threading.Event()
    done: list[str] = []

    def job(_ctx: JobContext, name: str) -> JobReport:
        done.append(name)
        if name == "extract":
            stop.set()
        return JobReport(name)

    monkeypatch.setattr("pipelines.run.run_job", job)
    daemon.serve(tmp_path, stop=stop)
    assert done == ["pull", "extract"]
