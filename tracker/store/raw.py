"""What was fetched or imported, unchanged: files named by their content, and a journal.

From these alone the database can be made again, with the original clocks.
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.model.errors import Problem, StoreError
from tracker.model.feeds import RawItem
from tracker.store.files import replacing
from tracker.store.journal import append_lines, parse_lines, read_lines

MOST_TRIES = 2  # of taking in again what an interruption left


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One line of the journal: where and when some bytes came in."""

    raw_id: str
    origin: str
    media_type: str
    fetched_at: datetime
    known_at: datetime | None  # None: each item's own publication
    feed_id: str | None


class RawStore:
    """The raw files of a home folder. One writer at a time: hold the store's lock."""

    def __init__(self, home: Path) -> None:
        self.home = home
        entries, self.problems = read_journal(home)
        self._seen = {_identity(entry) for entry in entries}

    def keep(self, item: RawItem, feed_id: str | None = None) -> bool:
        """Keep the item; on the disk when this returns. False when it was kept before."""
        return self.keep_all([(item, feed_id)]) == 1

    def keep_all(self, items: Iterable[tuple[RawItem, str | None]]) -> int:
        """Keep (item, feed id) pairs with one write of the journal; returns how many were new."""
        lines: list[dict[str, Any]] = []
        for item, feed_id in items:
            entry = RawEntry(
                item.raw_id, item.origin, item.media_type, item.fetched_at, item.known_at, feed_id
            )
            if _identity(entry) in self._seen:
                continue
            _write_body(self.home, item)
            self._seen.add(_identity(entry))
            lines.append(_line(entry))
        append_lines(journal_path(self.home), lines)
        return len(lines)


def taken_path(home: Path) -> Path:
    """How much of the journal is stored in the database."""
    return home / "raw" / "taken.json"


def untaken(home: Path) -> list[RawEntry]:
    """Entries of the journal of which an interruption left open whether they are stored.

    Each is given `MOST_TRIES` times: what breaks the taking in must not do so for ever.
    """
    size, tries = _taken(home)
    path = journal_path(home)
    if size is None or not path.exists() or path.stat().st_size <= size or tries >= MOST_TRIES:
        return []
    _note_taken(home, size, tries + 1)
    with path.open("rb") as file:
        file.seek(size)
        rest = file.read()
    lines, _ = parse_lines(rest, path)
    return list(_entries(lines, path, []))


def mark_taken(home: Path) -> None:
    """Note that all of the journal is stored."""
    path = journal_path(home)
    _note_taken(home, path.stat().st_size if path.exists() else 0, 0)


def _taken(home: Path) -> tuple[int | None, int]:
    """Bytes that are stored, None when nobody noted it, and how often the rest was tried."""
    try:
        noted = json.loads(taken_path(home).read_text(encoding="utf-8"))
        return int(noted["bytes"]), int(noted["tries"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, 0


def _note_taken(home: Path, size: int, tries: int) -> None:
    with replacing(taken_path(home)) as path:
        path.write_text(json.dumps({"bytes": size, "tries": tries}), encoding="utf-8")


def keep(home: Path, item: RawItem, feed_id: str | None = None) -> bool:
    """Keep one item; False when it was kept before. For many items use one RawStore."""
    return RawStore(home).keep(item, feed_id)


def journal_path(home: Path) -> Path:
    """The journal of raw items."""
    return home / "raw" / "journal.jsonl"


def raw_path(home: Path, raw_id: str) -> Path:
    """The file of some bytes, compressed."""
    return home / "raw" / raw_id[:2] / f"{raw_id}.gz"


def read_journal(home: Path) -> tuple[list[RawEntry], list[Problem]]:
    """The journal's entries in order; lines that are none are problems."""
    path = journal_path(home)
    lines, problems = read_lines(path)
    return list(_entries(lines, path, problems)), problems


def _entries(
    lines: Iterable[dict[str, Any]], path: Path, problems: list[Problem]
) -> Iterator[RawEntry]:
    for line in lines:
        try:
            yield _entry(line)
        except (KeyError, TypeError, ValueError) as error:
            problems.append(Problem("store", str(path), f"an entry is not whole ({error!r})"))


def read_raw_items(home: Path) -> Iterator[RawItem | Problem]:
    """Every kept item in the journal's order; a file that is gone or damaged is a problem."""
    entries, problems = read_journal(home)
    yield from problems
    for entry in entries:
        yield raw_item(home, entry)


def raw_item(home: Path, entry: RawEntry) -> RawItem | Problem:
    """The item of an entry, or why there is none any more."""
    try:
        body = read_body(home, entry.raw_id)
    except StoreError as error:
        return Problem("store", entry.origin, str(error))
    return RawItem(
        entry.raw_id, entry.origin, entry.media_type, body, entry.fetched_at, entry.known_at
    )


def read_body(home: Path, raw_id: str) -> bytes:
    """The bytes as they came in. Raises StoreError when they are gone or not the same."""
    path = raw_path(home, raw_id)
    try:
        body = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:
        raise StoreError(f"{path}: cannot be read ({error}); put it back from a copy") from error
    if hashlib.sha256(body).hexdigest() != raw_id:
        raise StoreError(f"{path}: its content has changed; put it back from a copy")
    return body


def _write_body(home: Path, item: RawItem) -> None:
    path = raw_path(home, item.raw_id)
    if path.exists():
        return
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(gzip.compress(item.body, compresslevel=6, mtime=0))
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); make room") from error


def _identity(entry: RawEntry) -> tuple[str, str, datetime | None]:
    return entry.raw_id, entry.origin, entry.known_at


def _line(entry: RawEntry) -> dict[str, Any]:
    return {
        "raw_id": entry.raw_id,
        "origin": entry.origin,
        "media_type": entry.media_type,
        "fetched_at": entry.fetched_at.isoformat(),
        "known_at": entry.known_at.isoformat() if entry.known_at else None,
        "feed_id": entry.feed_id,
    }


def _entry(line: dict[str, Any]) -> RawEntry:
    return RawEntry(
        line["raw_id"],
        line["origin"],
        line["media_type"],
        datetime.fromisoformat(line["fetched_at"]),
        datetime.fromisoformat(line["known_at"]) if line["known_at"] else None,
        line["feed_id"],
    )
