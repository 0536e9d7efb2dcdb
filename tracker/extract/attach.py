"""Which amounts, chips, megawatts, terms and dates belong to which leg."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.extract.drafts import Draft
from tracker.extract.heard import Heard
from tracker.extract.pipeline import Sentence
from tracker.extract.quantity import Quantity
from tracker.extract.sharing import shared
from tracker.model.deals import DealType

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
# A closing date is no start, and shares have no megawatts.
_SLOTS = {
    DealType.EQUITY_INVESTMENT: frozenset({"value"}),
    DealType.ACQUISITION: frozenset({"value"}),
    DealType.WARRANT: frozenset(),
    DealType.FINANCING: frozenset({"value", "term", "chips", "end", "rate", "power"}),
}
_ALL = frozenset({"value", "rate", "chips", "power", "term", "start", "end"})
_GUESS = re.compile(
    r"\b(?:analysts? (?:guess\w*|estimat\w*|reckon\w*|put)|people put|guess\w*|"
    r"some(?:body|one) said|"
    r"nobody official|pencil in|by our (?:estimate|count)|we estimate|earn-out)\b",
    re.IGNORECASE,
)
_BEGINNING = re.compile(
    r"\b(?:deliver\w*|begin\w*|start\w*|commenc\w*|online|ready|live|service|light up|operational|"
    r"come on|ship\w*|available|due|hand over|handover|open)\b",
    re.IGNORECASE,
)
_NOT_VALUE = re.compile(
    r"\b(?:market (?:value|cap\w*)|valuation|capital (?:expenditure|spending)s?|capex|budget)\b"
    r"[^.;,$€£]{0,30}$",
    re.IGNORECASE,
)
_RAISED = re.compile(r"\brais(?:e|es|ed|ing) (?:[\w-]+ ){0,3}$", re.IGNORECASE)
_EXTRA = re.compile(r"\b(?:by|further|additional|another|added|adds|extra|new)\s+(?:\w+\s){0,2}$")
_REACHED = re.compile(r"\b(?:to|now|becomes?|become|of)\s+(?:over |about |roughly |nearly )?$")
_TOTAL = re.compile(
    r"\b(?:makes|total|totals|in all|altogether|combined|sum of|puts the price at)\b"
)


@dataclass(slots=True)
class Terms:
    """The quantities of one leg by slot."""

    slots: dict[str, Quantity] = field(default_factory=dict)
    rate: Quantity | None = None
    money: list[tuple[int, Quantity]] = field(default_factory=list)  # (sentence, amount)
    heard: list[Heard] = field(default_factory=list)  # what speaks of the leg

    def offer(self, slot: str, quantity: Quantity, sentence: int) -> None:
        """Take a quantity if the slot is empty; amounts are weighed at the end."""
        if slot == "value":
            self.money.append((sentence, quantity))
        elif slot == "rate":
            self.rate = self.rate or quantity
        else:
            self.slots.setdefault(slot, quantity)


def attach(
    drafts: list[Draft],
    sentences: list[Sentence],
    quantities: list[Quantity],
    text: str,
    published: date | None,
    recalled: frozenset[int] = frozenset(),
) -> list[Terms]:
    """The terms of each draft, in the order of `drafts`.

    Sentences whose index is in `recalled` speak of older deals; their amounts go to nobody
    that they do not name.
    """
    terms = [Terms() for _ in drafts]
    focus: list[int] = []
    for sentence in sentences:
        here = [i for i, d in enumerate(drafts) if any(one.sentence is sentence for one in d.legs)]
        if not here and sentence.index in recalled:
            continue
        _hear(sentence, here, focus, drafts, terms)
        guess = bool(_GUESS.search(sentence.text))
        for quantity in quantities:
            if not _inside(quantity, sentence):
                continue
            slot = slot_of(quantity, sentence, published)
            before = text[max(0, quantity.start - 60) : quantity.start]
            if slot is None or (slot == "value" and (guess or _NOT_VALUE.search(before))):
                continue
            if slot == "value" and _RAISED.search(before):
                # The size of a round is no single investor's part.
                raised = [i for i in here if _raises(drafts[i], sentence)]
                takers = _takers(raised, drafts, slot)
            else:
                takers = _takers(here or focus, drafts, slot)
            takers = _seen_by_rules(takers, drafts, sentence)
            if takers:
                chosen = _nearest(takers, drafts, sentence, quantity)
                rivals = [q for q in quantities if q.kind == quantity.kind and _inside(q, sentence)]
                owners = shared(quantity, takers, chosen, drafts, sentence, rivals)
                for owner in owners if slot == "value" else [chosen]:
                    terms[owner].offer(slot, quantity, sentence.index)
        focus = here or focus
    for draft, one in zip(drafts, terms, strict=True):
        best = _value(draft, one.money, text)
        if best is not None:
            one.slots["value"] = best
    return terms


_LATER = 2  # sentences after its own in which "the contract" is still that leg's
_BACK = re.compile(
    r"\b(?:it|(?:the|this|that|its|their|either|both) (?:[\w-]+ ){0,2}?(?:deal|contract|agreement|"
    r"lease|arrangement|order|customer|tenant|buyer|supplier|commitment|rent|payments?|"
    r"obligations?|part(?:y|ies)|side|company|companies|pact|purchase|price|value|total|sum))\b",
    re.IGNORECASE,
)


def _hear(
    sentence: Sentence, here: list[int], focus: list[int], drafts: list[Draft], terms: list[Terms]
) -> None:
    """Note the sentence for the leg that it speaks of; legs that share it divide it."""
    start, end = sentence.span.start, sentence.span.end
    names = tuple(named for _, named in sorted(sentence.named.items()))
    if here:
        at = {i: _first_word(drafts[i], sentence) for i in here}
        for i in here:
            begin = start if at[i] == min(at.values()) else at[i]
            stop = min([end, *(other for other in at.values() if other > at[i])])
            inside = tuple(n for n in names if begin <= n.start and n.end <= stop)
            terms[i].heard.append(Heard(begin, stop, inside, at[i]))
        return
    if len(focus) != 1 or not _BACK.search(sentence.text):
        return
    last = max(one.sentence.index for one in drafts[focus[0]].legs)
    if sentence.index - last <= _LATER:
        terms[focus[0]].heard.append(Heard(start, end, names))


def _first_word(draft: Draft, sentence: Sentence) -> int:
    return min(
        sentence.starts[leg.anchor if leg.anchor >= 0 else leg.token]
        for leg in draft.legs
        if leg.sentence is sentence
    )


def _raises(draft: Draft, sentence: Sentence) -> bool:
    """Whether the sentence itself says that the money is raised from this investor."""
    return any(leg.kind == "raise" and leg.sentence is sentence for leg in draft.legs)


def _inside(quantity: Quantity, sentence: Sentence) -> bool:
    return sentence.span.start <= quantity.start and quantity.end <= sentence.span.end


def _takers(candidates: list[int], drafts: list[Draft], slot: str) -> list[int]:
    """Legs of the sentence that can have such a term; else others of the same parties."""
    able = [i for i, d in enumerate(drafts) if slot in _SLOTS.get(d.deal_type, _ALL)]  # type: ignore[arg-type]
    direct = [i for i in candidates if i in able]
    if direct or slot == "value":
        return direct
    pairs = [drafts[i].pair for i in candidates]
    return [i for i in able if drafts[i].pair in pairs]


def _seen_by_rules(takers: list[int], drafts: list[Draft], sentence: Sentence) -> list[int]:
    """Those with a predicate of their own in the sentence, if there are any.

    A leg that only the encoder sees has no place in the sentence.
    """
    own = [
        i
        for i in takers
        if any(x.sentence is sentence and x.predicate.rule_id != "pair" for x in drafts[i].legs)
    ]
    return own or takers


def slot_of(quantity: Quantity, sentence: Sentence, published: date | None) -> str | None:
    """The slot that a quantity can fill, None when it says something else."""
    if quantity.role in _REFUSED_ROLES:
        return None
    if quantity.kind == "money":
        small = quantity.headline is not None and quantity.headline < 100_000
        return None if small else "value"
    if quantity.kind in {"rate", "chips", "power", "term"}:
        return quantity.kind
    return _date_slot(quantity, sentence, published) if quantity.kind == "date" else None


def _date_slot(quantity: Quantity, sentence: Sentence, published: date | None) -> str | None:
    if quantity.date_value is None or quantity.role in {"other", "past"}:
        return None
    if published and quantity.date_value < published.isoformat()[: len(quantity.date_value)]:
        return None
    if quantity.role == "end":
        return "end"
    if quantity.role == "by":
        return "start" if _BEGINNING.search(sentence.text) else None
    return "start" if quantity.role == "start" else None


def _nearest(
    candidates: Sequence[int], drafts: list[Draft], sentence: Sentence, quantity: Quantity
) -> int:
    """The leg whose predicate is closest before the quantity, else after it."""
    best, best_distance = candidates[0], 10**6
    for i in candidates:
        for leg in drafts[i].legs:
            if leg.sentence is not sentence:
                continue
            at = sentence.starts[leg.anchor if leg.anchor >= 0 else leg.token]
            distance = quantity.start - at if at <= quantity.start else (at - quantity.end) * 2
            if distance < best_distance:
                best, best_distance = i, distance
    return best


def _value(draft: Draft, money: list[tuple[int, Quantity]], text: str) -> Quantity | None:
    """Of several amounts: an amendment's new one, the total of parts, of two currencies USD."""
    if not money:
        return None
    if draft.status() == "amended":
        for marks in (_EXTRA, _REACHED):
            for _, quantity in money:
                if marks.search(text[max(0, quantity.start - 40) : quantity.start]):
                    return quantity
                hedged = text[quantity.start : quantity.end]
                if marks is _REACHED and re.match(r"(?:to|over)\b", hedged):
                    return quantity
    first_sentence, first = money[0]
    for _, quantity in money[1:]:
        if _TOTAL.search(text[max(0, quantity.start - 30) : quantity.start]):
            return quantity
    for at, quantity in money[1:]:
        close = at == first_sentence and quantity.start - first.end < 40
        if close and first.currency != "USD" and quantity.currency == "USD":
            return quantity
    return first
