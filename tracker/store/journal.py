"""Journals: one JSON object a line, on the disk before it counts; the ledger outside DuckDB."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.model.errors import Problem, StoreError
from tracker.model.ids import content_id
from tracker.model.signals import Delivery
from tracker.store.files import sync


def append_lines(path: Path, entries: Iterable[Mapping[str, Any]]) -> None:
    """Add the entries; they are on the disk when this returns.

    A line that an earlier writer left half-written stays alone on its line.
    """
    lines = [json.dumps(entry, ensure_ascii=True, sort_keys=True) + "\n" for entry in entries]
    if not lines:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    is_new = not path.exists()
    try:
        with path.open("ab+") as file:
            if _is_torn(file.seek(0, os.SEEK_END), file):
                lines.insert(0, "\n")
            file.write("".join(lines).encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); make room") from error
    if is_new:
        sync(path.parent)


def _is_torn(size: int, file: Any) -> bool:
    if size == 0:
        return False
    file.seek(-1, os.SEEK_END)
    return bool(file.read(1) != b"\n")


def read_lines(path: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Every entry in order, and a problem for each line in between that is none.

    A last line without its end was never acknowledged and is passed over.
    """
    return parse_lines(path.read_bytes(), path) if path.exists() else ([], [])


def parse_lines(content: bytes, path: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    """The same of what was read of `path`."""
    *whole, _torn = content.split(b"\n")
    entries: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for number, line in enumerate(whole, start=1):
        if not line.strip():
            continue
        entry = _parse(line)
        if entry is not None:
            entries.append(entry)
        else:
            message = "not a JSON object; cut short by an interruption, the rest was read"
            problems.append(Problem("store", f"{path}:{number}", message))
    return entries, problems


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def deliveries_path(home: Path) -> Path:
    """The ledger of deliveries."""
    return home / "raw" / "deliveries.jsonl"


def note_delivery(home: Path, delivery: Delivery) -> None:
    """Put a delivery into the ledger; on the disk when this returns."""
    entry = {field.name: getattr(delivery, field.name) for field in fields(Delivery)}
    entry["delivered_at"] = delivery.delivered_at.isoformat()
    append_lines(deliveries_path(home), [entry])


def noted_deliveries(home: Path) -> list[Delivery]:
    """Every delivery of the ledger, in order."""
    return read_deliveries(home)[0]


def read_deliveries(home: Path) -> tuple[list[Delivery], list[Problem]]:
    """Every delivery of the ledger, in order, and a problem for each line that is none.

    Of a line that lost some of its keys the rest counts: what went out must not go again.
    """
    path = deliveries_path(home)
    entries, problems = read_lines(path)
    deliveries: list[Delivery] = []
    for entry in entries:
        try:
            deliveries.append(_delivery(entry))
        except (KeyError, TypeError, ValueError) as error:
            message = f"an entry is no delivery ({error!r}); its digest may go out once more"
            problems.append(Problem("store", str(path), message))
    return deliveries, problems


def _delivery(entry: Mapping[str, Any]) -> Delivery:
    delivered_at = datetime.fromisoformat(entry["delivered_at"])
    if delivered_at.tzinfo is None:
        raise ValueError("delivered_at has no time zone")
    digest_id, outcome = entry["digest_id"], entry["outcome"]
    texts = {
        name: str(entry.get(name, ""))
        for name in ("recipient_hash", "message_id", "channel", "message")
    }
    identity = str(entry.get("delivery_id") or content_id(str(digest_id), str(outcome)))
    return Delivery(
        delivery_id=identity,
        digest_id=str(digest_id),
        outcome=str(outcome),
        delivered_at=delivered_at,
        **texts,
    )
