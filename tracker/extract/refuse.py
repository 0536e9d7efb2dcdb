"""What is no deal in AI compute: electricity, content, bonds, hiring, export rules."""

import re

from tracker.extract.drafts import Draft
from tracker.extract.named import Party
from tracker.extract.rules import Rules
from tracker.model.deals import DealType

_TRADE = frozenset(
    [
        "chip_maker",
        "cloud",
        "neocloud",
        "landlord",
        "miner",
        "lab",
        "designer",
        "foundry",
        "memory",
        "optics",
        "packaging",
        "vendor",
        "component",
        "equipment",
    ]
)
_GENERIC = frozenset({"deal", "obtain", "spend", "supply", "order"})


_TOLD = re.compile(
    r"\b(?:reported (?:that|by)|(?:had|was|been) reported|reports|reports? (?:that|said|on)|"
    r"news(?:paper)? report|a report|contrary to reports|story|"
    r"article|newspaper|claim|item|posts? saying|piece in|according to which|daily|weekend)\b",
    re.IGNORECASE,
)


def refused(draft: Draft, has_amount: bool, text: str, rules: Rules) -> bool:
    """Whether the leg is about something else, by the words around it and who takes part."""
    around = " ".join(dict.fromkeys(leg.sentence.text for leg in draft.legs)).lower()
    if not _in_trade(draft) and not _says(around, rules.lists["chip_words"]):
        return True
    if not _plausible(draft, has_amount, around, rules, len(text) < _HEADLINE):
        return True
    if draft.status() == "denied" and not _TOLD.search(text):
        return True
    for name in ("electricity", "export", "hiring", "corporate_debt", "content"):
        if _says(around, rules.refusals[name]) and not _about_machines(draft, name):
            return True
    return False


_HEADLINE = 160  # characters: a text as short as that is a headline
_FIRM = frozenset({"signed", "amended", "completed", "terminated", "in_talks", "considering"})
_SOFT = frozenset({"obtain", "supply", "design", "customer", "spend", "deal"})
_TARGETS = _TRADE - {"lab"}


def _plausible(draft: Draft, has_amount: bool, around: str, rules: Rules, headline: bool) -> bool:
    """Whether the wording is that of a deal: soft verbs need an amount or a firm status."""
    chips = _says(around, rules.lists["chip_words"]) or any(leg.products for leg in draft.legs)
    titled = headline or any(leg.sentence.index == -1 for leg in draft.legs)
    warranted = draft.deal_type is DealType.WARRANT and draft.given is not None
    own = draft.statuses or warranted or draft.given not in {None, "announced"}
    partly = len(draft.pair) < 2 and draft.deal_type is not DealType.JOINT_VENTURE
    if partly and not has_amount:
        return False
    if not own and not has_amount and not titled:
        return False
    if draft.deal_type is DealType.ACQUISITION:
        target = draft.supplier.roles if draft.supplier else frozenset()
        known_lab = draft.supplier is not None and draft.supplier.curated and "lab" in target
        return chips or bool(target & _TARGETS) or known_lab
    if draft.deal_type in {DealType.EQUITY_INVESTMENT, DealType.FINANCING, DealType.WARRANT}:
        party = draft.supplier if draft.deal_type is not DealType.FINANCING else draft.buyer
        known = party is not None and bool(party.roles & _TRADE)
        return known or chips
    if all(leg.kind in _SOFT for leg in draft.legs):
        if not has_amount and draft.status() not in _FIRM and not _planned(draft):
            return False
        both = all(p is not None and p.roles & _TRADE for p in (draft.buyer, draft.supplier))
        return chips or (has_amount and (both or _says(around, rules.lists["compute_words"])))
    return True


def _planned(draft: Draft) -> bool:
    """Whether a party will or plans to: more than a present habit."""
    both = all(p is not None and p.roles & _TRADE for p in (draft.buyer, draft.supplier))
    return both and "announced" in draft.statuses


def _in_trade(draft: Draft) -> bool:
    parties: list[Party] = [p for p in (draft.buyer, draft.supplier) if p is not None]
    return any(p.roles & _TRADE for p in parties)


def _about_machines(draft: Draft, refusal: str) -> bool:
    if refusal == "electricity":
        return False
    if refusal == "content":
        return any(leg.kind not in _GENERIC for leg in draft.legs)
    if refusal == "export":
        dealt = any(leg.kind in {"order", "rent", "buy", "deal"} for leg in draft.legs)
        return dealt and draft.status() in _FIRM
    if refusal == "hiring":
        return draft.deal_type is not DealType.CUSTOM_SILICON
    return False


def _says(text: str, words: tuple[str, ...] | frozenset[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word.strip())}", text) for word in words)
