"""What all readers of EDGAR share: forms, accession numbers, addresses."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from tracker.model.feeds import Document
from tracker.sources.documents import document_id
from tracker.sources.kinds import Link

SITE = "https://www.sec.gov"
OUTLET = "SEC EDGAR"

# Forms in which a deal is disclosed. Amendments ("8-K/A") belong to their form.
DEAL_FORMS = frozenset({"8-K", "6-K", "10-Q", "10-K", "20-F", "425", "S-1", "F-1"})
_EXHIBIT = re.compile(r"^EX-(?:99|10)(?:\.|$)")
_INDEX = re.compile(r"-index\.html?$")
_PLACE = re.compile(r"edgar[/\\]data[/\\](\d{1,10})[/\\](\d{10})(\d{2})(\d{6})[/\\]([^/\\?#]+)$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is in EDGAR's archive, by the path it was fetched from or kept under."""

    cik: int
    accession: str
    filename: str


def base_form(form: str) -> str:
    """The form without the mark of an amendment: "8-K/A" -> "8-K"."""
    return form.strip().upper().removesuffix("/A")


def is_deal_exhibit(form: str) -> bool:
    """Whether an exhibit can tell of a deal: a press release or a material contract."""
    return bool(_EXHIBIT.match(form.strip().upper()))


def wanted(links: Iterable[Link], ciks: Collection[int] | None = None) -> tuple[Link, ...]:
    """The filings worth following: of a deal form and, if given, of one of these filers."""
    return tuple(
        link
        for link in links
        if base_form(link.form) in DEAL_FORMS and (ciks is None or link.filer_cik in ciks)
    )


def submission_url(link: Link) -> str:
    """The address that holds a filing whole: one request, with EDGAR's own header.

    A link to a single document stays what it is.
    """
    return _INDEX.sub(".txt", link.url)


def document_url(cik: int | None, accession: str | None, filename: str) -> str | None:
    """Where a filing's document is; None when filer, accession number or name is unknown."""
    if not (cik and accession and filename):
        return None
    return f"{SITE}/Archives/edgar/data/{cik}/{accession.replace('-', '')}/{filename}"


def place_of(origin: str) -> Place | None:
    """The place that an address or a path in EDGAR's own layout names."""
    found = _PLACE.search(origin)
    if found is None:
        return None
    return Place(int(found[1]), f"{found[2]}-{found[3]}-{found[4]}", found[5])


def complete(
    documents: Iterable[Document], links: Iterable[Link], *, at_publication: bool
) -> tuple[Document, ...]:
    """The documents, with what EDGAR's own pages state of their filing, where they do.

    A document by itself knows the day under its signature; "latest filings" and index
    pages know the second of acceptance, the filer and the address. `at_publication` says
    that documents count as known when they were published.
    """
    by_accession: dict[str, Link] = {}
    for link in links:
        by_accession.setdefault(_accession(link.url), link)
    return tuple(_complete(document, by_accession, at_publication) for document in documents)


def _complete(document: Document, links: dict[str, Link], at_publication: bool) -> Document:
    link = links.get(_accession(document.url or ""))
    if link is None:
        return document
    url = urljoin(link.url, (document.url or "").rpartition("/")[2])
    named = f"{link.company} {document.form}" if document.title == document.form else document.title
    document = replace(
        document,
        document_id=document_id(url, document.content_sha),
        url=url,
        title=named,
        filer_cik=document.filer_cik or link.filer_cik,
    )
    if link.accepted_at is None or document.published_precision == "second":
        return document
    known_at = link.accepted_at if at_publication else document.known_at
    return replace(
        document,
        published_at=link.accepted_at,
        published_precision="second",
        published_raw=link.accepted_at.isoformat(),
        public_at=min(link.accepted_at, known_at),
        known_at=known_at,
    )


def _accession(url: str) -> str:
    place = place_of(url)
    return place.accession if place else ""
