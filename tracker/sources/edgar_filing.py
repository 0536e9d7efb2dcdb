"""EDGAR's documents: a whole submission as SGML, or one document of it by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from tracker.model.errors import Problem
from tracker.model.feeds import Document, DocumentKind
from tracker.net.address import canonical_url
from tracker.sources.documents import Draft, build
from tracker.sources.edgar import OUTLET, base_form, document_url, is_deal_exhibit, place_of
from tracker.sources.kinds import Reading, Sample, problem, source
from tracker.sources.text import html_to_text, one_line, unwrap
from tracker.sources.times import UNKNOWN, Moment, eastern, read_moment
from tracker.sources.unpack import decode

_SUBMISSION = ("<sec-document>", "<sec-header>", "<ims-document>", "-----begin privacy-enhanced")
_DOCUMENT = re.compile(r"<DOCUMENT>(.*?)(</DOCUMENT>|\Z)", re.DOTALL)
_TAG = re.compile(r"^<(TYPE|FILENAME|DESCRIPTION)>(.*)$", re.MULTILINE)
_BODY = re.compile(r"<TEXT>\s*(.*?)\s*(?:</TEXT>|\Z)", re.DOTALL)
_HEADER_END = re.compile(r"</(?:SEC|IMS)-HEADER>|<DOCUMENT>")
_READABLE = (".htm", ".html", ".txt", "")
_SEC_NAMED = re.compile(
    rb"securities\s+and\s+exchange\s+commission|dei:DocumentType", re.IGNORECASE
)
_EXHIBIT_NAMED = re.compile(rb">\s*exhibit\s+(?:99|10)(?:\.\d+)?\b", re.IGNORECASE)

_DEI = 'name="dei:{}"[^>]*>\\s*(?:<[^>]+>\\s*)*([^<]+)<'
_FORM = re.compile(
    r"^\W*FORM\s+(8-K|6-K|10-Q|10-K|20-F|S-1|F-1)(/A)?\b", re.IGNORECASE | re.MULTILINE
)
_EXHIBIT = re.compile(r"^\W*EXHIBIT\s+((?:99|10)(?:\.\d+)?)\b", re.IGNORECASE | re.MULTILINE)
_DATE = (
    r"((?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\s+\d{1,2},\s+\d{4})"
)
_SIGNED = re.compile(rf"\bdated?\s*:?\s*{_DATE}", re.IGNORECASE)
_DATELINE = re.compile(_DATE)


@dataclass(frozen=True, slots=True)
class _Header:
    """What a submission's header says; None and "" where it does not."""

    accession: str | None
    form: str
    company: str
    cik: int | None
    accepted_at: datetime | None
    moment: Moment
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    form: str
    filename: str
    body: str
    complete: bool


@source("edgar submission", rank=5, when=lambda sample: sample.head.startswith(_SUBMISSION))
def read_submission(sample: Sample) -> Reading:
    """The main document and the exhibits that can tell of a deal, with the header's facts."""
    text, flaw = decode(sample.body, sample.raw.media_type)
    problems = [problem(sample, flaw)] if flaw else []
    header = _header(sample, text)
    if header.accepted_at is None:
        message = "no acceptance time in the header; its time counts as unknown; fetch it again"
        problems.append(problem(sample, message))
    documents: list[Document] = []
    for part in _parts(text):
        if not part.complete:
            message = f"ends inside {part.filename or part.form}; what is there was read"
            problems.append(problem(sample, f"{message}; fetch it again or raise net.max_bytes"))
        document, doubts = build(sample.raw, _draft(sample, header, part))
        documents.append(document)
        problems += doubts
    if not documents:
        problems.append(problem(sample, "a submission without a readable document; check it"))
    return Reading("edgar submission", documents=tuple(documents), problems=tuple(problems))


def _looks_like_part(sample: Sample) -> bool:
    return sample.head.startswith("<document>") and "<type>" in sample.head[:200]


@source("edgar document", rank=6, when=_looks_like_part)
def read_part(sample: Sample) -> Reading:
    """One document in its SGML envelope, cut out of its submission."""
    text, flaw = decode(sample.body, sample.raw.media_type)
    problems = [problem(sample, flaw)] if flaw else []
    parts = list(_parts(text, all_forms=True))
    if not parts:
        problems.append(problem(sample, "an EDGAR envelope without text; fetch it again"))
    documents = []
    for part in parts:
        document, doubts = _alone(sample, part)
        documents.append(document)
        problems += doubts
    return Reading("edgar document", documents=tuple(documents), problems=tuple(problems))


def _looks_like_filing(sample: Sample) -> bool:
    head = sample.head[:2000]
    if not ("<html" in head or "<!doctype html" in head or head.startswith("<body")):
        return False
    return bool(_SEC_NAMED.search(sample.body) or _EXHIBIT_NAMED.search(sample.body[:20_000]))


@source("edgar filing", rank=60, when=_looks_like_filing)
def read_filing(sample: Sample) -> Reading:
    """One document by itself: its form, filer and date as far as its own text says."""
    html, flaw = decode(sample.body, sample.raw.media_type)
    problems = [problem(sample, flaw)] if flaw else []
    text = html_to_text(html)
    form = _dei(html, "DocumentType") or _form(text)
    if not form:
        message = "an HTML page that names the SEC but no form; only filings and exhibits are read"
        return Reading("edgar filing", problems=(*problems, problem(sample, message)))
    document, doubts = _alone(sample, _Part(form, "", html, complete=True), text)
    return Reading("edgar filing", documents=(document,), problems=(*problems, *doubts))


