"""Second thoughts on a leg once its slots are filled: habits, others' custom, own halls."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from spacy.tokens import Token

from tracker.extract.grammar import below, chain, is_passive, is_verb, objects, prepositional
from tracker.extract.named import UNNAMED, Party
from tracker.extract.pipeline import Sentence

if TYPE_CHECKING:
    from tracker.extract.legs import Leg
    from tracker.extract.roles.parties import Cast

_HABIT = re.compile(
    r"\b(?:so far|until now|to date|never|always|usually|typically|mainly|mostly|generally|"
    r"traditionally|long)\b",
    re.IGNORECASE,
)
_SOFT = frozenset({"supply", "obtain", "buy", "sale"})
_ANYBODY = frozenset(
    {"anybody", "anyone", "everyone", "whoever", "whomever", "other", "others", "customer"}
    | {"client", "company", "firm", "party", "business", "developer", "user", "outsider"}
    | {"tenant", "startup", "enterprise", "lab"}
)
_IN_STOCK = re.compile(r"\b(?:cash|stock|shares)\b", re.IGNORECASE)
_NO_PARTY = re.compile(r"\bnot (?:itself )?(?:a )?part(?:y|ies) to\b", re.IGNORECASE)
_CROWDS = frozenset({"web", "string", "list", "series", "number", "flurry", "wave", "slew", "run"})
_SUMS = frozenset({"price", "payment", "revenue", "value", "liability", "obligation", "rate"})
_TRADES = frozenset({"buy", "rent", "order", "obtain"})
_AGREEMENTS = frozenset({"agreement", "contract", "deal", "pact", "accord", "arrangement"})
_PERSONS = frozenset({"i", "you", "he", "she", "we"})
_OWN_PLACE = re.compile(
    r"\b(?:its|their|[\w]+['’]s) own (?:[\w-]+ ){0,2}?(?:data[- ]?cent|halls?\b|server farms?\b|"
    r"facilit|sites?\b|buildings?\b|campus|premises|racks?\b|machine rooms?\b)|"
    r"\b(?:data[- ]?cent\w+|halls|buildings|facilities|campuses) of (?:its|their|\w+['’]s) own\b",
    re.IGNORECASE,
)


def adjusted(leg: "Leg", cast: "Cast") -> "Leg | None":
    """The leg as it stands after second thoughts; None if it is none after all."""
    token = leg.sentence.doc[leg.token]
    if leg.kind in _SOFT and leg.predicate.part == "verb" and _is_custom(token, leg.sentence):
        return None
    if leg.kind == "lend" and "venture" in leg.head:
        return None
    if leg.kind == "deal" and _is_crowd(token):
        return None
    clauses = [c.lower_ for c in token.children if is_verb(c)]
    if leg.predicate.rule_id == "plan-chips" and cast.rules.verbs.keys() & set(clauses):
        return None  # "considers renting chips": the renting says it
    if leg.parties() & _passed_over(leg.sentence):
        return None
    if _NO_PARTY.search(leg.sentence.text) or _is_supposed(token, leg):
        return None
    if leg.predicate.part == "noun" and _of_a_person(token, leg, cast):
        return None
    if leg.kind == "rent" and leg.predicate.part == "verb" and _lets_to_anybody(token, leg):
        return None
    if leg.predicate.part == "noun" and token.dep_ == "compound" and _names_a_sum(token):
        return None
    if leg.predicate.rule_id == "install":
        leg.target = None
        if is_passive(token, leg.sentence.labels) and leg.buyer is None:
            return None
    bought = leg.slots.get("of", [])
    following = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if leg.predicate.rule_id == "buy" and bought and following == "of" and not leg.head:
        leg.target = leg.supplier = bought[0]  # "close to purchase of the start-up"
    _pay_for(leg)
    _by_whom(leg)
    _counterpart(token, leg, cast)
    if leg.kind == "venture" and len(leg.both) == 1:
        leg.both = [*leg.both, *_other_side(leg, cast)]
    if _OWN_PLACE.search(_clause(leg)) and leg.kind not in {"rent", "lend", "invest", "warrant"}:
        return replace(leg, things=leg.things | {"onsite"})
    return leg


def _is_custom(token: Token, sentence: Sentence) -> bool:
    """ "has so far offered", "has never sold": how it is done, not a deal."""
    own = [child.i for child in token.children if child.dep_ in {"advmod", "obl"}]
    words = " ".join(t.lower_ for i in own for t in sentence.doc[i].subtree if t.i <= token.i)
    return bool(_HABIT.search(words))


def _passed_over(sentence: Sentence) -> set[str]:
    """Who is only named as not chosen: "instead of Nvidia boxes"."""
    found = set()
    for i, named in sentence.named.items():
        before = " ".join(t.lower_ for t in sentence.doc[max(0, i - 2) : i])
        if named.party is not None and before in {"instead of", "rather than"}:
            found.add(named.party.name)
    return found


def _is_crowd(noun: Token) -> bool:
    """ "A web of arrangements", "a string of deals": none in particular."""
    return noun.tag_ == "NNS" and noun.head.lower_ in _CROWDS


def _is_supposed(token: Token, leg: "Leg") -> bool:
    """ "If chips are ever sold outside": supposed, not said."""
    marks = {child.lower_ for child in token.children if child.dep_ == "mark"}
    return leg.predicate.part == "verb" and bool(marks & {"if", "unless"})


def _names_a_sum(noun: Token) -> bool:
    """ "purchase price", "lease revenue": a sum, not the purchase."""
    return noun.head.i > noun.i and noun.head.lemma_.lower() in _SUMS


def _pay_for(leg: "Leg") -> None:
    """Who pays for a company acquires it: "has agreed to pay $3bn for the start-up"."""
    goods = leg.slots.get("for", [])
    direct = leg.slots.get("obj") or leg.slots.get("to")
    if leg.predicate.rule_id == "pay" and goods and not direct and goods[0] is not leg.buyer:
        if _pronoun_for(leg) and not _IN_STOCK.search(leg.sentence.text):
            return  # "will pay $3bn for it": whatever it is, hardly the company
        leg.predicate = replace(leg.predicate, kind="acquire", supplier=("for",))
        leg.supplier = leg.target = goods[0]
        leg.head -= {"equity"}


def _pronoun_for(leg: "Leg") -> bool:
    """Whether it is paid "for it"."""
    token = leg.sentence.doc[leg.token]
    around = prepositional(token, leg.sentence.labels)
    return any(p == "for" and noun.tag_ == "PRP" for p, noun in around) or bool(
        re.search(r"\bfor (?:it|them)\b", leg.sentence.text)
    )


def _by_whom(leg: "Leg") -> None:
    """ "A purchase of the start-up by Intel": by whom decides, whatever stands before."""
    agents, goods = leg.slots.get("by", []), leg.slots.get("of", [])
    if leg.predicate.part == "noun" and leg.kind in {"buy", "acquire"} and agents:
        leg.buyer = agents[0]
        if goods and goods[0] != agents[0]:
            leg.supplier = goods[0]


def _counterpart(token: Token, leg: "Leg", cast: "Cast") -> None:
    """The other side from the agreement: "an agreement with Dell under which it buys"."""
    if leg.predicate.part != "verb" or leg.kind not in _TRADES or "obj" in leg.predicate.supplier:
        return
    if leg.buyer is None or leg.supplier is not None:
        return
    noun = _agreement(token, leg.sentence)
    if noun is None:
        return
    labels = leg.sentence.labels
    words = [n for p, n in prepositional(noun, labels) if p == "with"]
    found = [p for w in words for p in cast.resolve(w, leg.sentence)]
    found = [party for party in found if party not in (UNNAMED, leg.buyer)]
    if found and leg.predicate.rule_id == "install":
        # Who installs under an agreement may be either side: who lets chips is.
        leg.both, leg.buyer = [leg.buyer, found[0]], None
    elif found:
        leg.supplier = found[0]


def _agreement(verb: Token, sentence: Sentence) -> Token | None:
    """The agreement that governs the verb, or under "which" the verb stands."""
    for noun in chain(verb)[1:5]:
        if noun.lemma_.lower() in _AGREEMENTS:
            return noun
    bound = False
    for word in reversed(sentence.doc[: verb.i]):
        bound = bound or word.lower_ in {"which", "whereby"}
        if bound and word.lemma_.lower() in _AGREEMENTS:
            return word
    return None


def _of_a_person(noun: Token, leg: "Leg", cast: "Cast") -> bool:
    """ "she led the financing", an author's "we would put a purchase at": no company's."""
    labels = leg.sentence.labels
    governor = next((word for word in chain(noun)[1:3] if is_verb(word)), None)
    if governor is None or noun.dep_ not in labels.object or leg.kind == "deal":
        return False
    own = below(governor, labels.subject)
    return any(w.lower_ in _PERSONS and not cast.resolve(w, leg.sentence) for w in own)


def _lets_to_anybody(token: Token, leg: "Leg") -> bool:
    """ "lease the chips to other customers": nobody in particular takes them."""
    if any(leg.slots.get(slot) for slot in ("to", "from")):
        return False
    labels = leg.sentence.labels
    words = [token, *objects(token, labels)]
    nouns = [n for w in words for p, n in prepositional(w, labels) if p == "to"]
    return any(noun.lemma_.lower() in _ANYBODY or noun.lower_ in _ANYBODY for noun in nouns) or (
        not nouns and any(c.lower_ == "out" for c in token.children)
    )


def _other_side(leg: "Leg", cast: "Cast") -> list[Party]:
    """The partner that the words around name, or say to be unnamed: "a big investor"."""
    sentence, known = leg.sentence, leg.both[0]
    if known is UNNAMED:
        named = [n.party for _, n in sorted(sentence.named.items()) if n.party is not None]
        return named[:1] if len(set(named)) == 1 else []
    words = [token for token in sentence.doc if token.i != leg.token and token.tag_ == "NN"]
    unnamed = any(cast.resolve(token, sentence) == [UNNAMED] for token in words)
    return [UNNAMED] if unnamed else []


def _clause(leg: "Leg") -> str:
    first, last = leg.span
    sentence = leg.sentence
    start = sentence.starts[max(0, first - 4)] - sentence.span.start
    end = sentence.ends[min(last, len(sentence.ends)) - 1] - sentence.span.start
    return sentence.text[start:end]
