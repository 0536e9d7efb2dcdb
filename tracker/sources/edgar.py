"""What all readers of EDGAR share: forms, accession numbers, addresses."""

import re
from collections.abc import Collection, Iterable

from tracker.sources.kinds import Link

SITE = "https://www.sec.gov"
OUTLET = "SEC EDGAR"

# Forms in which a deal is disclosed. Amendments ("8-K/A") belong to their form.
DEAL_FORMS = frozenset({"8-K", "6-K", "10-Q", "10-K", "20-F", "425", "S-1", "F-1"})
_EXHIBIT = re.compile(r"^EX-(?:99|10)(?:\.|$)")
_INDEX = re.compile(r"-index\.html?$")


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
