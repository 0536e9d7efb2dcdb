"""Which sentences speak of which leg, so that what they say beside sums and sizes is its."""

import re
from collections.abc import Sequence

from tracker.extract.drafts import Draft
from tracker.extract.heard import Heard
from tracker.extract.named import Named, Party
from tracker.extract.pipeline import Sentence
from tracker.extract.quantity import Quantity
from tracker.extract.slots import Terms

_LATER = 2  # sentences after its own in which "the contract" is still that leg's
_BACK = re.compile(
    r"\b(?:it|(?:the|this|that|its|their|either|both) (?:[\w-]+ ){0,2}?(?:deal|contract|agreement|"
    r"lease|arrangement|order|customer|tenant|buyer|supplier|commitment|rent|payments?|"
    r"obligations?|part(?:y|ies)|side|company|companies|pact|purchase|price|value|total|sum))\b",
    re.IGNORECASE,
)

# "It does not cover GB300 servers", "TPUs instead of GB300s"
_NOT_ITS = re.compile(
    r"\b(?:not|n['’]t|never|no|without|except|exclud\w+|rather than|instead of|other than)"
    r"(?: [\w’'-]+){0,3} $",
    re.IGNORECASE,
)


def hear(
    sentence: Sentence, here: list[int], focus: list[int], drafts: list[Draft], terms: list[Terms]
) -> None:
    """Note the sentence for the leg that it speaks of; legs that share it divide it."""
    start, end = sentence.span.start, sentence.span.end
    names = tuple(_names(sentence))
    if here:
        at = {i: _first_word(drafts[i], sentence) for i in here}
        for i in here:
            begin = start if at[i] == min(at.values()) else at[i]
            stop = min([end, *(other for other in at.values() if other > at[i])])
            inside = tuple(n for n in names if begin <= n.start and n.end <= stop)
            terms[i].heard.append(Heard(begin, stop, inside, at[i]))
        return
    _hear_goods(sentence, focus, drafts, terms)
    if len(focus) != 1 or not _BACK.search(sentence.text):
        return
    last = max(one.sentence.index for one in drafts[focus[0]].legs)
    if sentence.index - last <= _LATER:
        terms[focus[0]].heard.append(Heard(start, end, names))


def _hear_goods(
    sentence: Sentence, focus: Sequence[int], drafts: Sequence[Draft], terms: Sequence[Terms]
) -> None:
    """Note the products that a sentence without a leg of its own names after one of a leg.

    Not where it speaks of further companies: who makes the goods is no such; nor what the
    sentence says they are not.
    """
    names = _names(sentence)
    goods = [named.product for named in names if named.product is not None]
    for i in focus if goods else ():
        last = max(one.sentence.index for one in drafts[i].legs)
        others = {n.party.name for n in names if n.party and not _only_makes(n.party)}
        if sentence.index - last <= _LATER and others <= drafts[i].pair:
            terms[i].goods += goods


def _names(sentence: Sentence) -> list[Named]:
    """The names of the sentence, without the products that it says are not meant."""
    found = [named for _, named in sorted(sentence.named.items())]
    start = sentence.span.start
    return [
        named
        for named in found
        if named.product is None or not _NOT_ITS.search(sentence.text[: named.start - start])
    ]


def _only_makes(party: Party) -> bool:
    """Whether it sells chips and takes no part in deals over their use."""
    return "chip_maker" in party.roles and not party.roles & {"buyer", "cloud"}


def hear_sums(sentence: Sentence, inside: Sequence[Quantity], terms: Sequence[Terms]) -> None:
    """Note the sentence for each leg that has a sum from it, and nothing else of it."""
    start, end = sentence.span.start, sentence.span.end
    sums = {quantity.start for quantity in inside if quantity.kind == "money"}
    for one in terms if sums else ():
        given = {q.start for _, q in one.money} | {q.start for q in one.said}
        if sums & given and not any(h.start < end and start < h.end for h in one.heard):
            one.aside.append(Heard(start, end))


def _first_word(draft: Draft, sentence: Sentence) -> int:
    return min(
        sentence.starts[leg.anchor if leg.anchor >= 0 else leg.token]
        for leg in draft.legs
        if leg.sentence is sentence
    )
