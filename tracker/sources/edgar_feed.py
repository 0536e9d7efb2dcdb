"""EDGAR's "latest filings" Atom: which filings there are, each with a link to follow."""

import re
from dataclasses import dataclass
from typing import Any

from tracker.model.errors import Problem
from tracker.model.feeds import FeedEntry
from tracker.net.address import canonical_url
from tracker.sources.documents import Draft
from tracker.sources.edgar import OUTLET, SITE
from tracker.sources.feed import entry, looks_like_feed, moment_of, parse
from tracker.sources.kinds import Link, Reading, Sample, problem, source
from tracker.sources.text import one_line

_TITLE = re.compile(r"^(?P<form>.+?) - (?P<company>.+) \((?P<cik>\d{1,10})\) \((?P<role>[^()]+)\)$")
_ITEM = re.compile(r"Item \d+[A-Z]?(?:\.\d+)?: [^\n]+")


@dataclass(frozen=True, slots=True)
class _Row:
    link: Link
    role: str
    entry: FeedEntry


def _looks_like_edgar(sample: Sample) -> bool:
    return (
        looks_like_feed(sample)
        and "sec.gov" in sample.head
        and ("browse-edgar" in sample.head or "accession-number" in sample.head)
    )


@source("edgar atom", rank=20, when=_looks_like_edgar)
def read_edgar_feed(sample: Sample) -> Reading:
    """Entries and links; a filing listed for several companies is one link, to its filer."""
    parsed = parse(sample)
    rows: list[_Row] = []
    problems: list[Problem] = []
    if parsed.get("bozo"):
        what = parsed.get("bozo_exception")
        message = (
            f"damaged XML ({what}); {len(parsed.entries)} filings could be read; fetch it again"
        )
        problems.append(problem(sample, message))
    for item in parsed.entries:
        row = _row(sample, item)
        if isinstance(row, Problem):
            problems.append(row)
        else:
            rows.append(row)
    links: dict[str, _Row] = {}
    for row in rows:
        if row.link.url not in links or row.role in ("Filer", "Issuer", "Subject"):
            links[row.link.url] = row
    return Reading(
        "edgar atom",
        entries=tuple(row.entry for row in rows),
        links=tuple(row.link for row in links.values()),
        problems=tuple(problems),
    )


def _row(sample: Sample, item: Any) -> _Row | Problem:
    title = one_line(str(item.get("title") or ""))
    url = canonical_url(str(item.get("link") or ""), SITE)
    match = _TITLE.match(title)
    if match is None or url is None:
        message = f'entry {title[:80]!r} is not "form - company (CIK) (role)" with a link; left out'
        return problem(sample, message)
    moment = moment_of(item, sample.raw)
    items = _ITEM.findall(_summary(item))
    link = Link(
        url=url,
        form=match["form"],
        filer_cik=int(match["cik"]),
        company=match["company"],
        accepted_at=moment.at,
        title=": ".join(
            [f"{match['company']} {match['form']}", *(["; ".join(items)] if items else [])]
        ),
    )
    draft = Draft(
        title=title,
        text="",
        outlet=sample.feed.outlet if sample.feed else OUTLET,
        kind="filing",
        url=url,
        guid=str(item.get("id") or "") or None,
        feed_id=sample.feed.feed_id if sample.feed else None,
        moment=moment,
    )
    known_at = sample.raw.known_at or moment.latest or sample.raw.fetched_at
    return _Row(link, match["role"], entry(sample, draft, None, known_at))


def _summary(item: Any) -> str:
    plain = re.sub(r"<br\s*/?>", "\n", str(item.get("summary") or ""))
    return re.sub(r"<[^>]+>", "", plain)
