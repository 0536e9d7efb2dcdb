"""Deal legs in one parsed sentence: a predicate, who is on which side, and what is traded."""

import re
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from tracker.extract.grammar import (
    below,
    chain,
    is_passive,
    is_verb,
    objects,
    prepositional,
    subjects,
    with_conjuncts,
)
from tracker.extract.named import UNNAMED, Party
from tracker.extract.pipeline import Sentence
from tracker.extract.roles.parties import Cast
from tracker.extract.rules import Predicate, Rules, forms

_REACH = 28  # words to the right in which a preposition may still belong to the predicate
_CLAUSE_BREAK = frozenset({";", ":", "|", "→"})


@dataclass(slots=True)
class Leg:
    """What one predicate says; parties are None where its sentence does not name them."""

    predicate: Predicate
    token: int
    sentence: Sentence
    buyer: Party | None = None
    supplier: Party | None = None
    both: list[Party] = field(default_factory=list)  # parties whose side the words leave open
    things: frozenset[str] = frozenset()
    products: tuple[str, ...] = ()
    span: tuple[int, int] = (0, 0)  # tokens it governs
    head: frozenset[str] = frozenset()  # things that are themselves the object
    closed: bool = False  # its subject is somebody who is no company
    explicit: bool = False  # a verb with a subject that is a party
    slots: dict[str, list[Party]] = field(default_factory=dict)
    through: bool = False  # "access through Broadcom"
    vendor: Party | None = None  # whose goods are spoken of: "Nvidia systems"
    target: Party | None = None  # a company that is itself the object: "buy Ampere"

    @property
    def kind(self) -> str:
        """What the predicate says: rent, buy, invest ..."""
        return self.predicate.kind

    def parties(self) -> set[str]:
        """Names of everybody in it."""
        found = [self.buyer, self.supplier, *self.both]
        return {party.name for party in found if party is not None and party.name}


_PRICED = re.compile(
    r"[$€£¥₩]\s?\d|\bcash\b|\btakeover\b|\bpence\b|\d\s?(?:bn|billion|million|m)\b"
)
_MANY = frozenset({"investments", "stakes", "acquisitions", "takeovers", "mergers", "bets"})
_MADE_TO_ORDER = re.compile(
    r"\b(?:co-)?(?:develop|design)(?:s|ed|ing)?\s(?:[\w-]+\s){0,4}?"
    r"(?:chips?|processors?|semiconductors?|TPUs?|accelerators?|silicon)\b"
)
_WANTING = frozenset({"obtain", "buy", "rent", "spend", "order"})
_NEAR = frozenset({"on", "at", "of"})
_PLEDGED = frozenset({"on", "by", "against"})
_FORMING = frozenset(["form", "create", "establish", "launch", "announce", "set", "start", "found", "unveil"])


def _is_formed(token: Token) -> bool:
    """Whether two or more set the company up: "A and B announced a new company"."""
    head = token.head
    if token.dep_ not in {"obj", "dobj"} or head.lemma_.lower() not in _FORMING:
        return False
    own = [c for c in head.children if c.dep_ in {"nsubj"}]
    return any(c.dep_ == "conj" for word in own for c in word.children)


_SHARING = frozenset({"invest", "buy", "order", "obtain", "rent", "supply", "deal"})


def _shared(leg: Leg) -> list[Leg]:
    """ "A and B will invest in C", "an agreement with A and B": a leg for each."""
    if leg.kind not in _SHARING or leg.predicate.kind == "venture":
        return []
    found: list[Leg] = []
    subject, others = leg.slots.get("subj", []), leg.slots.get("with", [])[:1]
    if leg.both and len(subject) == 1 and others and leg.slots.get("with&"):
        found.extend(replace(leg, both=[subject[0], other]) for other in leg.slots["with&"])
        leg.both = [subject[0], others[0]]
    elif leg.buyer and leg.supplier and leg.buyer in subject and leg.supplier not in subject:
        found.extend(replace(leg, buyer=other) for other in subject if other != leg.buyer)
    elif leg.buyer and leg.supplier:
        slot = next((s for s in ("from", "in", "with") if leg.supplier in leg.slots.get(s, [])), "")
        more = [p for p in leg.slots.get(f"{slot}&", []) if p not in (leg.buyer, leg.supplier)]
        found.extend(replace(leg, supplier=other) for other in more)
    return found


