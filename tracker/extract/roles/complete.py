"""The side of a leg that its predicate does not name, from who else is there."""

from tracker.extract.legs import Leg
from tracker.extract.named import UNNAMED, Party
from tracker.extract.roles.parties import Cast
from tracker.extract.roles.ranks import pair_in_order, supply_rank
from tracker.extract.types import trade_of

_RANKED = frozenset(
    {"rent", "buy", "order", "obtain", "supply", "supply-deal", "design", "sale", "deal", "spend"}
)
_LENDING = frozenset({"lender", "investor"})
_UNRANKED = frozenset({"invest", "acquire", "warrant", "lend", "venture", "raise"})


def complete(
    leg: Leg, buyer: Party | None, supplier: Party | None, cast: Cast
) -> tuple[Party | None, Party | None]:
    """(buyer, supplier) with the missing side filled where one company fits it."""
    known = buyer or supplier
    if known is None or known is UNNAMED:
        return buyer, supplier
    missing = leg.predicate.buyer if buyer is None else leg.predicate.supplier
    if leg.closed and "subj" in missing:
        return buyer, supplier
    if leg.kind == "design" and supplier is not None and leg.closed is False:
        for candidate in _candidates(leg, supplier, cast):
            if supply_rank(candidate, "design") > supply_rank(supplier, "design"):
                return supplier, candidate
    if any(f"?{slot}" in leg.slots for slot in missing):
        return buyer, supplier
    if buyer is None and cast.supplier == known and cast.buyer and not leg.closed:
        return cast.buyer, supplier
    if supplier is None and _sells_on(leg, known, cast):
        return buyer, cast.supplier
    for candidate in _candidates(leg, known, cast):
        if leg.kind in _RANKED:
            trades = {trade_of(leg), "compute"} if leg.kind == "obtain" else {trade_of(leg)}
            for trade in sorted(trades):
                mine, theirs = supply_rank(known, trade), supply_rank(candidate, trade)
                if supplier is None and theirs > max(mine, 0.5):
                    return buyer, candidate
                if buyer is None and mine > max(theirs, 0.5):
                    return candidate, supplier
        elif leg.kind == "lend" and supplier is None and not candidate.roles & _LENDING:
            continue
        elif leg.predicate.rule_id == "loan" and supplier is None and not _lends(candidate):
            continue  # who a loan serves is not who lends it
        elif leg.kind in _UNRANKED:
            return (buyer, candidate) if supplier is None else (candidate, supplier)
    return buyer, supplier


def _sells_on(leg: Leg, known: Party, cast: Cast) -> bool:
    """Whether what is sold to the buyer in focus comes from the supplier in focus."""
    selling = leg.kind == "supply" and leg.predicate.part == "verb" and not leg.closed
    return selling and cast.buyer == known and cast.supplier not in (None, UNNAMED)


def _lends(party: Party) -> bool:
    return "lender" in party.roles or not (party.roles or party.curated)


def _candidates(leg: Leg, known: Party, cast: Cast) -> list[Party]:
    """Others of the sentence, nearest first; then filer, speaker and those in focus."""
    sentence = leg.sentence
    near = [
        named.party
        for i, named in sorted(
            sentence.named.items(), key=lambda item: (item[0] > leg.token, abs(item[0] - leg.token))
        )
        if named.party is not None and named.kind != "weak"
    ]
    others = [cast.filer, cast.buyer, cast.supplier, cast.speaker]
    found = [party for party in (*near, *others) if party is not None and party is not UNNAMED]
    return [party for party in dict.fromkeys(found) if party.name != known.name]


def partner(leg: Leg, known: Party, cast: Cast) -> tuple[Party | None, Party | None]:
    """(buyer, supplier) of a deal with one name: the other is who supplies, or is supplied."""
    for candidate in _candidates(leg, known, cast):
        pair = pair_in_order(trade_of(leg), known, candidate)
        if pair == pair_in_order(trade_of(leg), candidate, known):
            return pair
    return None, None


def both_from_sentence(leg: Leg) -> tuple[Party | None, Party | None]:
    """The only two companies that a sentence names, the first as buyer; else nobody."""
    named = [n for _, n in sorted(leg.sentence.named.items()) if n.kind != "weak"]
    found = list(dict.fromkeys(n.party for n in named if n.party is not None))
    if len(found) != 2:
        return None, None
    return found[0], found[1]
