"""What of a document is not read as it stands, said so that nobody takes it for read."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from tracker.extract.document import Prepared
from tracker.extract.drafts import TITLE
from tracker.extract.sentences import LONGEST, split_sentences
from tracker.model.errors import Problem
from tracker.model.feeds import Document

_HALVES = re.compile("[\ud800-\udfff]")
LONGEST_TITLE = LONGEST  # characters


def with_short_title(document: Document) -> Document:
    """The document with what is left of its title when it is as long as a text."""
    title = document.title.strip()
    if len(title) <= LONGEST_TITLE:
        return document
    return replace(document, title=title[:LONGEST_TITLE])


def omissions(document: Document, read: Prepared) -> Iterator[Problem]:
    """One problem for each kind of thing that was cut before it was parsed."""
    for note in (*_of_title(document), *_of_text(document, read), *_of_sentences(read)):
        yield Problem("extract", document.url or document.document_id, note)


def _of_title(document: Document) -> Iterator[str]:
    size = len(document.title.strip())
    if size > LONGEST_TITLE:
        yield f"the title has {size:,} characters; its first {LONGEST_TITLE:,} were read"


def _of_text(document: Document, read: Prepared) -> Iterator[str]:
    sizes = [len(text) for text, _, index, _ in read.pieces if index != TITLE]
    if sizes and sizes[0] < len(document.text):
        yield f"the text has {len(document.text):,} characters; its first {sizes[0]:,} were read"


def _of_sentences(read: Prepared) -> Iterator[str]:
    """Pieces of one sentence touch; between sentences there is a space."""
    pieces = [(text, span) for text, span, index, _ in read.pieces if index != TITLE]
    if not any(span.end - span.start >= LONGEST // 2 for _, span in pieces):
        return
    chosen = {span.start for _, span in pieces}
    cut = sum(
        one.end == other.start and not chosen.isdisjoint((one.start, other.start))
        for one, other in pairwise(split_sentences(pieces[0][0]))
    )
    if cut:
        times = "once" if cut == 1 else f"{cut} times"
        yield f"sentences too long for the parser were cut {times}; what spans a cut may be lost"


def without_halves(document: Document) -> Document:
    """The document with a mark for each half of a pair of code units, which nothing can store.

    As many characters as before, so that offsets stay.
    """
    title, text = _whole(document.title), _whole(document.text)
    if (title, text) == (document.title, document.text):
        return document
    return replace(document, title=title, text=text)


def _whole(text: str) -> str:
    return text if text.isascii() else _HALVES.sub("\ufffd", text)
