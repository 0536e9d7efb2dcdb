"""`home/status.json`: what `tracker status` reads without asking for the lock."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import filelock

from tracker.model.errors import Problem
from tracker.model.jobs import JobRun
from tracker.store.files import replacing

LAST_PROBLEMS = 10
PATIENCE_SECONDS = 5.0  # for another process that notes its own; then the note is left out
KEYS = {
    "ended_at", "seconds", "clock", "outcome", "new", "problems", "message", "last_problems",
}  # fmt: skip


def status_path(home: Path) -> Path:
    """Where the status of a home is."""
    return home / "status.json"


def read_status(home: Path) -> dict[str, Any]:
    """What stands there; an empty status if nothing ran yet or the file is damaged."""
    try:
        found = json.loads(status_path(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"jobs": {}}
    jobs = found.get("jobs") if isinstance(found, dict) else None
    if not isinstance(jobs, dict):
        return {"jobs": {}}
    return {"jobs": {job: run for job, run in jobs.items() if _is_run(run)}}


def _is_run(run: object) -> bool:
    return isinstance(run, dict) and run.keys() >= KEYS


def write_status(home: Path, run: JobRun, problems: Sequence[Problem]) -> None:
    """Note a job's last run; the file is replaced whole, and no other job's note is lost."""
    with suppress(filelock.Timeout), filelock.FileLock(home / "status.lock", PATIENCE_SECONDS):
        _replace(home, run, problems)


def _replace(home: Path, run: JobRun, problems: Sequence[Problem]) -> None:
    status = read_status(home)
    status["jobs"][run.job] = {
        "ended_at": run.ended_at.isoformat(timespec="seconds"),
        "seconds": round((run.ended_at - run.started_at).total_seconds(), 3),
        "clock": run.now.isoformat(),
        "outcome": run.outcome,
        "new": run.new_records,
        "problems": run.problems,
        "message": run.message,
        "last_problems": [str(problem) for problem in problems[:LAST_PROBLEMS]],
    }
    with replacing(status_path(home)) as path:
        path.write_text(json.dumps(status, indent=1), encoding="utf-8")
