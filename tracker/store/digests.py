"""Digests outside the database: what was told must be known even when the database is gone."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from tracker.model.errors import Problem, StoreError
from tracker.model.signals import Digest
from tracker.store.connect import rows
from tracker.store.files import replacing
from tracker.store.store import Store

_INSTANTS = ("period_start", "cut_at", "known_at")


def digests_folder(home: Path) -> Path:
    """Where the digests are kept, a file each."""
    return home / "raw" / "digests"


def keep_digest(home: Path, digest: Digest) -> None:
    """Keep the digest; on the disk when this returns."""
    entry = {field.name: getattr(digest, field.name) for field in fields(Digest)}
    entry |= {name: entry[name].isoformat() for name in _INSTANTS}
    entry["signal_ids"] = list(digest.signal_ids)
    path = digests_folder(home) / f"{digest.digest_id}.json.gz"
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(gzip.compress(json.dumps(entry).encode(), mtime=0))
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror}); make room") from error


def kept_digests(home: Path, known: frozenset[str] = frozenset()) -> Iterator[Digest | Problem]:
    """Every kept digest but those of `known` ids; a file that is none is a problem."""
    folder = digests_folder(home)
    for path in sorted(folder.glob("*.json.gz")) if folder.is_dir() else ():
        if path.name.removesuffix(".json.gz") in known:
            continue
        try:
            yield _digest(json.loads(gzip.decompress(path.read_bytes())))
        except (OSError, EOFError, zlib.error, KeyError, TypeError, ValueError) as error:
            message = f"no digest ({error}); its news may be told again"
            yield Problem("store", str(path), message)


def take_kept_digests(store: Store, home: Path) -> tuple[int, list[Problem]]:
    """Store kept digests whose rows an interruption kept from the database; how many."""
    known = frozenset(i for (i,) in rows(store.con, "SELECT digest_id FROM fact.digests"))
    found = list(kept_digests(home, known))
    problems = [one for one in found if isinstance(one, Problem)]
    return store.add(one for one in found if isinstance(one, Digest)), problems


def _digest(entry: dict[str, Any]) -> Digest:
    instants = {name: datetime.fromisoformat(entry[name]) for name in _INSTANTS}
    return Digest(**{**entry, **instants, "signal_ids": tuple(entry["signal_ids"])})