class LegReader:
    """Finds legs in sentences, in order, with the cast of their document."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        longest = sorted(rules.things, key=len, reverse=True)
        self._things = re.compile(
            r"(?<![a-z])(?:" + "|".join(map(re.escape, longest)) + r")(?![a-z])"
        )

    def has_deal_word(self, text: str) -> bool:
        """Whether a word of `text` could be a predicate or a status."""
        words = re.findall(r"[a-z][a-z-]*", text.lower())
        rules = self.rules
        return any(w in rules.verbs or w in rules.nouns or w in rules.cues for w in words)

    def read(self, sentence: Sentence, cast: Cast) -> list[Leg]:
        """Legs in the order of their predicates."""
        found = []
        hits = self._predicates(sentence)
        nouns = {token.i for token, predicate in hits if predicate.part == "noun"}
        for position, (token, predicate) in enumerate(hits):
            stop = next((t.i for t, _ in hits[position + 1 :] if t.i > token.i), len(sentence.doc))
            if predicate.kind == "obtain" and predicate.part == "verb":
                # "receives orders", "secures a loan": the noun says it.
                if any(noun.i in nouns for noun in objects(token, sentence.labels)):
                    continue
            leg = self._leg(token, predicate, sentence, cast, stop)
            if leg is not None:
                found.append(leg)
                found.extend(_shared(leg))
        return found

    def _predicates(self, sentence: Sentence) -> list[tuple[Token, Predicate]]:
        """Words that can carry a leg; of two rules for a word the one whose things are near."""
        found = []
        tokens = list(sentence.doc)
        skip = -1
        for token in tokens:
            if token.i <= skip or token.i in sentence.named:
                continue
            candidates, length = self._rules_at(token, tokens)
            for predicate in candidates:
                if self._things_near(token, predicate, sentence):
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
                if rules[0].part == "noun" or is_verb(token):
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

    def _things_near(self, token: Token, predicate: Predicate, sentence: Sentence) -> bool:
        if not predicate.needs:
            return True
        first = token.i if predicate.part == "verb" else max(0, token.i - 8)
        if is_passive(token, sentence.labels):
            first = max(0, token.i - 14)
        last = min(len(sentence.doc), token.i + 22)
        found = self.things_between(sentence, first, last)
        if "price" in predicate.needs:
            return bool(_PRICED.search(_text(sentence, max(0, token.i - 6), token.i + 6)))
        if "money" in predicate.needs and re.search(
            r"[$€£¥₩]|\bbn\b|illion", _text(sentence, first, last)
        ):
            return True
        return bool(predicate.needs & found)

    def things_between(self, sentence: Sentence, first: int, last: int) -> frozenset[str]:
        """What is spoken of in tokens first to last: chips, compute, equity ..."""
        found = {
            self.rules.things[match.group()]
            for match in self._things.finditer(_text(sentence, first, last).lower())
        }
        if _MADE_TO_ORDER.search(_text(sentence, first, last)):
            found.add("silicon")
        for i, named in sentence.named.items():
            if named.label == "PRODUCT" and first <= i < last:
                memory = named.product is not None and named.product.startswith("HBM")
                found.add("component" if memory else "chips")
        return frozenset(found)

    def _leg(
        self, token: Token, predicate: Predicate, sentence: Sentence, cast: Cast, stop: int
    ) -> Leg | None:
        slots = self._slots(token, predicate, sentence, cast)
        if _is_habit(token, predicate, sentence) or _is_holding(token, predicate, sentence):
            return None
        if predicate.head and not predicate.head & self._head_things(token, sentence):
            return None
        if predicate.must and not any(slots.get(slot) for slot in predicate.must):
            return None
        leg = Leg(predicate, token.i, sentence)
        closed = _closed(token, predicate, sentence, slots)
        if closed and predicate.buyer[:1] == ("subj",) and predicate.kind in _WANTING:
            return None
        leg.closed = closed
        leg.slots = slots
        leg.explicit = predicate.part == "verb" and bool(slots.get("subj"))
        leg.through = bool(slots.get("through"))
        _turn(leg, slots)
        _fill(leg, leg.predicate, slots)
        predicate = leg.predicate
        leg.vendor = next(iter(slots.get("vendor", [])), None)
        direct = slots.get("obj" if predicate.part == "verb" else "of", [])
        leg.target = next((p for p in direct if p is not UNNAMED), None)
        first = max(0, token.i - 6) if predicate.part == "noun" else token.i
        if is_passive(token, sentence.labels):
            first = token.left_edge.i
        last = min(len(sentence.doc), max(stop, token.i + 12))
        leg.span = (first, last)
        leg.things = self.things_between(sentence, first, last)
        leg.head = self._head_things(token, sentence)
        leg.products = tuple(
            dict.fromkeys(
                n.product
                for i, n in sorted(sentence.named.items())
                if n.product is not None and first <= i < last
            )
        )
        return leg

    def _head_things(self, token: Token, sentence: Sentence) -> frozenset[str]:
        """What the verb's object, or its with-phrase, is itself: a loan, a stake, chips."""
        labels = sentence.labels
        nouns = list(objects(token, labels)) if is_verb(token) else [token]
        nouns += [n for p, n in prepositional(token, labels) if p in {"with", "of"}]
        nouns += [n for noun in list(nouns) for p, n in prepositional(noun, labels) if p == "of"]
        found: set[str] = set()
        for noun in nouns:
            if noun.i not in sentence.named:
                first = max(noun.left_edge.i, noun.i - 3)
                found |= self.things_between(sentence, first, noun.i + 1)
            elif sentence.named[noun.i].label == "PRODUCT":
                found.add("chips")
        return frozenset(found)

    def _slots(
        self, token: Token, predicate: Predicate, sentence: Sentence, cast: Cast
    ) -> dict[str, list[Party]]:
        slots: dict[str, list[Party]] = {}

        def add(slot: str, words: list[Token]) -> None:
            taken = slots.get("subj", []) if slot not in {"subj", "poss", "vendor"} else []
            for word in words:
                for party in cast.resolve(word, sentence, taken):
                    if party not in slots.setdefault(slot, []):
                        slots[slot].append(party)

        if predicate.part == "verb":
            _verb_slots(token, sentence, add)
        else:
            _noun_slots(token, sentence, add)
        self._linear(token, predicate, sentence, cast, slots)
        if predicate.part == "noun":
            _beside(token, sentence, cast, slots)
            _turn_noun(token, predicate, sentence, slots)
        if predicate.kind in {"warrant", "license"}:
            _turn_warrant(token, sentence, cast, slots)
        return slots

    def _linear(
        self,
        token: Token,
        predicate: Predicate,
        sentence: Sentence,
        cast: Cast,
        slots: dict[str, list[Party]],
    ) -> None:
        """Where the parse gave nothing: prepositions to the right, a name to the left."""
        wanted = {*predicate.buyer, *predicate.supplier} - {
            "subj",
            "obj",
            "both",
            "poss",
        }
        if "both" in predicate.buyer + predicate.supplier:
            wanted |= {"with", "between"}
        doc = sentence.doc
        for i in range(token.i + 1, min(len(doc), token.i + _REACH)):
            if doc[i].text in _CLAUSE_BREAK:
                break
            word = doc[i].lower_
            if predicate.part == "noun" and doc[i].tag_ in {"VB", "VBZ", "VBP"}:
                break
            if word in _NEAR and i > token.i + 9:
                continue
            if word in wanted and not slots.get(word):
                found = _party_after(doc[i], sentence, cast)
                if found:
                    slots[word] = found
                elif doc[min(i + 1, len(doc) - 1)].tag_ in {"DT", "NNP", "PRP$"}:
                    slots.setdefault(f"?{word}", [])
        roles = predicate.buyer + predicate.supplier
        if "obj" in roles and predicate.part == "verb" and not slots.get("obj"):
            after = _party_right(token, sentence, cast)
            if after and after[0] not in slots.get("subj", []):
                slots["obj"] = after
        if is_passive(token, sentence.labels) and not slots.get("obj"):
            slots["obj"] = _party_before(token, sentence, slots)
        alone = predicate.part == "verb" and not is_passive(token, sentence.labels)
        if alone and subjects(token, sentence.labels) and not slots.get("subj"):
            return
        participle = token.tag_ == "VBN" and token.dep_ in sentence.labels.relative
        if "subj" in roles and not slots.get("subj") and not participle:
            slots["subj"] = _party_before(token, sentence, slots)


