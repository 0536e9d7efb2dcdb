"""Names of unlisted companies and bodies as they stand, where they were cut short or too long."""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from tracker.extract.named import Named, Party
from tracker.extract.ordinary import is_opener
from tracker.extract.spelled_names import MOST_NAMES
from tracker.model.ids import entity_id

# Bounded: a text may be one endless word.
_CAP = r"(?!The\b)[A-ZÀ-Þ][\w'’-]{0,40}"
# "Ministry of Defence of Halvonia": public and other bodies whose names go on behind "of".
_BODY = re.compile(
    rf"(?<!\w)(?P<lead>(?:{_CAP}[ ]){{0,3}}?)"
    r"(?:Ministry|Department|Republic|Kingdom|Government|Authority|Port"
    r"|Secretariat|Region|University|Institute|Bank|Agency|Office|Company|Cent(?:re|er)|School|State"
    r"|Province|Commission|Council|Academy|College|Society)"
    rf"[ ](?:of|for)[ ](?:the[ ])?{_CAP}(?:[ ]{_CAP}){{0,2}}"
    rf"(?P<more>(?:,[ ]{_CAP})?[ ]and[ ]{_CAP}(?:[ ]{_CAP})?)?"
    rf"(?:[ ]of[ ](?:the[ ])?{_CAP}(?:[ ]{_CAP})?)?"
)
_TIMES = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)
# What somebody is in the matter, and no part of the name.
_PART = re.compile(
    r"(?:Plaintiff|Defendant|Distributor|Reseller|Vendor|Lessee|Lessor|Landlord|Tenant"
    r"|Borrower|Lender|Supplier|Customer|Buyer|Seller|Startup|Start-up)\s+(?=[A-Z])"
)
# "FOUNDRY. d-Matrix moved": the heading of a newsletter's item is no part of the name.
_HEADING = re.compile(r"[A-Z]{3,30}[.:]\s{1,3}(?=\w)")


def whole(text: str, names: Sequence[Named]) -> list[Named]:
    """The names in order: bodies in full, and nobody by what he is in the matter.

    What a list knows stays as it is.
    """
    kept = sorted(map(_bare, names), key=lambda name: name.start)
    if len(kept) > MOST_NAMES:
        return kept
    found: list[Named] = []
    at = 0
    for match in _BODY.finditer(text):
        start, end = _start(match), match.end()
        while at < len(kept) and kept[at].end <= start:
            found.append(kept[at])
            at += 1
        if match["more"] and any(match.start("more") < n.start for n in _before(kept, at, end)):
            end = match.start("more")  # "the Institute for Materials and Glimmer Photonics"
        inside = list(_before(kept, at, end))
        if inside and all(_is_open(n) and start <= n.start and n.end <= end for n in inside):
            found.append(_named(text[start:end], start, end))
            at += len(inside)
    return [*found, *kept[at:]]


def _before(names: Sequence[Named], at: int, end: int) -> Iterator[Named]:
    """The names from place `at` on that begin before the character `end`."""
    return takewhile(lambda name: name.start < end, islice(names, at, None))


def _start(match: re.Match[str]) -> int:
    """Where the name begins, behind "On Tuesday" or "Meanwhile"."""
    start = match.start()
    for word in match["lead"].split():
        if word.lower() not in _TIMES and not is_opener(word):
            break
        start += len(word) + 1
    return start


def _bare(name: Named) -> Named:
    found = _PART.match(name.text) or _HEADING.match(name.text)
    if found is None or not _is_open(name) or name.label != "COMPANY":
        return name
    assert name.party is not None  # noqa: S101 - an open one has
    text = name.text[found.end() :]
    own = found.re.match(name.party.name)
    bare = name.party.name[own.end() :] if own else name.party.name
    party = replace(name.party, name=bare, entity_id=entity_id(bare))
    return replace(name, start=name.start + found.end(), text=text, party=party)


def _is_open(name: Named) -> bool:
    """Whether no list knows it: a company under its own name, or a place or person."""
    return (name.party is not None and not name.party.curated) or name.label in {"PLACE", "PERSON"}


def _named(text: str, start: int, end: int) -> Named:
    name = " ".join(text.split())
    party = Party(name, entity_id(name), frozenset({"buyer"}), curated=False)
    return Named(start, end, "COMPANY", "unknown", text, party)
