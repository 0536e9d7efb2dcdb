"""Journals: one JSON object a line, on the disk before it counts; the ledger outside DuckDB."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.model.errors import Problem, StoreError
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
    if not path.exists():
        return [], []
    *whole, _torn = path.read_bytes().split(b"\n")
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
    entries, _ = read_lines(deliveries_path(home))
    return [
        Delivery(**{**entry, "delivered_at": datetime.fromisoformat(entry["delivered_at"])})
        for entry in entries
    ]
