"""Whether a leg's parties are companies at all, by what the text shows of them."""

from collections.abc import Sequence

from tracker.extract.drafts import Draft
from tracker.extract.named import Named, Party

_STATED = frozenset({"signed", "amended", "completed", "terminated", "in_talks", "considering"})
_STRONG = frozenset(
    {"rent", "buy", "order", "invest", "acquire", "lend", "supply-deal", "warrant", "venture"}
    | {"raise", "supply", "spend", "design", "sale", "obtain", "license", "customer", "deal"}
)


def credible(draft: Draft, names: Sequence[Named], has_amount: bool, size: int) -> bool:
    """Whether every party that no list knows is shown to be one.

    In a text of more than a few pages (`size` in characters) both sides have to be named in
    one sentence: what was meant pages ago says little of what is meant here.
    A company's form ("Inc", "a start-up", a ticker) shows it; so does a place in a strong
    predicate opposite a company that is known, if the deal is stated or has an amount.
    """
    if size > _LONG and (draft.status() == "denied" or not _together(draft)):
        return False
    unknown = [p for p in (draft.buyer, draft.supplier) if p is not None and p.name]
    unknown = [party for party in unknown if not party.curated]
    if not unknown:
        return True
    shaped = {n.party.name for n in names if n.party is not None and n.kind != "weak"}
    bare = [party for party in unknown if party.name not in shaped]
    if not bare:
        return True
    if len(bare) == len(unknown) == 2:
        return False
    known = len(unknown) == 1 or any(party.name in shaped for party in unknown)
    return known and all(_acts(party, draft) for party in bare) and _stated(draft, has_amount)


_LONG = 20_000
_SPRAWL = 600  # characters
_WE = frozenset({"we", "our", "us", "company", "registrant"})


def _together(draft: Draft) -> bool:
    """Whether one sentence names both parties; the filer may be "we" or "the Company"."""
    for leg in draft.legs:
        here = {n.party.name for n in leg.sentence.named.values() if n.party is not None}
        missing = draft.pair - here
        first = any(token.lower_ in _WE for token in leg.sentence.doc)
        if len(leg.sentence.text) > _SPRAWL:
            continue  # a list of clauses, not a sentence
        if not missing or (len(missing) == 1 and first):
            return True
    return False


def _acts(party: Party, draft: Draft) -> bool:
    """Whether the party fills a place of a strong predicate, not only stands near."""
    return any(
        party in filled
        for leg in draft.legs
        if leg.kind in _STRONG
        for slot, filled in leg.slots.items()
        if slot in {"subj", "obj", "to", "from", "in", "into", "with", "by", "of", "poss", "for"}
    )


def _stated(draft: Draft, has_amount: bool) -> bool:
    return has_amount or draft.status() in _STATED
