"""What people ask for while another process holds the lock waits in `home/inbox/`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from pipelines.context import JobContext, JobReport
from tracker.model.errors import Problem
from tracker.model.feeds import RawItem
from tracker.store import inbox
from tracker.store.files import replacing

INGEST = "ingest"
CORRECTION = "correction"  # `resolve` takes these


def leave_for_writer(ctx: JobContext, found: Iterable[RawItem | Problem]) -> JobReport:
    """Keep the bytes beside a note; the writer takes both in at its next pull."""
    problems: list[Problem] = []
    notes: list[dict[str, Any]] = []
    for item in found:
        if isinstance(item, Problem):
            problems.append(item)
            continue
        body = f"{item.raw_id}-{uuid4().hex}"  # no other note's: finishing that removes its own
        with replacing(_body_path(ctx.home, body)) as path:
            path.write_bytes(item.body)
        notes.append({"body": body, **_note(item)})
    if notes:
        inbox.put(ctx.home, INGEST, {"items": notes})
    facts: dict[str, object] = {"left in the inbox for the process that is writing": len(notes)}
    return JobReport("ingest", 0, tuple(problems), facts)


def waiting(home: Path) -> Iterator[tuple[inbox.InboxItem | None, Iterable[RawItem | Problem]]]:
    """Each note with what it brings; call `finish` on it once that is stored."""
    for item in inbox.drain(home):
        if isinstance(item, Problem):
            yield None, [item]
        elif item.kind == CORRECTION:
            continue
        elif item.kind != INGEST:
            message = f"unknown kind {item.kind!r}; remove the file"
            yield None, [Problem("inbox", str(item.path), message)]
        else:
            yield item, (_raw_item(home, note) for note in _notes(item))


def finish(home: Path, item: inbox.InboxItem) -> None:
    """Take a note away, and the bytes that came with it."""
    inbox.done(item)
    for note in _notes(item):
        if isinstance(note, dict) and isinstance(note.get("body"), str):
            _body_path(home, note["body"]).unlink(missing_ok=True)


def _notes(item: inbox.InboxItem) -> list[Any]:
    """What an import brings; a file written by hand may hold anything."""
    notes = item.payload.get("items")
    return notes if isinstance(notes, list) else [notes]


def _body_path(home: Path, name: str) -> Path:
    return inbox.inbox_folder(home) / "bodies" / Path(name).name


def _note(item: RawItem) -> dict[str, Any]:
    return {
        "raw_id": item.raw_id,
        "origin": item.origin,
        "media_type": item.media_type,
        "fetched_at": item.fetched_at.isoformat(),
        "known_at": item.known_at.isoformat() if item.known_at else None,
    }


def _raw_item(home: Path, note: Any) -> RawItem | Problem:
    try:
        return RawItem(
            raw_id=note["raw_id"],
            origin=note["origin"],
            media_type=note["media_type"],
            body=_body_path(home, note["body"]).read_bytes(),
            fetched_at=datetime.fromisoformat(note["fetched_at"]),
            known_at=datetime.fromisoformat(note["known_at"]) if note["known_at"] else None,
        )
    except (KeyError, TypeError, ValueError, OSError) as error:
        origin = str(note.get("origin", "an import")) if isinstance(note, dict) else "an import"
        return Problem("inbox", origin, f"cannot be taken in ({error}); import it again")
