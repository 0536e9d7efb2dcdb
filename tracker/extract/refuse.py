"""What is no deal in AI compute: electricity, content, bonds, hiring, export rules."""

import re

from tracker.extract.named import Party
from tracker.extract.rules import Rules
from tracker.extract.story import Draft
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


def refused(draft: Draft, text: str, rules: Rules) -> bool:
    """Whether the leg is about something else, by the words around it and who takes part."""
    around = " ".join(dict.fromkeys(leg.sentence.text for leg in draft.legs)).lower()
    if not _in_trade(draft) and not _says(around, rules.lists["compute_words"]):
        return True
    for name in ("electricity", "export", "hiring", "corporate_debt", "content"):
        if _says(around, rules.refusals[name]) and not _about_machines(draft, name):
            return True
    return False


def _in_trade(draft: Draft) -> bool:
    parties: list[Party] = [p for p in (draft.buyer, draft.supplier) if p is not None]
    return any(p.roles & _TRADE for p in parties)


def _about_machines(draft: Draft, refusal: str) -> bool:
    if refusal == "electricity":
        return False
    if refusal == "content":
        return any(leg.kind not in _GENERIC for leg in draft.legs)
    if refusal == "hiring":
        return draft.deal_type is not DealType.CUSTOM_SILICON
    return False


def _says(text: str, words: tuple[str, ...] | frozenset[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word.strip())}", text) for word in words)
