"""What a sentence says of the next: "a second set of talks goes on", "on the table is ..."."""

import re

from tracker.extract.legs import Leg
from tracker.extract.pipeline import Sentence

_ON_THE_TABLE = re.compile(
    r"\b(?:on the table|under discussion|under negotiation|being (?:discussed|negotiated)|"
    r"still (?:talk|talking|talks|in talks)|talks? (?:\w+ ){0,2}(?:go(?:es)? on|continues?)|"
    r"(?:second|separate|another|other|parallel|further) (?:[\w-]+ ){0,3}(?:talks|negotiations|"
    r"discussions))\b",
    re.IGNORECASE,
)
_OPEN = frozenset({None, "would", "announced", "considering"})
_VAGUE = frozenset({"deal", "spend"})


class Topic:
    """Carries "this is still talk" from a sentence without parties to the next leg."""

    def __init__(self) -> None:
        self._pending = False

    def colour(self, leg: Leg, status: str | None) -> str | None:
        """The leg's status, talks if what leads up to it says that it is still talk."""
        if leg.kind in _VAGUE or status not in _OPEN:
            return status
        sentence = leg.sentence
        before = sentence.text[: sentence.starts[leg.token] - sentence.span.start]
        if self._pending or _ON_THE_TABLE.search(before):
            return "in_talks"
        return status

    def note(self, sentence: Sentence, legs: list[Leg]) -> None:
        """Remember what the sentence says of the next; a sentence with a leg ends it."""
        if _ON_THE_TABLE.search(sentence.text) and not _names_party(sentence):
            self._pending = not any(leg.kind not in _VAGUE for leg in legs)
        elif legs:
            self._pending = False


def _names_party(sentence: Sentence) -> bool:
    return any(named.party is not None for named in sentence.named.values())
