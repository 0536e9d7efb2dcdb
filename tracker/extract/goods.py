"""What is traded in a stretch of a sentence: chips, compute, space, shares, money ..."""

import re

from spacy.tokens import Token

from tracker.extract.grammar import is_passive, is_verb, objects, prepositional
from tracker.extract.pipeline import Sentence
from tracker.extract.rules import Predicate, Rules

_PRICED = re.compile(
    r"[$€£¥₩]\s?\d|\bcash\b|\btakeover\b|\bpence\b|\d\s?(?:bn|billion|million|m)\b"
)
# "a chip startup" says who sells, not what is sold.
_TRADE_OF = re.compile(
    r"\b(?:chip|server|memory|gpu|cloud)s?[- ](?=(?:start-?up|maker|company|designer|firm|giant|"
    r"group|supplier|business|operator|provider|stock|share)s?\b)"
)
_MADE_TO_ORDER = re.compile(
    r"\b(?:co-)?(?:develop|design)(?:s|ed|ing)?\s(?:[\w-]+\s){0,4}?"
    r"(?:chips?|processors?|semiconductors?|TPUs?|accelerators?|silicon)\b"
    r"|\b(?:make|manufacture|produce|build)s?\s(?:its|their|the company's)\s(?:[\w-]+\s){0,4}?"
    r"(?:chips?|processors?|accelerators?)\b"
)


class GoodsFinder:
    """Finds the things of the rules in the words of a sentence."""

    def __init__(self, rules: Rules) -> None:
        self._names = rules.things
        longest = sorted(rules.things, key=len, reverse=True)
        self._things = re.compile(
            r"(?<![a-z])(?:" + "|".join(map(re.escape, longest)) + r")(?![a-z])"
        )

    def near(self, token: Token, predicate: Predicate, sentence: Sentence) -> bool:
        """Whether a thing that the predicate needs is close to it."""
        if not predicate.needs:
            return True
        first = token.i if predicate.part == "verb" else max(0, token.i - 8)
        if is_passive(token, sentence.labels):
            first = max(0, token.i - 14)
        last = min(len(sentence.doc), token.i + 22)
        found = self.between(sentence, first, last)
        if "price" in predicate.needs:
            return bool(_PRICED.search(text_between(sentence, max(0, token.i - 6), token.i + 6)))
        if "money" in predicate.needs and re.search(
            r"[$€£¥₩]|\bbn\b|illion", text_between(sentence, first, last)
        ):
            return True
        return bool(predicate.needs & found)

    def between(self, sentence: Sentence, first: int, last: int) -> frozenset[str]:
        """What is spoken of in tokens first to last: chips, compute, equity ..."""
        text = _TRADE_OF.sub(" ", _without_names(sentence, first, last).lower())
        found = {self._names[match.group()] for match in self._things.finditer(text)}
        if _MADE_TO_ORDER.search(text_between(sentence, first, last)):
            found.add("silicon")
        for i, named in sentence.named.items():
            if named.label == "PRODUCT" and first <= i < last:
                memory = named.product is not None and named.product.startswith("HBM")
                found.add("component" if memory else "chips")
        return frozenset(found)

    def of_object(self, token: Token, sentence: Sentence) -> frozenset[str]:
        """What the verb's object, or its with-phrase, is itself: a loan, a stake, chips."""
        labels = sentence.labels
        nouns = list(objects(token, labels)) if is_verb(token) else [token]
        nouns += [n for p, n in prepositional(token, labels) if p in {"with", "of"}]
        nouns += [n for noun in list(nouns) for p, n in prepositional(noun, labels) if p == "of"]
        found: set[str] = set()
        for noun in nouns:
            if noun.i not in sentence.named:
                first = max(noun.left_edge.i, noun.i - 3)
                found |= self.between(sentence, first, noun.i + 1)
            elif sentence.named[noun.i].label == "PRODUCT":
                memory = str(sentence.named[noun.i].product).startswith("HBM")
                found.add("component" if memory else "chips")
        return frozenset(found)


def _without_names(sentence: Sentence, first: int, last: int) -> str:
    """The words of tokens first to last; names of companies say nothing of the goods."""
    text = text_between(sentence, first, last)
    if first >= len(sentence.starts):
        return text
    offset = sentence.starts[first]
    for i, named in sentence.named.items():
        if first <= i < last and named.label == "COMPANY":
            start, end = sentence.starts[i] - offset, sentence.ends[i] - offset
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def text_between(sentence: Sentence, first: int, last: int) -> str:
    """The document's characters of tokens first to last."""
    if first >= len(sentence.starts):
        return ""
    start = sentence.starts[first] - sentence.span.start
    end = sentence.ends[min(last, len(sentence.ends)) - 1] - sentence.span.start
    return sentence.text[start:end]
