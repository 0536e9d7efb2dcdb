"""Names that take no part: common words with a capital, houses of analysts, persons, places."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.extract.named import Label, Named

_LEGAL = frozenset({"pbc", "inc", "corp", "ltd", "llc", "plc", "gmbh", "co", "company", "holdings"})
_SHORT, _LONG = 300, 20_000  # characters of a text
_PERSON = r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,2}"
_COMMENTS = (
    r"analysts?|strategists?|economists?|brokers?|portfolio managers?|fund managers?|traders?|"
    r"researchers?"
)
_VOICE_BEFORE = re.compile(
    rf"(?:\b(?:{_COMMENTS})(?: {_PERSON})?(?:,? (?:at|of|from|with))?|"
    rf"\b(?:said|says|wrote|writes|told|according to|reckons?) {_PERSON},? (?:at|of|from|with)|"
    rf"\b{_PERSON}, who (?:follows|covers|tracks|rates|watches) [^.;,]{{3,40}} (?:at|for)) $"
)
_VOICE_AFTER = re.compile(
    rf"(?:['’]s?)? (?:(?:{_COMMENTS})\b|(?:raised|cut|lowered|kept|lifted|trimmed|maintained|"
    r"reiterated|downgraded|upgraded|initiated) (?:its |their |the |a )?(?:price )?"
    r"(?:target|rating|\$?\d|estimate|forecast|[A-Z][\w.]* to\b))"
)
_AT_A_HOUSE = re.compile(rf"\b{_PERSON},? (?:at|of|from|with) $")
_OPINES = re.compile(
    r",? who (?:estimates?|reckons?|thinks?|puts?|calls?|follows?|covers?|tracks?|expects?"
    r"|rates?)\b"
)
_AND_HOUSE = re.compile(
    r",? (?:at|of|from|with) (?:[A-Z][\w&.'’-]+ ?){1,4}(?:,|\.| said| wrote| says| told)"
)
_APPOINTS = re.compile(
    r"\b(?:[Nn]ames?|[Aa]ppoint(?:s|ed)?|[Hh]ires?|[Hh]ired|[Pp]romote[sd]?|[Pp]oach(?:es|ed)) $"
)
_AS_HEAD = re.compile(
    r",? (?:as |to be |to head |its |the )?(?:new |interim )?(?:chief|CFO|CEO|CTO|COO|head|finance"
    r"|president|director|chair|vice|general counsel)\b"
)
_WILD = re.compile(
    r"^(?:River|Lake|Mount|Fort|Port|San|Santa|Saint|St|West|East|North|South|Upper|Lower|Cape|"
    r"Glen|Bay|El|Los|Las)\b|\b(?:River|Bend|Creek|Springs?|Falls|Hills?|Valley|County|Parish|"
    r"Beach|Island|Ridge|Mariner|Heights|Park|Forest|Canyon|Basin|Harbou?r|Bay)$"
)
_SITED = re.compile(r"\b(?:at|in|near|outside|around|of|from|across) (?:the )?$")


def without_bystanders(text: str, names: Sequence[Named]) -> list[Named]:
    """The names, those of bystanders with another label or left out, in the same order.

    Only names that no list knows are judged, but for analysts: those of a known bank are
    its voice, not the bank itself.
    """
    others: dict[str, Label] = {}
    judged = [(named, _label(text, named)) for named in names]
    for named, label in judged:
        if label in {"PERSON", "PLACE"} and not _is_curated(named):
            others.setdefault(named.text, label)
        if label == "OUTLET" and named.label == "COMPANY" and not _is_curated(named):
            others[named.text] = label
    found = []
    for named, label in judged:
        if not _is_curated(named):
            if _is_common(text, named):
                continue
            label = others.get(named.text, label)
        found.append(named if label == named.label else replace(named, label=label, party=None))
    return found


def _is_curated(named: Named) -> bool:
    return named.product is not None or (named.party is not None and named.party.curated)


def _label(text: str, named: Named) -> Label:
    before, after = text[max(0, named.start - 110) : named.start], text[named.end : named.end + 60]
    voiced = _AT_A_HOUSE.search(before) and _OPINES.match(after)
    voiced = voiced or _VOICE_BEFORE.search(before) or _VOICE_AFTER.match(after)
    if voiced and named.label == "COMPANY" and named.kind in {"name", "unknown", "weak"}:
        return "OUTLET"
    if named.label != "COMPANY" or _is_curated(named):
        return named.label
    if _APPOINTS.search(before) and _AS_HEAD.match(after):
        return "PERSON"
    if named.kind == "weak" and _AND_HOUSE.match(after) and len(named.text.split()) == 2:
        return "PERSON"
    if named.kind in {"weak", "unknown"} and _WILD.search(named.text) and _SITED.search(before):
        return "PLACE"
    return "COMPANY"


def _is_common(text: str, named: Named) -> bool:
    """Whether the name is a legal form, or only words that the text also writes small."""
    if named.label != "COMPANY":
        return False
    low = named.text.lower().strip(".,")
    if low in _LEGAL or low.split()[0].isdigit():
        return True
    if len(text) < _SHORT:
        return False
    words = re.findall(r"[\w-]+", low)
    if len(words) > 1 and len(text) > _LONG:
        # A heading: each of its words is written small somewhere in a long text.
        return all(_written_small(word, text) for word in words)
    return named.kind == "weak" and _written_small(low, text)


def _written_small(words: str, text: str) -> bool:
    return words in text and bool(re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text))