def _header(sample: Sample, text: str) -> _Header:
    end = _HEADER_END.search(text)
    head = text[: end.start() if end else 20_000]
    stamp = _field(head, r"<ACCEPTANCE-DATETIME>\s*(\d{14})")
    filed = _field(head, r"FILED AS OF DATE:\s*(\d{8})")
    published = _field(head, r"^<SEC-DOCUMENT>.*:\s*(\d{8})") or filed
    accepted_at = None
    if "<PRIVATE-TO-PUBLIC>" in head:  # a letter that the SEC released long after receiving it
        moment = read_moment(published, seen_at=sample.raw.fetched_at, ahead=True)
        accepted_at = moment.latest
    elif stamp:
        accepted_at = _eastern(stamp)
        moment = Moment(accepted_at, "second", stamp) if accepted_at else UNKNOWN
    else:
        moment = read_moment(filed, seen_at=sample.raw.fetched_at, ahead=True)
    cik = _field(head, r"CENTRAL INDEX KEY:\s*(\d{1,10})")
    items = re.findall(r"^ITEM INFORMATION:\s*(.+?)\s*$", head, re.MULTILINE)
    return _Header(
        accession=_field(head, r"ACCESSION NUMBER:\s*([\d-]{20})") or None,
        form=_field(head, r"CONFORMED SUBMISSION TYPE:\s*(\S+)"),
        company=_field(head, r"COMPANY CONFORMED NAME:\s*(.+?)\s*$"),
        cik=int(cik) if cik else None,
        accepted_at=accepted_at,
        moment=moment,
        items=tuple(items),
    )


def _field(head: str, pattern: str) -> str:
    found = re.search(pattern, head, re.MULTILINE)
    return found[1] if found else ""


def _eastern(stamp: str) -> datetime | None:
    try:
        return eastern(stamp)
    except ValueError:
        return None


def _parts(text: str, *, all_forms: bool = False) -> Iterator[_Part]:
    for found in _DOCUMENT.finditer(text):
        inside = found[1]
        body = _BODY.search(inside)
        tags = {tag: value.strip() for tag, value in _TAG.findall(inside[:2000])}
        form, filename = tags.get("TYPE", ""), tags.get("FILENAME", "")
        suffix = filename[filename.rfind(".") :].lower() if "." in filename else ""
        told = all_forms or is_deal_exhibit(form) or not form.startswith(("EX-", "XML", "GRAPHIC"))
        if body and told and suffix in _READABLE and not body[1].startswith(("begin 644", "<PDF>")):
            yield _Part(form, filename, body[1], bool(found[2]))


def _draft(sample: Sample, header: _Header, part: _Part) -> Draft:
    main = base_form(part.form) == base_form(header.form)
    named = " ".join(filter(None, (header.company, header.form, "" if main else part.form)))
    return Draft(
        title=": ".join([named, *(["; ".join(header.items)] if main and header.items else [])]),
        text=_text(part.body),
        outlet=sample.feed.outlet if sample.feed else OUTLET,
        kind=_kind(part.form),
        url=document_url(header.cik, header.accession, part.filename),
        guid=f"{header.accession}/{part.filename}" if header.accession and part.filename else None,
        form=part.form or None,
        feed_id=sample.feed.feed_id if sample.feed else None,
        moment=header.moment,
        seen_at=header.accepted_at,
        filer_cik=header.cik,
    )


def _alone(sample: Sample, part: _Part, text: str = "") -> tuple[Document, list[Problem]]:
    text = text or _text(part.body)
    company = _dei(part.body, "EntityRegistrantName") or _registrant(text)
    cik = _dei(part.body, "EntityCentralIndexKey")
    place = place_of(sample.raw.origin)
    url = document_url(place.cik, place.accession, place.filename) if place else None
    draft = Draft(
        title=one_line(f"{company} {part.form}").strip(),
        text=text,
        outlet=sample.feed.outlet if sample.feed else OUTLET,
        kind=_kind(part.form),
        url=canonical_url(sample.raw.origin) or url,
        guid=f"{place.accession}/{place.filename}" if place else None,
        form=part.form,
        feed_id=sample.feed.feed_id if sample.feed else None,
        moment=_own_date(sample, part.form, text),
        filer_cik=int(cik) if cik.isdigit() else place.cik if place else None,
    )
    return build(sample.raw, draft)


def _text(body: str) -> str:
    return (
        html_to_text(body)
        if re.search(r"<(?:html|body|p|div|font)\b", body[:5000], re.I)
        else unwrap(body)
    )


def _kind(form: str) -> DocumentKind:
    return "exhibit" if form.upper().startswith("EX-") else "filing"


def _dei(html: str, name: str) -> str:
    found = re.search(_DEI.format(name), html)
    return one_line(found[1]) if found else ""


def _form(text: str) -> str:
    exhibit, form = _EXHIBIT.search(text[:600]), _FORM.search(text[:4000])
    if exhibit:
        return f"EX-{exhibit[1]}"
    return f"{form[1].upper()}{form[2] or ''}" if form else ""


def _registrant(text: str) -> str:
    lines = text[:4000].split("\n")
    for before, line in pairwise(lines):
        if line.lower().startswith("(exact name of registrant"):
            return before.strip()
    return ""


def _own_date(sample: Sample, form: str, text: str) -> Moment:
    """The date under a filing's signature, or of a press release's dateline: a day, no more."""
    ahead = sample.raw.known_at is None
    if form.startswith("EX-99"):
        found = _DATELINE.search(text[:2000])
        said = found[1] if found else ""
    else:
        dates = _SIGNED.findall(text[-6000:])
        said = dates[-1] if dates else ""
    return read_moment(said, seen_at=sample.raw.fetched_at, ahead=ahead)
