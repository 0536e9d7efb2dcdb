"""`tracker status`: what ran, what failed, what is due, without disturbing the writer."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from pipelines.commands.options import AsJson, home_of
from pipelines.status import read_status
from tracker.cli.output import console, show_json, show_table
from tracker.model.errors import BadInput, StoreError
from tracker.store.forecasts import TrackRecord, track_record
from tracker.store.inbox import inbox_folder
from tracker.store.publish import published_path
from tracker.store.published import Published

COLUMNS = ("job", "ended", "outcome", "new", "problems", "seconds", "message")


def status(ctx: typer.Context, as_json: AsJson = False) -> None:
    """When each job last ran and how it ended, the problems it met, and what waits."""
    home = home_of(ctx)
    found = read_status(home)
    inbox = inbox_folder(home)
    waiting = len(list(inbox.glob("*.json"))) if inbox.is_dir() else 0
    record = _record(home)
    if as_json:
        odds = asdict(record) if record else None
        show_json({**found, "home": str(home), "waiting_in_inbox": waiting, "odds": odds})
        return
    show_table(COLUMNS, [_row(job, run) for job, run in found["jobs"].items()])
    out = console()
    if not found["jobs"]:
        out.print("Nothing ran here yet: try `tracker run`.", markup=False)
    if waiting:
        out.print(f"{waiting} things wait in the inbox for the next run.", markup=False)
    if record:
        out.print(record.line(), markup=False)
    path = published_path(home)
    out.print(f"analysts' file: {path if path.exists() else 'none yet'}", soft_wrap=True)
    for job, run in found["jobs"].items():
        for problem in run["last_problems"]:
            out.print(f"{job}: {problem}", markup=False, soft_wrap=True)


def _record(home: Path) -> TrackRecord | None:
    """How our odds turned out; None when no file tells of it."""
    try:
        with Published.open(home) as published:
            return track_record(published)
    except (BadInput, StoreError):  # none yet, or of another version: status still answers
        return None


def _row(job: str, run: dict[str, Any]) -> dict[str, Any]:
    return {
        "job": job,
        "ended": run["ended_at"].replace("T", " ").removesuffix("+00:00"),
        **{key: run[key] for key in ("outcome", "new", "problems", "seconds", "message")},
    }
