"""Names of unlisted companies and bodies as they stand, where they were cut short or too long."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.named import Named, Party
from tracker.model.ids import entity_id

# Bounded: a text may be one endless word.
_CAP = r"(?!The\b)[A-ZÀ-Þ][\w'’-]{0,40}"
# "Ministry of Defence of Halvonia": public and other bodies whose names go on behind "of".
_BODY = re.compile(
    rf"(?<!\w)(?:{_CAP}\s){{0,3}}?(?:Ministry|Department|Republic|Kingdom|Government|Authority|Port"
    r"|Secretariat|Region|University|Institute|Bank|Agency|Office|Company|Cent(?:re|er)|School|State"
    r"|Province|Commission|Council|Archdiocese|Academy|College|Society|Teachers|Benedictines)"
    rf"\s(?:of|for)\s(?:the\s)?{_CAP}(?:\s{_CAP}){{0,2}}"
    rf"(?P<more>(?:,\s{_CAP})?\sand\s{_CAP}(?:\s{_CAP})?)?(?:\sof\s(?:the\s)?{_CAP}(?:\s{_CAP})?)?"
)
# What somebody is in the matter, and no part of the name.
_PART = re.compile(
    r"(?:Plaintiff|Defendant|Distributor|Reseller|Vendor|Lessee|Lessor|Landlord|Tenant"
    r"|Borrower|Lender|Supplier|Customer|Buyer|Seller|Chancery|Startup|Start-up|Rival|Host)\s+(?=[A-Z])"
)
# "FOUNDRY. d-Matrix moved": the heading of a newsletter's item is no part of the name.
_HEADING = re.compile(r"[A-Z]{3,30}[.:]\s{1,3}(?=\w)")


def whole(text: str, names: Sequence[Named]) -> list[Named]:
    """The names in order: bodies in full, and nobody by what he is in the matter.

    What a list knows stays as it is.
    """
    kept = [_bare(name) for name in names]
    for match in _BODY.finditer(text):
        start, end = match.span()
        if match["more"] and any(match.start("more") < n.start < end for n in kept):
            end = match.start("more")  # "the Institute for Materials and Glimmer Photonics"
        inside = [n for n in kept if n.start < end and start < n.end]
        if inside and all(_is_open(n) and start <= n.start and n.end <= end for n in inside):
            kept = [n for n in kept if n not in inside]
            kept.append(_named(text[start:end], start, end))
    return sorted(kept, key=lambda name: name.start)


def _bare(name: Named) -> Named:
    found = _PART.match(name.text) or _HEADING.match(name.text)
    if found is None or not _is_open(name) or name.label != "COMPANY":
        return name
    assert name.party is not None  # noqa: S101 - an open one has
    text = name.text[found.end() :]
    bare = found.re.sub("", name.party.name, count=1)
    party = replace(name.party, name=bare, entity_id=entity_id(bare))
    return replace(name, start=name.start + found.end(), text=text, party=party)


def _is_open(name: Named) -> bool:
    """Whether no list knows it: a company under its own name, or a place or person."""
    return (name.party is not None and not name.party.curated) or name.label in {"PLACE", "PERSON"}


def _named(text: str, start: int, end: int) -> Named:
    name = " ".join(text.split())
    party = Party(name, entity_id(name), frozenset({"buyer"}), curated=False)
    return Named(start, end, "COMPANY", "unknown", text, party)
