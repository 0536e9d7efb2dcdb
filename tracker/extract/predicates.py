"""Words that can carry a leg, by the rules of `patterns/predicates.jsonl`."""

from spacy.tokens import Token

from tracker.extract.goods import GoodsFinder
from tracker.extract.grammar import is_verb
from tracker.extract.pipeline import Sentence
from tracker.extract.rules import Predicate, Rules

_MANY = frozenset({"investments", "stakes", "acquisitions", "takeovers", "mergers", "bets"})
_PRICES = frozenset(
    {"price", "prices", "rate", "rates", "market", "markets", "cost", "costs", "demand"}
)
_PLEDGED = frozenset({"on", "by", "against"})
_FORMING = frozenset(
    ["form", "create", "establish", "launch", "announce", "set", "start", "found", "unveil"]
)


class PredicateFinder:
    """Finds predicates in sentences, in order."""

    def __init__(self, rules: Rules, goods: GoodsFinder) -> None:
        self.rules = rules
        self._goods = goods
        phrases = (phrase.split(" ")[0] for phrase in rules.phrases)
        self._first = frozenset((*rules.verbs, *rules.nouns, *phrases))

    def find(self, sentence: Sentence) -> list[tuple[Token, Predicate]]:
        """Words that can carry a leg; of two rules for a word the one whose things are near."""
        found = []
        tokens = list(sentence.doc)
        skip = -1
        for token in tokens:
            if token.i <= skip or token.i in sentence.named:
                continue
            if token.lower_ not in self._first:
                continue
            candidates, length = self._rules_at(token, tokens)
            for predicate in candidates:
                if self._goods.near(token, predicate, sentence):
                    last = tokens[token.i + length - 1]
                    first_leads = length == 1 or tokens[token.i + 1].lower_ in {"to", "of", "for"}
                    found.append((token if first_leads else last, predicate))
                    if predicate.part == "noun":
                        skip = token.i + length - 1
                    break
        return found

    def _rules_at(self, token: Token, tokens: list[Token]) -> tuple[tuple[Predicate, ...], int]:
        low = token.lower_
        for length in (4, 3, 2):
            words = tokens[token.i : token.i + length]
            phrase = " ".join(t.lower_ for t in words)
            if length == len(words) and phrase in self.rules.phrases:
                rules = self.rules.phrases[phrase]
                finite = is_verb(token) or (token.tag_ == "NNS" and 0 < token.i < 8)
                if rules[0].part == "noun" or finite:
                    if rules[0].part == "verb":
                        return rules, 1
                    return rules, length
        hyphened = self._by_hyphen(token, tokens)
        if token.dep_ in {"amod", "compound"}:
            hyphened = True
        if low.startswith("secur") and tokens[min(token.i + 1, len(tokens) - 1)].lower_ in _PLEDGED:
            return (), 1
        follows_name = token.i and tokens[token.i - 1].tag_.startswith("NNP")
        headline = token.tag_ == "NNS" and follows_name and token.i < 8
        if (is_verb(token) or headline) and not hyphened and low in self.rules.verbs:
            return self.rules.verbs[low], 1
        led = token.i + 1 < len(tokens) and tokens[token.i + 1].text == "-"
        if low in self.rules.nouns and not is_verb(token) and not led:
            return self._nouns(token, tokens), 1
        if token.tag_ == "VBG" and low in self.rules.nouns:
            return self.rules.nouns[low], 1
        if low in self.rules.verbs and token.tag_ in {"NN", "NNS", "NNP"} and token.dep_ == "ROOT":
            return self.rules.verbs[low], 1
        return (), 1

    def _nouns(self, token: Token, tokens: list[Token]) -> tuple[Predicate, ...]:
        """The rules of a noun; a customer is a leg only where somebody is said to be it."""
        before = tokens[token.i - 1].lower_ if token.i else ""
        after = tokens[token.i + 1].lower_ if token.i + 1 < len(tokens) else ""
        if (
            token.lower_ in {"purchases", "sales", "bids", "offers", "approaches", "uses"}
            or (token.lower_ in _MANY and "illion" not in token.doc.text)
            or token.tag_ == "NNPS"
        ):
            return ()
        if after in _PRICES:
            return ()
        if before == "funded" or after in self.rules.lists["company_nouns"]:
            return ()
        if token.lower_ == "order" and before == "in" and after in {"to", "not", "that"}:
            return ()
        if token.lower_ == "contract" and after.endswith(("maker", "manufacturer")):
            return ()
        if token.lower_ == "venture" and after in {
            "capital",
            "investors",
            "investor",
            "firm",
            "fund",
        }:
            return ()
        rules = self.rules.nouns[token.lower_]
        if rules[0].rule_id == "form-company" and not _is_formed(token):
            return ()
        if rules[0].kind == "customer" and not any(c.dep_ == "cop" for c in token.children):
            return ()
        return rules

    def _by_hyphen(self, token: Token, tokens: list[Token]) -> bool:
        after = token.i + 1 < len(tokens) and tokens[token.i + 1].text == "-"
        return after or (token.i > 0 and tokens[token.i - 1].text == "-")


def _is_formed(token: Token) -> bool:
    """Whether two or more set the company up: "A and B announced a new company"."""
    head = token.head
    if token.dep_ not in {"obj", "dobj"} or head.lemma_.lower() not in _FORMING:
        return False
    own = [c for c in head.children if c.dep_ in {"nsubj"}]
    return any(c.dep_ == "conj" for word in own for c in word.children)
