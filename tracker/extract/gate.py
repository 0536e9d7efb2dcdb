"""What can hold a deal leg at all: the rest is stored and read no further."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick

from tracker.extract.relevance import COMPANY, PRODUCT, Relevance
from tracker.extract.rules import Rules
from tracker.model.ids import content_id
from tracker.reference.companies import Companies
from tracker.reference.products import Products

_DIGIT = re.compile(r"\d|illion|dozen|thousand")
_SUM = re.compile(
    r"[$€£¥₹₩]\s?\d|\d\s?(?:bn|tn|crore)\b|(?:\d|illion) (?:euros?|pounds?|dollars?|yen|won|yuan|"
    r"kronor|francs|rupees|dirhams|riyals|shares|pence)\b|\d\s?p\b"
)
_POWER = re.compile(r"\d\+?[\s-]?[mg]w\b", re.IGNORECASE)
_ALL_SIGNS = 31
_HEADLINE = 200  # characters
_SHORT = 1_000  # characters: so few words about a sum and a deal may leave the trade unsaid
# Log-odds of a deal by the words alone. Below the first a text is turned away, unless its title
# names a company and a deal; titles say little, in their own way: less is asked of those with a
# strong word than of those with a weak one. Above the last it is read whatever it does not name.
LEAST_RELEVANCE, LEAST_TITLE, LEAST_WEAK_TITLE, SURE_RELEVANCE = -0.5, -2.5, -2.0, 0.9
OTHER_TRADE = 2.0  # what is asked of a text that names nothing of the trade
_THRESHOLDS = (LEAST_RELEVANCE, LEAST_TITLE, LEAST_WEAK_TITLE, SURE_RELEVANCE, OTHER_TRADE)
_WEAK = frozenset({"obtain", "supply", "design", "customer", "spend", "venture"})
_STRONG = frozenset({"signed", "terminated", "amended", "in_talks", "considering", "denied"})


def _deal_words(rules: Rules) -> set[str]:
    """Words that alone can carry a leg; "use", "make" or "provide" need a number beside."""
    words = set(rules.lists["gate_words"])
    for table in (rules.verbs, rules.nouns, rules.phrases):
        words |= {w for w, found in table.items() if any(p.kind not in _WEAK for p in found)}
    for found in rules.cues.values():
        words |= {" ".join(c.words) for c in found if c.status in _STRONG and c.part != "phrase"}
    return words


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters of a text that are a name or a word: what it is (see `Marker.hits`)."""

    start: int
    end: int
    sign: int


class Marker:
    """Finds the names and words that lists have, in one pass over a text."""

    def __init__(self, companies: Companies, products: Products, rules: Rules) -> None:
        table: dict[str, int] = {}
        for alias in companies.aliases():
            text = f"${alias.text}" if alias.kind == "ticker" else alias.text
            table[text.lower()] = table.get(text.lower(), 0) | 1
        for product in products.aliases():
            table[product.text.lower()] = table.get(product.text.lower(), 0) | 2
        for word in _deal_words(rules):
            table[word] = table.get(word, 0) | 4
        for word in (*rules.verbs, *rules.nouns, *rules.phrases):
            table[word] = table.get(word, 0) | 16
        for word in rules.things:
            table[word] = table.get(word, 0) | 8
        for word in (*rules.brands, *rules.people):
            table[word.lower()] = table.get(word.lower(), 0) | 1
        self._automaton = ahocorasick.Automaton()
        for word, sign in table.items():
            self._automaton.add_word(word, (len(word), sign))
        self._automaton.make_automaton()

    def hits(self, low: str) -> Iterator[Hit]:
        """Whole words of a text in small letters, by where they end.

        Bits of `sign`: 1 company, 2 product, 4 deal word, 8 thing that is traded, 16 weak deal
        word.
        """
        size = len(low)
        for last, (length, sign) in self._automaton.iter(low):
            start = last + 1 - length
            if start and low[start - 1].isalnum():
                continue
            if last + 1 < size and low[last + 1].isalnum() and low[last + 1] != "s":
                continue
            yield Hit(start, last + 1, sign)

    def marked(self, text: str) -> str:
        """The text in small letters with COMPANY and PRODUCT for the names that a list has."""
        low = text.lower()
        return _marked(low, self.hits(low))


def _marked(low: str, hits: Iterable[Hit]) -> str:
    """The longest name counts where several begin or overlap."""
    names = sorted((h for h in hits if h.sign & 3), key=lambda h: (h.start, -h.end))
    parts: list[str] = []
    at = 0
    for name in names:
        if name.start >= at:
            parts += [low[at : name.start], COMPANY if name.sign & 1 else PRODUCT]
            at = name.end
    return " ".join([*parts, low[at:]])


def _signs(hits: Iterable[Hit]) -> int:
    """The bits of all of them."""
    found = 0
    for hit in hits:
        found |= hit.sign
        if found == _ALL_SIGNS:
            break
    return found


class Gate:
    """One pass over a text for names, accelerators and deal words, and one for how it sounds."""

    def __init__(self, companies: Companies, products: Products, rules: Rules) -> None:
        self._relevance = Relevance()
        self._marker = Marker(companies, products, rules)
        self.version = content_id(self._relevance.version, *_THRESHOLDS)[:6]
        self._compute = rules.lists["compute_words"]

    def passes(self, text: str) -> bool:
        """Whether the text can hold a deal of the trade, and sounds as if it might.

        Its first line is its title.
        """
        low = text.lower()
        hits = list(self._marker.hits(low))
        relevance = self._relevance.of(_marked(low, hits))
        if relevance < self._least(text.split("\n", 1)[0]):
            return False
        return relevance >= SURE_RELEVANCE or self._can_hold(text, _signs(hits))

    def is_deal(self, text: str) -> bool:
        """Whether the words alone tell a deal, of whatever trade."""
        return self._relevance.of(self._marker.marked(text)) >= OTHER_TRADE

    def _least(self, title: str) -> float:
        """How much a text has to sound like a deal, by its title."""
        signs = self.signs(title) if len(title) < _HEADLINE else 0
        if signs & 1 and (signs & 4 or "partner" in title.lower()):
            return LEAST_TITLE
        return LEAST_WEAK_TITLE if signs & 1 and signs & 16 else LEAST_RELEVANCE

    def can_hold(self, text: str) -> bool:
        """Whether a party, a deal word and something of the compute trade all occur.

        A sum beside a known company stands for the deal word, so do a product and whatever is
        traded; in a few words a deal over a sum may be in a trade that no list has, between
        companies that no list has, and a headline may leave the deal to a weak word.
        """
        return self._can_hold(text, self.signs(text))

    def _can_hold(self, text: str, signs: int) -> bool:
        dealt = signs & 4 or (signs & 16 and _DIGIT.search(text))
        if dealt and (signs & 3 or self.is_compute(text)):
            return True
        if signs & 1 and signs & 10:
            return True
        if len(text) < _HEADLINE and _DIGIT.search(text) and signs & 4:
            return True
        if len(text) < _HEADLINE and signs & 24 and (signs & 12 == 12 or self.is_compute(text)):
            # A headline may say "customer of a chip firm", or "tenant quits halls", and no more.
            return True
        few = signs & 4 and len(text) < _SHORT
        return bool((signs & 1 or few) and _SUM.search(text))

    def signs(self, text: str) -> int:
        """The bits of all that is found, as in `Marker.hits`."""
        return _signs(self._marker.hits(text.lower()))

    def is_compute(self, text: str) -> bool:
        """Whether the text speaks of chips, computing or data centres."""
        low = text.lower()
        return any(word in low for word in self._compute) or bool(_POWER.search(low))
