"""What the trained recogniser says of a name: company, person, place, product or other.

It is a second opinion. Alone it finds fewer than half of the companies in news that it has
not seen (docs/language-model.md), so it is asked about names whose form and surroundings
say nothing, and about nothing else.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass

from spacy.language import Language

_MOST_CHARACTERS = 600  # around a name; a longer paragraph is cut
_MOST_KEPT = 512
_WEIGHTS = {"ORG": 1, "PERSON": -3}
_BREAK = re.compile(r"\n|(?<=[a-z)\"”][.!?])\s+(?=[A-Z\"“])")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A stretch of a text and the label that the recogniser gives it."""

    start: int
    end: int
    label: str  # ORG, PERSON, LOC, PRODUCT, MISC


class Recogniser:
    """Asks the pipeline's component "ner" about one sentence at a time."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._ner = nlp.get_pipe("ner")
        self._seen: OrderedDict[str, tuple[Recognised, ...]] = OrderedDict()

    def find(self, text: str) -> tuple[Recognised, ...]:
        """Names in a sentence, in order. Reads at most its first 600 characters."""
        known = self._seen.get(text)
        if known is None:
            with self._nlp.memory_zone():
                doc = self._ner(self._nlp.make_doc(text[:_MOST_CHARACTERS]))
                known = tuple(Recognised(e.start_char, e.end_char, str(e.label_)) for e in doc.ents)
            self._seen[text] = known
            if len(self._seen) > _MOST_KEPT:
                self._seen.popitem(last=False)
        return known

    def label(self, text: str, start: int, end: int) -> str | None:
        """The label of text[start:end] in its sentence; None where it sees no such name."""
        first, last = _sentence(text, start, end)
        for one in self.find(text[first:last]):
            if one.start + first <= start and end <= one.end + first:
                return one.label
        return None

    def evidence(self, text: str, start: int, end: int) -> int:
        """What the label weighs for a company: 1 for one, below 0 for a person, else 0."""
        return _WEIGHTS.get(self.label(text, start, end) or "", 0)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around text[start:end] begins and ends, or a stretch of it."""
    low = max(0, start - _MOST_CHARACTERS // 2)
    first = max((m.end() for m in _BREAK.finditer(text, low, start)), default=low)
    after = _BREAK.search(text, end, first + _MOST_CHARACTERS)
    return first, after.start() if after else min(len(text), first + _MOST_CHARACTERS)
