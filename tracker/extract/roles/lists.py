"""Legs that a list adds: "Amazon will invest $5bn and Nvidia and SoftBank $3bn each"."""

from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from tracker.extract.grammar import subjects
from tracker.extract.named import UNNAMED, Party
from tracker.extract.pipeline import Sentence

if TYPE_CHECKING:
    from tracker.extract.legs import Leg
    from tracker.extract.roles.parties import Cast

_MONEY = frozenset({"$", "€", "£", "¥", "₩", "us$"})
_HEDGES = frozenset(
    {"up", "to", "about", "another", "some", "around", "nearly", "roughly", "a", "further"}
    | {"as", "much", "more", "than", "at", "least", "over", "approximately", "almost"}
)
_RAISING = frozenset({"raise", "raises", "raised", "raising"})
_JOINTS = frozenset({",", "and", "&", "while", ";", "both"})


def listed(leg: "Leg", cast: "Cast") -> list["Leg"]:
    """Further legs of the same verb, for investors whose amounts follow without a verb."""
    if leg.kind == "raise" and leg.supplier is not None:
        more = [p for p in leg.slots.get("from&", []) if p not in (leg.buyer, leg.supplier)]
        return [replace(leg, buyer=party) for party in more]
    if leg.kind != "invest" or leg.predicate.part != "verb" or leg.buyer is None:
        return []
    groups = _gapped(leg)
    raiser = _raiser(leg, cast)
    if leg.supplier is None and raiser is not None and raiser != leg.buyer:
        leg.supplier = raiser
    found = []
    for party, at in groups:
        if party not in (leg.buyer, leg.supplier):
            found.append(replace(leg, buyer=party, anchor=at, slots={**leg.slots, "subj": [party]}))
    return found


def _gapped(leg: "Leg") -> list[tuple[Party, int]]:
    """Companies behind the verb that stand right before an amount, as "Nvidia $30bn"."""
    sentence, found = leg.sentence, []
    doc = sentence.doc
    pending: list[tuple[Party, int]] = []
    for token in doc[leg.token + 1 :]:
        named = sentence.named.get(token.i)
        if named is not None and named.party is not None:
            joined = doc[token.i - 1].lower_ in _JOINTS
            pending = [*pending, (named.party, token.i)] if joined else []
        elif token.lower_ in _MONEY or (token.is_digit and not pending):
            found.extend(pending)
            pending = []
        elif token.lower_ not in _JOINTS | _HEDGES:
            pending = []
    return found


def _raiser(leg: "Leg", cast: "Cast") -> Party | None:
    """Who raises the money in "it was raising $110bn, of which Amazon will invest $50bn"."""
    for token in leg.sentence.doc[: leg.token]:
        if token.lower_ in _RAISING and token.tag_.startswith("VB"):
            found = _who(token, leg.sentence, cast)
            if found is not None:
                return found
    return None


def _who(verb: Token, sentence: Sentence, cast: "Cast") -> Party | None:
    own = subjects(verb, sentence.labels)
    found = [party for word in own for party in cast.resolve(word, sentence)]
    return next((party for party in found if party is not UNNAMED), None)
