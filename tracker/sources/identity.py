"""Which documents say the same: by several keys, the earliest known wins, for good.

A link is only ever made to a document known no later, and what is stored is never
changed, so that a second run changes nothing and two documents never point at each
other. Within one `known_at` the order is first public, first published, then id.
"""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import numpy as np
from datasketch import MinHash, MinHashLSH

from tracker.model.feeds import Document, DuplicateKind
from tracker.model.ids import content_id
from tracker.net.address import url_key

PERMUTATIONS = 64
NEAR_JACCARD = 0.8  # of word triples: one reworded sentence in ten still counts as the same
NEAR_DAYS = 7
NEAR_WORDS = 25  # below that, boilerplate alone makes texts alike
COMPARED_WORDS = 1_500
TITLE_WORDS = 3
CONTENT_WORDS = 12

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d[\d.,]*")
_GLOBAL_GUID = re.compile(r"^(https?:|tag:|urn:|\d{10}-\d{2}-\d{6}/)", re.IGNORECASE)
_HEAD = 3  # day, second known, figures
# Copied, for making one anew draws its permutations anew, which costs more than the text.
_BLANK = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=zlib.crc32, scheme="affine32")
_LSH = (16, 4)  # bands and rows: finds 999 in 1,000 pairs of similarity 0.8


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the comparison needs of a document that is already stored."""

    document_id: str
    known_at: datetime
    outlet: str
    guid: str | None
    content_sha: str
    length: int  # characters of text
    duplicate_of: str | None
    duplicate_kind: DuplicateKind | None

    @property
    def stands_for_itself(self) -> bool:
        """Whether it has something of its own to say: an original, or a revision of one."""
        return self.duplicate_of is None or self.duplicate_kind == "revision"


@dataclass(frozen=True, slots=True)
class KnownDocuments:
    """What is stored already: the earliest known document of each key.

    Only `keys.get` is used, so a mapping that asks the database will do. `signatures` are
    those of documents that stand for themselves, at least of the days (each signature's
    first number, a day's ordinal) within `NEAR_DAYS` of the new documents'.
    """

    keys: Mapping[str, KnownDocument] = field(default_factory=dict)
    signatures: Sequence[tuple[str, tuple[int, ...]]] = ()


def keys(document: Document) -> tuple[str, ...]:
    """The keys under which the same item can come again, surest first.

    "id" is this very document; "guid" and "url" the same item; "title" the same headline
    of one outlet on one day; "content" the same words.
    """
    day = (document.published_at or document.public_at).astimezone(UTC).date().isoformat()
    found = [f"id:{document.document_id}"]
    if document.guid:
        scope = "" if _GLOBAL_GUID.match(document.guid) else document.outlet
        found.append(f"guid:{content_id(scope, document.guid)}")
    if document.url:
        found.append(f"url:{content_id(url_key(document.url))}")
    filed = document.kind in ("filing", "exhibit")
    title = _words(document.title)
    if not filed and len(title) >= TITLE_WORDS:
        found.append(f"title:{content_id(document.outlet, ' '.join(title), day)}")
    if len(_words(document.text)) >= CONTENT_WORDS:
        found.append(f"content:{document.content_sha[:16]}")
    elif not filed and len(title) >= TITLE_WORDS:
        found.append(f"content:{content_id(document.content_sha, day)}")
    return tuple(found)


def signature(document: Document) -> tuple[int, ...]:
    """Day, second known, fingerprint of form and figures, then the MinHash of word triples.

    Texts that differ in a figure are never near duplicates: "$10 billion" and "$20
    billion" can be one word apart. Empty for a text too short to compare.
    """
    words = _words(f"{document.title}\n{document.text}")[:COMPARED_WORDS]
    if len(words) < NEAR_WORDS:
        return ()
    numbers = sorted(set(_NUMBER.findall(document.text)))
    figures = zlib.crc32(" ".join([document.form or "", *numbers]).encode())
    day = (document.published_at or document.public_at).astimezone(UTC).toordinal()
    triples = {" ".join(triple) for triple in zip(words, words[1:], words[2:], strict=False)}
    hashed = _BLANK.copy()
    hashed.update_batch([triple.encode("utf-8", "replace") for triple in sorted(triples)])
    known_at = int(document.known_at.timestamp())
    return (day, known_at, figures, *(int(value) for value in hashed.hashvalues))


def known(document: Document) -> KnownDocument:
    """What to remember of a document for later comparisons."""
    return KnownDocument(
        document_id=document.document_id,
        known_at=document.known_at,
        outlet=document.outlet,
        guid=document.guid,
        content_sha=document.content_sha,
        length=len(document.text),
        duplicate_of=document.duplicate_of,
        duplicate_kind=document.duplicate_kind,
    )


def remember(documents: Iterable[Document]) -> KnownDocuments:
    """Everything about these documents that later ones are compared with."""
    first: dict[str, KnownDocument] = {}
    signatures = []
    for document in sorted(documents, key=_order):
        one = known(document)
        for key in keys(document):
            first.setdefault(key, one)
        if one.stands_for_itself and (signed := signature(document)):
            signatures.append((document.document_id, signed))
    return KnownDocuments(first, tuple(signatures))


def link_duplicates(documents: Sequence[Document], known: KnownDocuments) -> tuple[Document, ...]:
    """The new documents, each with what it repeats; what is exactly known is left out.

    Whatever the order of `documents`, the result is the same and sorted by `known_at`.
    `duplicate_of` is never itself a mere repetition. Kinds: "guid" and "url" for the same
    item with no more to say, "revision" for the same item with other words, "title" for
    the same headline again, "content" for the same words elsewhere, "near" for almost.
    """
    book = _Book(known)
    new: list[Document] = []
    for document in sorted(documents, key=_order):
        names = keys(document)
        if book.has(names[0]):
            continue
        signed = signature(document)
        linked = _link(document, names[1:], signed, book)
        book.add(linked, names, signed)
        new.append(linked)
    return tuple(new)


class _Book:
    """Known documents and those of this batch under one roof."""

    def __init__(self, known: KnownDocuments) -> None:
        self._known = known
        self._added: dict[str, KnownDocument] = {}
        self._signed: dict[str, tuple[int, ...]] = {}
        self._index = MinHashLSH(num_perm=PERMUTATIONS, params=_LSH)
        for document_id, signed in known.signatures:
            self._sign(document_id, signed)

    def has(self, key: str) -> bool:
        return key in self._added or self._known.keys.get(key) is not None

    def get(self, key: str, known_at: datetime) -> KnownDocument | None:
        """The earliest under this key that was known by then; nothing points to the future."""
        found = [self._known.keys.get(key), self._added.get(key)]
        return min(
            (one for one in found if one is not None and one.known_at <= known_at),
            key=lambda one: one.known_at,
            default=None,
        )

    def near(self, signed: tuple[int, ...]) -> str | None:
        """The most similar comparable document, the first id of equals; None below the bound."""
        best: tuple[float, str] | None = None
        for document_id in self._index.query(_minhash(signed)):
            other = self._signed[document_id]
            if not _comparable(signed, other):
                continue
            alike = float(np.mean(np.array(other[_HEAD:]) == np.array(signed[_HEAD:])))
            if alike >= NEAR_JACCARD and (best is None or (-alike, document_id) < best):
                best = (-alike, document_id)
        return best[1] if best else None

    def add(self, document: Document, names: Iterable[str], signed: tuple[int, ...]) -> None:
        one = known(document)
        for key in names:
            self._added.setdefault(key, one)
        if one.stands_for_itself:
            self._sign(document.document_id, signed)

    def _sign(self, document_id: str, signed: tuple[int, ...]) -> None:
        if signed and document_id not in self._signed:
            self._signed[document_id] = signed
            self._index.insert(document_id, _minhash(signed))


def _link(
    document: Document, names: Iterable[str], signed: tuple[int, ...], book: _Book
) -> Document:
    for name in names:
        kind = name.partition(":")[0]
        found = book.get(name, document.known_at)
        if found is None or (kind == "url" and _other_item(document, found)):
            continue
        said = _kind(document, found, kind)
        if said is not None:
            # An original behind a mere repetition; a revision is repeated for its own sake.
            same = found.stands_for_itself and said != "revision"
            target = found.document_id if same else found.duplicate_of or found.document_id
            return replace(document, duplicate_of=target, duplicate_kind=said)
    near = book.near(signed) if signed else None
    return replace(document, duplicate_of=near, duplicate_kind="near") if near else document


def _kind(document: Document, found: KnownDocument, key: str) -> DuplicateKind | None:
    if key == "content":
        return "content"
    same_words = found.content_sha == document.content_sha
    if key == "title":
        return "title" if same_words or len(document.text) <= found.length else "revision"
    if same_words or (found.outlet != document.outlet and len(document.text) <= found.length):
        return "guid" if key == "guid" else "url"
    return "revision"


def _other_item(document: Document, found: KnownDocument) -> bool:
    """One outlet's two guids under one address: a page of many items, such as a change log."""
    return (
        document.outlet == found.outlet
        and bool(document.guid and found.guid)
        and document.guid != found.guid
        and document.content_sha != found.content_sha
    )


def _order(document: Document) -> tuple[datetime, datetime, datetime, tuple[str, ...]]:
    """First known, public, published; then by content, so that no order of arrival shows."""
    published = document.published_at or document.public_at
    ties = (
        document.document_id,
        document.outlet,
        document.feed_id or "",
        document.guid or "",
        document.raw_id,
        document.title,
        document.text,
    )
    return (document.known_at, document.public_at, published, ties)


def _comparable(new: tuple[int, ...], old: tuple[int, ...]) -> bool:
    """The same form and figures within a week, the old one known no later."""
    days, known_at, figures = (old[place] for place in range(_HEAD))
    return figures == new[2] and known_at <= new[1] and abs(days - new[0]) <= NEAR_DAYS


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _minhash(signed: tuple[int, ...]) -> MinHash:
    hashed = _BLANK.copy()
    hashed.hashvalues = np.array(signed[_HEAD:], dtype=np.uint32)
    return hashed
