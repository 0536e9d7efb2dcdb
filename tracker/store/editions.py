"""The editions of reference data that a home has worked with, outside the database.

A journal under `raw/`, so that a database made again finds the inputs of past runs.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.store.journal import append_lines, read_lines


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """One edition as text, and the clock of the run that met it first."""

    since: datetime
    text: str


def editions_path(home: Path) -> Path:
    """The journal of editions."""
    return home / "raw" / "reference.jsonl"


def kept_editions(home: Path) -> list[KeptEdition]:
    """Every edition, first met first."""
    entries, _ = read_lines(editions_path(home))
    found = [
        KeptEdition(datetime.fromisoformat(entry["since"]), entry["market"]) for entry in entries
    ]
    return sorted(found, key=lambda edition: edition.since)


def keep_edition(home: Path, edition: KeptEdition) -> None:
    """Add an edition; on the disk when this returns."""
    entry = {"since": edition.since.isoformat(), "market": edition.text}
    append_lines(editions_path(home), [entry])
