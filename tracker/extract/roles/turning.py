"""Verbs that turn sides: who wins a contract supplies, who hands out a warrant issues it."""

from spacy.tokens import Token

from tracker.extract.grammar import chain, is_passive, is_verb, subjects
from tracker.extract.named import UNNAMED, Party
from tracker.extract.pipeline import Sentence
from tracker.extract.roles.parties import Cast
from tracker.extract.rules import Predicate, forms

Slots = dict[str, list[Party]]
_HANDING = frozenset(
    form
    for verb in ["issue", "grant", "hand", "give", "offer", "award", "promise"]
    for form in forms(verb)
)
_HOLDING = frozenset(
    form
    for verb in ["receive", "get", "hold", "obtain", "own", "gain", "win", "take", "secure"]
    for form in forms(verb)
)
_TAKING = frozenset({"take", "place", "award", "give", "order"})
_WINNING = frozenset({"win", "land", "bag", "clinch", "disclose", "receive", "fulfil", "fulfill"})
_GUARANTEEING = frozenset({"guarantee", "backstop", "stand", "assume", "support"})
_ANSWERING = frozenset(
    [
        "reject",
        "rebuff",
        "spurn",
        "turn",
        "decline",
        "refuse",
        "accept",
        "recommend",
        "approve",
        "vote",
        "weigh",
        "fend",
    ]
)
_PROVIDING = frozenset(
    [
        "provide",
        "arrange",
        "extend",
        "give",
        "offer",
        "lead",
        "make",
        "underwrite",
        "lend",
        "supply",
    ]
)
_PLACING = frozenset({"rent", "order", "deal", "supply-deal"})


def turn_noun(token: Token, predicate: Predicate, sentence: Sentence, slots: Slots) -> None:
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


def turn_warrant(token: Token, sentence: Sentence, cast: Cast, slots: Slots) -> None:
    """Who hands a warrant over is its issuer, who gets or holds it the holder."""
    verb = _warrant_verb(token, sentence)
    if verb is None:
        return
    handing = verb.lower_ in _HANDING
    passive = verb.i > token.i or is_passive(verb, sentence.labels)
    actor, other = ("issuer", "holder") if handing else ("holder", "issuer")
    # "has been issued a warrant"; in headlines "Meta handed warrant".
    headline = verb.i + 1 == token.i and verb.tag_ in {"VBD", "VBN"} and not slots.get("to")
    if handing and verb.i < token.i and (passive or headline):
        actor, other = other, actor  # "has been issued a warrant"
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