_HANDING = frozenset(
    form for verb in ["issue", "grant", "hand", "give", "offer", "award", "promise"] for form in forms(verb)
)
_HOLDING = frozenset(
    form
    for verb in ["receive", "get", "hold", "obtain", "own", "gain", "win", "take", "secure"]
    for form in forms(verb)
)


_OWNING = frozenset(["has", "have", "had", "having", "hold", "holds", "held", "owns", "owned", "own", "keeps", "kept", "value"])


def _is_holding(token: Token, predicate: Predicate, sentence: Sentence) -> bool:
    """ "has a stake", "investment theses": no transaction."""
    if predicate.kind != "invest" or predicate.part != "noun":
        return False
    if token.dep_ == "compound" and token.head.i > token.i:
        return True
    governor = next((word for word in chain(token)[1:3] if is_verb(word)), None)
    owning = governor is not None and governor.lower_ in _OWNING
    return owning and token.dep_ in sentence.labels.object


def _is_habit(token: Token, predicate: Predicate, sentence: Sentence) -> bool:
    """ "a company that rents its chips" tells of a relation, not of a deal."""
    if predicate.part != "verb" or token.tag_ not in {"VBZ", "VBP"}:
        return False
    if any(child.lower_ in {"already", "still"} for child in token.children):
        return True
    prose = sentence.text.endswith((".", "?"))
    clause = _text(sentence, token.i, min(len(sentence.doc), token.i + 18))
    if prose and not any(letter.isdigit() for letter in clause) and "illion" not in clause:
        return not sentence.labels.auxiliary & {c.dep_ for c in token.children}
    if token.dep_ not in sentence.labels.relative:
        return False
    return not below(token, sentence.labels.auxiliary)


