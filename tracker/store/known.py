"""What new documents are compared with: stored ones by their keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from tracker.store.connect import frame
from tracker.store.frames import from_frame
from tracker.store.store import Store


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A stored document under one of its keys, with what a comparison asks of it."""

    key: str
    document_id: str
    known_at: datetime
    outlet: str
    guid: str | None
    content_sha: str
    length: int  # characters of text
    duplicate_of: str | None
    duplicate_kind: str | None


def known_keys(store: Store, keys: Iterable[str]) -> dict[str, KnownKey]:
    """For each of the keys that is known, the document that had it first."""
    store.con.register("wanted", pa.table({"key": pa.array(sorted(set(keys)), pa.string())}))
    try:
        found = frame(
            store.con,
            "SELECT k.key, d.document_id, d.known_at, d.outlet, d.guid, d.content_sha, "
            "d.characters, d.duplicate_of, d.duplicate_kind FROM fact.document_keys AS k "
            "SEMI JOIN wanted USING (key) JOIN fact.documents AS d USING (document_id) "
            "QUALIFY row_number() OVER (PARTITION BY k.key ORDER BY d.known_at, d.seq) = 1 "
            "ORDER BY k.key",
        )
    finally:
        store.con.unregister("wanted")
    return {known.key: known for known in from_frame(KnownKey, found)}
