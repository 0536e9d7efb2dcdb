"""Small parts of texts put together: every run adds one, and a search opens them all.

A publication reads the parts that its own rows name, so a part that was put into another stays
for a day: readers may still have an older file open.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tracker.model.ids import content_id
from tracker.store.bodies import (
    MOST_CHARACTERS,
    MOST_DOCUMENTS,
    ROWS_A_GROUP,
    SCHEMA,
    bodies_folder,
    part_path,
)
from tracker.store.connect import rows
from tracker.store.files import replacing, sweep
from tracker.store.store import Store

SMALL_PARTS = 96  # a day of cycles; fewer are not worth the work
SMALL_DOCUMENTS = MOST_DOCUMENTS // 4
KEPT_FOR = timedelta(days=1)


def compact_bodies(store: Store, now: datetime, small_parts: int = SMALL_PARTS) -> int:
    """Put small parts together once there are many; how many went into others.

    Interrupted, it leaves parts that no row names, which the next time removes.
    """
    sweep(bodies_folder(store.home))
    removed = _retire(store, now)
    small = _small(store)
    if len(small) < small_parts:
        return 0
    moved: dict[str, str] = {}
    for group in _groups(small):
        if len(group) > 1:
            moved |= dict.fromkeys(group, _put_together(store, group))
    _point(store, moved)
    _note(store.home, removed | dict.fromkeys(moved, now.isoformat()))
    return len(moved)


def retired_path(home: Path) -> Path:
    """Which parts went into others, and when."""
    return bodies_folder(home) / "retired.json"


def _small(store: Store) -> list[tuple[str, int, int]]:
    """Parts that hold little, in order of storing, with their documents and characters."""
    return [
        (part, documents, characters)
        for part, documents, characters in rows(
            store.con,
            "SELECT body_part, count(*), sum(characters) FROM fact.documents GROUP BY body_part "
            "ORDER BY min(seq)",
        )
        if documents < SMALL_DOCUMENTS and characters < MOST_CHARACTERS // 4
    ]


def _groups(small: list[tuple[str, int, int]]) -> Iterator[list[str]]:
    """Neighbours that fit into one part."""
    group: list[str] = []
    held = size = 0
    for part, documents, characters in small:
        if group and (held + documents > MOST_DOCUMENTS or size + characters > MOST_CHARACTERS):
            yield group
            group, held, size = [], 0, 0
        group.append(part)
        held += documents
        size += characters
    if group:
        yield group


def _put_together(store: Store, parts: list[str]) -> str:
    """Write one part with the texts of several; its name."""
    tables = [pq.read_table(part_path(store.home, part), schema=SCHEMA) for part in parts]
    table = pa.concat_tables(tables).sort_by("document_id")
    named = {
        (document, part)
        for document, part in rows(
            store.con,
            "SELECT document_id, body_part FROM fact.documents WHERE list_contains(?, body_part)",
            [parts],
        )
    }
    pairs = zip(table["document_id"].to_pylist(), table["body_part"].to_pylist(), strict=True)
    table = table.filter(pa.array([pair in named for pair in pairs], pa.bool_()))
    name = content_id("bodies", *table["document_id"].to_pylist())
    whole = table.set_column(1, "body_part", pc.cast(pa.array([name] * len(table)), pa.string()))
    with replacing(part_path(store.home, name)) as path:
        pq.write_table(whole, path, compression="zstd", row_group_size=ROWS_A_GROUP)
    return name


def _point(store: Store, moved: Mapping[str, str]) -> None:
    """Let the rows name the new parts. Where a text lies is no fact about its document."""
    frame = pa.table({"old": list(moved), "new": list(moved.values())})
    with store.transaction():
        store.con.register("moved", frame)
        store.con.execute(
            "UPDATE fact.documents SET body_part = moved.new FROM moved WHERE body_part = moved.old"
        )
        store.con.unregister("moved")


def _retire(store: Store, now: datetime) -> dict[str, str]:
    """Remove parts that no row names and that went into others long ago; those still kept."""
    kept: dict[str, str] = {}
    named = {part for (part,) in rows(store.con, "SELECT DISTINCT body_part FROM fact.documents")}
    for part, since in _noted(store.home).items():
        if part in named:
            continue
        if now - datetime.fromisoformat(since) > KEPT_FOR:
            part_path(store.home, part).unlink(missing_ok=True)
        else:
            kept[part] = since
    _note(store.home, kept)
    return kept


def _noted(home: Path) -> dict[str, str]:
    try:
        found = json.loads(retired_path(home).read_text(encoding="utf-8"))
        return {str(part): datetime.fromisoformat(at).isoformat() for part, at in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # the parts stay, which costs room and nothing else


def _note(home: Path, retired: Mapping[str, str]) -> None:
    if dict(retired) == _noted(home):
        return
    with replacing(retired_path(home)) as path:
        path.write_text(json.dumps(dict(retired), indent=1), encoding="utf-8")
