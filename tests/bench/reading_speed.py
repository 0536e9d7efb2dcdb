"""How fast documents are read and what memory that takes: processor time of one core."""

import json
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from tests.bench.reading_tables import Passages
from tracker.extract.annotate import to_document
from tracker.extract.reader import Reader
from tracker.model.feeds import Document

STREAM = Path(__file__).parents[3] / "shared" / "news_stream" / "items.jsonl"
LOOPS = 20
DOCUMENTS = 100_000
MARKS = (10_000, 50_000, DOCUMENTS)
_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def words_of(document: Document) -> int:
    """Words of title and text."""
    return len(document.title.split()) + len(document.text.split())


def parsed_speed(reader: Reader, passages: Passages) -> str:
    """Words a second of documents about deals, nearly all of which are parsed."""
    documents = [to_document(passage) for passage in passages]
    list(reader.read(documents[:30]))
    started = time.process_time()
    found = list(reader.read(documents))
    spent = time.process_time() - started
    words = sum(words_of(d) for d, e in zip(documents, found, strict=True) if e.parsed)
    return f"text that is parsed: {words:,} words, {words / spent:,.0f} words a second and core"


def stream_items() -> list[Document]:
    """The items of the real stream; none where it is not at hand."""
    if not STREAM.exists():
        return []
    rows = [json.loads(line) for line in STREAM.open(encoding="utf-8")]
    return [_item(row) for row in rows]


def _item(row: Mapping[str, Any]) -> Document:
    return to_document({**row, "text": row.get("summary") or row.get("text") or ""})


def looped(items: list[Document]) -> Iterator[Document]:
    """The items again and again, each time with a word that no text has had.

    Of letters alone: a figure would speak for a deal, and the gate let in what it turns away.
    """
    for loop in count():
        for place, item in enumerate(items):
            word = f"{loop * len(items) + place:x}".translate(_LETTERS)
            yield replace(item, text=f"{item.text} zq{word}")


def stream_speed(reader: Reader, items: list[Document]) -> Iterator[str]:
    """Lines on speed over so many loops, then on memory up to so many documents."""
    documents = looped(items)
    read = parsed = 0
    started = time.process_time()
    queue, kept = _tee_words(documents)
    for number, extraction in enumerate(reader.read(queue), 1):
        words = kept.pop(0)
        read += words
        parsed += words * extraction.parsed
        if number == LOOPS * len(items):
            spent = time.process_time() - started
            yield (
                f"the stream {LOOPS} times: {read:,} words read, {parsed:,} of them in parsed"
                f" documents, {read / spent:,.0f} words a second and core"
            )
        if number in MARKS:
            yield f"memory after {number:,} documents: {resident_mb():,.0f} MB"
        if number == DOCUMENTS:
            return


def _tee_words(documents: Iterable[Document]) -> tuple[Iterator[Document], list[int]]:
    """The documents, and the words of those handed out so far, for the reader to take off."""
    words: list[int] = []

    def handed_out() -> Iterator[Document]:
        for document in documents:
            words.append(words_of(document))
            yield document

    return handed_out(), words


def resident_mb() -> float:
    """Memory of this process now; the most so far where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * resource.getpagesize() / 1e6
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1e6 if sys.platform == "darwin" else 1e3)
