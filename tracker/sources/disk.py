"""Raw items from files and folders."""

import hashlib
import mimetypes
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from tracker.model.errors import Problem
from tracker.model.feeds import RawItem
from tracker.sources.kinds import STAGE
from tracker.sources.unpack import MAX_BYTES


def read_paths(
    paths: Iterable[Path | str], *, known_at: datetime | None, now: datetime
) -> Iterator[RawItem | Problem]:
    """One raw item or problem a file, folders sorted and in depth, one file in memory at a time.

    A problem's origin is the path itself. Hidden files are passed over; a link to a
    folder is not followed, so that no folder can hold itself. `known_at` None means that
    each item counts as known at its own publication.
    """
    for path in map(Path, paths):
        for file in _files(path):
            yield file if isinstance(file, Problem) else _read(file, known_at, now)


def count_files(paths: Iterable[Path | str]) -> int:
    """How many items `read_paths` will give, for a progress bar."""
    return sum(1 for path in map(Path, paths) for _ in _files(path))


def _files(path: Path) -> Iterator[Path | Problem]:
    if not path.is_dir():
        yield path
        return
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
    for error in unreadable:
        yield Problem(STAGE, str(error.filename), f"cannot be listed ({error.strerror}); check it")


def _read(file: Path, known_at: datetime | None, now: datetime) -> RawItem | Problem:
    try:
        if not file.exists():
            return Problem(STAGE, str(file), "does not exist; check the path")
        if not file.is_file():
            return Problem(STAGE, str(file), "neither a file nor a folder; name one of them")
        size = file.stat().st_size
        if size > MAX_BYTES:
            message = f"{size:,} bytes, the limit is {MAX_BYTES:,}; split it"
            return Problem(STAGE, str(file), message)
        body = file.read_bytes()
    except OSError as error:
        return Problem(
            STAGE, str(file), f"cannot be read ({error.strerror}); check its permissions"
        )
    return RawItem(
        raw_id=hashlib.sha256(body).hexdigest(),
        origin=str(file),
        media_type=mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        body=body,
        fetched_at=now,
        known_at=known_at,
    )