def _closed(
    token: Token, predicate: Predicate, sentence: Sentence, slots: dict[str, list[Party]]
) -> bool:
    """Whether the verb's own subject is a person, "you", a thing: nobody else may stand in."""
    if predicate.part != "verb" or slots.get("subj"):
        return False
    own = subjects(token, sentence.labels)
    if is_passive(token, sentence.labels):
        return False
    return any(
        word.lower_ in {"you", "i", "he", "she", "who", "nobody", "anybody", "everyone", "people"}
        or (word.tag_ in {"NN", "NNS"} and word.i not in sentence.named)
        or (word.i in sentence.named and sentence.named[word.i].party is None)
        for word in own
    )


_TAKING = frozenset({"take", "place", "award", "give", "order"})
_WINNING = frozenset({"win", "land", "bag", "clinch", "disclose", "receive", "fulfil", "fulfill"})
_GUARANTEEING = frozenset(
    {"guarantee", "backstop", "stand", "assume", "support", "secure"} - {"secure"}
)
_ANSWERING = frozenset(
    ["reject", "rebuff", "spurn", "turn", "decline", "refuse", "accept", "recommend", "approve", "vote", "weigh", "fend"]
)
_PROVIDING = frozenset(["provide", "arrange", "extend", "give", "offer", "lead", "make", "underwrite", "lend", "supply"])
_PLACING = frozenset({"rent", "order", "deal", "supply-deal"})


def _turn_noun(
    token: Token, predicate: Predicate, sentence: Sentence, slots: dict[str, list[Party]]
) -> None:
    """Who takes a lease or places an order buys; who wins or lands it supplies."""
    if predicate.kind not in _PLACING | {"lend", "acquire"} or not slots.get("subj"):
        return
    if any(word.lemma_.lower() in _GUARANTEEING for word in chain(token)[1:3]):
        slots.pop("subj")
        return
    governor = next((word for word in chain(token)[1:3] if is_verb(word)), None)
    if governor is None:
        return
    lemma = governor.lemma_.lower()
    if predicate.kind == "acquire":
        if lemma in _ANSWERING:
            slots["supplier"] = slots.pop("subj")
        return
    if is_passive(governor, sentence.labels):
        return
    if predicate.kind == "lend":
        slots["supplier" if lemma in _PROVIDING else "buyer"] = slots.pop("subj")
    elif lemma in _TAKING:
        slots["buyer"] = slots.pop("subj")
    elif lemma in _WINNING:
        slots["supplier"] = slots.pop("subj")


def _beside(token: Token, sentence: Sentence, cast: Cast, slots: dict[str, list[Party]]) -> None:
    """Names just before the noun: "the $17.4bn Microsoft GPU deal"."""
    for i in range(token.i - 1, max(-1, token.i - 7), -1):
        word = sentence.doc[i]
        if i in sentence.named:
            for party in cast.resolve(word, sentence):
                known = [p for parties in slots.values() for p in parties]
                if party not in known:
                    slots.setdefault("compound", []).append(party)
            continue
        if is_verb(word) or word.tag_ in {"IN", "TO", ",", ":", "CC", "WDT", "POS", "."}:
            return


