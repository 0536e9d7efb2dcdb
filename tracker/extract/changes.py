"""Which way an amendment goes, and by how much."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from tracker.extract.heard import Heard
from tracker.extract.parts_of_money import Amount
from tracker.model.deals import AmendmentSign

_NOT = re.compile(r"\b(?:no|not|without|never)\b|n['’]t\b", re.I)
_CHANGES = {
    AmendmentSign.UP: re.compile(
        r"\b(?:expand\w*|expansion|extend\w*|extension|upsiz\w+|increas\w+|rais(?:e|es|ed|ing)|"
        r"enlarg\w+|add(?:s|ed|ing)?|additional|another|further|topp(?:ed|ing) up|doubl\w+|"
        r"tripl\w+|gr(?:ow|ows|ew)|widen\w*|broaden\w*|deepen\w*|lift(?:s|ed|ing)?)\b",
        re.I,
    ),
    AmendmentSign.DOWN: re.compile(
        r"\b(?:cut|cuts|cutting|trim\w*|scal\w+ (?:it |them |that )?(?:back|down)|reduc\w+|"
        r"lower(?:s|ed|ing)|halv\w+|shr[iau]nk\w*|par(?:e|es|ed|ing) (?:back|down)|downsiz\w+|"
        r"slash\w*|curtail\w*)\b",
        re.I,
    ),
    AmendmentSign.RECUT: re.compile(
        r"\b(?:re-?cut\w*|restructur\w+|renegotiat\w+|re-?work\w*|revis\w+|rewr\w+|replac\w+|"
        r"restat\w+)\b",
        re.I,
    ),
}  # fmt: skip
_MORE_LEAD = re.compile(
    r"\b(?:add(?:s|ed|ing)?|additional|another|further|extra|new)(?: [a-z]+){0,2} $", re.I
)
_BY_LEAD = re.compile(r"\bby (?:an? )?(?:[a-z]+ ){0,3}$", re.I)
_MORE_TAIL = re.compile(r"^ (?:more|extra|further|on top)\b", re.I)
_OFF_TAIL = re.compile(r"^ (?:from|off|out of)\b(?! \d)", re.I)
_FROM_LEAD = re.compile(r"\bfrom (?:[a-z]+ ){0,3}$", re.I)
_TO_LEAD = re.compile(r"^,? to (?:[a-z]+ ){0,3}$", re.I)
_TO_HEDGED = re.compile(r"\bto (?:[a-z]+ ){0,3}$", re.I)


def find_change(
    text: str, heard: Sequence[Heard], amounts: Sequence[Amount]
) -> tuple[AmendmentSign | None, Decimal | None]:
    """Which way an amendment goes and by how much; None where the words leave it open."""
    moved = _moved(text, amounts)
    if moved is not None:
        return (AmendmentSign.UP if moved > 0 else AmendmentSign.DOWN), abs(moved)
    sign = _sign(text, heard)
    if sign is None or sign is AmendmentSign.RECUT:
        return sign, None
    amount = next((a for a in amounts if _is_change(a, sign)), None)
    return sign, amount.size if amount else None


def _moved(text: str, amounts: Sequence[Amount]) -> Decimal | None:
    """How far "from X to Y", or "to Y from X", goes."""
    for one, other in pairwise(amounts):
        between = text[one.end : other.number]
        if one.currency != other.currency or len(between) > 40:
            continue
        if _FROM_LEAD.search(one.lead) and _TO_LEAD.match(between):
            return other.size - one.size or None
        if _TO_HEDGED.search(one.lead) and re.fullmatch(r",? from (?:[a-z]+ ){0,3}", between, re.I):
            return one.size - other.size or None
    return None


def _sign(text: str, heard: Sequence[Heard]) -> AmendmentSign | None:
    """The change whose word is nearest to the leg's own, in its own sentences first."""
    found: list[tuple[bool, int, AmendmentSign]] = []
    for one in heard:
        for sign, words in _CHANGES.items():
            for match in words.finditer(text, one.start, one.end):
                if not _NOT.search(text[max(one.start, match.start() - 12) : match.start()]):
                    at = one.start if one.at is None else one.at
                    found.append((one.at is None, abs(match.start() - at), sign))
    return min(found)[2] if found else None


def _is_change(amount: Amount, sign: AmendmentSign) -> bool:
    if _BY_LEAD.search(amount.lead):
        return True
    if sign is AmendmentSign.DOWN:
        return bool(_OFF_TAIL.match(amount.tail) and not _FROM_LEAD.search(amount.lead))
    return bool(_MORE_LEAD.search(amount.lead) or _MORE_TAIL.match(amount.tail))
