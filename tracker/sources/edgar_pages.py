"""EDGAR's other pages: a filing's index, its error pages, its reference data."""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tracker.net.address import canonical_url
from tracker.sources.edgar import SITE, base_form, is_deal_exhibit
from tracker.sources.kinds import Link, Reading, Sample, problem, source
from tracker.sources.times import eastern
from tracker.sources.unpack import decode

_COMPANY = re.compile(
    r"^(?P<name>.+?)\s*\((?:Filer|Issuer|Subject|Filed by|Reporting)\)", re.DOTALL
)
_CIK = re.compile(r"CIK[=:\s]*(\d{10})")

# What an answer says, what that means, and what to do.
_ERRORS = (
    (
        "request rate threshold exceeded",
        "EDGAR's page for too many requests, not a document; wait ten minutes and ask less often",
    ),
    (
        "undeclared automated tool",
        "EDGAR's page for tools without a name, not a document; set net.contact in settings.toml",
    ),
    (
        "sec.gov | file unavailable",
        "EDGAR's page for a file that it does not have, not a document; check the address",
    ),
    (
        "<code>accessdenied</code>",
        'EDGAR\'s "access denied" for a file that it does not have; check the address',
    ),
    (
        "<code>nosuchkey</code>",
        'EDGAR\'s "no such key" for a file that it does not have; check the address',
    ),
)
_REFERENCE = (
    ('"tickers":', '"cik":', "EDGAR's list of a company's filings"),
    ('"accessionnumber":', '"', "EDGAR's list of older filings of a company"),
    ('"cik_str":', '"ticker":', "EDGAR's list of tickers"),
    ("index of edgar dissemination feed", "", "a daily EDGAR index"),
)


def explain_error(head: str) -> str | None:
    """What an error page of EDGAR means and the mend, by its first characters in lower case."""
    if not head.startswith("<"):
        return None
    return next((meaning for mark, meaning in _ERRORS if mark in head[:4000]), None)


@source("edgar error", rank=0, when=lambda sample: explain_error(sample.head) is not None)
def read_error(sample: Sample) -> Reading:
    """One problem: an error page was kept in the place of a document."""
    return Reading("edgar error", problems=(problem(sample, explain_error(sample.head) or ""),))


def _reference_name(sample: Sample) -> str | None:
    if not sample.head.startswith(("{", "description:")):
        return None
    for mark, other, name in _REFERENCE:
        if mark in sample.head and other in sample.head:
            return name
    return None


@source("edgar reference", rank=10, when=lambda sample: _reference_name(sample) is not None)
def read_reference(sample: Sample) -> Reading:
    """One problem: good data, but about filings and companies, not a text to read."""
    message = f"{_reference_name(sample)}: reference data, not a document; nothing to read in it"
    return Reading("edgar reference", problems=(problem(sample, message),))


@source(
    "edgar index", rank=11, when=lambda sample: "<title>edgar filing documents for" in sample.head
)
def read_index(sample: Sample) -> Reading:
    """Links to the filing's readable documents and to its complete submission text."""
    page = LexborHTMLParser(decode(sample.body, sample.raw.media_type)[0])
    facts = _facts(page)
    form = _text(page.css_first("#formName strong")).removeprefix("Form ").strip()
    name = _COMPANY.match(_text(page.css_first("span.companyName")))
    cik = _CIK.search(_text(page.css_first("span.companyName")))
    company = " ".join(name["name"].split()) if name else ""
    links = []
    for row in page.css("table.tableFile tr"):
        cells = row.css("td")
        anchor = row.css_first("a")
        url = canonical_url(anchor.attributes.get("href") if anchor else None, SITE)
        if len(cells) < 4 or url is None or not _text(anchor):
            continue
        described, kind = _text(cells[1]), _text(cells[3])
        whole = described.lower().startswith("complete submission")
        if not (whole or base_form(kind) == base_form(form) or is_deal_exhibit(kind)):
            continue
        links.append(
            Link(
                url=url,
                form=form if whole else kind,
                filer_cik=int(cik[1]) if cik else None,
                company=company,
                accepted_at=_accepted(facts.get("Accepted", "")),
                title=f"{company} {form}: {'complete submission' if whole else described}".strip(),
            )
        )
    nothing = problem(sample, "a filing's index page without a readable document; check it")
    return Reading("edgar index", links=tuple(links), problems=() if links else (nothing,))


def _facts(page: LexborHTMLParser) -> dict[str, str]:
    heads, values = page.css("div.infoHead"), page.css("div.info")
    return {_text(head): _text(value) for head, value in zip(heads, values, strict=False)}


def _text(node: LexborNode | None) -> str:
    return (node.text(deep=True) or "").strip() if node is not None else ""


def _accepted(said: str) -> datetime | None:
    try:
        return eastern(said)
    except ValueError:
        return None
