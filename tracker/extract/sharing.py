"""Amounts that belong to several legs of a sentence: "each", "respectively"."""

import re
from collections.abc import Sequence

from tracker.extract.drafts import Draft
from tracker.extract.pipeline import Sentence
from tracker.extract.quantity import Quantity

_EACH_AFTER = re.compile(r"\s?(?:each|apiece)\b", re.IGNORECASE)
_EACH_BEFORE = re.compile(r"\beach\b[^,;.]{0,25}$", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


def position(draft: Draft, sentence: Sentence) -> int | None:
    """The character at which the leg stands in the sentence: its buyer, else its verb."""
    own = [leg for leg in draft.legs if leg.sentence is sentence]
    if not own:
        return None
    leg = own[0]
    return sentence.starts[leg.anchor if leg.anchor >= 0 else leg.token]


def shared(
    quantity: Quantity,
    takers: Sequence[int],
    chosen: int,
    drafts: Sequence[Draft],
    sentence: Sentence,
    rivals: Sequence[Quantity],
) -> list[int]:
    """The takers that an amount belongs to; usually only the one `chosen`.

    `rivals` are all amounts of the sentence in order, this one included.
    """
    same = [i for i in takers if drafts[i].deal_type == drafts[chosen].deal_type]
    if len(same) < 2:
        return [chosen]
    at = quantity.start - sentence.span.start
    before, after = sentence.text[:at], sentence.text[quantity.end - sentence.span.start :]
    if (match := _RESPECTIVELY.search(after)) is not None:
        # What stands behind the word is another matter.
        meant = [one for one in rivals if one.start < quantity.end + match.start()]
        place = meant.index(quantity) - (len(meant) - len(same))
        return [same[place]] if place >= 0 else [chosen]
    if _EACH_AFTER.match(after):
        earlier = [one.end for one in rivals if one.end <= quantity.start]
        first = max(earlier, default=sentence.span.start)
        ours = [i for i in same if first <= (position(drafts[i], sentence) or 0) < quantity.start]
        return ours or [chosen]
    return list(same) if _EACH_BEFORE.search(before) else [chosen]
