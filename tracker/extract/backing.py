"""Who stands in for a party of a leg: "guaranteed by", "with X backstopping the rent"."""

import re
from collections.abc import Sequence

from tracker.extract.heard import Heard
from tracker.extract.named import Named

_BACKS = r"(?:guarantee(?:s|d|ing)?|backstop(?:s|ped|ping)?|stand(?:s|ing)? behind|stood behind)"
_UNSURE = re.compile(
    r"\b(?:no|not|without|never|talks?|ask(?:s|ed|ing)?|consider\w*|might|may|could|would|if|"
    r"declin\w+|refus\w+)\b|n['’]t\b",
    re.I,
)
_BACKS_AFTER = re.compile(
    rf"^(?:['’]s)?,?(?: [\w'’,-]+){{0,6}}? (?:\$?[\d.]+ ?\w+ )?"
    rf"(?P<what>{_BACKS}|guarant(?:y|ies))\b"
    r"(?! (?:by|from)\b)(?=[^.;]{0,60}\b(?:rent|leases?|payments?|obligations?|debts?|loans?|"
    r"liabilit\w+|contract|deal|agreement|commitments?|financing|notes|tenant|borrow\w+|it)\b)",
    re.I,
)
_BACKED_BEFORE = re.compile(
    r"\b(?:guaranteed|backstopped|(?P<noun>guarantees?|guaranty|backstop)(?: of [^,;]{1,60}?)?)"
    r"(?:,? in (?:part|full),?| partly| fully| provided| given| issued)?,? (?:by|from) "
    r"(?:[\w’'-]+ ){0,4}?(?:[\w’'-]+, )?$",
    re.I,
)


def find_guarantor(text: str, heard: Sequence[Heard], pair: frozenset[str]) -> Named | None:
    """The company that is said to stand in for a party; a party itself never is."""
    for one in heard:
        for named in one.names:
            party = named.party
            if party is None or not party.name or party.name in pair or named.kind == "weak":
                continue
            if _guarantees(text[named.end : one.end], text[one.start : named.start], one, named):
                return named
    return None


def _guarantees(after: str, before: str, one: Heard, named: Named) -> bool:
    active = _BACKS_AFTER.match(after)
    if active is not None:
        between = (named.end, named.end + active.start("what"))
        alone = not any(between[0] <= n.start < between[1] and n.party for n in one.names)
        if alone and not _UNSURE.search(active[0]):
            return True
    passive = _BACKED_BEFORE.search(before[-140:])
    if passive is None:
        return False
    near = before[-140:][max(0, passive.start() - 30) :]
    return not _UNSURE.search(near)
