"""What a source can be, and what reading one gives back.

A source kind is a module with one function under `@source`: what it recognises, and how
it is read. Kinds are asked in the order of their rank; the first that says yes reads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from tracker.model.errors import Problem
from tracker.model.feeds import Document, Feed, FeedEntry, RawItem
from tracker.model.registry import Registry

STAGE = "sources"


@dataclass(frozen=True, slots=True)
class Link:
    """What an EDGAR page says can be followed: a filing's index page or one document."""

    url: str
    form: str
    filer_cik: int | None
    company: str
    accepted_at: datetime | None
    title: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one raw item held. `kind` says what it was taken for."""

    kind: str
    entries: tuple[FeedEntry, ...] = ()
    documents: tuple[Document, ...] = ()
    links: tuple[Link, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A raw item unpacked: its bytes, and the start of them as text to recognise it by."""

    raw: RawItem
    feed: Feed | None
    body: bytes
    head: str  # lower case, without a byte-order mark or leading space


Reader = Callable[[Sample], Reading]
ReaderT = TypeVar("ReaderT", bound=Reader)


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One kind of source: lower ranks are asked first."""

    rank: int
    recognises: Callable[[Sample], bool]
    read: Reader


KINDS: Registry[SourceKind] = Registry("source kind")


def source(name: str, *, rank: int, when: Callable[[Sample], bool]) -> Callable[[ReaderT], ReaderT]:
    """A decorator that files a reader under `name`, to be used where `when` says yes."""

    def keep(reader: ReaderT) -> ReaderT:
        KINDS.register(name)(SourceKind(rank, when, reader))
        return reader

    return keep


def problem(sample: Sample | RawItem, message: str, line: int | None = None) -> Problem:
    """A problem with this item, at a line where one is to blame."""
    raw = sample.raw if isinstance(sample, Sample) else sample
    where = raw.origin if line is None else f"{raw.origin}:{line}"
    return Problem(STAGE, where, message)