def _turn_warrant(
    token: Token, sentence: Sentence, cast: Cast, slots: dict[str, list[Party]]
) -> None:
    """Who hands a warrant over is its issuer, who gets or holds it the holder."""
    verb = _warrant_verb(token, sentence)
    if verb is None:
        return
    handing = verb.lower_ in _HANDING
    passive = verb.i > token.i or is_passive(verb, sentence.labels)
    actor, other = ("issuer", "holder") if handing else ("holder", "issuer")
    if passive and slots.get("by"):
        slots[actor] = slots.pop("by")
        return
    left = _nearest_left(verb, sentence, cast) or slots.get("subj", [])
    if left:
        slots.pop("subj", None)
        slots[actor] = left
    between = [
        party
        for word in sentence.doc[verb.i + 1 : token.i]
        for party in cast.resolve(word, sentence, left)
        if party not in left and party is not UNNAMED
    ]
    if between and handing:
        slots[other] = between[:1]


def _warrant_verb(token: Token, sentence: Sentence) -> Token | None:
    for word in reversed(sentence.doc[max(0, token.i - 12) : token.i]):
        if word.lower_ in _HANDING | _HOLDING:
            return word
        if word.text in {";", "."}:
            break
    after = sentence.doc[token.i + 1 : token.i + 3]
    return next((word for word in after if word.lower_ in _HANDING | _HOLDING), None)


def _nearest_left(token: Token, sentence: Sentence, cast: Cast) -> list[Party]:
    """The company nearest before a verb: its subject, where the parse is in doubt."""
    direct = subjects(token, sentence.labels) if is_verb(token) else []
    own = [party for word in direct for party in cast.resolve(word, sentence)]
    if own:
        return own[:1]
    for word in reversed(sentence.doc[max(0, token.i - 8) : token.i]):
        if word.text in {";", "."}:
            break
        found = [] if word.lower_ == "its" else cast.resolve(word, sentence)
        if found and found[0] is not UNNAMED:
            return found[:1]
    return []


def _turn(leg: Leg, slots: dict[str, list[Party]]) -> None:
    """ "lease power to the lab": who lets, not who takes."""
    verb = leg.sentence.doc[leg.token].lower_
    kept = verb.startswith(("reserv", "book", "hold")) and slots.get("for")
    if kept and slots.get("subj") and slots["for"][0] not in slots["subj"]:
        leg.predicate = replace(leg.predicate, buyer=("for",), supplier=("subj",))
        return
    if leg.kind == "rent" and leg.predicate.part == "verb" and slots.get("to"):
        leg.predicate = replace(leg.predicate, buyer=("to",), supplier=("subj",))


_BOTH_ORDER = (
    "subj", "obj", "poss", "compound", "with", "between", "from", "for", "of", "by", "to", "over",
)  # fmt: skip


def _fill(leg: Leg, predicate: Predicate, slots: dict[str, list[Party]]) -> None:
    """Put the parties of the slots on their sides; what either side may take is left open."""
    taken: list[Party] = []

    def pick(names: tuple[str, ...]) -> Party | None:
        for name in names:
            if name == "both":
                continue
            for party in slots.get(name, []):
                if party not in taken:
                    taken.append(party)
                    return party
        return None

    leg.buyer = pick(("buyer", "holder"))
    leg.supplier = pick(("supplier", "issuer"))
    if "both" in predicate.buyer or "both" in predicate.supplier:
        rest = list(dict.fromkeys(p for s in _BOTH_ORDER for p in slots.get(s, [])))
        rest = [party for party in rest if party not in taken]
        if leg.buyer is not None or leg.supplier is not None:
            if leg.supplier is None and rest:
                leg.supplier = rest[0]
            elif leg.buyer is None and rest:
                leg.buyer = rest[0]
        else:
            leg.both = rest
        return
    strong = {"subj", "obj", "poss"}
    leg.buyer = leg.buyer or pick(tuple(s for s in predicate.buyer if s in strong))
    leg.supplier = leg.supplier or pick(tuple(s for s in predicate.supplier if s in strong))
    if leg.supplier is None:
        leg.supplier = pick(tuple(s for s in predicate.supplier if s not in predicate.buyer))
    leg.buyer = leg.buyer or pick(predicate.buyer)
    leg.supplier = leg.supplier or pick(predicate.supplier)


