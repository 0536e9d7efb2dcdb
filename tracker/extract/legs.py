"""Deal legs in one parsed sentence: a predicate, who is on which side, and what is traded."""

import re
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from tracker.extract.goods import GoodsFinder, text_between
from tracker.extract.grammar import below, chain, is_passive, is_verb, objects, subjects
from tracker.extract.named import UNNAMED, Party
from tracker.extract.pipeline import Sentence
from tracker.extract.predicates import PredicateFinder
from tracker.extract.roles.adjust import adjusted
from tracker.extract.roles.lists import listed
from tracker.extract.roles.parties import Cast
from tracker.extract.roles.slots import find_slots
from tracker.extract.roles.turning import Slots
from tracker.extract.rules import Predicate, Rules

_WANTING = frozenset({"obtain", "buy", "rent", "spend", "order"})
_SHARING = frozenset({"invest", "buy", "order", "obtain", "rent", "supply", "deal"})
_OWNING = frozenset(
    [
        "has",
        "have",
        "had",
        "having",
        "hold",
        "holds",
        "held",
        "owns",
        "owned",
        "own",
        "keeps",
        "kept",
        "value",
    ]
)
_BOTH_ORDER = (
    "subj", "obj", "poss", "compound", "with", "between", "from", "for", "of", "by", "to", "over",
)  # fmt: skip  # fmt: skip


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
    slots: Slots = field(default_factory=dict)
    through: bool = False  # "access through Broadcom"
    vendor: Party | None = None  # whose goods are spoken of: "Nvidia systems"
    target: Party | None = None  # a company that is itself the object: "buy Ampere"
    anchor: int = -1  # the token of its buyer, where several legs share a verb

    @property
    def kind(self) -> str:
        """What the predicate says: rent, buy, invest ..."""
        return self.predicate.kind

    def parties(self) -> set[str]:
        """Names of everybody in it."""
        found = [self.buyer, self.supplier, *self.both]
        return {party.name for party in found if party is not None and party.name}


class LegReader:
    """Finds legs in sentences, in order, with the cast of their document."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._goods = GoodsFinder(rules)
        self._predicates = PredicateFinder(rules, self._goods)

    def has_deal_word(self, text: str) -> bool:
        """Whether a word of `text` could be a predicate or a status."""
        words = re.findall(r"[a-z][a-z-]*", text.lower())
        rules = self.rules
        return any(w in rules.verbs or w in rules.nouns or w in rules.cues for w in words)

    def read(self, sentence: Sentence, cast: Cast) -> list[Leg]:
        """Legs in the order of their predicates."""
        found = []
        hits = self._predicates.find(sentence)
        nouns = {token.i for token, predicate in hits if predicate.part == "noun"}
        for position, (token, predicate) in enumerate(hits):
            stop = next((t.i for t, _ in hits[position + 1 :] if t.i > token.i), len(sentence.doc))
            takes = predicate.kind == "obtain" and predicate.part == "verb"
            if takes and any(noun.i in nouns for noun in objects(token, sentence.labels)):
                # "receives orders", "secures a loan": the noun says it.
                continue
            verbs = {t.i for t, p in hits if p.part == "verb"}
            if predicate.rule_id == "use-noun" and token.head.i in verbs:
                # "provide X with access": the verb says it.
                continue
            leg = self._leg(token, predicate, sentence, cast, stop)
            if leg is not None:
                found.append(leg)
                found.extend(_shared(leg))
                found.extend(listed(leg, cast))
        return found

    def _leg(
        self, token: Token, predicate: Predicate, sentence: Sentence, cast: Cast, stop: int
    ) -> Leg | None:
        slots = find_slots(token, predicate, sentence, cast)
        if _is_habit(token, predicate, sentence) or _is_holding(token, predicate, sentence):
            return None
        if predicate.head:
            near = self._goods.between(sentence, token.i, token.i + 9)
            if not predicate.head & (near | self._goods.of_object(token, sentence)):
                return None
        two = "both" in predicate.buyer and len(slots.get("subj", [])) > 1
        if predicate.must and not two and not any(slots.get(slot) for slot in predicate.must):
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
        leg.things = self._goods.between(sentence, first, last)
        leg.head = self._goods.of_object(token, sentence)
        leg.products = tuple(
            dict.fromkeys(
                n.product
                for i, n in sorted(sentence.named.items())
                if n.product is not None and first <= i < last
            )
        )
        return adjusted(leg, cast)


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
    clause = text_between(sentence, token.i, min(len(sentence.doc), token.i + 18))
    if prose and not any(letter.isdigit() for letter in clause) and "illion" not in clause:
        return not sentence.labels.auxiliary & {c.dep_ for c in token.children}
    if token.dep_ not in sentence.labels.relative:
        return False
    return not below(token, sentence.labels.auxiliary)


_DEALING = frozenset({"talk", "discussion", "negotiation", "plan", "deal", "agreement", "contract"})


def _closed(token: Token, predicate: Predicate, sentence: Sentence, slots: Slots) -> bool:
    """Whether the verb's own subject is a person, "you", a thing: nobody else may stand in."""
    if predicate.part != "verb" or slots.get("subj"):
        return False
    own = subjects(token, sentence.labels)
    if is_passive(token, sentence.labels):
        return False
    direct = set(below(token, sentence.labels.subject))
    own = [w for w in own if w in direct or w.lemma_.lower() not in _DEALING]
    # "The other half is plain cloud: renting ..." has no subject of its own.
    own = [w for w in own if ":" not in (t.text for t in sentence.doc[w.i : token.i])]
    return any(
        word.lower_ in {"you", "i", "he", "she", "who", "nobody", "anybody", "everyone", "people"}
        or (word.tag_ in {"NN", "NNS"} and word.i not in sentence.named)
        or (word.i in sentence.named and sentence.named[word.i].party is None)
        for word in own
    )


def _turn(leg: Leg, slots: Slots) -> None:
    """ "lease power to the lab": who lets, not who takes."""
    verb = leg.sentence.doc[leg.token].lower_
    kept = verb.startswith(("reserv", "book", "hold")) and slots.get("for")
    if kept and slots.get("subj") and slots["for"][0] not in slots["subj"]:
        leg.predicate = replace(leg.predicate, buyer=("for",), supplier=("subj",))
        return
    if leg.kind == "rent" and leg.predicate.part == "verb" and slots.get("to"):
        leg.predicate = replace(leg.predicate, buyer=("to",), supplier=("subj",))


def _fill(leg: Leg, predicate: Predicate, slots: Slots) -> None:
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
