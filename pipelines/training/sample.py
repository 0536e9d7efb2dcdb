"""The bundled sample as labelled passages: pages as feeds bring them, most without a deal."""

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.context import JobContext
from pipelines.demo import SAMPLE
from pipelines.ingest import ingest
from pipelines.run import open_store
from tracker.model.feeds import Document
from tracker.reference.load import load_reference
from tracker.settings import Settings

_AFTER = datetime(2026, 4, 2, tzinfo=UTC)  # a day on which all of the sample is known


def sample_passages() -> Iterator[dict[str, Any]]:
    """The sample's documents with their labels, repeats left out, in the labels' order."""
    text = (SAMPLE / "expected.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.rstrip("\n").split("\n")]
    with tempfile.TemporaryDirectory() as home:
        documents = _documents(Path(home))
    for line in lines:
        document = documents.get(line.get("url", line["document"]))
        if document is not None and not line.get("duplicate_of"):
            yield {
                "id": document.document_id,
                "style": "sample",
                "title": document.title,
                "text": document.text,
                "published": (document.published_at or document.public_at).date().isoformat(),
                "deals": line["deals"],
            }


def _documents(home: Path) -> dict[str, Document]:
    """The documents of the sample by URL."""
    ctx = JobContext(home, Settings(), _AFTER, load_reference())
    ingest(ctx, [p for p in sorted(SAMPLE.iterdir()) if p.is_dir()], known_at=None)
    with open_store(home) as store:
        found = list(store.documents_to_extract(_AFTER))
    return {document.url or document.document_id: document for document in found}
