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
        ordered = sorted(group, key=attrgetter("document_id"))
        part = content_id("bodies", *(document.document_id for document in ordered))
        _write_part(home, part, ordered)
        parts |= {document.document_id: part for document in ordered}
    return parts


def _groups(documents: Sequence[Document]) -> Iterator[list[Document]]:
    group: list[Document] = []
    characters = 0
    for document in documents:
        full = len(group) >= MOST_DOCUMENTS or characters + len(document.text) > MOST_CHARACTERS
        if group and full:
            yield group
            group, characters = [], 0
        group.append(document)
        characters += len(document.text)
    if group:
        yield group


def _write_part(home: Path, part: str, documents: Sequence[Document]) -> None:
    texts = [text_of(document.text) for document in documents]
    table = pa.Table.from_arrays(
        [
            pa.array([document.document_id for document in documents], pa.string()),
            pa.array([part] * len(documents), pa.string()),
            pa.array(texts, pa.string()),
        ],
        schema=SCHEMA,
    )
    with replacing(part_path(home, part)) as path:
        pq.write_table(table, path, compression="zstd", row_group_size=ROWS_A_GROUP)
