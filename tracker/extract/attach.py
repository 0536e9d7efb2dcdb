"""Which amounts, chips, megawatts, terms and dates belong to which leg."""

import re
from collections.abc import Sequence
from datetime import date

from tracker.extract.drafts import Draft
from tracker.extract.hearing import hear, hear_sums
from tracker.extract.judged_terms import is_judged, take_judged
from tracker.extract.pipeline import Sentence
from tracker.extract.quantity import REFUSED, Quantity
from tracker.extract.redraft import MADE
from tracker.extract.sharing import shared
from tracker.extract.slots import SMALL, Terms, slots_of
from tracker.extract.values import settle_values

_GUESSERS = (
    r"analysts? (?:guess\w*|estimat\w*|reckon\w*|put)|(?:seen|some|many) people put|guess\w*"
    r"|we estimate"
)
_GUESS = re.compile(
    rf"\b(?:{_GUESSERS}|some(?:body|one) said|nobody official|pencil in"
    r"|by our (?:estimate|count)|earn-out)\b",
    re.IGNORECASE,
)
# Right before a sum: nobody's word, however sure a judge is.
_GUESSED = re.compile(rf"\b(?:{_GUESSERS})\b[^.;$€£]{{0,60}}$", re.IGNORECASE)
_BEFORE = 80  # characters
_BEGINNING = re.compile(
    r"\b(?:deliver\w*|begin\w*|start\w*|commenc\w*|online|ready|live|service|light up|operational|"
    r"come on|ship\w*|available|due|hand over|handover|open)\b",
    re.IGNORECASE,
)
_NOT_VALUE = re.compile(
    r"\b(?:market (?:value|cap\w*)|valuation|capital (?:expenditure|spending)s?|capex|budget"
    r"|(?:each|every) (?:gigawatt|megawatt|GW|MW|chip|GPU|rack|unit|share))\b[^.;,$€£]{0,30}$"
    r"|\bin (?:which|that) case\b[^.;$€£]{0,60}$",
    re.IGNORECASE,
)
_RAISED = re.compile(r"\brais(?:e|es|ed|ing) (?:[\w-]+ ){0,3}$", re.IGNORECASE)


def attach(
    drafts: list[Draft],
    sentences: list[Sentence],
    quantities: list[Quantity],
    text: str,
    published: date | None,
    recalled: frozenset[int] = frozenset(),
    others: Sequence[Draft] = (),
) -> list[Terms]:
    """The terms of each draft, in the order of `drafts`.

    Where a judge has said of a leg which amounts are its, they are; else nearness decides.
    Sentences whose index is in `recalled` speak of older deals; their amounts go to nobody
    that they do not name, unless the judge is sure. Of amounts nearer to one of `others`, which
    the rules saw and nobody tells, the judge has to be as sure.
    """
    terms = [Terms() for _ in drafts]
    focus: list[int] = []
    for sentence in sentences:
        here = [i for i, d in enumerate(drafts) if any(one.sentence is sentence for one in d.legs)]
        inside = [q for q in quantities if _inside(q, sentence) and not _is_guessed(q, text)]
        skipped = not here and sentence.index in recalled
        if not skipped:
            hear(sentence, here, focus, drafts, terms)
        for quantity in inside:
            slot = slot_of(quantity, sentence, published)
            before = text[max(0, quantity.start - _BEFORE) : quantity.start]
            other = slot == "value" and _is_no_value(sentence.text, before)
            if slot is None or other or skipped:
                take_judged(quantity, sentence.index, drafts, terms, (), refused=True)
                continue
            rivals = [one for one in inside if one.kind == quantity.kind]
            around = here or focus
            if slot == "value" and _RAISED.search(before):
                # The size of a round is no single investor's part.
                around = [i for i in here if _raises(drafts[i], sentence)]
            owners = _owners(quantity, slot, around, drafts, sentence, rivals)
            theirs = _is_of_others(quantity, slot, owners, drafts, others, sentence)
            given = () if theirs else owners
            take_judged(quantity, sentence.index, drafts, terms, given, refused=theirs)
            for owner in owners:
                if slot == "value":
                    terms[owner].said.append(quantity)
                if not is_judged(quantity, drafts[owner]):
                    terms[owner].offer(slot, quantity, sentence.index)
        hear_sums(sentence, inside, terms)
        if not skipped:
            focus = here or focus
    settle_values(drafts, terms, text)
    return terms


def _is_guessed(quantity: Quantity, text: str) -> bool:
    if quantity.kind not in {"money", "rate"}:
        return False
    return bool(_GUESSED.search(text[max(0, quantity.start - _BEFORE) : quantity.start]))


def _is_no_value(sentence: str, before: str) -> bool:
    """Whether a sum is a guess, or of something else than the deal by the words `before` it."""
    return bool(_GUESS.search(sentence) or _NOT_VALUE.search(before))


def _owners(
    quantity: Quantity,
    slot: str,
    around: list[int],
    drafts: list[Draft],
    sentence: Sentence,
    rivals: Sequence[Quantity],
) -> Sequence[int]:
    """The legs that a quantity goes to by nearness; several can share a sum."""
    takers = _seen_by_rules(_takers(around, drafts, slot), drafts, sentence)
    if not takers:
        return ()
    chosen = _nearest(takers, drafts, sentence, quantity)
    owners = shared(quantity, takers, chosen, drafts, sentence, rivals)
    return owners if slot == "value" else [chosen]


def _is_of_others(
    quantity: Quantity,
    slot: str,
    owners: Sequence[int],
    drafts: list[Draft],
    others: Sequence[Draft],
    sentence: Sentence,
) -> bool:
    """Whether a leg that is not told stands nearer to the quantity than its owners do."""
    here = [d for d in others if any(leg.sentence is sentence for leg in d.legs)]
    able = [d for d in here if slot in slots_of(d)]
    if not owners or not able:
        return False
    rivals = [*(drafts[i] for i in owners), *able]
    return _nearest(range(len(rivals)), rivals, sentence, quantity) >= len(owners)


def _raises(draft: Draft, sentence: Sentence) -> bool:
    """Whether the sentence itself says that the money is raised from this investor."""
    return any(leg.kind == "raise" and leg.sentence is sentence for leg in draft.legs)


def _inside(quantity: Quantity, sentence: Sentence) -> bool:
    return sentence.span.start <= quantity.start and quantity.end <= sentence.span.end


def _takers(candidates: list[int], drafts: list[Draft], slot: str) -> list[int]:
    """Legs of the sentence that can have such a term; else others of the same parties."""
    able = [i for i, d in enumerate(drafts) if slot in slots_of(d)]
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
        if any(x.sentence is sentence and x.predicate.rule_id != MADE for x in drafts[i].legs)
    ]
    return own or takers


def slot_of(quantity: Quantity, sentence: Sentence, published: date | None) -> str | None:
    """The slot that a quantity can fill, None when it says something else."""
    if quantity.role in REFUSED:
        return None
    if quantity.kind == "money":
        small = quantity.headline is not None and quantity.headline < SMALL
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
