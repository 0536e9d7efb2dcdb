"""Runs of jobs: what was done when, and how it ended."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of one job. `now` is the run's own clock, the other two the wall's."""

    run_id: str
    job: str
    started_at: datetime
    ended_at: datetime
    now: datetime
    outcome: str  # "done", "failed"
    new_records: int
    problems: int
    message: str
