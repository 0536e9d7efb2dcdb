"""What people ask for while another process holds the lock waits in `home/inbox/`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.context import JobContext, JobReport
from tracker.model.errors import Problem
from tracker.model.feeds import RawItem
from tracker.store import inbox
from tracker.store.files import replacing

INGEST = "ingest"


def leave_for_writer(ctx: JobContext, found: Iterable[RawItem | Problem]) -> JobReport:
    """Keep the bytes beside a note; the writer takes both in at its next pull."""
    problems: list[Problem] = []
    notes: list[dict[str, Any]] = []
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
            continue
        with replacing(_body_path(ctx.home, item.raw_id)) as path:
            path.write_bytes(item.body)
        notes.append(_note(item))
    if notes:
        inbox.put(ctx.home, INGEST, {"items": notes})
    facts: dict[str, object] = {"left in the inbox for the process that is writing": len(notes)}
    return JobReport("ingest", 0, tuple(problems), facts)


def waiting(home: Path) -> Iterator[tuple[inbox.InboxItem | None, list[RawItem | Problem]]]:
    """Each note with what it brings; call `finish` on it once that is stored."""
    for item in inbox.drain(home):
        if isinstance(item, Problem):
            yield None, [item]
        elif item.kind != INGEST:
            message = f"unknown kind {item.kind!r}; remove the file"
            yield None, [Problem("inbox", str(item.path), message)]
        else:
            yield item, [_raw_item(home, note) for note in item.payload.get("items", [])]


def finish(home: Path, item: inbox.InboxItem) -> None:
    """Take a note away, and the bytes that came with it."""
    inbox.done(item)
    for note in item.payload.get("items", []):
        _body_path(home, str(note["raw_id"])).unlink(missing_ok=True)


def _body_path(home: Path, raw_id: str) -> Path:
    return inbox.inbox_folder(home) / "bodies" / raw_id


def _note(item: RawItem) -> dict[str, Any]:
    return {
        "raw_id": item.raw_id,
        "origin": item.origin,
        "media_type": item.media_type,
        "fetched_at": item.fetched_at.isoformat(),
        "known_at": item.known_at.isoformat() if item.known_at else None,
    }


def _raw_item(home: Path, note: dict[str, Any]) -> RawItem | Problem:
    try:
        return RawItem(
            raw_id=note["raw_id"],
            origin=note["origin"],
            media_type=note["media_type"],
            body=_body_path(home, note["raw_id"]).read_bytes(),
            fetched_at=datetime.fromisoformat(note["fetched_at"]),
            known_at=datetime.fromisoformat(note["known_at"]) if note["known_at"] else None,
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        origin = str(note.get("origin", "an import")) if isinstance(note, dict) else "an import"
        return Problem("inbox", origin, f"cannot be taken in ({error}); import it again")
