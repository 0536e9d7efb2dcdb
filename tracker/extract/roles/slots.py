"""Who stands in which place around a predicate: subject, object, "from", "with" ..."""

from collections.abc import Callable

from spacy.tokens import Token

from tracker.extract.grammar import (
    Labels,
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
from tracker.extract.roles.turning import Slots, turn_noun, turn_warrant
from tracker.extract.rules import Predicate

_Add = Callable[[str, list[Token]], None]
_REACH = 28  # words to the right in which a preposition may still belong to the predicate
_CLAUSE_BREAK = frozenset({";", ":", "|", "→"})
_NEAR = frozenset({"on", "at", "of"})


def find_slots(token: Token, predicate: Predicate, sentence: Sentence, cast: Cast) -> Slots:
    """The companies in each place, by the parse where it tells, else by what stands near."""
    slots: Slots = {}

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
    _linear(token, predicate, sentence, cast, slots)
    if "from" in predicate.supplier and slots.get("subj") == slots.get("from"):
        slots.pop("subj", None)
    if predicate.part == "noun":
        _beside(token, sentence, cast, slots)
        turn_noun(token, predicate, sentence, slots)
    if predicate.kind in {"warrant", "license"}:
        turn_warrant(token, sentence, cast, slots)
    return slots


def _linear(
    token: Token,
    predicate: Predicate,
    sentence: Sentence,
    cast: Cast,
    slots: Slots,
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
    if predicate.kind == "rent" and predicate.part == "verb":
        wanted = wanted | {"to"}
    doc = sentence.doc
    for i in range(token.i + 1, min(len(doc), token.i + _REACH)):
        if doc[i].text in _CLAUSE_BREAK:
            break
        word = doc[i].lower_
        if predicate.part == "noun" and doc[i].tag_ in {"VB", "VBZ", "VBP"}:
            break
        if word in _NEAR and i > token.i + 9:
            continue
        if word == "to" and doc[i].tag_ == "TO" and predicate.kind == "rent":
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


_COMPANY_HEADS = frozenset(
    ["startup", "startups", "company", "firm", "designer", "maker", "operator", "developer"]
)


def _verb_slots(token: Token, sentence: Sentence, add: _Add) -> None:
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
        for preposition, noun in _agreed_with(token, labels):
            add(preposition, [noun])
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


def _noun_slots(token: Token, sentence: Sentence, add: _Add) -> None:
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
                for preposition, noun in _agreed_with(governor, labels):
                    add(preposition, [noun])
            break


def _agreed_with(verb: Token, labels: Labels) -> list[tuple[str, Token]]:
    """ "agreed with Google to finance a venture": with whom, of the verb above."""
    purpose = verb.tag_ == "VB" and verb.dep_ in labels.adverbial
    if verb.dep_ not in labels.open_clause and not purpose:
        return []
    return [(p, noun) for p, noun in prepositional(verb.head, labels) if p == "with"]


def _beside(token: Token, sentence: Sentence, cast: Cast, slots: Slots) -> None:
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


def _party_before(token: Token, sentence: Sentence, slots: Slots) -> list[Party]:
    taken = [party for parties in slots.values() for party in parties]
    for i in sorted(sentence.named, reverse=True):
        party = sentence.named[i].party
        between = sentence.doc[i + 1 : token.i]
        if i > token.i or party is None or party in taken or party is UNNAMED:
            continue
        if any(word.text in _CLAUSE_BREAK for word in between):
            return []
        if len(between) > 2 and between[0].tag_ == "POS":
            continue  # "Nvidia's old chips ... contracts": the chips are no party
        if sentence.named[i].kind == "weak" and len(sentence.named) > 1:
            continue
        return [party]
    return []