_COMPANY_HEADS = frozenset(
    ["startup", "startups", "company", "firm", "designer", "maker", "operator", "developer"]
)


def _verb_slots(token: Token, sentence: Sentence, add) -> None:  # type: ignore[no-untyped-def]
    labels = sentence.labels
    if is_passive(token, labels):
        add("obj", objects(token, labels))
        for preposition, noun in prepositional(token, labels):
            add("subj" if preposition == "by" else preposition, [noun])
        if token.dep_ in labels.relative and token.lower_ in {"leased", "rented"}:
            for governor in chain(token)[1:]:
                if is_verb(governor):
                    add("subj", subjects(governor, labels))
                    break
    else:
        add("subj", subjects(token, labels))
        for noun in objects(token, labels):
            add("obj", [noun])
            for preposition, lower in prepositional(noun, labels):
                add(preposition, [lower])
            if noun.i not in sentence.named and noun.lower_ not in _COMPANY_HEADS:
                add("vendor", below(noun, labels.possessive | labels.modifier))
        for preposition, noun in prepositional(token, labels):
            add(preposition, [noun])
            add(f"{preposition}&", with_conjuncts(noun, labels)[1:])
            for owner in below(noun, labels.possessive):
                add(preposition, [owner])


def _noun_slots(token: Token, sentence: Sentence, add) -> None:  # type: ignore[no-untyped-def]
    labels = sentence.labels
    for preposition, noun in prepositional(token, labels):
        add(preposition, [noun])
        add(f"{preposition}&", with_conjuncts(noun, labels)[1:])
    for own in below(token, labels.subject):
        add("subj", with_conjuncts(own, labels))
    add("poss", below(token, labels.possessive))
    add("compound", below(token, labels.modifier))
    for preposition, noun in prepositional(token, labels):
        if preposition in {"of", "for"}:
            add("vendor", below(noun, labels.possessive | labels.modifier))
    for governor in chain(token)[1:]:
        if is_verb(governor):
            add("subj", subjects(governor, labels))
            if is_passive(governor, labels):
                for preposition, noun in prepositional(governor, labels):
                    add("subj" if preposition == "by" else preposition, [noun])
            else:
                for preposition, noun in prepositional(governor, labels):
                    add(preposition, [noun])
                for noun in below(governor, labels.object):
                    if noun.i != token.i:
                        add("obj", [noun])
            break


def _party_after(preposition: Token, sentence: Sentence, cast: Cast) -> list[Party]:
    doc = sentence.doc
    for i in range(preposition.i + 1, min(len(doc), preposition.i + 7)):
        later = i > preposition.i + 1
        if later and doc[i].tag_ in {"IN", "TO"} and doc[i].lower_ != "of":
            return []
        if doc[i].text in {",", ";", ".", ":"} or (later and is_verb(doc[i])):
            return []
        found = cast.resolve(doc[i], sentence)
        if found:
            return found
    return []


def _party_right(token: Token, sentence: Sentence, cast: Cast) -> list[Party]:
    """A company that stands right behind the verb: "lend Halden ..." """
    for word in sentence.doc[token.i + 1 : token.i + 3]:
        if word.tag_ in {"DT", "PRP$", "POS"}:
            continue
        following = word.nbor(1).lower_ if word.i + 1 < len(word.doc) else ""
        return cast.resolve(word, sentence) if following not in {"'s", "’s", "-"} else []
    return []


def _party_before(token: Token, sentence: Sentence, slots: dict[str, list[Party]]) -> list[Party]:
    taken = [party for parties in slots.values() for party in parties]
    for i in sorted(sentence.named, reverse=True):
        party = sentence.named[i].party
        between = sentence.doc[i + 1 : token.i]
        if i > token.i or party is None or party in taken or party is UNNAMED:
            continue
        if any(word.text in _CLAUSE_BREAK for word in between):
            return []
        if sentence.named[i].kind == "weak" and len(sentence.named) > 1:
            continue
        return [party]
    return []


def _text(sentence: Sentence, first: int, last: int) -> str:
    if first >= len(sentence.starts):
        return ""
    start = sentence.starts[first] - sentence.span.start
    end = sentence.ends[min(last, len(sentence.ends)) - 1] - sentence.span.start
    return sentence.text[start:end]
