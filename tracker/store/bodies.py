"""Texts of documents: immutable Parquet parts beside the published file, never in DuckDB."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tracker.model.feeds import Document
from tracker.model.ids import content_id
from tracker.store.columns import text_of
from tracker.store.files import replacing

SCHEMA = pa.schema(
    [("document_id", pa.string()), ("body_part", pa.string()), ("text", pa.string())]
)
MOST_DOCUMENTS = 4_000
MOST_CHARACTERS = 32_000_000  # a part is read whole by the jobs, so it has to fit in memory
_ID = attrgetter("document_id")
ROWS_A_GROUP = 500  # one document is looked up by reading one group


def bodies_folder(home: Path) -> Path:
    """Where the parts are."""
    return home / "published" / "bodies"


def part_path(home: Path, part: str) -> Path:
    """The file of one part."""
    return bodies_folder(home) / f"{part}.parquet"


def write_bodies(home: Path, documents: Sequence[Document]) -> dict[str, str]:
    """The part that holds each document's text, by document id; on the disk when this returns.

    A part is named by its documents, so that a second try after an interruption writes the
    same file again. What no row of `documents` points to is never read.
    """
    parts: dict[str, str] = {}
    for group in _groups(documents):
        ordered = sorted(group, key=_ID)
        part = content_id("bodies", *map(_ID, ordered))
        _write_part(home, part, ordered)
        parts.update(dict.fromkeys(map(_ID, ordered), part))
    return parts


def _groups(documents: Sequence[Document]) -> Iterator[Sequence[Document]]:
    start = characters = 0
    for place, length in enumerate([len(document.text) for document in documents]):
        full = place - start == MOST_DOCUMENTS or characters + length > MOST_CHARACTERS
        if full and place > start:
            yield documents[start:place]
            start, characters = place, 0
        characters += length
    if start < len(documents):
        yield documents[start:]


def _write_part(home: Path, part: str, documents: Sequence[Document]) -> None:
    texts = [text_of(document.text) for document in documents]
    table = pa.Table.from_arrays(
        [
            pa.array(list(map(_ID, documents)), pa.string()),
            pa.repeat(part, len(documents)),
            pa.array(texts, pa.string()),
        ],
        schema=SCHEMA,
    )
    with replacing(part_path(home, part)) as path:
        pq.write_table(table, path, compression="zstd", row_group_size=ROWS_A_GROUP)
