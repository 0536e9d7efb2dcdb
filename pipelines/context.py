"""What every job gets: the folder, the settings, the run's clock, the reference data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from tracker.model.errors import Problem
from tracker.reference.load import Reference
from tracker.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class JobContext:
    """One run's surroundings; `now` is its clock (UTC)."""

    home: Path
    settings: Settings
    now: datetime
    reference: Reference
    progress: Progress = no_progress
    only_feeds: tuple[str, ...] = ()  # empty: all


@dataclass(frozen=True, slots=True)
class JobReport:
    """What a job did: rows that are new, what it could not read, and facts worth logging."""

    job: str
    new: int = 0
    problems: tuple[Problem, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)
    failure: str | None = None  # why the job as a whole failed, in one line

    def lines(self) -> Iterator[str]:
        """The report for a person: one line, then one a problem."""
        facts = "".join(f", {value} {name}" for name, value in self.facts.items())
        failure = f"; failed: {self.failure}" if self.failure else ""
        yield f"{self.job}: {self.new} new{facts}{failure}"
