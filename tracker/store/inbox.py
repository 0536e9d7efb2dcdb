"""The inbox: what people do while another process writes, as files that it takes up."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from os import getpid
from pathlib import Path
from typing import Any

from tracker.model.errors import BadInput, Problem, StoreError
from tracker.store.files import replacing

_NUMBERS = count()
_KIND = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One thing that a person asked for."""

    kind: str
    payload: dict[str, Any]
    path: Path


def inbox_folder(home: Path) -> Path:
    """Where the items wait."""
    return home / "inbox"


def put(home: Path, kind: str, payload: Mapping[str, Any]) -> Path:
    """Leave an item for the writer; whole and on the disk when this returns.

    Raises BadInput when the payload is no JSON, StoreError when there is no room.
    """
    if not _KIND.fullmatch(kind):
        raise BadInput(f"{kind!r}: an item's kind is a word in small letters")
    # The wall's clock only puts the items in order; no fact takes its date from it.
    name = f"{time.time_ns():020d}-{getpid()}-{next(_NUMBERS)}-{kind}.json"
    path = inbox_folder(home) / name
    try:
        text = json.dumps({"kind": kind, "payload": dict(payload)}, sort_keys=True)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{kind}: cannot be left in the inbox ({error})") from error
    try:
        with replacing(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); make room") from error
    return path


def drain(home: Path) -> Iterator[InboxItem | Problem]:
    """What waits, oldest first. Call `done` on an item once its effect is committed.

    A file that is no item is moved to `inbox/unreadable/`, and is a problem.
    """
    folder = inbox_folder(home)
    paths = sorted(folder.glob("*.json")) if folder.is_dir() else []
    for path in paths:
        try:
            yield _read(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            yield _put_aside(path, error)


def done(item: InboxItem) -> None:
    """Take the item away; it was dealt with."""
    item.path.unlink(missing_ok=True)


def _read(path: Path) -> InboxItem:
    value = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(value["payload"], dict) or not isinstance(value["kind"], str):
        raise TypeError("kind or payload is missing")
    return InboxItem(value["kind"], value["payload"], path)


def _put_aside(path: Path, error: Exception) -> Problem:
    aside = path.parent / "unreadable" / path.name
    aside.parent.mkdir(exist_ok=True)
    path.replace(aside)
    return Problem("inbox", str(aside), f"not an item ({error}); give the command again")
