"""Which amounts, chips, megawatts, terms and dates belong to which leg."""

import re
from dataclasses import dataclass, field
from datetime import date

from tracker.extract.pipeline import Sentence
from tracker.extract.quantity import Quantity
from tracker.extract.story import Draft

_END_BEFORE = re.compile(
    r"(?:\bthrough|\buntil|\bto|\bending|\bends?|\bexpires?|\brunning to|\bruns to|\bby the end of|"
    r"\bfinish(?:ing)? by|\bfinish|\blasts? until|\bexpiry|\bup to|[–-])\s*(?:the\s)?(?:end of\s)?$"
)
_REFUSED_ROLES = frozenset(
    [
        "valuation",
        "market_value",
        "market_size",
        "capex",
        "revenue",
        "backlog",
        "per_share",
        "price_target",
        "guarantee",
        "fee",
        "estimate",
        "round",
        "stake",
        "extension",
        "multi_year",
        "site",
        "per_rack",
        "past",
    ]
)


@dataclass(slots=True)
class Terms:
    """The quantities of one leg by slot."""

    slots: dict[str, Quantity] = field(default_factory=dict)
    rate: Quantity | None = None

    def offer(self, slot: str, quantity: Quantity) -> None:
        """Take a quantity if the slot is empty."""
        self.slots.setdefault(slot, quantity)


def attach(
    drafts: list[Draft],
    sentences: list[Sentence],
    quantities: list[Quantity],
    published: date | None,
) -> dict[int, Terms]:
    """Terms by draft (its place in `drafts`)."""
    terms = {i: Terms() for i in range(len(drafts))}
    focus: list[int] = []
    for sentence in sentences:
        here = [i for i, d in enumerate(drafts) if any(l.sentence is sentence for l in d.legs)]
        inside = [
            q for q in quantities if sentence.span.start <= q.start and q.end <= sentence.span.end
        ]
        candidates = here or focus
        for quantity in inside:
            slot = slot_of(quantity, sentence, published)
            if slot is None or not candidates:
                continue
            chosen = _nearest(candidates, drafts, sentence, quantity, slot)
            if slot == "rate":
                terms[chosen].rate = terms[chosen].rate or quantity
            else:
                terms[chosen].offer(slot, quantity)
        focus = here or focus
    return terms


def slot_of(quantity: Quantity, sentence: Sentence, published: date | None) -> str | None:
    """The slot that a quantity can fill, None when it says something else."""
    if quantity.role in _REFUSED_ROLES:
        return None
    if quantity.kind in {"money", "rate"}:
        return {"money": "value", "rate": "rate"}[quantity.kind]
    if quantity.kind in {"chips", "power", "term"}:
        return quantity.kind
    if quantity.kind == "date":
        return _date_slot(quantity, sentence, published)
    return None


def _date_slot(quantity: Quantity, sentence: Sentence, published: date | None) -> str | None:
    if quantity.date_value is None or quantity.role in {"other", "past"}:
        return None
    if published and quantity.date_value[:10] < published.isoformat()[: len(quantity.date_value)]:
        return None
    if quantity.role == "end":
        return "end"
    return "start" if quantity.role in {"start", "by"} else None


def _nearest(
    candidates: list[int],
    drafts: list[Draft],
    sentence: Sentence,
    quantity: Quantity,
    slot: str,
) -> int:
    """The leg whose predicate is closest before the quantity, else after it."""
    best, best_distance = candidates[0], 10**6
    for i in candidates:
        for leg in drafts[i].legs:
            if leg.sentence is not sentence:
                continue
            at = sentence.starts[leg.token]
            distance = quantity.start - at if at <= quantity.start else (at - quantity.end) * 2
            if distance < best_distance:
                best, best_distance = i, distance
    return best
