"""Unlabelled text for the teacher to parse: what name corpora and filings say.

Never the test texts, and never the stream of news that reading is tried on.
"""

from collections.abc import Iterator
from pathlib import Path

from pipelines.training.names import read_names, spaced
from tracker.sources.text import html_to_text, unwrap

_FEWEST_WORDS = 6  # shorter lines of a filing are cells and headings
_MOST_WORDS = 200


def names_lines(paths: list[Path]) -> Iterator[str]:
    """The sentences of name corpora, spaced as print would space them."""
    for path in paths:
        for words, _ in read_names(path):
            yield spaced(words)


def filing_lines(folder: Path) -> Iterator[str]:
    """Paragraphs of the filings below `folder`, without short and endless ones."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        body = path.read_text(encoding="utf-8", errors="replace")
        text = html_to_text(body) if "<html" in body[:20_000].lower() else unwrap(body)
        for line in text.split("\n"):
            if _FEWEST_WORDS <= len(line.split()) <= _MOST_WORDS:
                yield line
